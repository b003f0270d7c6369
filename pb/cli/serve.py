"""`pb serve` and `pb migrate`."""

from pathlib import Path

import click
from alembic import command
from alembic.config import Config
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from pb.core.settings import Settings, read_settings

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


@click.command()
def serve() -> None:
    """Serve the site on PB_HOST and PB_PORT until stopped; brings the database up to date first."""
    settings = read_settings()
    run_migrations(settings)
    click.echo(f"Serving on {settings.public_url} (stop with Ctrl-C)")
    run_server(settings)


@click.command()
def migrate() -> None:
    """Bring the database up to date; safe to run again."""
    settings = read_settings()
    run_migrations(settings)
    click.echo("The database is up to date.")


def run_migrations(settings: Settings) -> None:
    """Apply every migration that this database lacks."""
    settings.home.mkdir(parents=True, exist_ok=True)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["url"] = settings.database_url
    command.upgrade(config, "head")


def run_server(settings: Settings) -> None:
    """Serve in one worker process; SQLite wants exactly one writer."""
    server = Granian(
        "pb.app.main:create_app",
        factory=True,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        workers=1,
        log_level=LogLevels.warning,
        log_access=False,
        websockets=False,
    )
    server.serve()
