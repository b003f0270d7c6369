"""The tables of published results and of explanations."""

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from pb.db.base import Table
from pb.db.retention import Ends, Retention


class Result(Table):
    """The result of a round: as counted, as published, and the bundles. Kept for ever.

    `counted` and `shown` are texts of `result.json`: whole, and as the public may see it. They are the same unless a
    small electorate has to stay hidden; only then is there a bundle for the auditors beside the public one.
    """

    __tablename__ = "result"
    retention = Retention(Ends.NEVER, "Kept for ever")
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), primary_key=True)
    counted: Mapped[str] = mapped_column(Text)
    shown: Mapped[str] = mapped_column(Text)
    pabulib: Mapped[str] = mapped_column(Text)
    bundle: Mapped[bytes] = mapped_column(LargeBinary)
    bundle_hash: Mapped[str] = mapped_column(String(64))
    audit_bundle: Mapped[bytes | None] = mapped_column(LargeBinary)


class Explanation(Table):
    """Why a bid is funded or not, as `explanations.json` has it: worked out when the urn is open. Kept for ever."""

    __tablename__ = "explanation"
    retention = Retention(Ends.NEVER, "Kept for ever")
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), primary_key=True)
    project: Mapped[str] = mapped_column(String(20), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
