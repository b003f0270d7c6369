"""The tables of clips, and of clips that a machine is asked to draft."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from pb.db.base import Table
from pb.db.retention import Ends, Retention, in_words
from pb.media.rules import KEPT, Kind

_STANDING = text("removed_at IS NULL")


class Clip(Table):
    """The sound of exact words in one language of one round.

    Kept with its round; 30 days after it was taken out or replaced it is deleted.

    `words_digest` is what it is found by, `words` is what it says, `digest` that of its bytes. Of the clips of the same
    words one stands; the others were taken out or replaced and can be put back.
    """

    __tablename__ = "clip"
    __table_args__ = (
        Index(
            "uq_clip_standing",
            "round_id",
            "language",
            "words_digest",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
    )
    retention = Retention(
        Ends.CLOCK, f"Kept with its round; {in_words(KEPT)} after it was taken out or replaced it is deleted"
    )
    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), index=True)
    language: Mapped[str] = mapped_column(String(30))
    words_digest: Mapped[str] = mapped_column(String(64))
    words: Mapped[str] = mapped_column(Text)
    kind: Mapped[Kind] = mapped_column(String(20))
    made_by: Mapped[str] = mapped_column(String(250))
    made_at: Mapped[datetime]
    media_type: Mapped[str] = mapped_column(String(30))
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64), index=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    removed_at: Mapped[datetime | None]


class ClipWish(Table):
    """Words that a machine is asked to read aloud. Deleted when they have a clip; kept while the program fails."""

    __tablename__ = "clip_wish"
    __table_args__ = (UniqueConstraint("round_id", "language", "words_digest"),)
    retention = Retention(Ends.ACT, "Deleted when they have a clip; kept while the program fails")
    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), index=True)
    language: Mapped[str] = mapped_column(String(30))
    words_digest: Mapped[str] = mapped_column(String(64))
    words: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[str] = mapped_column(String(250))
    asked_at: Mapped[datetime]
    fault: Mapped[str] = mapped_column(String(200), default="")
