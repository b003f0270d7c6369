"""The table of videos in sign language; the videos themselves are files."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from pb.db.base import Table
from pb.db.retention import Ends, Retention, in_words
from pb.signs.rules import KEPT

_STANDING = text("removed_at IS NULL")


class SignVideo(Table):
    """A video that signs one bid or one voting screen.

    Kept with its round; 30 days after it was taken out or replaced it is deleted, and its file a day later.

    `subject` is a screen (`welcome`) or a bid (`bid-3`), `words_digest` that of the words that it signs, `digest` that
    of its bytes, after which its file is named. Of the videos of one subject one stands.
    """

    __tablename__ = "sign_video"
    __table_args__ = (
        Index(
            "uq_sign_video_standing",
            "round_id",
            "subject",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
    )
    retention = Retention(
        Ends.CLOCK,
        f"Kept with its round; {in_words(KEPT)} after it was taken out or replaced it is deleted, and its file a day "
        "later",
    )
    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), index=True)
    subject: Mapped[str] = mapped_column(String(30))
    words_digest: Mapped[str] = mapped_column(String(64))
    made_by: Mapped[str] = mapped_column(String(250))
    made_at: Mapped[datetime]
    media_type: Mapped[str] = mapped_column(String(30))
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64), index=True)
    captions: Mapped[str] = mapped_column(Text, default="")
    removed_at: Mapped[datetime | None]
