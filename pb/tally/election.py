"""An election: projects with costs, ballots with points, electorates with shares, and the money."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain
from operator import itemgetter

EVERYBODY = "voters"


class ElectionMalformed(ValueError):
    """The election contradicts itself; the message names what and where."""


@dataclass(frozen=True, slots=True)
class Project:
    """Something to fund. `cost` is a whole number of minor units, at least 1."""

    id: str
    cost: int


@dataclass(frozen=True, slots=True)
class Purse:
    """Money that may fund some projects only.

    Attributes:
        number: in the rules, from 1; 0 is the open purse, which may fund everything.
        amount: minor units, above 0.
        projects: ids of those that it may fund, in order, at least one.
    """

    number: int
    amount: int
    projects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Electorate:
    """A group of voters and its agreed share of influence."""

    id: str
    share: Fraction


@dataclass(frozen=True, slots=True)
class Ballot:
    """What `count` voters of one electorate gave alike: whole points above 0 by project, in the order of ids."""

    points: tuple[tuple[str, int], ...]
    electorate: str = EVERYBODY
    count: int = 1


@dataclass(frozen=True, slots=True)
class Election:
    """Everything that an outcome depends on.

    Attributes:
        projects: in the order of their ids.
        ballots: those with points, alike ones together, in an order of their own that depends on nothing outside.
        budget: the money, in minor units.
        electorates: in the order of their ids.
        weight_factor: how many times another's money a voter's may be.
        blank: those without points, by electorate: they count in the turnout and hold no money.
        seed: of the public lot for ties; empty where none was drawn.
        ties: `standard` (see `ties.py`) or `id`, every tie by project id as text.
        purses: the parts of the budget in the order in which voters spend them: fewest allowed projects first, then
            by number. What is not restricted is purse 0.
    """

    projects: tuple[Project, ...]
    ballots: tuple[Ballot, ...]
    budget: int
    electorates: tuple[Electorate, ...]
    weight_factor: int = 3
    blank: tuple[Ballot, ...] = ()
    seed: str = ""
    ties: str = "standard"
    purses: tuple[Purse, ...] = ()

    def payers(self) -> dict[str, tuple[int, ...]]:
        """The purses that may fund each project, as places in `purses`."""
        found: dict[str, list[int]] = {project.id: [] for project in self.projects}
        for place, purse in enumerate(self.purses):
            for project in purse.projects:
                found[project].append(place)
        return {project: tuple(places) for project, places in found.items()}

    def only(self, electorate: str) -> "Election":
        """The election of one electorate alone: its ballots, all the money."""
        own, blank = (
            tuple(ballot for ballot in ballots if ballot.electorate == electorate)
            for ballots in (self.ballots, self.blank)
        )
        return replace(self, ballots=own, electorates=(Electorate(electorate, Fraction(1)),), blank=blank)

    def sizes(self) -> dict[str, int]:
        """Ballots with points, by electorate."""
        found = dict.fromkeys((electorate.id for electorate in self.electorates), 0)
        for ballot in self.ballots:
            found[ballot.electorate] += ballot.count
        return found

    def supporters(self) -> dict[str, int]:
        """How many voters gave each project at least one point."""
        found = dict.fromkeys((project.id for project in self.projects), 0)
        for ballot in self.ballots:
            for project, _ in ballot.points:
                found[project] += ballot.count
        return found


def make_election(
    projects: Iterable[Project],
    ballots: Iterable[tuple[Mapping[str, int], str]],
    budget: int,
    electorates: Iterable[Electorate] = (Electorate(EVERYBODY, Fraction(1)),),
    *,
    weight_factor: int = 3,
    seed: str = "",
    ties: str = "standard",
    purses: Iterable[Purse] = (),
) -> Election:
    """Put an election together in its normal form, so that the order in which things came cannot matter.

    Args:
        projects: projects with different ids.
        ballots: points by project id, and the electorate, of each voter; 0 points are left out.
        budget: minor units, at least 0.
        electorates: shares that add up to 1.
        weight_factor: at least 1.
        seed: of the public lot.
        ties: `standard` or `id`.
        purses: the restricted parts of the budget; the rest of it is open.

    Raises:
        ElectionMalformed: an id twice, a cost below 1, points below 0, something unknown, shares that do not add up,
            purses that are more than the budget.
    """
    each = ((points, electorate, 1) for points, electorate in ballots)
    return election_of_kinds(
        projects, each, budget, electorates, weight_factor=weight_factor, seed=seed, ties=ties, purses=purses
    )


def election_of_kinds(
    projects: Iterable[Project],
    kinds: Iterable[tuple[Mapping[str, int], str, int]],
    budget: int,
    electorates: Iterable[Electorate] = (Electorate(EVERYBODY, Fraction(1)),),
    *,
    weight_factor: int = 3,
    seed: str = "",
    ties: str = "standard",
    purses: Iterable[Purse] = (),
) -> Election:
    """`make_election` for whoever has counted alike ballots already: `kinds` has points, electorate and voters.

    Raises:
        ElectionMalformed: as there.
    """
    sorted_projects = tuple(sorted(projects, key=lambda project: project.id))
    groups = tuple(sorted(electorates, key=lambda electorate: electorate.id))
    _check_parts(sorted_projects, groups, budget, weight_factor)
    parts = _in_order_of_spending(sorted_projects, budget, purses)
    each = list(kinds)
    given = _everything_given(each, {project.id for project in sorted_projects}, {group.id for group in groups})
    alike, blank = _in_normal_form(each, given)
    return Election(sorted_projects, alike, budget, groups, weight_factor, blank, seed, ties, parts)


Kind = tuple[Mapping[str, int], str, int]
"""Points by project id, electorate, and how many voters gave these."""

Given = tuple[str, int]
"""A project and the points that somebody gave it."""


def _everything_given(kinds: Sequence[Kind], known: set[str], groups: set[str]) -> set[Given]:
    """What was given, each once; refused is what names something unknown or gives less than nothing."""
    if strangers := {electorate for _, electorate, _ in kinds} - groups:
        raise ElectionMalformed(f"there is no electorate {min(strangers)}")
    found = set(chain.from_iterable([points.items() for points, _, _ in kinds]))
    if unknown := {project for project, _ in found} - known:
        raise ElectionMalformed(f"a ballot names project {min(unknown)}, which is not there")
    if (least := min((points for _, points in found), default=0)) < 0:
        project = min(project for project, points in found if points == least)
        raise ElectionMalformed(f"a ballot gives project {project} {least} points; points are at least 0")
    return found


def _in_normal_form(kinds: Sequence[Kind], given: set[Given]) -> tuple[tuple[Ballot, ...], ...]:
    """Ballots with points and those without, alike ones together and in order.

    A project and its points are one whole number here, which sorts as the two do and several times faster.
    """
    pairs = sorted(one for one in given if one[1])
    number, nothing = {pair: place for place, pair in enumerate(pairs)}, len(pairs) < len(given)
    counted: dict[str, dict[tuple[int, ...], int]] = {electorate: {} for _, electorate, _ in kinds}
    for points, electorate, voters in kinds:
        pointed = filter(itemgetter(1), points.items()) if nothing else points.items()
        marks, counts = tuple(sorted(map(number.__getitem__, pointed))), counted[electorate]
        counts[marks] = counts.get(marks, 0) + voters
    ballots = [
        Ballot(tuple(map(pairs.__getitem__, marks)), electorate, counts[marks])
        for electorate, counts in sorted(counted.items())
        for marks in sorted(counts)
    ]
    return tuple(one for one in ballots if one.points), tuple(one for one in ballots if not one.points)


def _check_parts(projects: tuple[Project, ...], groups: tuple[Electorate, ...], budget: int, factor: int) -> None:
    ids = [project.id for project in projects]
    if len(set(ids)) != len(ids):
        raise ElectionMalformed(f"project {next(one for one in ids if ids.count(one) > 1)} is there twice")
    for project in projects:
        if project.cost < 1:
            raise ElectionMalformed(f"project {project.id} costs {project.cost}; a cost is at least 1")
    if sum(group.share for group in groups) != 1 or any(group.share <= 0 for group in groups):
        raise ElectionMalformed("the shares of the electorates must be above 0 and add up to 1")
    if budget < 0 or factor < 1:
        raise ElectionMalformed("the budget is at least 0 and the weight factor at least 1")


def _in_order_of_spending(projects: tuple[Project, ...], budget: int, purses: Iterable[Purse]) -> tuple[Purse, ...]:
    every = tuple(project.id for project in projects)
    restricted = [Purse(one.number, one.amount, tuple(sorted(one.projects))) for one in purses]
    for purse in restricted:
        _check_purse(purse, set(every))
    if len({purse.number for purse in restricted}) != len(restricted):
        raise ElectionMalformed("two purses have the same number")
    rest = budget - sum(purse.amount for purse in restricted)
    if rest < 0:
        raise ElectionMalformed("the purses hold more than the budget")
    whole = [*restricted, Purse(0, rest, every)] if rest or not restricted else restricted
    if len({purse.projects for purse in whole}) != len(whole):
        raise ElectionMalformed("two purses may fund the same projects; together they are one")
    return tuple(sorted(whole, key=lambda purse: (len(purse.projects), purse.number)))


def _check_purse(purse: Purse, known: set[str]) -> None:
    if purse.number < 1 or purse.amount < 1:
        raise ElectionMalformed(f"purse {purse.number} holds {purse.amount}; number and amount are at least 1")
    if not purse.projects:
        raise ElectionMalformed(f"purse {purse.number} may fund no project")
    for project in purse.projects:
        if project not in known:
            raise ElectionMalformed(f"purse {purse.number} may fund project {project}, which is not there")
    if len(set(purse.projects)) != len(purse.projects):
        raise ElectionMalformed(f"purse {purse.number} names a project twice")
