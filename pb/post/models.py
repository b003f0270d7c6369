"""The table of outgoing letters."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from pb.db.base import Table
from pb.db.retention import Ends, Retention, in_words
from pb.post.rules import KEPT


class Letter(Table):
    """A letter to one person. Kept for 30 days after it was written; its body goes when it is sent, unless on show."""

    __tablename__ = "letter"
    retention = Retention(Ends.CLOCK, f"Kept for {in_words(KEPT)} after it was written")
    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    to: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(index=True)
    sent_at: Mapped[datetime | None]
    due_at: Mapped[datetime] = mapped_column(index=True)  # not to be tried before; moved on by whoever claims it
    tries: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str] = mapped_column(String(300), default="")
