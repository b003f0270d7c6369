"""Everything that is stored, as tables of rows with their hidden columns, and as bytes."""

import io
import re
import shutil
import sqlite3
import tempfile
import zipfile
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

SQLITE, ZIP = b"SQLite format 3\0", b"PK\x03\x04"
LARGE = 1_000
"""From so many characters on a cell is looked at as a file of its own."""

HIDDEN = "ctid::text AS hidden_ctid, xmin::text::bigint AS hidden_xmin, xmax::text::bigint AS hidden_xmax"
HIDDEN += ", cmin::text::bigint AS hidden_cmin"
BESIDES = {
    "pg_stats": "SELECT tablename, attname, most_common_vals::text AS common, histogram_bounds::text AS bounds"
    " FROM pg_stats WHERE schemaname = 'public'",
    "pg_sequences": "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'",
    "pg_stat_user_tables": "SELECT relname, n_tup_ins, n_tup_upd, n_tup_del FROM pg_stat_user_tables",
}
"""What PostgreSQL keeps beside the tables."""


@dataclass
class Evidence:
    """What the attacker holds: tables by name, files by name, and when each file was last changed."""

    tables: dict = field(default_factory=dict)
    files: dict = field(default_factory=dict)
    changed: dict = field(default_factory=dict)

    def add_folder(self, label, folder):
        """Every file below a folder, unpacked; databases and copies of tables also as rows."""
        for file in sorted(Path(folder).rglob("*")):
            if file.is_file():
                name = f"{label}/{file.relative_to(folder).as_posix()}"
                self.changed[name] = file.stat().st_mtime_ns
                self.add_file(name, file.read_bytes())
                if self.files[name].startswith(SQLITE):
                    self._add_tables(name, sqlite_tables(file))
                if file.suffix == ".copy":
                    self._add_tables(name, {"copy": copied_rows(self.files[name])})
        return self

    def add_file(self, name, body):
        """One file; what is packed in it is a file too, and the lines of a text are rows."""
        self.files[name] = body
        if body.startswith(ZIP):
            with zipfile.ZipFile(io.BytesIO(body)) as packed:
                for inside in packed.namelist():
                    self.add_file(f"{name}/{inside}", packed.read(inside))
        elif name.endswith((".log", ".ndjson")):
            self._add_tables(name, {"lines": [{"line": line.decode("utf-8", "replace")} for line in body.splitlines()]})
        return self

    def add_postgresql(self, label, url):
        """Every table of a database with what PostgreSQL hides in each row, and what it keeps beside them."""
        self._add_tables(label, postgresql_tables(url))
        return self

    def _add_tables(self, label, tables):
        for table, rows in tables.items():
            self.tables[f"{label}: {table}"] = rows
            for at, row in enumerate(rows):
                for column, cell in row.items():
                    if isinstance(cell, str | bytes) and len(cell) > LARGE:
                        body = cell if isinstance(cell, bytes) else cell.encode()
                        self.add_file(f"{label}: {table}.{column} {at}", body)


def sqlite_tables(file):
    """Every table of an SQLite file in the order in which it gives its rows, with their hidden numbers."""
    with tempfile.TemporaryDirectory() as folder:
        # A copy with its log beside it: reading the original would change what lies beside it.
        for part in file.parent.glob(f"{file.name}*"):
            shutil.copy(part, folder)
        with closing(sqlite3.connect(Path(folder) / file.name)) as opened:
            opened.row_factory = sqlite3.Row
            names = [row[0] for row in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {name: [dict(row) for row in _sqlite_rows(opened, name)] for name in names}


def _sqlite_rows(opened, name):
    try:
        return opened.execute(f'SELECT rowid AS hidden_rowid, * FROM "{name}"').fetchall()  # noqa: S608 - its own name
    except sqlite3.OperationalError:
        return opened.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608


def postgresql_tables(url):
    """Every table of a PostgreSQL database in the order of its heap."""
    engine, found = create_engine(url, isolation_level="AUTOCOMMIT"), {}
    with engine.connect() as opened:
        names = opened.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).scalars().all()
        for name in names:
            rows = opened.execute(text(f'SELECT {HIDDEN}, * FROM public."{name}"')).mappings()  # noqa: S608
            found[name] = [{**row, "hidden_ctid": _place(row["hidden_ctid"])} for row in rows]
        for name, question in BESIDES.items():
            found[name] = [dict(row) for row in opened.execute(text(question)).mappings()]
    engine.dispose()
    return found


def _place(ctid):
    return tuple(map(int, re.findall(r"\d+", ctid)))


def copied_rows(body):
    """The rows of a table that was copied as text."""
    lines = body.decode("utf-8", "replace").splitlines()
    return [{f"column {at}": cell for at, cell in enumerate(line.split("\t"))} for line in lines]


KEPT = """SELECT pg_relation_filepath(oid) FROM pg_class WHERE relkind IN ('r', 'i', 't', 'S')
    AND (relnamespace = 'public'::regnamespace OR relkind = 't' OR relname = 'pg_statistic')"""
"""The files of our tables and indexes, of what is too long for them, and of the planner's statistics."""


@dataclass(frozen=True)
class ServerFiles:
    """The files of a PostgreSQL server that hold this database, and its log of changes, where they can be read.

    `begins_at` is the file of the log and the place in it at which it stood when we began to look.
    """

    folder: Path
    begins_at: tuple

    @classmethod
    def of(cls, url):
        """Note where the log stands now; None where the files are not on this machine or not ours to read."""
        place = Path(_one(url, "SHOW data_directory"))
        try:
            readable = (place / "global").is_dir() and any((place / "pg_wal").iterdir())
        except OSError:
            readable = False
        return cls(place, _log_stands_at(url)) if readable else None

    def tables(self, url):
        """What is stored of each table and index, bytes by name."""
        _one(url, "CHECKPOINT")
        kept = [self.folder / path for path in _all(url, KEPT) if path]
        return {f"server/{one.relative_to(self.folder)}": one.read_bytes() for one in kept if one.is_file()}

    def changes(self, url):
        """The log of changes since we began to look."""
        (first, begin), (last, end) = self.begins_at, _log_stands_at(url)
        found = {}
        for file in sorted((self.folder / "pg_wal").iterdir()):
            if first <= file.name <= last and file.is_file():
                body = file.read_bytes()[: end if file.name == last else None]
                found[f"log of changes/{file.name}"] = body[begin if file.name == first else 0 :]
        return found


def _log_stands_at(url):
    file, place = _one(url, "SELECT pg_walfile_name_offset(pg_current_wal_lsn())::text").strip("()").split(",")
    return file, int(place)


def _all(url, question):
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as opened:
            answer = opened.execute(text(question))
            return answer.scalars().all() if answer.returns_rows else [None]
    finally:
        engine.dispose()


def _one(url, question):
    try:
        return _all(url, question)[0]
    except DBAPIError:
        return ""
