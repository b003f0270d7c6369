"""The table of key holders. It holds no passphrase, nor anything from which one could be worked out."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from pb.db.base import Table
from pb.db.retention import Ends, Retention


class KeyHolder(Table):
    """One of the three who hold the key of a round: a role or a body, no person. Kept with the round.

    `opens` is the public key, in hex, for which their sheet was made; `tried_at` is empty until their passphrase of
    that sheet was tried.
    """

    retention = Retention(Ends.OWNER, "Kept with the round")

    __tablename__ = "key_holder"
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(80))
    opens: Mapped[str] = mapped_column(String(130))
    sheet_at: Mapped[datetime]
    tried_at: Mapped[datetime | None]
