"""The tables of the roll. They say who may vote and never who has; nothing here leads to a ballot."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from pb.db.base import Table
from pb.db.retention import Ends, Retention


class Voter(Table):
    """One person who may vote. Written when a code is issued or reissued, never when it is used.

    Kept with the round; its digests mean nothing once the keys of the round are destroyed.
    """

    __tablename__ = "voter"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's way to say it
    retention = Retention(
        Ends.OWNER, "Kept with the round; its digests mean nothing once the keys of the round are destroyed"
    )
    voter_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), index=True)
    electorate: Mapped[str] = mapped_column(String(30))
    code_digest: Mapped[str] = mapped_column(String(64), unique=True)


class RollLink(Table):
    """Which partner reference belongs to which voter, for reissue only. Destroyed before the reveal."""

    __tablename__ = "roll_link"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's way to say it
    retention = Retention(Ends.ACT, "Destroyed before the reveal")
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), primary_key=True)
    partner_ref: Mapped[str] = mapped_column(String(64), primary_key=True)
    voter_id: Mapped[str] = mapped_column(String(32), index=True)


class DeadCode(Table):
    """A code that was replaced by a new one. Destroyed before the reveal."""

    __tablename__ = "dead_code"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's way to say it
    retention = Retention(Ends.ACT, "Destroyed before the reveal")
    code_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), index=True)
    voter_id: Mapped[str] = mapped_column(String(32))
