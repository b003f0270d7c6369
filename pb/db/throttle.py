"""Counters of tries. They commit on their own: a refusal must not roll back the count of it."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import String, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from pb.db.base import Table
from pb.db.engines import Sessions
from pb.db.retention import Due, Ends, Retention, in_words

WINDOW = timedelta(minutes=10)


class Try(Table):
    """One counted try. Kept for 10 minutes, then deleted; `key` is a hash, so no address is stored."""

    __tablename__ = "throttle_try"
    retention = Retention(Ends.CLOCK, f"Kept for {in_words(WINDOW)}, then deleted")
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime]


class Throttle:
    """Counts tries by kind and subject (a client's address, an email) over a sliding window of ten minutes."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    def count(self, kind: str, subject: str, now: datetime) -> int:
        """Count one try and return how many there were in the window, this one included."""
        key = _key(kind, subject)
        with self._sessions.write() as session:
            session.execute(delete(Try).where(Try.at < now - WINDOW))
            session.add(Try(key=key, at=now))
            session.flush()
            return len(session.scalars(select(Try.id).where(Try.key == key)).all())

    def tries(self, kind: str, subject: str, now: datetime) -> int:
        """How many tries were counted in the window."""
        with self._sessions.read() as session:
            found = session.scalars(select(Try.id).where(Try.key == _key(kind, subject), Try.at >= now - WINDOW))
            return len(found.all())

    def forget(self, kind: str, subject: str) -> None:
        """Begin again from nothing, after a success."""
        with self._sessions.write() as session:
            self.forget_within(session, kind, subject)

    def forget_within(self, session: Session, kind: str, subject: str) -> None:
        """The same in the transaction of the success, which holds SQLite's only place for a writer."""
        session.execute(delete(Try).where(Try.key == _key(kind, subject)))


def tries_due(session: Session, now: datetime) -> Due:
    """Tries that are out of the window."""
    old = Try.at < now - WINDOW
    oldest = session.scalars(select(func.min(Try.at)).where(~old)).one()
    return Due(session.scalars(select(func.count()).where(old)).one(), oldest + WINDOW if oldest else None)


def forget_tries(session: Session, now: datetime) -> None:
    """Delete tries that are out of the window, where nobody tries anything that would."""
    session.execute(delete(Try).where(Try.at < now - WINDOW))


def _key(kind: str, subject: str) -> str:
    return hashlib.sha256(f"{kind}|{subject}".encode()).hexdigest()
