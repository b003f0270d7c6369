"""Restoring onto SQLite: the new file is made whole beside the old one, which one rename replaces."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy.orm import Session

from pb.cli.backups.home_files import sqlite_file
from pb.cli.backups.manifest import Manifest
from pb.core.files import copy_file, sync
from pb.core.refusals import Conflict
from pb.core.settings import Settings
from pb.db.engines import Sessions
from pb.db.snapshots import sqlite
from pb.db.snapshots.contents import Tell

Note = Callable[[Session], None]
"""What writes into the record that a restore was done."""

_PATIENCE_SECONDS = 3
_HEAD = b"SQLite format 3\0"


class InstallationThere(Conflict):
    """There is an installation at that place; with --replace it is set aside and kept."""


class SiteRunning(Conflict):
    """The site is being served from this database: stop it first, or votes cast meanwhile would be lost."""


def restore(
    settings: Settings,
    backup: Path,
    found: Manifest,  # noqa: ARG001 - as its sister for PostgreSQL
    staging: Path,
    name: str,
    note: Note,
    tell: Tell,
    *,
    instead: bool,
) -> str:
    """Put the database of a backup in the place of the one that is there; returns where that one is kept, if it was.

    Raises:
        InstallationThere: a database is there, and it may not be replaced.
        SiteRunning: somebody has it open.
    """
    file = sqlite_file(settings) or Path()
    there = file.exists()
    if there and not instead:
        raise InstallationThere(database=file)
    fresh = staging / file.name
    tell("Copying the database")
    copy_file(backup / sqlite.FILE, fresh)
    _write_note(fresh, note)
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = _beside(fresh, file)
    try:
        place = _set_aside(file, settings.home / name) if there else ""
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)
    sync(file.parent)
    return place


def _write_note(fresh: Path, note: Note) -> None:
    sessions = Sessions(f"sqlite:///{fresh}")
    try:
        with sessions.write() as session:
            note(session)
    finally:
        sessions.close()
    # The file says from now on that it wants a write-ahead log; with the last connection the log itself goes.
    with closing(sqlite3.connect(fresh, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    sync(fresh)


def _beside(fresh: Path, file: Path) -> Path:
    """The new file on the disk of the old one, so that a rename is one step; the data folder may lie on another."""
    place = file.with_name(f".{file.name}.restored")
    place.unlink(missing_ok=True)  # of a restore that was killed
    if fresh.stat().st_dev == file.parent.stat().st_dev:
        return fresh.rename(place)
    copy_file(fresh, place)
    return place


def _set_aside(file: Path, aside: Path) -> str:
    """Keep the old database under another name as well, so that there is no instant without one."""
    _close(file)
    aside.mkdir(mode=0o700, exist_ok=True)
    kept = aside / file.name
    # A log that is still there belongs to the old file, and SQLite would read it into the new one.
    for log in (file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
        with suppress(FileNotFoundError):
            shutil.move(log, aside / log.name)
    try:
        kept.hardlink_to(file)
    except OSError:  # another disk
        copy_file(file, kept)
    sync(aside)
    return str(aside)


def _close(file: Path) -> None:
    """Bring the old file to rest: its log is written into it. Only who has it alone can do that.

    Raises:
        SiteRunning: somebody else has it open.
    """
    with file.open("rb") as opened:
        if opened.read(len(_HEAD)) != _HEAD:
            return  # no database any more, which may be why there is a restore: it is kept as it is, with its log
    try:
        with closing(sqlite3.connect(file, timeout=_PATIENCE_SECONDS, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as fault:
        if "locked" in str(fault):
            raise SiteRunning(database=file) from fault
    except sqlite3.DatabaseError:
        return  # it is damaged further in: kept as it is too
