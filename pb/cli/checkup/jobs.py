"""Later work that does not get done."""

from collections.abc import Iterator, Mapping

from pb.cli.checkup.machine import Finding
from pb.jobs.queries import JobView
from pb.jobs.rules import Work

PATIENCE = 3
"""So many tries may fail before somebody is told: a lock, or a process that died, mends itself."""

_WHAT = {
    Work.CLOSE: "closing",
    Work.PUBLISH: "publishing",
    Work.FORGET: "forgetting what was kept long enough",
    Work.HEADS: "sending observers the head of the record of",
    Work.EXPLAIN: "explaining the bids of",
}
_REMEDY = {
    "DatabaseBusy": "something reads without end: restart the site",
    "OperationalError": "see the lines on the database",
}


def later_work(jobs: list[JobView], names: Mapping[str, str]) -> Iterator[Finding]:
    """What failed again and again. `names` are those of rounds, by id."""
    stuck = [job for job in jobs if job.tries > PATIENCE and job.fault]
    for job in stuck:
        about = f" {names[job.subject]}" if job.subject in names else ""
        todo = _REMEDY.get(job.fault, "look into the log of the site, which names the place")
        yield False, f"later work: {_WHAT[job.kind]}{about} failed {job.tries:,} times ({job.fault}); {todo}"
    if not stuck:
        yield True, "later work: nothing is stuck"
