"""Sending heads of the record to all observers, by the outbox: in the transaction of what causes it, or not at all."""

from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from pb.db import locks
from pb.observers import queries
from pb.observers.models import SentHead
from pb.observers.rules import HeadsOf, Occasion, head_letter
from pb.people import queries as people
from pb.post import actions as post


def send_heads(session: Session, round_id: str, occasion: Occasion, now: datetime) -> int:
    """Send the head of a round's record, as it is at this point of the transaction, to every observer.

    Args:
        session: the transaction of the act; both stand, or neither. The act's entries must be written before.
        round_id: the round.
        occasion: why.
        now: when.
    Returns: to how many.
    """
    _hold(session, round_id)
    return _send(session, round_id, queries.heads_now(session, round_id, occasion, now))


def send_due(session: Session, round_id: str, now: datetime) -> int:
    """Send a head that is due by itself; nothing where another process has sent it meanwhile. Returns to how many."""
    _hold(session, round_id)
    occasion = queries.due(session, now).get(round_id)
    return 0 if occasion is None else _send(session, round_id, queries.heads_now(session, round_id, occasion, now))


def _hold(session: Session, round_id: str) -> None:
    locks.hold(session, f"heads/{round_id}", shared=False)


def _send(session: Session, round_id: str, heads: HeadsOf) -> int:
    observers = people.observers(session)
    for one in observers:
        post.write_letter(session, one.email, *head_letter(one.name, heads), heads.at)
    session.execute(
        insert(SentHead).values(
            round_id=round_id,
            number=queries.count(session, round_id) + 1,
            occasion=heads.occasion.value,
            at=heads.at,
            seq=heads.of_round.entries,
            hash=heads.of_round.hash,
            site_seq=heads.of_site.entries,
            site_hash=heads.of_site.hash,
            observers=len(observers),
        )
    )
    return len(observers)
