"""What kinds of later work there are, how long one may take, and when it is tried again."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from pb.core.refusals import Conflict

LEASE = timedelta(minutes=15)
"""Whoever has not come back by then, or said that it is alive, is taken for dead, and another takes over."""

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=2), timedelta(minutes=10)
LONGEST_FAULT = 100


class JobLost(Conflict):
    """Another process took this work over meanwhile, so what was done of it here must not stand."""


class Work(StrEnum):
    """The kinds of later work."""

    CLOSE = "close"
    PUBLISH = "publish"
    FORGET = "forget"
    HEADS = "heads"
    EXPLAIN = "explain"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Held:
    """A piece of work that this process has in hand."""

    kind: Work
    subject: str
    by: str
    tries: int


def wait_after(tries: int) -> timedelta:
    """How long to wait after so many tries (at least 1): two seconds, doubled each time, at most ten minutes."""
    return min(FIRST_WAIT * (1 << min(tries - 1, 16)), LONGEST_WAIT)
