"""The tables of agencies, staff, bidders, sign-ins and acts that need two people."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from pb.db.base import Table
from pb.people.rules import Role


class Agency(Table):
    """A body that puts money into pots. Kept while any round names it."""

    __tablename__ = "agency"
    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)


class Staff(Table):
    """A person who works for an agency. Kept while employed, then made inactive so that the record stays readable."""

    __tablename__ = "staff"
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
    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    created_at: Mapped[datetime]


class SignIn(Table):
    """A signed-in browser of a member of staff or a bidder. Deleted at sign-out, when idle or there for too long.

    Of staff, `device` says roughly which kind of browser it is, and `second_step_at` when it last showed the second
    factor; None where it has not, which is not signed in for somebody who has one.
    """

    __tablename__ = "sign_in"
    token_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"), index=True)
    bidder_id: Mapped[str | None] = mapped_column(ForeignKey("bidder.id"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    second_step_at: Mapped[datetime | None]
    device: Mapped[str] = mapped_column(String(60), server_default=text("''"))


class EmailCode(Table):
    """A six-digit code sent to a bidder. One for an address at a time; deleted when used or after its time."""

    __tablename__ = "email_code"
    email: Mapped[str] = mapped_column(String(254), primary_key=True)
    code_digest: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)


class TwoPersonAct(Table):
    """An act that one person proposes and a second confirms, by the hash of its exact effect. Kept with the record."""

    __tablename__ = "two_person_act"
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
