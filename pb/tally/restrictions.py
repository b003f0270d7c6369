"""From contributions with restrictions to the purses of an election: which money may fund which project."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from pb.tally.election import ElectionMalformed, Purse


@dataclass(frozen=True, slots=True)
class Pot:
    """The money of a round, in purses.

    Attributes:
        purses: those that may fund some projects only, numbered from 1 as their contributions stand in the terms.
        gifts: minor units by contribution (its place in the terms), by the number of their purse; 0 is open money.
        idle: minor units by contribution that can fund nothing on the ballot. They take no part in the count, and go
            back.
    """

    purses: tuple[Purse, ...]
    gifts: Mapping[int, Mapping[str, int]]
    idle: Mapping[str, int]

    @property
    def budget(self) -> int:
        """The money that can fund something."""
        return sum(amount for held in self.gifts.values() for amount in held.values())


def pot_of(terms: Mapping[str, Any]) -> Pot:
    """The purses behind the contributions of a round; those that may fund the same projects share one.

    Args:
        terms: the value of `round.json`. A contribution may have `only`, labels of which a project must have at least
            one of each kind named; projects have `labels`, and the rules say of what kind each label is.

    Raises:
        ElectionMalformed: a label is there twice, or one is used that is not there.
    """
    kinds = _kinds(terms)
    everything = tuple(sorted(project["id"] for project in terms["proposals"]))
    numbers, gifts, idle = {everything: 0}, dict[int, dict[str, int]](), dict[str, int]()
    for place, given in enumerate(terms["contributions"]):
        projects = _projects(terms, given.get("only", []), kinds)
        if not projects and everything:
            idle[str(place)] = given["pence"]
            continue
        number = numbers.setdefault(projects, len(numbers))
        gifts.setdefault(number, {})[str(place)] = given["pence"]
    purses = (Purse(number, sum(gifts[number].values()), names) for names, number in numbers.items() if number)
    return Pot(tuple(purses), gifts, idle)


def fits(labels: Collection[str], only: Collection[str], kinds: Mapping[str, str]) -> bool:
    """Whether money that is for some labels only may fund a project with these labels: with one of each kind named."""
    return all(any(label in labels for label in some) for some in _wanted(only, kinds))


def _kinds(terms: Mapping[str, Any]) -> dict[str, str]:
    named = terms["rules"].get("labels", [])
    kinds = {label["id"]: label["kind"] for label in named}
    if len(kinds) != len(named):
        raise ElectionMalformed("a label is there twice")
    used = [label for given in terms["contributions"] for label in given.get("only", [])]
    used += [label for project in terms["proposals"] for label in project.get("labels", [])]
    for label in used:
        if label not in kinds:
            raise ElectionMalformed(f"there is no label {label}")
    return kinds


def _projects(terms: Mapping[str, Any], only: list[str], kinds: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted(one["id"] for one in terms["proposals"] if fits(one.get("labels", []), only, kinds)))


def _wanted(only: Collection[str], kinds: Mapping[str, str]) -> list[set[str]]:
    """The labels of each kind named."""
    wanted: dict[str, set[str]] = {}
    for label in only:
        wanted.setdefault(kinds[label], set()).add(label)
    return list(wanted.values())
