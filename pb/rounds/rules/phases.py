"""The phases of a round, and what may be done in which."""

from enum import StrEnum

from pb.core.refusals import Conflict


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


NEXT_PHASE = dict(zip(list(Phase), list(Phase)[1:], strict=False))


class RulesFrozen(Conflict):
    """Voting has opened, so the rules of the round can no longer change."""


class WrongPhase(Conflict):
    """The round is not in the phase in which this can be done. Facts: phase, needed."""


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
