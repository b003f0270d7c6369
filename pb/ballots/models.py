"""The urn, the opened ballots and the sealed list. No row here holds a time, a person or a device."""

from sqlalchemy import ForeignKey, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from pb.db.base import Table
from pb.db.retention import Ends, Retention


class UrnRow(Table):
    """One sealed ballot; the only row that a cast touches. Destroyed before the reveal.

    WITHOUT ROWID and with a keyed hash as its key: the order of arrival cannot be read from the file. No foreign key
    to the round: PostgreSQL would lock, and so mark, the round's row at each cast.
    """

    __tablename__ = "urn"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's way to say it
    retention = Retention(Ends.ACT, "Destroyed before the reveal")
    round_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    slot: Mapped[str] = mapped_column(String(64), primary_key=True)
    envelope_id: Mapped[str] = mapped_column(String(32))
    rev: Mapped[int]
    channel: Mapped[str] = mapped_column(String(10))
    enc_commit: Mapped[bytes] = mapped_column(LargeBinary)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class ReissuedBallots(Table):
    """How many votes left the urn because their code was reissued: one figure for a round, so that its sums add up.

    Destroyed with the urn; the sealed list holds the sum.
    """

    __tablename__ = "reissued_ballots"
    retention = Retention(Ends.ACT, "Destroyed with the urn; the sealed list holds the sum")
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), primary_key=True)
    votes: Mapped[int]


class OpenedBallot(Table):
    """A ballot after the opening, written once in the order of commits. Kept with the round, as its public account."""

    __tablename__ = "ballot"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's way to say it
    retention = Retention(Ends.OWNER, "Kept with the round, as its public account")
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), primary_key=True)
    commit: Mapped[str] = mapped_column(String(64), primary_key=True)
    tracker: Mapped[str] = mapped_column(String(20))
    electorate: Mapped[str] = mapped_column(String(30))
    nonce: Mapped[str] = mapped_column(String(64))
    marks: Mapped[str] = mapped_column(Text)


class SealedList(Table):
    """The list of commits that was signed and published before the opening, the dice, the sums. Kept with the round."""

    __tablename__ = "sealed_list"
    retention = Retention(Ends.OWNER, "Kept with the round")
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), primary_key=True)
    body: Mapped[str] = mapped_column(Text)
    salt: Mapped[str] = mapped_column(String(64), default="", server_default=text("''"))
    hash: Mapped[str] = mapped_column(String(64))
    signature: Mapped[str] = mapped_column(String(128))
    dice: Mapped[str] = mapped_column(String(20), default="")
    replaced: Mapped[int] = mapped_column(default=0)
    unreadable: Mapped[int] = mapped_column(default=0)
    repeated: Mapped[int] = mapped_column(default=0)
    keys_destroyed: Mapped[bool] = mapped_column(default=False)
