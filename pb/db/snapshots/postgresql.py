"""A snapshot of a PostgreSQL database: each table as a text file, all read in one transaction.

Not by `pg_dump`. It must be at least as new as the server and is often not there; and it writes rows in the order in
which they lie, which for the urn is the order in which people voted. Here every table is in the order of its key.
"""

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, text

from pb.db.engines import Sessions
from pb.db.snapshots.contents import PASSING, VERSION_TABLE, Contents, SnapshotUnsound, Tell

FOLDER = "database"
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_BLOCK = 1 << 20


def copy_out(url: str, folder: Path, tell: Tell) -> Contents:
    """Copy every table into a folder as it is in one instant; nobody who casts waits for it.

    Returns: what the database had in that instant.

    Raises:
        SQLAlchemyError: the database cannot be read.
        OSError: the disk is full.
    """
    (folder / FOLDER).mkdir(mode=0o700)
    sessions = Sessions(url)
    try:
        with sessions.reading.connect() as connection:  # REPEATABLE READ: every table as it was at the first question
            contents = _contents(connection)
            for number, (table, columns) in enumerate(contents.columns.items(), 1):
                tell(f"Copying the database: table {number} of {len(contents.columns)}, {table}")
                _write(connection, table, columns, _file(folder, table))
    finally:
        sessions.close()
    return contents


def check(folder: Path, contents: Contents, tell: Tell) -> None:
    """Hold the files against what the database had.

    Raises:
        SnapshotUnsound: a file is missing or has another number of rows.
    """
    for table, wanted in contents.rows.items():
        tell(f"Checking the copy: {table}")
        try:
            found = _lines(_file(folder, table))
        except OSError as fault:
            raise SnapshotUnsound(f"table {table} cannot be read: {fault.strerror}") from fault
        if found != wanted:
            raise SnapshotUnsound(f"table {table} has {found:,} rows and should have {wanted:,}")


def rows(folder: Path, contents: Contents, table: str, columns: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Some columns of a copied table, as texts, in the order of its key; nothing where there is no such table."""
    if table not in contents.rows:
        return
    places = [contents.columns[table].index(column) for column in columns]
    with _file(folder, table).open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            cells = line.removesuffix("\n").split("\t")
            yield tuple(_plain(cells[place]) for place in places)


def copy_in(connection: Connection, folder: Path, contents: Contents, tell: Tell) -> None:
    """Fill the empty tables of a database from the files, in the transaction of this connection.

    Raises:
        SnapshotUnsound: the database has not the tables of the snapshot, or not the rows afterwards.
    """
    ordered = [name for name, _ in inspect(connection).get_sorted_table_and_fkc_names() if name]
    if missing := set(contents.rows) - set(ordered):
        raise SnapshotUnsound(f"this program has no table {', '.join(sorted(missing))}")
    for number, table in enumerate((name for name in ordered if name in contents.rows), 1):
        tell(f"Filling the database: table {number} of {len(contents.rows)}, {table}")
        _read(connection, table, contents.columns[table], _file(folder, table))
    _count_on(connection, ordered)
    if (found := _contents(connection).rows) != contents.rows:
        differing = sorted(name for name in contents.rows if found.get(name) != contents.rows[name])
        raise SnapshotUnsound(f"after filling, other rows are in {', '.join(differing)}")


def _contents(connection: Connection) -> Contents:
    seen = inspect(connection)
    tables = [name for name in sorted(seen.get_table_names()) if name not in {*PASSING, VERSION_TABLE}]
    columns = {table: [column["name"] for column in seen.get_columns(table)] for table in tables}
    counted = {
        table: int(connection.execute(text(f"SELECT count(*) FROM {_quoted(connection, table)}")).scalar_one())  # noqa: S608 - a table's name
        for table in tables
    }
    version = text(f"SELECT version_num FROM {VERSION_TABLE}")  # noqa: S608 - our words
    schema = connection.execute(version).scalar() if seen.has_table(VERSION_TABLE) else ""
    return Contents(str(schema or ""), counted, columns)


def _write(connection: Connection, table: str, columns: Sequence[str], file: Path) -> None:
    key = inspect(connection).get_pk_constraint(table)["constrained_columns"] or columns
    wanted, order = _listed(connection, columns), _listed(connection, key)
    query = f"COPY (SELECT {wanted} FROM {_quoted(connection, table)} ORDER BY {order}) TO STDOUT"  # noqa: S608 - names
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as writing, _cursor(connection) as cursor:
        # Instants and texts as every server reads them, whatever its own settings are.
        cursor.execute("SET LOCAL datestyle = 'ISO'; SET LOCAL timezone = 'UTC'; SET LOCAL client_encoding = 'UTF8'")
        with cursor.copy(query) as copying:
            for block in copying:
                writing.write(block)


def _read(connection: Connection, table: str, columns: Sequence[str], file: Path) -> None:
    query = f"COPY {_quoted(connection, table)} ({_listed(connection, columns)}) FROM STDIN"
    with file.open("rb") as reading, _cursor(connection) as cursor:
        cursor.execute("SET LOCAL datestyle = 'ISO'; SET LOCAL timezone = 'UTC'; SET LOCAL client_encoding = 'UTF8'")
        with cursor.copy(query) as copying:
            while block := reading.read(_BLOCK):
                copying.write(block)


def _count_on(connection: Connection, tables: Sequence[str]) -> None:
    """Let columns that number their rows go on after the highest number that is there."""
    for table in tables:
        for column in inspect(connection).get_columns(table):
            if column.get("autoincrement") is True or "nextval" in str(column["default"]):
                name, quoted = column["name"], _quoted(connection, table)
                highest = f"SELECT coalesce(max({_quoted(connection, name)}), 0) + 1 FROM {quoted}"  # noqa: S608 - names
                sequence = text(f"SELECT setval(pg_get_serial_sequence(:table, :column), ({highest}), false)")
                connection.execute(sequence, {"table": quoted, "column": name})


def _cursor(connection: Connection) -> Any:  # noqa: ANN401 - psycopg's own cursor: SQLAlchemy does not know COPY
    driver = connection.connection.driver_connection
    assert driver is not None  # noqa: S101 - a connection that is open has one; this tells the type
    return driver.cursor()


def _quoted(connection: Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote(name)


def _listed(connection: Connection, names: Sequence[str]) -> str:
    return ", ".join(_quoted(connection, name) for name in names)


def _file(folder: Path, table: str) -> Path:
    return folder / FOLDER / f"{table}.copy"


def _lines(file: Path) -> int:
    with file.open("rb") as opened:
        return sum(block.count(b"\n") for block in iter(lambda: opened.read(_BLOCK), b""))


def _plain(cell: str) -> str:
    """A cell of PostgreSQL's text format as the text that it stands for; a missing value is an empty text."""
    if cell == r"\N":
        return ""
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), cell)
