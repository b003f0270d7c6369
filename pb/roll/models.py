"""The tables of the roll. They say who may vote and never who has; nothing here leads to a ballot."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from pb.db.base import Table


class Voter(Table):
    """One person who may vote. Written when a code is issued or reissued, never when it is used.

    Kept until the keys of the round are destroyed; its digests mean nothing after that.
    """

    __tablename__ = "voter"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's way to say it
    voter_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), index=True)
    electorate: Mapped[str] = mapped_column(String(30))
    code_digest: Mapped[str] = mapped_column(String(64), unique=True)


class RollLink(Table):
    """Which partner reference belongs to which voter, for reissue only. Destroyed before the reveal."""

    __tablename__ = "roll_link"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's way to say it
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), primary_key=True)
    partner_ref: Mapped[str] = mapped_column(String(64), primary_key=True)
    voter_id: Mapped[str] = mapped_column(String(32), index=True)


class DeadCode(Table):
    """A code that was replaced by a new one. Destroyed before the reveal."""

    __tablename__ = "dead_code"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's way to say it
    code_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), index=True)
    voter_id: Mapped[str] = mapped_column(String(32))
