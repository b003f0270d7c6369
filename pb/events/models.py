"""The tables of voting events: the events, their tablets, and who was checked in."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pb.db.base import Table
from pb.db.retention import Ends, Retention, in_words
from pb.events.rules import CHECK_INS_KEPT, JOIN_LIFE


class Event(Table):
    """A voting event: a day and a place at which people vote on tablets. Kept with the round.

    `pin_hash` is an Argon2id hash; `ended_at` is set when the event is over.
    """

    __tablename__ = "voting_event"
    retention = Retention(Ends.OWNER, "Kept with the round")
    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    place: Mapped[str] = mapped_column(String(120))
    day: Mapped[date] = mapped_column(Date)
    idle_seconds: Mapped[int]
    picture_codes: Mapped[bool]
    pin_hash: Mapped[str] = mapped_column(String(200))
    ended_at: Mapped[datetime | None]


class Tablet(Table):
    """A tablet that asks to join an event, or that has joined one, and what happened at it in numbers.

    Kept with its event; one that asked to join and was never let in is deleted after 10 minutes.

    `secret_digest` is of what the tablet itself holds. `join_digits` are there while it asks. No number can be traced
    to a voter: there is no instant beside it but the last minute in which the tablet was seen.
    """

    __tablename__ = "tablet"
    retention = Retention(
        Ends.CLOCK,
        f"Kept with its event; one that asked to join and was never let in is deleted after {in_words(JOIN_LIFE)}",
    )
    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    event_id: Mapped[str | None] = mapped_column(ForeignKey("voting_event.id"), index=True)
    name: Mapped[str] = mapped_column(String(40), default="")
    join_digits: Mapped[str | None] = mapped_column(String(6), unique=True)
    secret_digest: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    paused: Mapped[bool] = mapped_column(default=False)
    practice: Mapped[bool] = mapped_column(default=False)
    cast: Mapped[int] = mapped_column(default=0)
    unfinished: Mapped[int] = mapped_column(default=0)
    helped: Mapped[int] = mapped_column(default=0)
    helped_reading: Mapped[int] = mapped_column(default=0)
    helped_pointing: Mapped[int] = mapped_column(default=0)
    helped_holding: Mapped[int] = mapped_column(default=0)


class CheckIn(Table):
    """A voter whom a steward has seen at an event, and what opens their ballot there.

    Kept for 12 hours, then deleted; deleted at once when the event ends.

    `pictures_digest` is of the four pictures that they were given, under a key that is not in the database.
    """

    __tablename__ = "check_in"
    __table_args__ = (UniqueConstraint("event_id", "pictures_digest"),)
    retention = Retention(
        Ends.CLOCK, f"Kept for {in_words(CHECK_INS_KEPT)}, then deleted; deleted at once when the event ends"
    )
    event_id: Mapped[str] = mapped_column(ForeignKey("voting_event.id"), primary_key=True)
    voter_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    pictures_digest: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
