"""`pb doctor`: is this machine fit to hold a vote?"""

import os
import shutil
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy import make_url, text
from sqlalchemy.exc import SQLAlchemyError

from pb.cli.faults import words_of_database
from pb.cli.migrations import is_up_to_date
from pb.core.settings import Settings, read_settings
from pb.db.engines import Sessions

ENOUGH_BYTES = 1_000_000_000
EARLIEST_YEAR = 2026
Finding = tuple[bool, str]


@click.command()
def doctor() -> None:
    """Check database settings, disk, clock and key folder; exit status 1 where something must be mended."""
    settings = read_settings()
    findings = [*_disk(settings), *_keys(settings), *_clock(), *_letters(settings), *_address(settings)]
    findings += _database(settings)
    for good, words in findings:
        click.echo(f"{'ok  ' if good else 'MEND'}  {words}")
    if not all(good for good, _ in findings):
        raise click.exceptions.Exit(1)


def _disk(settings: Settings) -> Iterator[Finding]:
    folder = next(place for place in (settings.home, *settings.home.parents) if place.exists())
    free = shutil.disk_usage(folder).free
    yield free >= ENOUGH_BYTES, f"disk: {free // 1_000_000:,} MB free for {settings.home} (1,000 MB or more wanted)"
    yield os.access(folder, os.W_OK), f"data folder: {settings.home} can be written"


def _keys(settings: Settings) -> Iterator[Finding]:
    if not settings.keys.exists():
        yield True, f"key folder: {settings.keys} is not there yet; it is made with the first round"
        return
    loose = [file for file in _files(settings.keys) if stat.S_IMODE(file.stat().st_mode) & 0o077]
    words = f"run: chmod 600 {loose[0]}" if loose else "readable by its owner only"
    yield not loose, f"key folder: {settings.keys}, {words}"
    if settings.keys.is_relative_to(settings.home):
        yield (
            True,
            "key folder: it lies inside the data folder; set PB_KEYS so that backups of the one do not hold the other",
        )


def _files(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]


def _clock() -> Iterator[Finding]:
    now = datetime.now(UTC)
    yield now.year >= EARLIEST_YEAR, f"clock: {now:%Y-%m-%d %H:%M:%S} UTC; closing times depend on it"


def _letters(settings: Settings) -> Iterator[Finding]:
    sent = (
        "go out by PB_SMTP_URL" if settings.smtp_url else f"are put into {settings.home / 'letters'}; set PB_SMTP_URL"
    )
    yield True, f"letters: they {sent}"


def _address(settings: Settings) -> Iterator[Finding]:
    at_home = any(f"//{name}" in settings.public_url for name in ("127.0.0.1", "localhost", "[::1]"))
    wanted = "" if settings.secure or at_home else "; a vote wants https, and PB_PUBLIC_URL to say so"
    yield not wanted, f"address: {settings.public_url}{wanted}"


def _database(settings: Settings) -> list[Finding]:
    file = make_url(settings.database_url).database or ""
    if settings.database_url.startswith("sqlite") and not Path(file).exists():
        return [(True, f"database: {file} is not there yet; `pb serve` and `pb migrate` make it")]
    try:
        return list(_database_as_found(settings))
    except SQLAlchemyError as fault:
        return [(False, words_of_database(fault))]


def _database_as_found(settings: Settings) -> Iterator[Finding]:
    sessions = Sessions(settings.database_url)
    try:
        with sessions.read() as session:
            for name, wanted in _wanted(settings):
                found = str(session.execute(text(name)).scalar_one())
                yield found in wanted, f"database: {name.split()[-1]} is {found} (wanted: {' or '.join(wanted)})"
            yield is_up_to_date(session.connection()), "database: every migration is applied, else run: pb migrate"
    finally:
        sessions.close()


def _wanted(settings: Settings) -> list[tuple[str, tuple[str, ...]]]:
    if settings.database_url.startswith("sqlite"):
        return [
            ("PRAGMA journal_mode", ("wal",)),
            ("PRAGMA synchronous", ("2", "3")),
            ("PRAGMA foreign_keys", ("1",)),
            ("PRAGMA secure_delete", ("1",)),
            ("PRAGMA quick_check", ("ok",)),
        ]
    return [("SHOW fsync", ("on",)), ("SHOW synchronous_commit", ("on",)), ("SHOW full_page_writes", ("on",))]
