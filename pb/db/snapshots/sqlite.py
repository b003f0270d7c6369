"""A snapshot of an SQLite database: one file, copied page by page while casts go on, then written anew."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import make_url

from pb.db.snapshots.contents import PASSING, VERSION_TABLE, Contents, SnapshotUnsound, Tell

FILE = "database.sqlite3"
_PAGES = 2_000  # in one step, so that progress can be told on the way
_BUSY_SECONDS = 30


def copy_out(url: str, folder: Path, tell: Tell) -> Contents:
    """Copy a database into a folder as it is in one instant; nobody who casts waits for it.

    One reading transaction spans the count of the rows and the copy, so that both are of the same instant and a cast
    does not make the copy begin again. Then the copy is written anew: pages that were given up, and the layout by
    which a file remembers in which order it grew, are not taken along.

    Returns: what the source had in that instant.

    Raises:
        sqlite3.Error: the database cannot be read, or the disk is full.
    """
    source_file = Path(make_url(url).database or "")
    with closing(_reading(source_file)) as source, closing(_made(folder / FILE)) as target:
        source.execute("BEGIN")
        contents = _contents(source)

        def progress(_status: int, left: int, all_pages: int) -> None:
            tell(f"Copying the database: {all_pages - left:,} of {all_pages:,} pages")

        tell("Copying the database")
        source.backup(target, pages=_PAGES, progress=progress)
        source.execute("ROLLBACK")
        tell("Writing the copy anew")
        target.execute("PRAGMA journal_mode=DELETE")
        target.execute("PRAGMA synchronous=FULL")
        for table in PASSING:
            if _has(target, table):
                target.execute(f"DELETE FROM {table}")  # noqa: S608 - our words
        target.execute("VACUUM")
    return contents


def check(folder: Path, contents: Contents, tell: Tell) -> None:
    """Hold a copy against what the source had.

    Raises:
        SnapshotUnsound: it is damaged, or has other rows.
    """
    tell("Checking the copy")
    try:
        with closing(_kept(folder / FILE)) as copy:
            faults = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if faults != "ok":
                raise SnapshotUnsound(f"the database in it is damaged: {faults}")
            if copy.execute("PRAGMA foreign_key_check").fetchone():
                raise SnapshotUnsound("the database in it has references that lead nowhere")
            if _contents(copy) != contents:
                raise SnapshotUnsound("the database in it has other rows than its list says")
    except sqlite3.Error as fault:
        raise SnapshotUnsound(f"the database in it cannot be read: {fault}") from fault


def rows(folder: Path, contents: Contents, table: str, columns: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Some columns of a table of a copy, as texts, ordered by its first column; nothing where it is missing."""
    if table not in contents.rows:
        return
    with closing(_kept(folder / FILE)) as copy:
        names = ", ".join(f"CAST({column} AS TEXT)" for column in columns)
        for row in copy.execute(f"SELECT {names} FROM {table} ORDER BY 1"):  # noqa: S608 - our words
            yield tuple(row)


def _contents(connection: sqlite3.Connection) -> Contents:
    wanted = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    tables = [name for (name,) in connection.execute(wanted) if name not in {*PASSING, VERSION_TABLE}]
    counted, columns = {}, {}
    for table in tables:
        counted[table] = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608 - a table's name
        columns[table] = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
    schema = ""
    if _has(connection, VERSION_TABLE):
        schema = (connection.execute(f"SELECT version_num FROM {VERSION_TABLE}").fetchone() or ("",))[0]  # noqa: S608 - our words
    return Contents(schema, counted, columns)


def _has(connection: sqlite3.Connection, table: str) -> bool:
    found = connection.execute("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?", (table,))
    return found.fetchone() is not None


def _reading(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True, timeout=_BUSY_SECONDS, isolation_level=None)


def _kept(file: Path) -> sqlite3.Connection:
    """A copy that nobody writes: `immutable` leaves no file beside it, and a folder that cannot be written will do."""
    return sqlite3.connect(f"file:{quote(str(file))}?mode=ro&immutable=1", uri=True, isolation_level=None)


def _made(file: Path) -> sqlite3.Connection:
    file.touch(mode=0o600)
    return sqlite3.connect(file, isolation_level=None)
