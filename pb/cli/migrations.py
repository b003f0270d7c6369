"""Bringing the database up to date: never while people vote, never without a backup, and all or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect, make_url, text

from pb.cli.backups.taking import take_backup
from pb.core.clock import Clock, system_clock
from pb.core.refusals import Conflict
from pb.core.settings import Settings
from pb.db.snapshots.contents import Tell

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


class VotingIsOpen(Conflict):
    """The database is not changed while people vote: start the version that was there, and update after the close."""


class DatabaseTooNew(Conflict):
    """This database was changed by a newer version of the program: install that version again, or restore a backup."""


def run_migrations(
    settings: Settings, clock: Clock = system_clock, tell: Tell = lambda _words: None, folder: Path = MIGRATIONS
) -> Path | None:
    """Apply every migration that this database lacks; where it has something to lose, a backup is made first.

    In a demonstration nobody really votes, and its rounds stand open for weeks: it is changed at any time.

    Args:
        settings: of the installation.
        clock: tells whether a vote is open.
        tell: told how far it is.
        folder: of the migrations.
    Returns: the backup that was made, or None where none was needed.

    Raises:
        VotingIsOpen: the database lacks something, and people are voting; nothing was changed.
        DatabaseTooNew: it has had migrations that this program does not know.
        OSError, sqlite3.Error, SQLAlchemyError, PlaceUnfit, BackupUnsound and their like: there could be no backup, so
            nothing was changed.
    """
    settings.home.mkdir(parents=True, exist_ok=True)
    if (url := make_url(settings.database_url)).get_backend_name() == "sqlite":
        Path(url.database or "").parent.mkdir(parents=True, exist_ok=True)
    scripts = ScriptDirectory(str(folder))
    backup = None
    guard = _Guard(scripts, clock, votes_count=not settings.demo)
    if (lacking := _lacking(settings, guard)) is not None:
        name = f"before-{lacking}-"
        backup, _ = take_backup(settings, settings.backups, clock(), tell, name)
    tell("Changing the database")
    config = _config(folder)
    config.attributes["url"] = settings.database_url
    # Asked again inside the transaction: a vote may have been opened while the backup was made.
    config.attributes["before"] = guard.refuse_in_a_vote
    command.upgrade(config, "head")
    return backup


def is_up_to_date(connection: Connection) -> bool:
    """Whether this database lacks no migration."""
    return set(_applied(connection)) == set(ScriptDirectory(str(MIGRATIONS)).get_heads())


def knows_schema(revision: str) -> bool:
    """Whether this program knows a migration."""
    return revision in {script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}


def upgrade_on(connection: Connection, revision: str) -> None:
    """Make the tables of a migration in an empty database, in the transaction of this connection."""
    config = _config(MIGRATIONS)
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


@dataclass(frozen=True, slots=True)
class _Guard:
    """What stands between a vote and a change of its database."""

    scripts: ScriptDirectory
    clock: Clock
    votes_count: bool

    def refuse_in_a_vote(self, connection: Connection) -> bool:
        """Refuse if something would be changed while people vote; returns whether something would be changed."""
        applied = _applied(connection)
        known = {script.revision for script in self.scripts.walk_revisions()}
        if unknown := [revision for revision in applied if revision not in known]:
            raise DatabaseTooNew(database=", ".join(unknown))
        if set(applied) == set(self.scripts.get_heads()):
            return False
        there = self.votes_count and inspect(connection).has_table("round")
        if there and (names := _voting(connection, self.clock())):
            raise VotingIsOpen(rounds=", ".join(names))
        return True


def _lacking(settings: Settings, guard: _Guard) -> str | None:
    """The newest migration, where the database has something to lose and lacks it; else None."""
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return None
    engine = create_engine(settings.database_url)
    try:
        with engine.connect() as connection:
            lacks = bool(_applied(connection)) and guard.refuse_in_a_vote(connection)
    finally:
        engine.dispose()
    return guard.scripts.get_current_head() if lacks else None


def _voting(connection: Connection, now: datetime) -> list[str]:
    """Names of the rounds in which people can vote now; in words that every version of the schema understands."""
    found = connection.execute(text("SELECT name, voting_closes_at FROM round WHERE phase = 'voting' ORDER BY name"))
    return [row.name for row in found if now < _instant(row.voting_closes_at)]


def _instant(stored: Any) -> datetime:  # noqa: ANN401 - a text from SQLite, an instant from PostgreSQL
    found = stored if isinstance(stored, datetime) else datetime.fromisoformat(stored)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found


def _applied(connection: Connection) -> Sequence[str]:
    return MigrationContext.configure(connection).get_current_heads()


def _config(folder: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    return config
