"""An outcome: which projects are funded, in what order, and why, step by step."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from pb.tally.ties import Tie

EQUAL_SHARES, SECOND_COMPLETION, GREEDY = "equal-shares", "second-completion", "greedy"
EXPANDING, PHRAGMEN = "ear", "phragmen"


@dataclass(frozen=True, slots=True)
class Step:
    """One project funded.

    Attributes:
        project: its id.
        cost: minor units.
        part: `equal-shares`, `second-completion`, `greedy`, `ear` or `phragmen`.
        supporters: voters who gave it at least one point.
        score: weighted points, for the greedy parts; None under equal shares.
        price: money per unit of support that its supporters paid, under equal shares; money that each voter had
            earned, under sequential Phragmén; else None.
        paid: by electorate, the voters' money spent on it.
        left: by electorate, the voters' money left after it.
        tie: the tie that was broken to choose it, or None.
        rank: down to which support was counted, under expanding approvals; else None.
    """

    project: str
    cost: int
    part: str
    supporters: int
    score: Fraction | None = None
    price: Fraction | None = None
    paid: Mapping[str, Fraction] = field(default_factory=dict)
    left: Mapping[str, Fraction] = field(default_factory=dict)
    tie: Tie | None = None
    rank: int | None = None

    def as_json(self) -> dict[str, Any]:
        """As plain values; fractions as texts `n/d`."""
        return {
            "cost": str(self.cost),
            "left": _fractions(self.left),
            "paid": _fractions(self.paid),
            "part": self.part,
            "price": None if self.price is None else str(self.price),
            "project": self.project,
            **({} if self.rank is None else {"rank": self.rank}),
            "score": None if self.score is None else str(self.score),
            "supporters": self.supporters,
            "tie": self.tie.as_json() if self.tie else None,
        }


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a project that is not funded stands at a moment of a count.

    Attributes:
        held: by electorate, the money of its supporters that may go to it, in minor units; under expanding approvals
            the weight, as money, of those who rank it high enough by then.
        price: money per unit of support that it would ask of them, under equal shares; None where they cannot pay it,
            and under expanding approvals.
    """

    held: Mapping[str, Fraction]
    price: Fraction | None = None

    def as_json(self) -> dict[str, Any]:
        """As plain values; fractions as texts."""
        return {"held": _fractions(self.held), **({} if self.price is None else {"price": str(self.price)})}


Moment = Mapping[str, Standing]
"""Where the projects that are not funded yet stand: before a step, or after the last."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a count came to.

    Attributes:
        steps: the funded projects in the order chosen.
        runs: how many amounts of money a completion went through one after the other, the one too many among them.
        added: what every voter was given on top, in minor units, when the completion stopped.
        weights: of one voter, by electorate.
        effective: the share of influence each electorate had.
    """

    steps: tuple[Step, ...]
    runs: int
    added: int
    weights: Mapping[str, Fraction]
    effective: Mapping[str, Fraction]

    @property
    def order(self) -> list[str]:
        """Ids of the funded projects in the order chosen."""
        return [step.project for step in self.steps]

    @property
    def winners(self) -> list[str]:
        """Ids of the funded projects, sorted as text."""
        return sorted(self.order)

    @property
    def cost(self) -> int:
        """What the funded projects cost together."""
        return sum(step.cost for step in self.steps)

    @property
    def ties(self) -> list[Tie]:
        """The ties that were broken."""
        return [step.tie for step in self.steps if step.tie]

    def as_json(self) -> dict[str, Any]:
        """As plain values; fractions and money as texts."""
        return {
            "added": str(self.added),
            "cost": str(self.cost),
            "effective_shares": _fractions(self.effective),
            "order": self.order,
            "runs": self.runs,
            "steps": [step.as_json() for step in self.steps],
            "weights": _fractions(self.weights),
            "winners": self.winners,
        }


def _fractions(values: Mapping[str, Fraction]) -> dict[str, str]:
    return {name: str(value) for name, value in values.items()}
