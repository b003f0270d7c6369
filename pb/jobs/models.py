"""The table of later work."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from pb.db.base import Table
from pb.db.retention import Ends, Retention


class Job(Table):
    """One piece of work on one thing. Deleted in the transaction that does it; kept while it fails."""

    __tablename__ = "job"
    retention = Retention(Ends.ACT, "Deleted in the transaction that does it; kept while it fails")
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    subject: Mapped[str] = mapped_column(String(16), primary_key=True)
    due_at: Mapped[datetime]  # not to be tried before; moved on by whoever has it in hand
    held_by: Mapped[str] = mapped_column(String(16), default="")
    tries: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str] = mapped_column(String(100), default="")
