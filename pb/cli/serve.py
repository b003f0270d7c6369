"""`pb serve` and `pb migrate`."""

import socket

import click
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from pb.cli.migrations import run_migrations
from pb.cli.progress import progress
from pb.core.settings import Settings, read_settings


@click.command()
def serve() -> None:
    """Serve the site on PB_HOST and PB_PORT until stopped; brings the database up to date first."""
    settings = read_settings()
    _migrate(settings)
    run_server(settings)


@click.command()
def migrate() -> None:
    """Bring the database up to date; safe to run again.

    Where something changes, a backup is put into PB_BACKUPS first. While people vote nothing is changed.
    """
    _migrate(read_settings())
    click.echo("The database is up to date.")


def _migrate(settings: Settings) -> None:
    with progress() as tell:
        backup = run_migrations(settings, tell=tell)
    if backup:
        click.echo(f"Backed up before the database was changed: {backup}")


def run_server(settings: Settings) -> None:
    """Serve in one worker process; SQLite wants exactly one writer.

    Raises:
        ClickException: the port is taken.
    """
    _check_port(settings)
    click.echo(f"Serving on {settings.public_url} (stop with Ctrl-C)")
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


def _check_port(settings: Settings) -> None:
    """The server would say it with the inside of its own machinery."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((settings.host, settings.port))
        except OSError as fault:
            words = f"{settings.host}:{settings.port} cannot be used: {fault.strerror}. Set PB_PORT to another"
            raise click.ClickException(words) from fault
