"""The tables of rounds, contributions, electorates and moves of phase."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, Text, text, true
from sqlalchemy.orm import Mapped, mapped_column

from pb.db.base import Pence, Table
from pb.db.retention import Ends, Retention
from pb.rounds.rules.draft import BallotKind, Tone
from pb.rounds.rules.labels import LabelKind
from pb.rounds.rules.phases import Phase


class Round(Table):
    """One budget round. Kept for ever: it is the public account of what was decided.

    `ballot_limit` is the most choices (approval; 0 for no limit), the stars in all, or the number of ranks, and
    0 for faces; `ballot_most` is the most stars on one bid. The rule's fields are those of `pb.tally.rules.Rule`.
    `check_square` says whether a square to scan stands beside a check code, where there are check codes.
    """

    __tablename__ = "round"
    __table_args__ = (
        CheckConstraint("least_cost >= 1 AND greatest_cost >= least_cost", name="costs"),
        CheckConstraint("disclosure_floor BETWEEN 10 AND 100", name="floor"),
    )
    retention = Retention(Ends.NEVER, "Kept for ever: it is the public account of what was decided")
    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    summary: Mapped[str] = mapped_column(Text)
    phase: Mapped[Phase] = mapped_column(String(20))
    bids_open_at: Mapped[datetime]
    bids_close_at: Mapped[datetime]
    voting_opens_at: Mapped[datetime]
    voting_closes_at: Mapped[datetime]
    least_cost: Mapped[Pence]
    greatest_cost: Mapped[Pence]
    ballot_kind: Mapped[BallotKind] = mapped_column(String(20))
    ballot_limit: Mapped[int]
    ballot_most: Mapped[int]
    rule_name: Mapped[str] = mapped_column(String(20), default="equal-shares")
    rule_utility: Mapped[str] = mapped_column(String(10), default="cost")
    rule_completion: Mapped[str] = mapped_column(String(10), default="add1")
    rule_second: Mapped[str] = mapped_column(String(10), default="greedy")
    rule_step: Mapped[Pence] = mapped_column(default=100)
    weight_factor: Mapped[int] = mapped_column(default=3)
    disclosure_floor: Mapped[int] = mapped_column(default=30)
    check_codes: Mapped[bool] = mapped_column(default=True)
    check_square: Mapped[bool] = mapped_column(default=True, server_default=true())
    tone: Mapped[Tone] = mapped_column(String(20), default=Tone.PLAIN, server_default=text("'plain'"))
    imported: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    frozen_rules: Mapped[str] = mapped_column(Text, default="")
    rules_hash: Mapped[str] = mapped_column(String(64), default="")
    public_key: Mapped[str] = mapped_column(String(130), default="")
    published_at: Mapped[datetime | None]


class Contribution(Table):
    """Money that one agency puts into the pot of a round. Kept with the round."""

    __tablename__ = "contribution"
    retention = Retention(Ends.OWNER, "Kept with the round")
    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), index=True)
    agency_id: Mapped[str] = mapped_column(ForeignKey("agency.id"))
    amount: Mapped[Pence]
    note: Mapped[str] = mapped_column(String(200), default="")


class Electorate(Table):
    """A group of voters with an agreed share of influence. Kept with the round."""

    __tablename__ = "electorate"
    retention = Retention(Ends.OWNER, "Kept with the round")
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(30), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    position: Mapped[int]
    share_numerator: Mapped[int]
    share_denominator: Mapped[int]


class Label(Table):
    """What bids of a round can be about: a sector, a theme or an area. Kept with the round."""

    __tablename__ = "label"
    retention = Retention(Ends.OWNER, "Kept with the round")
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(30), primary_key=True)
    kind: Mapped[LabelKind] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(80))
    position: Mapped[int]


class Restriction(Table):
    """A label that a contribution is for: it may fund bids with one of them, of each kind named.

    Kept with its contribution.
    """

    __tablename__ = "restriction"
    __table_args__ = (ForeignKeyConstraint(["round_id", "label_key"], ["label.round_id", "label.key"]),)
    retention = Retention(Ends.OWNER, "Kept with its contribution")
    contribution_id: Mapped[str] = mapped_column(ForeignKey("contribution.id"), primary_key=True)
    label_key: Mapped[str] = mapped_column(String(30), primary_key=True)
    round_id: Mapped[str] = mapped_column(String(16))


class Reservation(Table):
    """Open money of the pot, of each agency its part, that is set aside for bids with a label. Kept with the round."""

    __tablename__ = "reservation"
    __table_args__ = (ForeignKeyConstraint(["round_id", "label_key"], ["label.round_id", "label.key"]),)
    retention = Retention(Ends.OWNER, "Kept with the round")
    round_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    label_key: Mapped[str] = mapped_column(String(30), primary_key=True)
    amount: Mapped[Pence]


class PhaseMove(Table):
    """A move of a round from one phase to another, and by whom. Kept with the round."""

    __tablename__ = "phase_move"
    retention = Retention(Ends.OWNER, "Kept with the round")
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    before: Mapped[Phase] = mapped_column(String(20))
    after: Mapped[Phase] = mapped_column(String(20))
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(200))
