"""Reading voting events: what is held, which tablets stand there, and whose pictures these are."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from pb.db.retention import Due
from pb.events.models import CheckIn, Event, Tablet
from pb.events.rules import CHECK_INS_KEPT, JOIN_LIFE, Counts, EventNotFound, Help, is_open_code, total
from pb.keys.folder import KeyFolder
from pb.rounds import queries as rounds
from pb.rounds.queries import RoundView
from pb.rounds.rules.phases import Phase


@dataclass(frozen=True, slots=True)
class EventView:
    """An event as pages show it; see `models.Event`."""

    id: str
    round_id: str
    name: str
    place: str
    day: date
    idle_seconds: int
    picture_codes: bool
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class TabletView:
    """A tablet of an event; see `models.Tablet`."""

    id: str
    name: str
    seen_at: datetime
    left_at: datetime | None
    paused: bool
    practice: bool
    counts: Counts


@dataclass(frozen=True, slots=True)
class Kiosk:
    """What an enrolled tablet is to the booth: where it stands, and how it behaves.

    Attributes:
        tablet_id, tablet: the tablet and its name.
        event_id, event, round_id: what it belongs to.
        idle_seconds: how long it waits before it asks whether somebody is there; 0 for ever.
        picture_codes: whether four pictures open a ballot.
        paused, practice: as a steward left it.
        seen_at: the last minute in which it was seen.
        counts: what happened at it so far.
    """

    tablet_id: str
    tablet: str
    event_id: str
    event: str
    round_id: str
    idle_seconds: int
    picture_codes: bool
    paused: bool
    practice: bool
    seen_at: datetime
    counts: Counts


@dataclass(frozen=True, slots=True)
class Asking:
    """A tablet that asks to join: the digits that it shows."""

    tablet_id: str
    digits: str


def events_of(session: Session, round_id: str) -> list[EventView]:
    """The events of a round, the next day first; those that ended come last."""
    wanted = select(*_EVENT).where(Event.round_id == round_id)
    found = [EventView(*row) for row in session.execute(wanted.order_by(Event.day, Event.name, Event.id))]
    return sorted(found, key=lambda one: one.ended_at is not None)


def going_on(session: Session, today: date) -> list[tuple[RoundView, list[EventView]]]:
    """The events that are not over by round, the next day first; those whose day has gone by come last."""
    wanted = select(*_EVENT).where(Event.ended_at.is_(None)).order_by(Event.day, Event.name, Event.id)
    by_round: dict[str, list[EventView]] = {}
    for one in sorted((EventView(*row) for row in session.execute(wanted)), key=lambda one: one.day < today):
        by_round.setdefault(one.round_id, []).append(one)
    return [(rounds.by_id(session, round_id), events) for round_id, events in by_round.items()]


def event(session: Session, round_id: str, event_id: str) -> EventView:
    """One event of a round.

    Raises:
        EventNotFound: the round has none of this id.
    """
    row = session.execute(select(*_EVENT).where(Event.round_id == round_id, Event.id == event_id)).one_or_none()
    if row is None:
        raise EventNotFound(event=event_id)
    return EventView(*row)


def pin_hash_of(session: Session, event_id: str) -> str | None:
    """What is kept of the PIN of an event."""
    return session.scalars(select(Event.pin_hash).where(Event.id == event_id)).one_or_none()


def tablets_of(session: Session, event_id: str) -> list[TabletView]:
    """The tablets of an event by name; those that were taken away come last."""
    rows = session.scalars(select(Tablet).where(Tablet.event_id == event_id).order_by(Tablet.name, Tablet.id))
    return sorted(map(_tablet_view, rows), key=lambda one: one.left_at is not None)


def counts_of(tablets: Sequence[TabletView]) -> Counts:
    """What happened at all of these."""
    return total([one.counts for one in tablets])


def kiosk(session: Session, tablet_id: str, secret: str) -> Kiosk | None:
    """The tablet that holds this secret, as long as it belongs to an event that is not over; None otherwise."""
    row = session.execute(
        select(Tablet, Event)
        .join(Event, Event.id == Tablet.event_id)
        .where(Tablet.id == tablet_id, Tablet.left_at.is_(None), Event.ended_at.is_(None))
    ).one_or_none()
    if row is None or not _is_its(secret, row.Tablet):
        return None
    tablet, at = row.Tablet, row.Event
    return Kiosk(
        tablet_id=tablet.id,
        tablet=tablet.name,
        event_id=at.id,
        event=at.name,
        round_id=at.round_id,
        idle_seconds=at.idle_seconds,
        picture_codes=at.picture_codes,
        paused=tablet.paused,
        practice=tablet.practice,
        seen_at=tablet.seen_at,
        counts=_counts(tablet),
    )


def asking(session: Session, tablet_id: str, secret: str, now: datetime) -> Asking | None:
    """The tablet that holds this secret, as long as it asks to join; None where it does not, or asked too long ago."""
    wanted = select(Tablet).where(
        Tablet.id == tablet_id, Tablet.event_id.is_(None), Tablet.created_at > now - JOIN_LIFE
    )
    found = session.scalars(wanted).one_or_none()
    if found is None or found.join_digits is None or not _is_its(secret, found):
        return None
    return Asking(found.id, found.join_digits)


def tablet_that_shows(session: Session, digits: str, now: datetime) -> str | None:
    """The id of the tablet that asks to join with these digits now, or None."""
    wanted = select(Tablet.id).where(
        Tablet.join_digits == digits, Tablet.event_id.is_(None), Tablet.created_at > now - JOIN_LIFE
    )
    return session.scalars(wanted).one_or_none()


def digits_in_use(session: Session) -> set[str]:
    """The digits of every tablet that asks to join, or did a while ago."""
    return {one for one in session.scalars(select(Tablet.join_digits)) if one is not None}


def voter_of_pictures(
    session: Session, keys: KeyFolder, event_id: str, pictures: Sequence[str], now: datetime
) -> str | None:
    """The id of the voter who was given these four pictures at this event within the hour, or None."""
    digest = pictures_digest(keys, event_id, pictures)
    wanted = select(CheckIn.voter_id, CheckIn.at)
    row = session.execute(wanted.where(CheckIn.event_id == event_id, CheckIn.pictures_digest == digest)).one_or_none()
    return row.voter_id if row and is_open_code(row.at, now) else None


def pictures_in_use(session: Session, event_id: str) -> set[str]:
    """The digests of all pictures that were given out at an event."""
    return set(session.scalars(select(CheckIn.pictures_digest).where(CheckIn.event_id == event_id)))


def is_checked_in(session: Session, event_id: str, voter_id: str) -> bool:
    """Whether a voter was checked in at an event within the last hours."""
    wanted = select(CheckIn.event_id).where(CheckIn.event_id == event_id, CheckIn.voter_id == voter_id)
    return session.scalars(wanted).one_or_none() is not None


def checked_in(session: Session, event_id: str) -> int:
    """How many voters were checked in at an event within the last hours."""
    return session.scalars(select(func.count()).where(CheckIn.event_id == event_id)).one()


def pictures_digest(keys: KeyFolder, event_id: str, pictures: Sequence[str]) -> str:
    """What is stored of a voter's pictures: 64 hex digits, under a key that is not in the database."""
    body = f"pb/pictures/v1|{event_id}|{' '.join(pictures)}".encode()
    return hmac.new(keys.session(), body, hashlib.sha256).hexdigest()


def secret_digest(secret: str) -> str:
    """What is stored of the secret that a tablet holds."""
    return hashlib.sha256(secret.encode()).hexdigest()


def tablets_due(session: Session, now: datetime) -> Due:
    """Tablets that asked to join too long ago."""
    oldest = session.scalars(select(func.min(Tablet.created_at)).where(Tablet.event_id.is_(None))).one()
    return Due(_count(session, stale_tablets(now)), oldest + JOIN_LIFE if oldest else None)


def check_ins_due(session: Session, now: datetime) -> Due:
    """Check-ins that are twelve hours old, or whose event or vote is over."""
    oldest = session.scalars(select(func.min(CheckIn.at))).one()
    return Due(_count(session, stale_check_ins(now)), oldest + CHECK_INS_KEPT if oldest else None)


def stale_tablets(now: datetime) -> ColumnElement[bool]:
    """Which tablets are to be deleted."""
    return Tablet.event_id.is_(None) & (Tablet.created_at <= now - JOIN_LIFE)


def stale_check_ins(now: datetime) -> ColumnElement[bool]:
    """Which check-ins are to be deleted."""
    going_on = select(Event.id).where(Event.ended_at.is_(None), Event.round_id.in_(rounds.ids_in(Phase.VOTING)))
    return or_(CheckIn.at <= now - CHECK_INS_KEPT, CheckIn.event_id.not_in(going_on))


_EVENT = (
    Event.id,
    Event.round_id,
    Event.name,
    Event.place,
    Event.day,
    Event.idle_seconds,
    Event.picture_codes,
    Event.ended_at,
)


def _is_its(secret: str, tablet: Tablet) -> bool:
    return hmac.compare_digest(secret_digest(secret), tablet.secret_digest)


def _counts(tablet: Tablet) -> Counts:
    ways = {
        Help.READING: tablet.helped_reading,
        Help.POINTING: tablet.helped_pointing,
        Help.HOLDING: tablet.helped_holding,
    }
    return Counts(tablet.cast, tablet.unfinished, tablet.helped, ways)


def _tablet_view(tablet: Tablet) -> TabletView:
    return TabletView(
        tablet.id, tablet.name, tablet.seen_at, tablet.left_at, tablet.paused, tablet.practice, _counts(tablet)
    )


def _count(session: Session, wanted: ColumnElement[bool]) -> int:
    return session.scalars(select(func.count()).where(wanted)).one()
