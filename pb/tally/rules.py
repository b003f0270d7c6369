"""The rules of counting by name, with all their options as plain values, and the one door to them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from pb.tally.completion import Work, equal_shares
from pb.tally.ear import expanding_approvals
from pb.tally.election import Election
from pb.tally.greedy import greedy
from pb.tally.outcome import Outcome
from pb.tally.phragmen import phragmen

CHOICES = {
    "name": ("equal-shares", "greedy", "ear", "phragmen"),
    "utility": ("cost", "count"),
    "completion": ("add1", "none"),
    "second": ("greedy", "none"),
    "stop": ("overspend", "exhausted"),
}
OPTIONS = {
    "equal-shares": ("utility", "completion", "second", "step", "stop"),
    "greedy": ("per_cost", "skip", "threshold"),
    "ear": (),
    "phragmen": (),
}
"""What matters to each rule, beside its name."""


class RuleMalformed(ValueError):
    """An option of a rule is unknown; the message names it and what would do."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of counting. The defaults are the official rule.

    Attributes:
        name: see `CHOICES`, as for all that follow.
        utility: of equal shares, and so are completion, second, step (minor units a voter) and stop.
        per_cost: of greedy: points are divided by the cost.
        skip: of greedy: what cannot be paid is passed over; else it ends the count.
        threshold: of greedy: the least points that a project needs.
    """

    name: str = "equal-shares"
    utility: str = "cost"
    completion: str = "add1"
    second: str = "greedy"
    step: int = 100
    stop: str = "overspend"
    per_cost: bool = False
    skip: bool = True
    threshold: int = 0

    def __post_init__(self) -> None:
        """Refuse what does not exist."""
        for option, choices in CHOICES.items():
            if getattr(self, option) not in choices:
                raise RuleMalformed(f"{option} is {getattr(self, option)}; choose {' or '.join(choices)}")
        for option, least in (("step", 1), ("threshold", 0)):
            value = getattr(self, option)
            if type(value) is not int or value < least:  # True is an int, and no step
                raise RuleMalformed(f"{option} is a whole number of at least {least}")
        for option in ("per_cost", "skip"):
            if type(getattr(self, option)) is not bool:
                raise RuleMalformed(f"{option} is true or false")

    def as_json(self) -> dict[str, Any]:
        """The rule as plain values, with only the options that matter to it.

        Options that the first format of bundles did not have are told only where they differ from the default.
        """
        told = {option: getattr(self, option) for option in OPTIONS[self.name]}
        return {"name": self.name, **{key: value for key, value in told.items() if key in FIRST or value != _OF[key]}}


FIRST = ("utility", "completion", "second", "step")
"""The options of the first format of bundles, which are always told."""

_OF = {field.name: field.default for field in fields(Rule)}


def rule_from(options: Mapping[str, Any]) -> Rule:
    """The rule behind `Rule.as_json`.

    Raises:
        RuleMalformed: an option is unknown.
    """
    known = {field.name for field in fields(Rule)}
    if unknown := sorted(set(options) - known):
        raise RuleMalformed(f"there is no option {unknown[0]}")
    return Rule(**options)


def count(election: Election, rule: Rule, *, on_run: Callable[[int], None] | None = None) -> Outcome:
    """Count an election by a rule.

    Args:
        election: what to count.
        rule: by which.
        on_run: told, on the way, how many runs of a completion are done.

    Raises:
        TiedLots: a tie needs a lot that was not drawn.
    """
    match rule.name:
        case "greedy":
            return greedy(election, per_cost=rule.per_cost, skip=rule.skip, threshold=rule.threshold)
        case "ear":
            return expanding_approvals(election)
        case "phragmen":
            return phragmen(election)
    return equal_shares(
        election,
        utility=rule.utility,
        completion=rule.completion,
        second=rule.second,
        step=rule.step,
        stop=rule.stop,
        work=Work(on_run=on_run),
    )
