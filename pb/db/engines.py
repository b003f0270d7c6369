"""Engines and transactions. Writing and reading have an engine each; on SQLite a write begins by taking the lock."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import quote

from sqlalchemy import Engine, create_engine, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_SECONDS = 30
"""How long a transaction waits for a lock before it fails, which a voter is told in words."""
_GLANCE_MILLISECONDS = 2_000


class Sessions:
    """The two ways into the database: `write()`, one transaction, and `read()`, which cannot change anything."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.writing = _engine(url, read_only=False)
        self.reading = _engine(url, read_only=True)
        self._write = sessionmaker(self.writing, expire_on_commit=False)
        self._read = sessionmaker(self.reading, expire_on_commit=False, autoflush=False)

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: committed durably when the block ends, rolled back when it raises."""
        with self._write.begin() as session:
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A consistent view of the database in which every write fails."""
        with self._read() as session:
            yield session

    def close(self) -> None:
        """Give every connection back."""
        self.writing.dispose()
        self.reading.dispose()


def is_free_to_write(sessions: Sessions) -> bool:
    """Whether a transaction that writes could begin within a moment; nothing is written."""
    engine = sessions.writing
    if engine.dialect.name != "sqlite":
        with engine.connect() as reading:
            return not reading.execute(text("SELECT pg_is_in_recovery()")).scalar_one()
    # The driver's own connection: the usual one would wait as long as a vote may.
    with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        cursor.execute(f"PRAGMA busy_timeout={_GLANCE_MILLISECONDS}")
        try:
            cursor.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
        finally:
            cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
        cursor.execute("ROLLBACK")
    return True


def _engine(url: str, *, read_only: bool) -> Engine:
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite(url, read_only=read_only)
    return _postgresql(url, read_only=read_only)


def _sqlite(url: str, *, read_only: bool) -> Engine:
    # Migrations make the file. Anybody else who named a wrong one would leave an empty database there.
    there = make_url(url).set(
        database=f"file:{quote(make_url(url).database or '')}", query={"mode": "rw", "uri": "true"}
    )
    engine = create_engine(there, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        # The driver's own transaction handling loses updates in silence, so it is turned off and BEGIN is ours.
        connection.isolation_level = None
        cursor = connection.cursor()
        # FULL: an acknowledged vote survives a power cut. secure_delete: what is deleted leaves no copy in free pages.
        for pragma in ("foreign_keys=ON", "synchronous=FULL", "secure_delete=ON", f"query_only={int(read_only)}"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 - SQLAlchemy's event passes a Connection
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


def _postgresql(url: str, *, read_only: bool) -> Engine:
    options = f"-c synchronous_commit=on -c lock_timeout={BUSY_SECONDS}s"
    if read_only:
        options += " -c default_transaction_read_only=on"
    return create_engine(
        url,
        pool_pre_ping=True,
        isolation_level="REPEATABLE READ" if read_only else "READ COMMITTED",
        connect_args={"options": options, "prepare_threshold": None},
    )
