"""The table of the record: one hash chain for each round and one, named `site`, for the installation."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from pb.db.base import Table
from pb.db.retention import Ends, Retention

SITE_CHAIN = "site"


class RecordEntry(Table):
    """One line of the record. The primary key makes two lines with one number impossible. Kept for ever."""

    __tablename__ = "record_entry"
    retention = Retention(Ends.NEVER, "Kept for ever")
    chain: Mapped[str] = mapped_column(String(32), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(250))
    verb: Mapped[str] = mapped_column(String(60))
    facts: Mapped[str] = mapped_column(Text)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
