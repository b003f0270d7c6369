"""Reading the outbox."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from pb.db.retention import Due
from pb.post.models import Letter
from pb.post.rules import KEPT, MOST_TRIES


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter as it stands in the outbox; `body` is empty once it was sent, except in a demonstration."""

    id: str
    to: str
    subject: str
    body: str
    written_at: datetime
    sent_at: datetime | None
    tries: int
    fault: str


def outbox(session: Session, most: int = 100) -> list[LetterView]:
    """The newest letters first, sent or not."""
    newest = select(*_COLUMNS).order_by(Letter.written_at.desc(), Letter.id).limit(most)
    return [_view(row) for row in session.execute(newest)]


def one(session: Session, letter_id: str) -> LetterView | None:
    """A letter by its id."""
    row = session.execute(select(*_COLUMNS).where(Letter.id == letter_id)).one_or_none()
    return None if row is None else _view(row)


def stuck(session: Session) -> list[LetterView]:
    """Letters that were tried as often as letters are, and are not tried any more."""
    rows = select(*_COLUMNS).where(Letter.sent_at.is_(None), Letter.tries >= MOST_TRIES).order_by(Letter.written_at)
    return [_view(row) for row in session.execute(rows)]


def due(session: Session, now: datetime, most: int) -> list[str]:
    """The ids of letters to be tried now, the oldest first."""
    waiting = select(Letter.id).where(Letter.sent_at.is_(None), Letter.due_at <= now, Letter.tries < MOST_TRIES)
    return list(session.scalars(waiting.order_by(Letter.written_at, Letter.id).limit(most)))


def letters_due(session: Session, now: datetime) -> Due:
    """Letters that have been kept for as long as letters are kept, and when the next will have been."""
    old = Letter.written_at <= now - KEPT
    oldest = session.scalars(select(func.min(Letter.written_at)).where(~old)).one()
    rows = session.scalars(select(func.count()).select_from(Letter).where(old)).one()
    return Due(rows, oldest + KEPT if oldest else None)


_COLUMNS = (
    Letter.id,
    Letter.to,
    Letter.subject,
    Letter.body,
    Letter.written_at,
    Letter.sent_at,
    Letter.tries,
    Letter.fault,
)


def _view(row: Row[*tuple[Any, ...]]) -> LetterView:
    return LetterView(row.id, row.to, row.subject, row.body, row.written_at, row.sent_at, row.tries, row.fault)
