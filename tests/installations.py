"""Installations with a data folder, for the tests of what an operator does: back up, restore, migrate, look after."""

import multiprocessing
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

import tables
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, make_url, text

from pb.cli.backups.restoring import restore_backup
from pb.cli.backups.taking import take_backup
from pb.cli.migrations import MIGRATIONS, run_migrations
from pb.core.settings import read_settings
from pb.db.engines import Sessions
from pb.keys.folder import KeyFolder

HEAD = ScriptDirectory(str(MIGRATIONS)).get_current_head()


def plain(url):
    return make_url(url).render_as_string(hide_password=False)


def silent(_words):
    """Nobody looks on."""


@dataclass
class Installation:
    """Settings, and the shortest words for what an operator does with them."""

    settings: object

    @property
    def home(self):
        return self.settings.home

    @property
    def is_sqlite(self):
        return self.settings.database_url.startswith("sqlite")

    @property
    def environment(self):
        told = {"HOME": self.home, "KEYS": self.settings.keys, "DATABASE_URL": self.settings.database_url}
        told["BACKUPS"] = self.settings.backups
        return {
            f"PB_{name}": plain(str(value)) if name == "DATABASE_URL" else str(value) for name, value in told.items()
        }

    @property
    def keys(self):
        return KeyFolder(self.settings.keys)

    def opened(self):
        return Sessions(self.settings.database_url)

    def back_up(self, now, where=None):
        return take_backup(self.settings, where or self.settings.backups, now, silent)[0]

    def restore(self, backup, now, *, instead=False):
        return restore_backup(self.settings, backup, now, silent, instead=instead)

    def ask(self, question, *, by_name=False):
        """The rows of a question, by a connection that is given back at once; `by_name` as (column, value) in order."""
        engine = create_engine(self.settings.database_url)
        with engine.connect() as connection:
            found = connection.execute(text(question))
            rows = (
                [tuple(sorted(row.items())) for row in found.mappings()] if by_name else [tuple(row) for row in found]
            )
        engine.dispose()
        return rows

    def do(self, *statements):
        engine = create_engine(self.settings.database_url)
        with engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))
        engine.dispose()

    def lose_the_database(self):
        """The data folder is gone, or every table."""
        if self.is_sqlite:
            for file in self.home.glob("pb.sqlite3*"):
                file.unlink()
        else:
            self.do("DROP SCHEMA public CASCADE", "CREATE SCHEMA public")


def make_installation(database_url, folder, **settings):
    """An installation with every table, as after its migrations; its keys lie in the data folder, as by default."""
    home = folder / "home"
    home.mkdir(mode=0o700)
    url = f"sqlite:///{home / 'pb.sqlite3'}" if database_url.startswith("sqlite") else plain(database_url)
    told = {"PB_HOME": str(home), "PB_DATABASE_URL": url}
    made = Installation(read_settings(told | {f"PB_{name.upper()}": str(value) for name, value in settings.items()}))
    if made.is_sqlite:
        sessions = made.opened()
        tables.create(sessions)
        sessions.close()
    made.do("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
    made.do(f"INSERT INTO alembic_version VALUES ('{HEAD}')")  # noqa: S608 - our words
    return made


SIGNED_IN = "INSERT INTO sign_in (token_digest, created_at, seen_at) VALUES ('digest', '2026-09-01', '2026-09-01')"
"""The statement that keeps a signed-in browser."""


_SPAWNING = multiprocessing.get_context("forkserver")
_SPAWNING.set_forkserver_preload(["pb.cli.backups.restoring", "psycopg"])  # so that each begins at once


def killed(work, arguments, moment, mark=None):
    """Do `work` in a process of its own and kill it after `moment` seconds, counted from when it began to work.

    With a `mark` the seconds are counted from when this file was there. `moment` may be None: then it is left alone.
    Returns how long it worked, counted in the same way, and whether it was killed while at it.
    """
    reading, writing = _SPAWNING.Pipe(duplex=False)
    process = _SPAWNING.Process(target=_tell_and_do, args=(writing, work, arguments))
    process.start()
    writing.close()
    reading.recv()
    while mark and not mark.exists() and process.is_alive():
        time.sleep(0.0005)
    began = time.monotonic()
    process.join(moment)
    in_work = process.exitcode is None
    process.kill()
    process.join()
    assert in_work or process.exitcode == 0
    return time.monotonic() - began, in_work


def _tell_and_do(writing, work, arguments):
    writing.send("begun")
    work(*arguments)


def restore_instead(settings, backup, now):
    """A restore over what is there, to be killed."""
    restore_backup(settings, backup, now, silent, instead=True)


def everything_in(folder):
    """Path and bytes of every file."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in Path(folder).rglob("*") if file.is_file()
    }


FURTHER = '''"""An invented change."""

import sqlalchemy as sa
from alembic import op

revision = "{number:04}"
down_revision = "{before:04}"


def upgrade():
    with op.batch_alter_table("letter") as batch:
        batch.add_column(sa.Column("more_{number}", sa.Text(), server_default="words of some length", nullable=False))
        batch.alter_column("subject", type_=sa.String(length={length}), existing_type=sa.String(length=200))
    op.create_table("further_{number}", sa.Column("id", sa.Integer(), primary_key=True))
'''


def further_migrations(folder, count=6):
    """A folder of migrations with some more that take a while: each writes every letter anew."""
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for number in range(int(HEAD) + 1, int(HEAD) + count + 1):
        body = FURTHER.format(number=number, before=number - 1, length=200 + number)
        (folder / "versions" / f"{number:04}_further.py").write_text(body, encoding="utf-8")
    return folder


def many_letters(here, count):
    """Letters enough for a change of their table to take a while."""
    columns = 'id, "to", subject, body, written_at, due_at, tries, fault'
    values = "'a@families.example', 'Hello', 'Words', '2026-09-01', '2026-09-01', 0, ''"
    if here.is_sqlite:
        numbers = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})"  # noqa: S608
        here.do(f"INSERT INTO letter ({columns}) {numbers} SELECT i, {values} FROM n")  # noqa: S608 - our words
    else:
        here.do(f"INSERT INTO letter ({columns}) SELECT i, {values} FROM generate_series(1, {count}) i")  # noqa: S608


def migrate_and_tell(settings, folder, marker):
    """Migrate with the folder's migrations, to be killed; the marker is made when the database is being changed."""
    run_migrations(
        settings, tell=lambda words: marker.touch() if words == "Changing the database" else None, folder=folder
    )
