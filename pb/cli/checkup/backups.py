"""Backups: is there one, is it young enough, and what is kept that nobody needs any more."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, text

from pb.cli.backups import places
from pb.cli.backups.home_files import REPLACED
from pb.cli.checkup.machine import Finding
from pb.core.settings import Settings

OLDEST, OLDEST_IN_A_VOTE = timedelta(days=2), timedelta(hours=3)


def backups(settings: Settings, public: Sequence[str], voting: Sequence[str], now: datetime) -> Iterator[Finding]:
    """The last backup, and how old it may be: while people vote, every vote since would be lost with the disk.

    Args:
        settings: of the installation.
        public: names of rounds that the public sees and that are not published.
        voting: names of rounds in which people vote.
        now: the present.
    """
    last = places.last_noted(settings)
    needed = bool(public) and not settings.demo
    if last is None:
        yield not needed, f"backup: none was made yet{'; run: pb backup, and let a timer do it' if needed else ''}"
        return
    made_at, place = last
    age, oldest = now - made_at, OLDEST_IN_A_VOTE if voting else OLDEST
    good = age <= oldest or not needed
    what = "people vote" if voting else "a round goes on"
    todo = "" if good else f"; while {what} it may be {_span(oldest)} old: run pb backup"
    unseen = "" if place.exists() else " (not seen from here)"
    yield good, f"backup: the last is {_span(age)} old, {place}{unseen}{todo}"


def kept(settings: Settings, connection: Connection, published: Sequence[datetime]) -> Iterator[Finding]:
    """What is kept from before. It is no fault, so it is only told.

    `published` are the instants at which rounds came out: backups from before hold their sealed ballots.
    """
    old = [made for place in places.backups_in(settings.backups) if (made := places.made_at(place))]
    before = sum(made < max(published) for made in old) if published else 0
    if before:
        what = "1 backup is" if before == 1 else f"{before} backups are"
        yield True, f"backup: {what} from before a result came out; no longer needed? pb backup --keep 1"
    aside = [str(place) for place in settings.home.glob(f"{REPLACED}*")]
    if connection.dialect.name == "postgresql":
        schemas = connection.execute(text("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'replaced\\_%'"))
        aside += [f"schema {name}" for (name,) in schemas]
    for place in aside:
        yield True, f"restore: {place} is what a restore replaced; delete it when nobody needs it"


def _span(age: timedelta) -> str:
    if age < timedelta(hours=2):
        return f"{age.total_seconds() / 60:.0f} minutes"
    return f"{age.total_seconds() / 3600:.0f} hours" if age < timedelta(days=2) else f"{age.days} days"
