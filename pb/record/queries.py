"""Reading the record: its entries, its head, and where it was tampered with."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from pb.record.models import RecordEntry
from pb.seal import canonical
from pb.seal import chain as hash_chain

RESTORED = "BackupRestored"
"""The verb of an entry that tells of a restore. Facts: made_at of the backup, hash of its list, voting."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the record.

    Attributes:
        seq: its number in its chain, from 1.
        at: when it was written.
        actor: who acted, as `Viewer.actor` names them.
        verb: what was done, in the past: `ProposalAdmitted`.
        facts: plain values that say more; never a code, a secret or a bidder's address.
        previous: hash of the entry before it.
        hash: its own hash, over `previous` and `body`.
        chain: the id of a round, or `SITE_CHAIN`.
    """

    seq: int
    at: datetime
    actor: str
    verb: str
    facts: dict[str, Any]
    previous: str
    hash: str
    chain: str

    @property
    def body(self) -> dict[str, Any]:
        """What the hash covers beside `previous`; with both hashes it is the entry's line in `record.ndjson`."""
        return body(self.chain, self.seq, self.at, self.actor, self.verb, self.facts)


@dataclass(frozen=True, slots=True)
class Gap:
    """What a restore left out of a chain and of all that it tells of.

    Attributes:
        since: when the backup was made; everything before it is there.
        until: when it was restored; what was done in between is missing.
        voting: whether votes may be missing with it.
    """

    since: datetime
    until: datetime
    voting: bool


def body(chain: str, seq: int, at: datetime, actor: str, verb: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The part of an entry that its hash covers, as plain values; the instant is UTC to the microsecond."""
    instant = at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    return {"actor": actor, "at": instant, "chain": chain, "facts": dict(facts), "seq": seq, "verb": verb}


def entries(session: Session, chain: str) -> list[Entry]:
    """Every entry of a chain, the oldest first."""
    rows = session.execute(select(*_COLUMNS).where(RecordEntry.chain == chain).order_by(RecordEntry.seq))
    return [_entry(row) for row in rows]


def head(session: Session, chain: str) -> Entry | None:
    """The newest entry of a chain: its hash, noted elsewhere, pins everything before it."""
    newest = select(*_COLUMNS).where(RecordEntry.chain == chain).order_by(RecordEntry.seq.desc()).limit(1)
    row = session.execute(newest).one_or_none()
    return None if row is None else _entry(row)


def gaps(session: Session, chain: str) -> list[Gap]:
    """What restores left out of a chain, the oldest first."""
    wanted = select(*_COLUMNS).where(RecordEntry.chain == chain, RecordEntry.verb == RESTORED)
    found = [_entry(row) for row in session.execute(wanted.order_by(RecordEntry.seq))]
    # What somebody altered beyond reading is shown on the page of the record, not here.
    readable = [entry for entry in found if isinstance(entry.facts.get("made_at"), str)]
    return [
        Gap(datetime.fromisoformat(entry.facts["made_at"]), entry.at, entry.facts.get("voting") is True)
        for entry in readable
    ]


def newest_of(session: Session, chain: str, verb: str) -> Entry | None:
    """The newest entry of a chain with this verb."""
    wanted = select(*_COLUMNS).where(RecordEntry.chain == chain, RecordEntry.verb == verb)
    row = session.execute(wanted.order_by(RecordEntry.seq.desc()).limit(1)).one_or_none()
    return None if row is None else _entry(row)


def of_verb(session: Session, chain: str, verb: str) -> list[Entry]:
    """The entries of a chain with this verb, the oldest first."""
    wanted = select(*_COLUMNS).where(RecordEntry.chain == chain, RecordEntry.verb == verb)
    return [_entry(row) for row in session.execute(wanted.order_by(RecordEntry.seq))]


def newest_instant(session: Session) -> datetime | None:
    """When the newest entry of any chain was written."""
    return session.scalars(select(RecordEntry.at).order_by(RecordEntry.at.desc()).limit(1)).one_or_none()


def entry_of_hash(session: Session, noted: str) -> Entry | None:
    """The entry that claims this hash, in whatever chain, or None; whether it holds is for `first_fault` to say."""
    row = session.execute(select(*_COLUMNS).where(RecordEntry.hash == noted).limit(1)).one_or_none()
    return None if row is None else _entry(row)


def first_fault(session: Session, chain: str, noted: str = "") -> int | None:
    """Where a chain was first tampered with.

    Args:
        session: any session.
        chain: the id of a round, or `SITE_CHAIN`.
        noted: the hash of any entry, as an observer noted it; only this shows that entries were cut off at the end,
            or that the whole chain was written anew.
    Returns: the number of the first entry that does not fit, one past the end where `noted` is missing, None where
        the chain is whole.
    """
    found = entries(session, chain)
    fault = fault_in(found)
    if fault is None and noted and noted not in {entry.hash for entry in found}:
        return len(found) + 1
    return fault


def fault_in(found: Iterable[Entry]) -> int | None:
    """The number of the first entry that does not fit the ones before it; None where all do."""
    return hash_chain.first_fault((entry.body, entry.previous, entry.hash) for entry in found)


def entry_of_texts(row: Sequence[str]) -> Entry:
    """An entry from the texts in which a copy of the database has it, in the order of the table's columns."""
    chain, seq, at, actor, verb, facts, previous, own = row
    instant = datetime.fromisoformat(at)
    aware = instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant
    return Entry(int(seq), aware, actor, verb, _facts(facts), previous, own, chain=chain)


_COLUMNS = (
    RecordEntry.seq,
    RecordEntry.at,
    RecordEntry.actor,
    RecordEntry.verb,
    RecordEntry.facts,
    RecordEntry.previous,
    RecordEntry.hash,
    RecordEntry.chain,
)


def _entry(row: Row[*tuple[Any, ...]]) -> Entry:
    return Entry(row.seq, row.at, row.actor, row.verb, _facts(row.facts), row.previous, row.hash, chain=row.chain)


def _facts(text: str) -> dict[str, Any]:
    """The facts as kept. A text that somebody altered beyond reading is shown as it is: its hash fits no more."""
    try:
        facts = canonical.decode(text.encode())
    except canonical.NotCanonical:
        return {"unreadable": text}
    return facts if isinstance(facts, dict) else {"unreadable": text}
