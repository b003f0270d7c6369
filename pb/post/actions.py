"""Writing letters into the outbox, and what becomes of them there."""

from datetime import datetime

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from pb.core.ids import new_id
from pb.post import queries
from pb.post.models import Letter
from pb.post.queries import LetterView
from pb.post.rules import (
    KEPT,
    LEASE,
    LONGEST_FAULT,
    LONGEST_SUBJECT,
    MOST_TRIES,
    check_address,
    one_line,
    wait_after,
)


def write_letter(session: Session, to: str, subject: str, body: str, now: datetime) -> str:
    """Put a letter into the outbox, in the transaction of the act that it tells of: both stand, or neither.

    Args:
        session: the transaction of the act.
        to: one email address.
        subject: one line; a longer one is cut to 200 characters.
        body: plain text.
        now: when.
    Returns: the letter's id.

    Raises:
        AddressUnfit: nothing can be sent to this address.
    """
    check_address(to)
    letter_id = new_id()
    session.execute(
        insert(Letter).values(
            id=letter_id,
            to=to,
            subject=one_line(subject, LONGEST_SUBJECT),
            body=body,
            written_at=now,
            due_at=now,
        )
    )
    return letter_id


def claim_letter(session: Session, letter_id: str, now: datetime) -> LetterView | None:
    """Take a letter in hand, so that no other process sends it meanwhile; None where another was faster.

    The claim lapses after a quarter of an hour: a process that died with a letter in hand leaves it to the next.
    """
    claimed = session.execute(
        update(Letter)
        .where(Letter.id == letter_id, Letter.sent_at.is_(None), Letter.due_at <= now, Letter.tries < MOST_TRIES)
        .values(due_at=now + LEASE, tries=Letter.tries + 1)
        .returning(Letter.id)
    )
    return None if claimed.one_or_none() is None else queries.one(session, letter_id)


def note_sent(session: Session, letter_id: str, now: datetime, *, keep_body: bool) -> None:
    """Mark a letter as sent, and erase what it said unless it is to be shown."""
    values: dict[str, object] = (
        {"sent_at": now, "fault": ""} if keep_body else {"sent_at": now, "fault": "", "body": ""}
    )
    session.execute(update(Letter).where(Letter.id == letter_id).values(**values))


def note_failed(session: Session, letter: LetterView, fault: str, now: datetime) -> None:
    """Keep a letter for another try, and say why this one failed."""
    values = {"due_at": now + wait_after(letter.tries), "fault": one_line(fault, LONGEST_FAULT)}
    session.execute(update(Letter).where(Letter.id == letter.id, Letter.sent_at.is_(None)).values(**values))


def forget_letters(session: Session, now: datetime) -> int:
    """Delete the letters that were written 30 days ago or earlier; returns how many."""
    gone = session.execute(delete(Letter).where(Letter.written_at <= now - KEPT).returning(Letter.id))
    return len(gone.all())
