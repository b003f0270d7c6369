"""The tables of second factors and recovery codes. When somebody has one stands with the staff, who read it often."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from pb.db.base import Table
from pb.db.retention import Ends, Retention


class SecondFactor(Table):
    """What checks somebody's codes: the secret, sealed under a key of the key folder. Deleted at reset and on leaving.

    `used_step` is the last time step whose code was taken; no code of it, or of one before, is taken again.
    """

    __tablename__ = "second_factor"
    retention = Retention(Ends.CLOCK, "Deleted at reset and on leaving")
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    used_step: Mapped[int] = mapped_column(BigInteger)
    confirmed_at: Mapped[datetime]


class RecoveryCode(Table):
    """The digest of a code that replaces the telephone once. Deleted when used, and with the second factor."""

    __tablename__ = "recovery_code"
    retention = Retention(Ends.CLOCK, "Deleted when used, and with the second factor")
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
