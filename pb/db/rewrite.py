"""Writing the database anew, so that nothing that was deleted remains in its files."""

from contextlib import closing

from sqlalchemy import Engine, text

from pb.core.refusals import Conflict
from pb.db.base import Table
from pb.db.engines import Sessions

SECRET_TABLES = ("urn", "roll_link", "dead_code", "voter", "ballot")


class DatabaseBusy(Conflict):
    """Somebody is still reading what was deleted, so the old pages could not be given up; trying again mends it."""


def rewrite_database(sessions: Sessions) -> None:
    """Write the database anew from its live rows; to be called after the commit that destroyed something.

    SQLite: VACUUM copies the live rows alone, then the write-ahead log is emptied. PostgreSQL: the tables that held
    secrets are rewritten, and so are the planner's statistics, which quote values, without those of these tables.

    Raises:
        DatabaseBusy: a reader held the old pages for too long.
    """
    if sessions.writing.dialect.name == "sqlite":
        _rewrite_sqlite(sessions.writing)
    else:
        _rewrite_postgresql(sessions.writing)


def empty_database(sessions: Sessions) -> None:
    """Delete every row of every table; only for a demonstration whose making was broken off."""
    with sessions.write() as session:
        for table in reversed(Table.metadata.sorted_tables):
            session.execute(table.delete())


def _rewrite_sqlite(engine: Engine) -> None:
    # The driver's own connection: SQLAlchemy would begin a transaction, and VACUUM cannot run inside one.
    with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        blocked = cursor.fetchone()
    if blocked is None or blocked[0]:
        raise DatabaseBusy


def _rewrite_postgresql(engine: Engine) -> None:
    quote = engine.dialect.identifier_preparer.quote
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for name in SECRET_TABLES:
            for column in (column for column in Table.metadata.tables[name].columns if not column.foreign_keys):
                # The same type again: PostgreSQL forgets the column's statistics when it is told the type.
                kind = column.type.compile(engine.dialect)
                connection.execute(text(f"ALTER TABLE {quote(name)} ALTER {quote(column.name)} TYPE {kind}"))
            connection.execute(text(f"VACUUM FULL {quote(name)}"))
        # The statistics are dropped, and still lie in the file of the catalogue. Its owner is that of the database; for
        # anybody else the server skips it with a warning.
        connection.execute(text("VACUUM FULL pg_statistic"))
