"""Keeping a video in sign language, taking it out, putting it back. Like sound, it changes nothing of a vote."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from pb.core.ids import new_id
from pb.db import locks
from pb.record import actions as record
from pb.signs import queries
from pb.signs.models import SignVideo
from pb.signs.rules import KEPT, SignNotFound
from pb.signs.shelf import Shelved


def keep_sign(
    session: Session, round_id: str, subject: str, words_digest: str, shelved: Shelved, captions: str, actor: str,
    now: datetime,
) -> None:  # fmt: skip
    """Let a bid or a screen be seen in sign language; a video that it had can be put back for a while.

    Args:
        session: a writing session.
        round_id: the round.
        subject: a screen (`welcome`) or a bid (`bid-3`).
        words_digest: of the words that the video signs.
        shelved: the video, whose file lies on the shelf already.
        captions: WebVTT; empty where the video needs none.
        actor: who does it.
        now: when.
    """
    locks.hold(session, f"sign/{round_id}", shared=False)
    _set_aside(session, round_id, subject, now)
    session.add(
        SignVideo(
            id=new_id(),
            round_id=round_id,
            subject=subject,
            words_digest=words_digest,
            made_by=actor,
            made_at=now,
            media_type=shelved.media_type,
            size=shelved.size,
            digest=shelved.digest,
            captions=captions,
        )
    )
    session.flush()
    _tell(session, round_id, subject, actor, "SignKept", now)


def remove_sign(session: Session, round_id: str, subject: str, actor: str, now: datetime) -> None:
    """Show the video no longer; for a while it can be put back.

    Raises:
        SignNotFound: there is none.
    """
    locks.hold(session, f"sign/{round_id}", shared=False)
    if not _set_aside(session, round_id, subject, now):
        raise SignNotFound
    _tell(session, round_id, subject, actor, "SignRemoved", now)


def put_back_sign(session: Session, round_id: str, subject: str, actor: str, now: datetime) -> None:
    """Show the video again that was taken out or replaced last; one that stands now changes places with it.

    Raises:
        SignNotFound: there is none (any more).
    """
    locks.hold(session, f"sign/{round_id}", shared=False)
    found = queries.newest_removed(session, round_id, subject)
    if found is None:
        raise SignNotFound
    _set_aside(session, round_id, subject, now)
    found.removed_at = None
    session.flush()
    _tell(session, round_id, subject, actor, "SignPutBack", now)


def forget_signs(session: Session, now: datetime) -> None:
    """Delete videos that were taken out or replaced long enough ago; the shelf lets go of their files."""
    session.execute(delete(SignVideo).where(SignVideo.removed_at <= now - KEPT))


def _set_aside(session: Session, round_id: str, subject: str, now: datetime) -> bool:
    found = queries.standing_row(session, round_id, subject)
    if found is not None:
        found.removed_at = now
        session.flush()
    return found is not None


def _tell(session: Session, round_id: str, subject: str, actor: str, verb: str, now: datetime) -> None:
    record.append(session, round_id, actor, verb, {"subject": subject}, now)
