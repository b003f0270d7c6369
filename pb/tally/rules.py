"""The rules of counting by name, with all their options as plain values, and the one door to them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from pb.tally.completion import equal_shares
from pb.tally.election import Election
from pb.tally.greedy import greedy
from pb.tally.outcome import Outcome

CHOICES = {
    "name": ("equal-shares", "greedy"),
    "utility": ("cost", "count"),
    "completion": ("add1", "none"),
    "second": ("greedy", "none"),
}


class RuleMalformed(ValueError):
    """An option of a rule is unknown; the message names it and what would do."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of counting. The defaults are the official rule; `step` is in minor units a voter."""

    name: str = "equal-shares"
    utility: str = "cost"
    completion: str = "add1"
    second: str = "greedy"
    step: int = 100

    def __post_init__(self) -> None:
        """Refuse what does not exist."""
        for option, choices in CHOICES.items():
            if getattr(self, option) not in choices:
                raise RuleMalformed(f"{option} is {getattr(self, option)}; choose {' or '.join(choices)}")
        if type(self.step) is not int or self.step < 1:  # True is an int, and no step
            raise RuleMalformed("step is a whole number of at least 1")

    def as_json(self) -> dict[str, Any]:
        """The rule as plain values, with only the options that matter to it."""
        options = asdict(self)
        return {"name": self.name} if self.name == "greedy" else options


def rule_from(options: Mapping[str, Any]) -> Rule:
    """The rule behind `Rule.as_json`.

    Raises:
        RuleMalformed: an option is unknown.
    """
    known = {field.name for field in fields(Rule)}
    if unknown := sorted(set(options) - known):
        raise RuleMalformed(f"there is no option {unknown[0]}")
    return Rule(**options)


def count(election: Election, rule: Rule) -> Outcome:
    """Count an election by a rule.

    Raises:
        TiedLots: a tie needs a lot that was not drawn.
    """
    if rule.name == "greedy":
        return greedy(election)
    return equal_shares(election, utility=rule.utility, completion=rule.completion, second=rule.second, step=rule.step)
