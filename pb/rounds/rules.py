"""What a round may be: its phases, ballot kinds, limits, and what must be in place before voting opens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from pb.core.refusals import Conflict, NotFound


class Phase(StrEnum):
    """Where a round stands. The order of the members is the order of a round's life."""

    SETUP = "setup"
    BIDDING = "bidding"
    REVIEW = "review"
    VOTING = "voting"
    CLOSED = "closed"
    SEALED = "sealed"
    OPENED = "opened"
    PUBLISHED = "published"

    def reached(self, other: "Phase") -> bool:
        """Whether this phase is `other` or comes after it."""
        members = list(Phase)
        return members.index(self) >= members.index(other)


class BallotKind(StrEnum):
    """How voters say what they want."""

    APPROVAL = "approval"
    STARS = "stars"
    RANKED = "ranked"


NEXT_PHASE = dict(zip(list(Phase), list(Phase)[1:], strict=False))


class RoundNotFound(NotFound):
    """There is no such round."""


class RulesFrozen(Conflict):
    """Voting has opened, so the rules of the round can no longer change."""


class WrongPhase(Conflict):
    """The round is not in the phase in which this can be done. Facts: phase, needed."""


class RoundNotReady(Conflict):
    """Something still blocks the move. Facts: blocks, a list of plain sentences."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The four instants of a round, each later than the one before."""

    bids_open_at: datetime
    bids_close_at: datetime
    voting_opens_at: datetime
    voting_closes_at: datetime


def calendar_mistakes(calendar: Calendar) -> dict[str, str]:
    """Messages by field for instants out of order."""
    names = ("bids_open_at", "bids_close_at", "voting_opens_at", "voting_closes_at")
    words = {
        "bids_close_at": "Bids must close after they open",
        "voting_opens_at": "Voting must open after bids close",
        "voting_closes_at": "Voting must close after it opens",
    }
    instants = [getattr(calendar, name) for name in names]
    return {
        name: words[name]
        for name, before, after in zip(names[1:], instants, instants[1:], strict=False)
        if after <= before
    }


def shares_add_up(shares: Sequence[Fraction]) -> bool:
    """Whether the electorates' shares are all positive and make one whole."""
    return bool(shares) and all(share > 0 for share in shares) and sum(shares) == 1


def check_phase(phase: Phase, *needed: Phase) -> None:
    """Refuse unless the round is in one of the needed phases.

    Raises:
        WrongPhase: it is in another.
    """
    if phase not in needed:
        raise WrongPhase(phase=phase, needed=needed)


def check_not_frozen(phase: Phase) -> None:
    """Refuse a change of the rules once voting has opened.

    Raises:
        RulesFrozen: voting has opened.
    """
    if phase.reached(Phase.VOTING):
        raise RulesFrozen(phase=phase)
