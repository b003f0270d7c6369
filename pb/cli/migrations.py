"""Bringing the database up to date."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, make_url

from pb.core.settings import Settings

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def run_migrations(settings: Settings) -> None:
    """Apply every migration that this database lacks."""
    settings.home.mkdir(parents=True, exist_ok=True)
    if (url := make_url(settings.database_url)).get_backend_name() == "sqlite":
        Path(url.database or "").parent.mkdir(parents=True, exist_ok=True)
    config = _config()
    config.attributes["url"] = settings.database_url
    command.upgrade(config, "head")


def is_up_to_date(connection: Connection) -> bool:
    """Whether this database lacks no migration."""
    applied = MigrationContext.configure(connection).get_current_heads()
    return set(applied) == set(ScriptDirectory.from_config(_config()).get_heads())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config
