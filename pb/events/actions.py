"""What stewards and officers do at events, and what tablets count there."""

import secrets
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from pb.core.ids import new_id
from pb.db import locks
from pb.events import queries
from pb.events.models import CheckIn, Event, Tablet
from pb.events.queries import EventView, Kiosk
from pb.events.rules import (
    SEEN_EVERY,
    EventDraft,
    EventEnded,
    Help,
    NobodyAsksToJoin,
    TabletNotFound,
    new_join_digits,
    new_pictures,
)
from pb.keys.folder import KeyFolder
from pb.people import passwords
from pb.record import actions as record
from pb.roll.rules import VoterView

_HELPED = {
    Help.READING: Tablet.helped_reading,
    Help.POINTING: Tablet.helped_pointing,
    Help.HOLDING: Tablet.helped_holding,
}


def add_event(session: Session, round_id: str, draft: EventDraft, pin: str, actor: str, now: datetime) -> str:
    """Set up an event; returns its id. `pin` opens the steward's menu on its tablets."""
    event_id = new_id()
    values = asdict(draft) | {"pin_hash": passwords.hash_password(pin), "ended_at": None}
    session.execute(insert(Event).values(id=event_id, round_id=round_id, **values))
    _record(session, round_id, actor, "EventAdded", event_id, now, name=draft.name, day=draft.day.isoformat())
    return event_id


def change_event(session: Session, at: EventView, draft: EventDraft, pin: str, actor: str, now: datetime) -> None:
    """Change what was set up; an empty `pin` leaves the one that there is.

    Raises:
        EventEnded: it is over.
    """
    _check_going_on(at)
    values = asdict(draft) | ({"pin_hash": passwords.hash_password(pin)} if pin else {})
    session.execute(update(Event).where(Event.id == at.id).values(**values))
    _record(session, at.round_id, actor, "EventChanged", at.id, now, name=draft.name, day=draft.day.isoformat())


def end_event(session: Session, at: EventView, actor: str, now: datetime) -> None:
    """End an event: its tablets are tablets like any other again, and nobody's pictures open anything.

    Raises:
        EventEnded: it is over already.
    """
    _check_going_on(at)
    session.execute(update(Event).where(Event.id == at.id).values(ended_at=now))
    session.execute(delete(CheckIn).where(CheckIn.event_id == at.id))
    # No counts: the record is public, and a small event is a small group.
    _record(session, at.round_id, actor, "EventEnded", at.id, now, name=at.name)


def ask_to_join(session: Session, now: datetime) -> tuple[str, str]:
    """A tablet asks to join an event; returns its id and the secret by which it will be known."""
    taken, secret = queries.digits_in_use(session), secrets.token_urlsafe(24)
    digits = new_join_digits()
    while digits in taken:
        digits = new_join_digits()
    tablet_id = new_id()
    session.execute(
        insert(Tablet).values(
            id=tablet_id,
            join_digits=digits,
            secret_digest=queries.secret_digest(secret),
            created_at=now,
            seen_at=now,
        )
    )
    return tablet_id, secret


def let_in(session: Session, at: EventView, digits: str, name: str, actor: str, now: datetime) -> str:
    """Let the tablet in that shows these digits; returns its id.

    Raises:
        EventEnded: the event is over.
        NobodyAsksToJoin: no tablet shows them now.
    """
    _check_going_on(at)
    tablet_id = queries.tablet_that_shows(session, digits, now)
    if tablet_id is None:
        raise NobodyAsksToJoin
    joined = update(Tablet).where(Tablet.id == tablet_id, Tablet.event_id.is_(None))
    session.execute(joined.values(event_id=at.id, name=name, join_digits=None, seen_at=now))
    _record(session, at.round_id, actor, "TabletLetIn", at.id, now, tablet=name)
    return tablet_id


def take_away(session: Session, at: EventView, tablet_id: str, actor: str, now: datetime) -> None:
    """Take a tablet out of an event; what it counted stays.

    Raises:
        TabletNotFound: it is none of this event, or was taken away already.
    """
    found = next((one for one in queries.tablets_of(session, at.id) if one.id == tablet_id), None)
    if found is None or found.left_at is not None:
        raise TabletNotFound(tablet=tablet_id)
    session.execute(update(Tablet).where(Tablet.id == tablet_id).values(left_at=now))
    _record(session, at.round_id, actor, "TabletTakenAway", at.id, now, tablet=found.name)


def check_in(session: Session, keys: KeyFolder, at: EventView, voter: VoterView, now: datetime) -> tuple[str, ...]:
    """Give a voter four pictures that open their ballot at this event; those that they had before open nothing more.

    Args:
        session: a writing session.
        keys: the key folder.
        at: the event.
        voter: from the roll of its round; the caller has seen that they may vote.
        now: when.

    Raises:
        EventEnded: the event is over.
        NoPicturesLeft: all sets of pictures are taken.
    """
    _check_going_on(at)
    locks.hold(session, f"pictures/{at.id}", shared=False)
    session.execute(delete(CheckIn).where(CheckIn.event_id == at.id, CheckIn.voter_id == voter.voter_id))
    taken = queries.pictures_in_use(session, at.id)
    pictures = new_pictures(lambda one: queries.pictures_digest(keys, at.id, one) in taken)
    digest = queries.pictures_digest(keys, at.id, pictures)
    session.execute(insert(CheckIn).values(event_id=at.id, voter_id=voter.voter_id, pictures_digest=digest, at=now))
    return pictures


def forget(session: Session, now: datetime) -> None:
    """Delete check-ins that are over, and tablets that asked to join and were not let in."""
    session.execute(delete(CheckIn).where(queries.stale_check_ins(now)))
    session.execute(delete(Tablet).where(queries.stale_tablets(now)))


# --- what a tablet does ---------------------------------------------------------------------------------------------


def note_seen(session: Session, kiosk: Kiosk, now: datetime) -> None:
    """Note to the minute that a tablet was there; a write only where a minute has gone by."""
    if now - kiosk.seen_at >= SEEN_EVERY:
        minute = now.replace(second=0, microsecond=0)
        session.execute(update(Tablet).where(Tablet.id == kiosk.tablet_id).values(seen_at=minute))


def count_cast(session: Session, tablet_id: str) -> None:
    """One ballot more was stored from this tablet. A transaction of its own: nothing of it lies beside the ballot."""
    session.execute(update(Tablet).where(Tablet.id == tablet_id).values(cast=Tablet.cast + 1))


def count_unfinished(session: Session, tablet_id: str) -> None:
    """One voter more went away before the end."""
    session.execute(update(Tablet).where(Tablet.id == tablet_id).values(unfinished=Tablet.unfinished + 1))


def count_help(session: Session, tablet_id: str, way: Help, change: int, voters: int) -> None:
    """Count that a voter was helped in one way more (`change` 1), or was not after all (-1).

    `voters` is 1 where it is the first way that this voter names, -1 where the last one is taken back, else 0.
    """
    column = _HELPED[way]
    values = {column: column + change, Tablet.helped: Tablet.helped + voters}
    session.execute(update(Tablet).where(Tablet.id == tablet_id).values(values))


def pause(session: Session, tablet_id: str, *, paused: bool) -> None:
    """Let a tablet rest, or go on."""
    session.execute(update(Tablet).where(Tablet.id == tablet_id).values(paused=paused))


def practise(session: Session, tablet_id: str, *, practice: bool) -> None:
    """Begin or end practice at a tablet: no vote that is made in it is stored."""
    session.execute(update(Tablet).where(Tablet.id == tablet_id).values(practice=practice))


def _check_going_on(at: EventView) -> None:
    if at.ended_at is not None:
        raise EventEnded(event=at.id)


def _record(
    session: Session, round_id: str, actor: str, verb: str, event_id: str, now: datetime, **facts: str | int
) -> None:
    record.append(session, round_id, actor, verb, {"event": event_id, **facts}, now)
