"""The table of heads that were sent."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from pb.db.base import Table
from pb.db.retention import Ends, Retention


class SentHead(Table):
    """A head of a round's record that went to all observers, and to how many. Kept with the round.

    `seq` and `hash` are of the last entry of the round's record, `site_seq` and `site_hash` of the installation's.
    """

    __tablename__ = "sent_head"
    retention = Retention(Ends.OWNER, "Kept with the round")
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    occasion: Mapped[str] = mapped_column(String(30))
    at: Mapped[datetime]
    seq: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
    site_seq: Mapped[int]
    site_hash: Mapped[str] = mapped_column(String(64))
    observers: Mapped[int]
