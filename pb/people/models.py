"""The tables of agencies, staff, bidders, sign-ins and acts that need two people."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from pb.db.base import Table
from pb.db.retention import Ends, Retention, in_words
from pb.people.rules import BIDDER_IDLE, CODE_LIFE, IDLE, KEPT, LONGEST, Role


class Agency(Table):
    """A body that puts money into pots. Kept while any round names it."""

    __tablename__ = "agency"
    retention = Retention(Ends.OWNER, "Kept while any round names it")
    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)


class Staff(Table):
    """A person with an account at the desk: who works for an agency, or observes for one.

    Kept while somebody works or observes here, then made inactive so that the record stays readable.
    """

    __tablename__ = "staff"
    retention = Retention(
        Ends.NEVER, "Kept while somebody works or observes here, then made inactive so that the record stays readable"
    )
    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[Role] = mapped_column(String(20))
    agency_id: Mapped[str] = mapped_column(ForeignKey("agency.id"))
    password_hash: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    second_factor_at: Mapped[datetime | None]
    """When the second factor was set up; None for somebody who has none, and signs in with a password alone."""


class Bidder(Table):
    """A person who sends bids, known by an email address alone. Kept two years after the last bid's round ended."""

    __tablename__ = "bidder"
    retention = Retention(Ends.CLOCK, f"Kept {in_words(KEPT)} after the last bid's round ended")
    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    created_at: Mapped[datetime]


class SignIn(Table):
    """A signed-in browser of somebody at the desk or a bidder.

    Deleted at sign-out, 30 minutes after it was last seen (12 hours of bidders), and of staff 12 hours after it began.

    Of staff, `device` says roughly which kind of browser it is, and `second_step_at` when it last showed the second
    factor; None where it has not, which is not signed in for somebody who has one.
    """

    __tablename__ = "sign_in"
    retention = Retention(
        Ends.CLOCK,
        f"Deleted at sign-out, {in_words(IDLE)} after it was last seen ({in_words(BIDDER_IDLE)} of bidders), "
        f"and of staff {in_words(LONGEST)} after it began",
    )
    token_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"), index=True)
    bidder_id: Mapped[str | None] = mapped_column(ForeignKey("bidder.id"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    second_step_at: Mapped[datetime | None]
    device: Mapped[str] = mapped_column(String(60), server_default=text("''"))


class EmailCode(Table):
    """A code sent to somebody who signs in or chooses a password. One for an address at a time.

    Deleted when used, or 30 minutes after it was sent.
    """

    __tablename__ = "email_code"
    retention = Retention(Ends.CLOCK, f"Deleted when used, or {in_words(CODE_LIFE)} after it was sent")
    email: Mapped[str] = mapped_column(String(254), primary_key=True)
    code_digest: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)


class TwoPersonAct(Table):
    """An act that one person proposes and a second confirms, by the hash of its exact effect. Kept with the record."""

    __tablename__ = "two_person_act"
    retention = Retention(Ends.OWNER, "Kept with the record")
    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    round_id: Mapped[str] = mapped_column(String(16), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    effect: Mapped[str] = mapped_column(Text)
    effect_hash: Mapped[str] = mapped_column(String(64))
    proposed_by: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    proposed_at: Mapped[datetime]
    confirmed_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    confirmed_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
