"""Reading what is signed: the standing video of each subject, captions, and which files are still named."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from pb.db.retention import Due
from pb.signs.models import SignVideo
from pb.signs.rules import KEPT, Sign


@dataclass(frozen=True, slots=True)
class SignView:
    """A video as the desk shows it; `size` in bytes."""

    id: str
    subject: str
    words_digest: str
    made_by: str
    made_at: datetime
    size: int
    sign: Sign
    removed_at: datetime | None


def standing(session: Session, round_id: str) -> dict[str, SignView]:
    """The standing videos of a round by subject, whether the words have changed since or not."""
    return {row.subject: _view(row) for row in session.execute(_videos(round_id).where(_STANDS))}


def removed(session: Session, round_id: str, subject: str) -> list[SignView]:
    """Videos of a subject that were taken out or replaced and can be put back, the newest first."""
    rows = _videos(round_id).where(SignVideo.subject == subject, SignVideo.removed_at.is_not(None))
    return [_view(row) for row in session.execute(rows.order_by(SignVideo.removed_at.desc(), SignVideo.id))]


def kind_of(session: Session, digest: str) -> str | None:
    """The kind of the standing video whose bytes have this digest."""
    return session.scalars(
        select(SignVideo.media_type).where(SignVideo.digest == digest, _STANDS).limit(1)
    ).one_or_none()


def captions(session: Session, video_id: str) -> str | None:
    """The captions of a standing video that has some."""
    wanted = select(SignVideo.captions).where(SignVideo.id == video_id, _STANDS, SignVideo.captions != "")
    return session.scalars(wanted).one_or_none()


def standing_row(session: Session, round_id: str, subject: str) -> SignVideo | None:
    """The row of the standing video of a subject."""
    wanted = select(SignVideo).where(SignVideo.round_id == round_id, SignVideo.subject == subject, _STANDS)
    return session.scalars(wanted).one_or_none()


def newest_removed(session: Session, round_id: str, subject: str) -> SignVideo | None:
    """The row of the video of a subject that was taken out or replaced last."""
    rows = select(SignVideo).where(SignVideo.round_id == round_id, SignVideo.subject == subject)
    rows = rows.where(SignVideo.removed_at.is_not(None)).order_by(SignVideo.removed_at.desc(), SignVideo.id)
    return session.scalars(rows.limit(1)).one_or_none()


def digests(session: Session) -> set[str]:
    """Digests of every video that a row names: files of others are nobody's."""
    return set(session.scalars(select(SignVideo.digest)))


def videos_due(session: Session, now: datetime) -> Due:
    """Videos that were taken out or replaced so long ago that they are deleted, and when the next will be."""
    rows = session.scalars(select(func.count()).select_from(SignVideo).where(SignVideo.removed_at <= now - KEPT)).one()
    newer = session.scalars(select(func.min(SignVideo.removed_at)).where(SignVideo.removed_at > now - KEPT)).one()
    return Due(rows, newer + KEPT if newer else None)


_STANDS = SignVideo.removed_at.is_(None)


def _videos(round_id: str) -> Select[*tuple[object, ...]]:
    columns = (SignVideo.id, SignVideo.subject, SignVideo.words_digest, SignVideo.made_by, SignVideo.made_at)
    more = (SignVideo.size, SignVideo.media_type, SignVideo.digest, SignVideo.removed_at)
    has_captions = (SignVideo.captions != "").label("has_captions")
    return select(*columns, *more, has_captions).where(SignVideo.round_id == round_id)


def _view(row: Row[*tuple[object, ...]]) -> SignView:
    captions_at = f"/media/captions/{row.id}" if row.has_captions else ""
    sign = Sign(f"/media/signs/{row.digest}", row.media_type, captions_at)
    return SignView(row.id, row.subject, row.words_digest, row.made_by, row.made_at, row.size, sign, row.removed_at)
