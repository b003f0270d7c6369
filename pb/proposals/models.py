"""The tables of proposals and their cost lines."""

from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pb.db.base import Pence, Table
from pb.db.retention import Ends, Retention, in_words
from pb.people.rules import KEPT
from pb.proposals.rules import Status


class Proposal(Table):
    """One bid.

    Kept with its round; two years after the round drafts that were never sent are deleted, and no bid leads to its
    bidder any more.

    `number` is the public number within the round, given when the bid is sent. `rev` counts saves, so that two
    devices cannot overwrite each other unseen. `ask` is the sum of the cost lines.
    """

    __tablename__ = "proposal"
    __table_args__ = (UniqueConstraint("round_id", "number"),)
    retention = Retention(
        Ends.CLOCK,
        f"Kept with its round; {in_words(KEPT)} after the round drafts that were never sent are deleted, and no bid "
        "leads to its bidder any more",
    )
    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), index=True)
    bidder_id: Mapped[str | None] = mapped_column(ForeignKey("bidder.id"), index=True)
    number: Mapped[int | None]
    status: Mapped[Status] = mapped_column(String(20))
    team: Mapped[str] = mapped_column(String(120), default="")
    title: Mapped[str] = mapped_column(String(80), default="")
    sentence: Mapped[str] = mapped_column(String(160), default="")
    what: Mapped[str] = mapped_column(Text, default="")
    who_for: Mapped[str] = mapped_column(Text, default="")
    place: Mapped[str] = mapped_column(String(120), default="")
    symbol: Mapped[str] = mapped_column(String(60), default="")
    symbol_description: Mapped[str] = mapped_column(String(160), default="")
    picture: Mapped[str] = mapped_column(String(60), default="")
    ask: Mapped[Pence] = mapped_column(default=0)
    rev: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str] = mapped_column(Text, default="")


class CostLine(Table):
    """One row of a bid's costs. Kept with the bid."""

    __tablename__ = "cost_line"
    retention = Retention(Ends.OWNER, "Kept with the bid")
    proposal_id: Mapped[str] = mapped_column(ForeignKey("proposal.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    what: Mapped[str] = mapped_column(String(120))
    amount: Mapped[Pence]


class ProposalLabel(Table):
    """A label of its round that a bid has. Kept with the bid, as long as the round has the label."""

    __tablename__ = "proposal_label"
    __table_args__ = (
        ForeignKeyConstraint(["round_id", "label_key"], ["label.round_id", "label.key"], ondelete="CASCADE"),
    )
    retention = Retention(Ends.OWNER, "Kept with the bid, as long as the round has the label")
    proposal_id: Mapped[str] = mapped_column(ForeignKey("proposal.id"), primary_key=True)
    label_key: Mapped[str] = mapped_column(String(30), primary_key=True)
    round_id: Mapped[str] = mapped_column(String(16))


class ProposalText(Table):
    """The words of a bid in another language, as far as they were translated. Kept with the bid.

    `of_rev` is the rev of the bid that was translated, so that one that changed since can be told.
    """

    __tablename__ = "proposal_text"
    retention = Retention(Ends.OWNER, "Kept with the bid")
    proposal_id: Mapped[str] = mapped_column(ForeignKey("proposal.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(30), primary_key=True)
    title: Mapped[str] = mapped_column(String(120), default="")
    sentence: Mapped[str] = mapped_column(String(240), default="")
    what: Mapped[str] = mapped_column(Text, default="")
    who_for: Mapped[str] = mapped_column(Text, default="")
    translated_by: Mapped[str] = mapped_column(String(120), default="")
    of_rev: Mapped[int]
    at: Mapped[datetime]
