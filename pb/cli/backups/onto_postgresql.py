"""Restoring onto PostgreSQL: old tables move into a schema of their own, new ones are filled, in one transaction."""

from pathlib import Path

from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.orm import Session

from pb.cli.backups.manifest import BackupUnsound, Manifest
from pb.cli.backups.onto_sqlite import InstallationThere, Note, SiteRunning
from pb.cli.migrations import upgrade_on
from pb.core.settings import Settings
from pb.db.snapshots import postgresql
from pb.db.snapshots.contents import SnapshotUnsound, Tell

_OTHERS = """SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
AND coalesce(backend_type, 'client backend') = 'client backend'"""


def restore(
    settings: Settings,
    backup: Path,
    found: Manifest,
    staging: Path,  # noqa: ARG001 - as its sister for SQLite
    name: str,
    note: Note,
    tell: Tell,
    *,
    instead: bool,
) -> str:
    """Put the tables of a backup in the place of those that are there; returns where those are kept, if they were.

    Raises:
        InstallationThere: tables are there, and they may not be replaced.
        SiteRunning: somebody else is connected to the database.
    """
    engine = create_engine(settings.database_url, connect_args={"options": "-c synchronous_commit=on"})
    try:
        with engine.begin() as connection:
            place = _make_room(connection, name.replace("-", "_").lower(), instead=instead)
            tell("Making the tables")
            upgrade_on(connection, found.contents.schema)
            postgresql.copy_in(connection, backup, found.contents, tell)
            note_on(connection, note)
    except SnapshotUnsound as fault:
        raise BackupUnsound(backup=backup, fault=str(fault)) from fault
    finally:
        engine.dispose()
    return place


def note_on(connection: Connection, note: Note) -> None:
    """Write into the record, in the transaction of a connection."""
    with Session(connection, join_transaction_mode="rollback_only") as session:
        note(session)
        session.flush()


def _make_room(connection: Connection, schema: str, *, instead: bool) -> str:
    tables = inspect(connection).get_table_names()
    if not tables:
        return ""
    if not instead:
        raise InstallationThere(tables=len(tables))
    if connection.execute(text(_OTHERS)).scalar_one():
        raise SiteRunning(database=connection.engine.url.database)
    quote = connection.dialect.identifier_preparer.quote
    connection.execute(text(f"CREATE SCHEMA {quote(schema)}"))
    for table in tables:
        connection.execute(text(f"ALTER TABLE {quote(table)} SET SCHEMA {quote(schema)}"))
    inspect(connection).clear_cache()
    return f"schema {schema}"
