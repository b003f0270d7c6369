"""The database: its settings, whether it can be written, its clock, its log, and what it lacks."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, make_url, text

from pb.cli.checkup.machine import Finding
from pb.cli.migrations import is_up_to_date
from pb.core.settings import Settings
from pb.db.engines import Sessions, is_free_to_write

LARGEST_LOG = 100_000_000
MOST_APART = timedelta(minutes=1)

_SQLITE = (
    ("PRAGMA journal_mode", ("wal",), "start the site once: it sets it"),
    ("PRAGMA synchronous", ("2", "3"), "use SQLite as it is packaged: another value loses votes when power fails"),
    ("PRAGMA foreign_keys", ("1",), "use SQLite as it is packaged"),
    ("PRAGMA secure_delete", ("1",), "use SQLite as it is packaged: what is deleted must not stay in the file"),
    ("PRAGMA quick_check", ("ok",), "the file is damaged: stop the site and restore a backup (`pb restore`)"),
)
_LOSES = "in postgresql.conf, then reload: without it votes are lost when power fails"
_POSTGRESQL = (
    ("SHOW fsync", ("on",), f"set fsync = on {_LOSES}"),
    ("SHOW full_page_writes", ("on",), f"set full_page_writes = on {_LOSES}"),
)


def settings_of(connection: Connection) -> Iterator[Finding]:
    """Settings without which an acknowledged vote could be lost."""
    is_sqlite = connection.dialect.name == "sqlite"
    for question, wanted, todo in _SQLITE if is_sqlite else _POSTGRESQL:
        found = str(connection.execute(text(question)).scalar_one())
        mend = "" if found in wanted else f"; {todo}"
        yield found in wanted, f"database: {question.split()[-1]} is {found} (wanted: {' or '.join(wanted)}){mend}"
    if not is_sqlite:
        found = str(connection.execute(text("SHOW synchronous_commit")).scalar_one())
        yield found == "on", f"database: synchronous_commit is {found} (wanted: on; the site asks for it itself)"


def state_of(settings: Settings, connection: Connection, newest: datetime | None, now: datetime) -> Iterator[Finding]:
    """What changes from day to day. `newest` is the instant of the newest entry of the record."""
    up_to_date = is_up_to_date(connection)
    yield up_to_date, "database: every migration is applied" if up_to_date else "database: it is older; run: pb migrate"
    yield from _clock(connection, newest, now)
    if connection.dialect.name == "sqlite":
        yield from _log(Path(make_url(settings.database_url).database or ""))
    else:
        yield from _left_open(connection)


def writing(sessions: Sessions) -> Iterator[Finding]:
    """Whether a vote could be stored now."""
    free = is_free_to_write(sessions)
    todo = "; another program holds its lock: find and end it, or restart the site"
    yield free, f"database: {'it can be written' if free else 'it cannot be written' + todo}"


def _clock(connection: Connection, newest: datetime | None, now: datetime) -> Iterator[Finding]:
    if newest and newest > now + MOST_APART:
        todo = "set the clock (NTP) before anybody votes: closing times depend on it"
        yield False, f"clock: the record has an entry of {newest:%Y-%m-%d %H:%M} UTC, which is still to come; {todo}"
    if connection.dialect.name == "postgresql":
        there = connection.execute(text("SELECT clock_timestamp()")).scalar_one().astimezone(UTC)
        apart = abs(there - now)
        if apart > MOST_APART:
            yield False, f"clock: the database's is {apart.total_seconds():,.0f} s away from this one; set both by NTP"


def _log(file: Path) -> Iterator[Finding]:
    log = file.with_name(f"{file.name}-wal")
    size = log.stat().st_size if log.exists() else 0
    todo = "" if size <= LARGEST_LOG else "; something reads without end: restart the site, then look again"
    yield (
        size <= LARGEST_LOG,
        f"database: its write-ahead log has {size // 1_000_000:,} MB (100 at most wanted){todo}",
    )


def _left_open(connection: Connection) -> Iterator[Finding]:
    wanted = """SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
    AND state LIKE 'idle in transaction%' AND state_change < clock_timestamp() - interval '5 minutes'"""
    idle = connection.execute(text(wanted)).scalar_one()
    todo = "" if not idle else "; they keep locks: find them in pg_stat_activity and end them"
    yield not idle, f"database: {idle} transactions were left open for five minutes or more (0 wanted){todo}"
