"""Keeping the sound of words, taking it out, putting it back, and asking a machine for a draft.

None of it changes what voters may choose or how it counts, so it may be done while voting is open too.
"""

import hashlib
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from pb.core.ids import new_id
from pb.db import locks
from pb.media import queries
from pb.media.models import Clip, ClipWish
from pb.media.rules import KEPT, ClipNotFound, Kind, Said, UnfitSound, fault_of, media_type_of
from pb.record import actions as record

LONGEST_TOLD = 80
"""How much of the words the record tells; the clip itself has all of them."""


def keep_clip(
    session: Session, round_id: str, said: Said, kind: Kind, content: bytes, actor: str, now: datetime
) -> None:
    """Let words be heard; a clip that they had before can be put back for a while.

    Args:
        session: a writing session.
        round_id: the round on whose screens the words stand.
        said: the words.
        kind: where the sound comes from.
        content: of the file.
        actor: who does it.
        now: when.

    Raises:
        UnfitSound: the file is empty, too large, or no sound that browsers play.
    """
    if fault := fault_of(content):
        raise UnfitSound(fault=fault)
    locks.hold(session, f"clip/{round_id}", shared=False)
    _set_aside(session, round_id, said, now)
    session.add(
        Clip(
            id=new_id(),
            round_id=round_id,
            language=said.language,
            words_digest=said.digest,
            words=said.words,
            kind=kind,
            made_by=actor,
            made_at=now,
            media_type=media_type_of(content),
            size=len(content),
            digest=hashlib.sha256(content).hexdigest(),
            content=content,
        )
    )
    if wish := queries.wish_row(session, round_id, said):
        session.delete(wish)
    session.flush()
    _tell(session, round_id, said, actor, "ClipKept", now, kind=kind.value)


def remove_clip(session: Session, round_id: str, said: Said, actor: str, now: datetime) -> None:
    """Let words be heard no longer; for a while the clip can be put back.

    Raises:
        ClipNotFound: they have none.
    """
    locks.hold(session, f"clip/{round_id}", shared=False)
    if not _set_aside(session, round_id, said, now):
        raise ClipNotFound
    _tell(session, round_id, said, actor, "ClipRemoved", now)


def put_back_clip(session: Session, round_id: str, said: Said, actor: str, now: datetime) -> None:
    """Let the clip be heard again that was taken out or replaced last; one that stands now changes places with it.

    Raises:
        ClipNotFound: there is none (any more).
    """
    locks.hold(session, f"clip/{round_id}", shared=False)
    found = queries.newest_removed(session, round_id, said)
    if found is None:
        raise ClipNotFound
    _set_aside(session, round_id, said, now)
    found.removed_at = None
    session.flush()
    _tell(session, round_id, said, actor, "ClipPutBack", now)


def wish_draft(session: Session, round_id: str, said: Said, actor: str, now: datetime) -> None:
    """Ask for a draft by the machine, or ask again after it failed. It is made soon after, not here."""
    locks.hold(session, f"clip/{round_id}", shared=False)
    if found := queries.wish_row(session, round_id, said):
        found.fault = ""
    else:
        wish = ClipWish(id=new_id(), round_id=round_id, language=said.language, words_digest=said.digest)
        wish.words, wish.asked_by, wish.asked_at = said.words, actor, now
        session.add(wish)
    session.flush()


def note_fault(session: Session, round_id: str, said: Said, fault: str) -> None:
    """Say beside words why the machine could not read them."""
    if found := queries.wish_row(session, round_id, said):
        found.fault = fault
        session.flush()


def forget_clips(session: Session, now: datetime) -> None:
    """Delete clips that were taken out or replaced long enough ago."""
    session.execute(delete(Clip).where(Clip.removed_at <= now - KEPT))


def _set_aside(session: Session, round_id: str, said: Said, now: datetime) -> bool:
    found = queries.standing_row(session, round_id, said)
    if found is not None:
        found.removed_at = now
        session.flush()
    return found is not None


def _tell(session: Session, round_id: str, said: Said, actor: str, verb: str, now: datetime, **more: str) -> None:
    short = said.words if len(said.words) <= LONGEST_TOLD else f"{said.words[:LONGEST_TOLD]}…"
    record.append(session, round_id, actor, verb, {"language": said.language, "words": short, **more}, now)
