"""Bringing the database up to date."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from pb.core.settings import Settings

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def run_migrations(settings: Settings) -> None:
    """Apply every migration that this database lacks."""
    settings.home.mkdir(parents=True, exist_ok=True)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["url"] = settings.database_url
    command.upgrade(config, "head")
