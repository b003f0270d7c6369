"""Reading clips: what sounds a round has, the bytes of one, and what waits to be drafted."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from pb.db.retention import Due
from pb.media.models import Clip, ClipWish
from pb.media.rules import KEPT, Kind, Said, Sounds, address


@dataclass(frozen=True, slots=True)
class ClipView:
    """A clip without its bytes; `size` counts them."""

    id: str
    said: Said
    kind: Kind
    made_by: str
    made_at: datetime
    media_type: str
    size: int
    address: str
    removed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Wish:
    """Words that a machine is to read; `fault` is why it could not, or nothing while they wait."""

    id: str
    round_id: str
    said: Said
    asked_by: str
    fault: str


def sounds(session: Session, round_id: str, tag: str) -> Sounds:
    """Every standing clip of a round, for a page in the language `tag`."""
    wanted = select(Clip.language, Clip.words_digest, Clip.digest).where(Clip.round_id == round_id, _STANDS)
    return Sounds(tag, {(row.language, row.words_digest): address(row.digest) for row in session.execute(wanted)})


def standing(session: Session, round_id: str, language: str) -> dict[str, ClipView]:
    """The standing clips of a round in one language, by the digest of their words."""
    rows = session.execute(_clips(round_id).where(Clip.language == language, _STANDS))
    return {row.words_digest: _view(row) for row in rows}


def of_words(session: Session, round_id: str, said: Said) -> list[ClipView]:
    """Every clip of the same words, the standing one first, then the newest that was taken out or replaced."""
    wanted = _clips(round_id).where(Clip.language == said.language, Clip.words_digest == said.digest)
    found = [_view(row) for row in session.execute(wanted.order_by(Clip.made_at.desc(), Clip.id))]
    stands = [one for one in found if one.removed_at is None]
    return stands + sorted(
        (one for one in found if one.removed_at), key=lambda one: one.removed_at or one.made_at, reverse=True
    )


def content(session: Session, digest: str) -> tuple[str, bytes] | None:
    """The kind and the bytes of a standing clip, by the digest of its bytes."""
    wanted = select(Clip.media_type, Clip.content).where(Clip.digest == digest, _STANDS).limit(1)
    row = session.execute(wanted).one_or_none()
    return None if row is None else (row.media_type, row.content)


def said_by(session: Session, round_id: str, language: str, digest: str) -> Said | None:
    """Words that have or had a clip, by their digest, whether they still stand on a screen or not."""
    same = (Clip.round_id == round_id, Clip.language == language, Clip.words_digest == digest)
    words = session.scalars(select(Clip.words).where(*same).limit(1)).one_or_none()
    return None if words is None else Said(words, language)


def standing_row(session: Session, round_id: str, said: Said) -> Clip | None:
    """The row of the standing clip of these words."""
    same = (Clip.round_id == round_id, Clip.language == said.language, Clip.words_digest == said.digest)
    return session.scalars(select(Clip).where(*same, _STANDS)).one_or_none()


def newest_removed(session: Session, round_id: str, said: Said) -> Clip | None:
    """The row of the clip of these words that was taken out or replaced last."""
    same = (Clip.round_id == round_id, Clip.language == said.language, Clip.words_digest == said.digest)
    rows = select(Clip).where(*same, Clip.removed_at.is_not(None)).order_by(Clip.removed_at.desc(), Clip.id)
    return session.scalars(rows.limit(1)).one_or_none()


def wishes(session: Session, round_id: str, language: str) -> dict[str, Wish]:
    """What a machine is asked to draft of a round in one language, by the digest of the words."""
    rows = session.execute(_wishes().where(ClipWish.round_id == round_id, ClipWish.language == language))
    return {row.words_digest: _wish(row) for row in rows}


def wishes_due(session: Session) -> list[Wish]:
    """What waits to be drafted and has not failed, the oldest first."""
    rows = session.execute(_wishes().where(ClipWish.fault == "").order_by(ClipWish.asked_at, ClipWish.id))
    return [_wish(row) for row in rows]


def wish_row(session: Session, round_id: str, said: Said) -> ClipWish | None:
    """The row of the wish for these words."""
    same = (ClipWish.round_id == round_id, ClipWish.language == said.language, ClipWish.words_digest == said.digest)
    return session.scalars(select(ClipWish).where(*same)).one_or_none()


def clips_due(session: Session, now: datetime) -> Due:
    """Clips that were taken out or replaced so long ago that they are deleted, and when the next will be."""
    old = Clip.removed_at <= now - KEPT
    rows = session.scalars(select(func.count()).select_from(Clip).where(old)).one()
    newer = session.scalars(select(func.min(Clip.removed_at)).where(Clip.removed_at > now - KEPT)).one()
    return Due(rows, newer + KEPT if newer else None)


_STANDS = Clip.removed_at.is_(None)


def _clips(round_id: str) -> Select[*tuple[object, ...]]:
    columns = (Clip.id, Clip.words, Clip.language, Clip.words_digest, Clip.kind, Clip.made_by, Clip.made_at)
    return select(*columns, Clip.media_type, Clip.size, Clip.digest, Clip.removed_at).where(Clip.round_id == round_id)


def _view(row: Row[*tuple[object, ...]]) -> ClipView:
    return ClipView(
        id=row.id,
        said=Said(row.words, row.language),
        kind=Kind(row.kind),
        made_by=row.made_by,
        made_at=row.made_at,
        media_type=row.media_type,
        size=row.size,
        address=address(row.digest),
        removed_at=row.removed_at,
    )


def _wishes() -> Select[*tuple[object, ...]]:
    columns = (ClipWish.id, ClipWish.round_id, ClipWish.words, ClipWish.language, ClipWish.words_digest)
    return select(*columns, ClipWish.asked_by, ClipWish.fault)


def _wish(row: Row[*tuple[object, ...]]) -> Wish:
    return Wish(row.id, row.round_id, Said(row.words, row.language), row.asked_by, row.fault)
