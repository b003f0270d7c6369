"""Reading what later work there is."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.jobs.models import Job
from pb.jobs.rules import Work


@dataclass(frozen=True, slots=True)
class JobView:
    """A piece of work as it stands; `fault` is the kind of the last failure, or nothing."""

    kind: Work
    subject: str
    due_at: datetime
    tries: int
    fault: str


def waiting(session: Session) -> list[JobView]:
    """All later work that is known and not done, the longest due first."""
    columns = (Job.kind, Job.subject, Job.due_at, Job.tries, Job.fault)
    rows = session.execute(select(*columns).order_by(Job.due_at, Job.kind, Job.subject))
    return [JobView(Work(row.kind), row.subject, row.due_at, row.tries, row.fault) for row in rows]
