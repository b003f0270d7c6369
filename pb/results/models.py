"""The table of published results."""

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from pb.db.base import Table


class Result(Table):
    """The outcome of a round as counted, and the bundle as published. Kept for ever."""

    __tablename__ = "result"
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), primary_key=True)
    outcome: Mapped[str] = mapped_column(Text)
    pabulib: Mapped[str] = mapped_column(Text)
    bundle: Mapped[bytes] = mapped_column(LargeBinary)
    bundle_hash: Mapped[str] = mapped_column(String(64))
