"""Taking later work in hand, finishing it, and giving it back.

The state of the house says what is due; a row here says who does it. The row goes in the transaction that does the
work, so both stand or neither: a process that dies leaves the work to the next, and two never do it both.
"""

from datetime import datetime

from sqlalchemy import delete, or_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from pb.core.ids import new_id
from pb.jobs.models import Job
from pb.jobs.rules import LEASE, LONGEST_FAULT, Held, JobLost, Work, wait_after


def take(session: Session, kind: Work, subject: str, now: datetime) -> Held | None:
    """Take a piece of due work in hand; None where another process has it, or it is not to be tried yet.

    Args:
        session: a transaction of its own, committed before the work begins.
        kind: what is to be done.
        subject: to what; an id, or "site".
        now: when.
    """
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    fresh = dialect.insert(Job).values(kind=kind.value, subject=subject, due_at=now, held_by="", tries=0, fault="")
    session.execute(fresh.on_conflict_do_nothing())
    by = new_id()
    mine = (Job.kind == kind.value, Job.subject == subject, Job.due_at <= now)
    values = {"due_at": now + LEASE, "held_by": by, "tries": Job.tries + 1}
    tries = session.execute(update(Job).where(*mine).values(**values).returning(Job.tries)).scalar_one_or_none()
    return None if tries is None else Held(kind, subject, by, tries)


def renew(session: Session, held: Held, now: datetime) -> None:
    """Say that this process is alive and goes on, in the transaction that keeps a step of the work, or in its own.

    Raises:
        JobLost: another process took it over; the transaction must not stand.
    """
    longer = update(Job).where(*_held(held)).values(due_at=now + LEASE).returning(Job.kind)
    if session.execute(longer).scalar_one_or_none() is None:
        raise JobLost(kind=held.kind.value, subject=held.subject)


def finish(session: Session, held: Held) -> None:
    """Note that the work is done, in the transaction that does it.

    Raises:
        JobLost: another process took it over; the transaction must not stand.
    """
    gone = session.execute(delete(Job).where(*_held(held)).returning(Job.kind)).scalar_one_or_none()
    if gone is None:
        raise JobLost(kind=held.kind.value, subject=held.subject)


def give_back(session: Session, held: Held, fault: str, now: datetime) -> None:
    """Leave failed work to be tried again after a while; `fault` is a word for what went wrong, without any value."""
    values = {"due_at": now + wait_after(held.tries), "held_by": "", "fault": fault[:LONGEST_FAULT]}
    session.execute(update(Job).where(*_held(held)).values(**values))


def lay_down(session: Session, held: Held, now: datetime) -> None:
    """Leave work, of which nothing went wrong, to whoever comes next, at once: this process was asked to end."""
    values = {"due_at": now, "held_by": "", "tries": Job.tries - 1}
    session.execute(update(Job).where(*_held(held)).values(**values))


def drop(session: Session, kinds: dict[Work, set[str]]) -> None:
    """Forget work that is not due any more: what it is about was dealt with in another way.

    Args:
        session: a writing session.
        kinds: what is due, by kind; all else goes.
    """
    due = [(Job.kind == kind.value) & Job.subject.in_(sorted(subjects)) for kind, subjects in kinds.items() if subjects]
    session.execute(delete(Job).where(~or_(*due)) if due else delete(Job))


def _held(held: Held) -> tuple:  # type: ignore[type-arg] # conditions of SQLAlchemy
    return (Job.kind == held.kind.value, Job.subject == held.subject, Job.held_by == held.by)
