"""The record as the desk shows it, in plain words."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from pb.desk.rules.sentences import actor_name, sentence
from pb.people import queries as people
from pb.record import queries as record
from pb.record.queries import Entry
from pb.seal import bundle, canonical

ENTRIES_ON_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class Said:
    """One entry of the record with what it says in plain words; `facts` is canonical JSON."""

    entry: Entry
    who: str
    words: str
    facts: str


@dataclass(frozen=True, slots=True)
class Chain:
    """One page of a record, the newest first; `fault` is the number of the first entry that does not fit, or None."""

    said: list[Said]
    entries: int
    fault: int | None
    head: str


def chain(session: Session, name: str, at: int = 1, size: int = ENTRIES_ON_A_PAGE) -> Chain:
    """One page of the record of a round or of the installation, the newest entries first.

    Args:
        session: any session.
        name: the id of a round, or `SITE_CHAIN`.
        at: the page, from 1; beyond the last one there is nothing on it.
        size: entries on a page.
    """
    found = record.entries(session, name)
    newest = found[::-1][(at - 1) * size : at * size]
    agencies = dict(people.agencies(session))
    said = [
        Said(entry, actor_name(entry.actor), sentence(entry.verb, entry.facts, agencies), _facts(entry))
        for entry in newest
    ]
    return Chain(said, len(found), record.first_fault(session, name), found[-1].hash if found else "")


def chain_text(session: Session, name: str) -> bytes:
    """The record as lines of canonical JSON, the oldest first, as `record.ndjson` of a bundle has it."""
    lines = [{**entry.body, "hash": entry.hash, "previous": entry.previous} for entry in record.entries(session, name)]
    return bundle.write_file(bundle.RECORD, lines)


def _facts(entry: Entry) -> str:
    return canonical.encode(entry.facts).decode()
