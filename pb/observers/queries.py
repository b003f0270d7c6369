"""Reading about heads: which were sent, which are due, and what the record says to a hash that somebody noted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from pb.observers.models import SentHead
from pb.observers.rules import DAY, WORDS, Head, HeadsOf, Occasion
from pb.people import queries as people
from pb.record import queries as record
from pb.record.models import SITE_CHAIN
from pb.record.queries import Entry
from pb.rounds import queries as rounds
from pb.rounds.queries import RoundView
from pb.rounds.rules.phases import Phase
from pb.seal import chain as hash_chain


@dataclass(frozen=True, slots=True)
class SentView:
    """A head that was sent, as a page shows it; `holds` is whether the record has it still, and is whole up to it."""

    round_name: str
    slug: str
    words: str
    at: datetime
    entries: int
    hash: str
    observers: int
    holds: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What the record says to a hash that somebody noted.

    Attributes:
        entry: the entry of this hash, or None where no record has it.
        of: what it is the record of.
        fault: the number of the first entry up to it that is not what was written; None where all are.
    """

    entry: Entry | None
    of: str
    fault: int | None

    @property
    def holds(self) -> bool:
        """Whether the entry is there, and everything before it."""
        return self.entry is not None and self.fault is None


def sent(session: Session, most: int = 200) -> list[SentView]:
    """The heads that were sent, the newest first."""
    rows = session.execute(select(*_COLUMNS).order_by(SentHead.at.desc(), SentHead.number.desc()).limit(most)).all()
    names = {view.id: view for view in rounds.list_rounds(session)}
    whole = {round_id: _whole(session, round_id) for round_id in {row.round_id for row in rows}}
    return [_sent_view(names[row.round_id], row, whole[row.round_id]) for row in rows]


def heads_now(session: Session, round_id: str, occasion: Occasion, now: datetime) -> HeadsOf:
    """What a letter about a round would pin now."""
    name = rounds.by_id(session, round_id).name
    return HeadsOf(name, occasion, now, _head(session, round_id), _head(session, SITE_CHAIN))


def count(session: Session, round_id: str) -> int:
    """How many heads of a round were sent."""
    return session.scalars(select(func.count()).where(SentHead.round_id == round_id)).one()


def due(session: Session, now: datetime) -> dict[str, Occasion]:
    """The rounds of which a head is to be sent though nobody has done anything: by id, and why.

    Once a day while voting is open, counted from the last one; and after a restore, which is written where no letter
    can be: what was sent after the backup is not in the record any more, and observers must hear of it.
    """
    if not people.observers(session):
        return {}
    views = [view for view in rounds.list_rounds(session) if view.phase is not Phase.PUBLISHED]
    found = {view.id: _due_of(session, view, now) for view in views}
    return {round_id: occasion for round_id, occasion in found.items() if occasion is not None}


def answer(session: Session, noted: str) -> Answer:
    """What the record says to a hash, written as `rules.tidy_hash` gives it."""
    entry = record.entry_of_hash(session, noted)
    if entry is None:
        return Answer(None, "", None)
    names = {SITE_CHAIN: "the installation"} | {view.id: view.name for view in rounds.list_rounds(session)}
    fault = record.first_fault(session, entry.chain)
    return Answer(entry, names.get(entry.chain, entry.chain), fault if fault and fault <= entry.seq else None)


_COLUMNS = (
    SentHead.round_id,
    SentHead.number,
    SentHead.occasion,
    SentHead.at,
    SentHead.seq,
    SentHead.hash,
    SentHead.observers,
)


def _due_of(session: Session, view: RoundView, now: datetime) -> Occasion | None:
    newest = select(func.max(SentHead.at)).where(SentHead.round_id == view.id)
    last: datetime | None = session.scalars(newest).one()
    gaps = record.gaps(session, view.id)
    if gaps and (last is None or last < gaps[-1].until):
        return Occasion.RESTORED
    is_open = view.phase is Phase.VOTING and now < view.voting_closes_at
    return Occasion.DAILY if is_open and (last is None or now - last >= DAY) else None


def _head(session: Session, chain: str) -> Head:
    newest = record.head(session, chain)
    return Head(0, hash_chain.START) if newest is None else Head(newest.seq, newest.hash)


def _whole(session: Session, round_id: str) -> dict[int, str]:
    """The hashes of a round's record up to the first entry that does not fit, by number."""
    found, fault = record.entries(session, round_id), record.first_fault(session, round_id)
    return {entry.seq: entry.hash for entry in found if fault is None or entry.seq < fault}


def _sent_view(view: RoundView, row: Row[*tuple[Any, ...]], whole: dict[int, str]) -> SentView:
    words, holds = WORDS[Occasion(row.occasion)], whole.get(row.seq) == row.hash
    return SentView(view.name, view.slug, words, row.at, row.seq, row.hash, row.observers, holds)
