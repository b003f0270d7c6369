"""The method of equal shares: a project is funded when its supporters can pay for it equally from their shares."""

import heapq
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from pb.tally.election import Election, Project
from pb.tally.outcome import EQUAL_SHARES, Step
from pb.tally.ties import Tie, first_of


@dataclass(slots=True)
class _Supporter:
    """Voters of one kind of ballot, as supporters of one project; they always have the same money."""

    ballot: int
    points: int
    count: int


@dataclass(slots=True)
class Shares:
    """The supporters of every project, worked out once for all runs of one election."""

    election: Election
    projects: dict[str, Project] = field(init=False)
    supporters: dict[str, list[_Supporter]] = field(init=False)
    counts: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        """Leave out what cannot be financed or has no points: left in, it would change outcomes."""
        self.counts = self.election.supporters()
        able = [one for one in self.election.projects if one.cost <= self.election.budget and self.counts[one.id]]
        self.projects = {project.id: project for project in able}
        self.supporters = {project.id: [] for project in able}
        for at, ballot in enumerate(self.election.ballots):
            for project, points in ballot.points:
                if project in self.projects:
                    self.supporters[project].append(_Supporter(at, points, ballot.count))


def run(shares: Shares, money: Mapping[str, Fraction], utility: str) -> list[Step]:
    """Run equal shares once, from nothing.

    Args:
        shares: of the election.
        money: what one voter of each electorate holds, minor units, exact.
        utility: `cost` (a project is worth its cost times its points) or `count` (its points).
    Returns: a Step for each funded project in the order chosen; their cost may be above the budget where `money` is.

    Raises:
        TiedLots: two projects are level in price, cost and supporters, and no lot was drawn.
    Source: Peters, Pierczyński, Skowron (2021), "Proportional Participatory Budgeting with Additive Utilities".
    """
    purse = [money[ballot.electorate] for ballot in shares.election.ballots]
    # The price of a project never falls, so an old price is a lower bound and most need not be worked out again.
    bounds = [(Fraction(0), name) for name in shares.projects]
    heapq.heapify(bounds)
    steps = []
    while (found := _cheapest(shares, purse, utility, bounds)) is not None:
        price, project, tie = found
        per_point = price * project.cost if utility == "cost" else price
        steps.append(_pay(shares, purse, project, per_point, price, tie))
    return steps


def _cheapest(
    shares: Shares, purse: list[Fraction], utility: str, bounds: list[tuple[Fraction, str]]
) -> tuple[Fraction, Project, Tie | None] | None:
    level: list[tuple[Fraction, str]] = []
    while bounds and (not level or bounds[0][0] <= level[0][0]):
        _, name = heapq.heappop(bounds)
        price = _price(shares, purse, name, utility)
        if price is None:
            continue  # its supporters cannot pay it now and never will
        if level and price > level[0][0]:
            heapq.heappush(bounds, (price, name))
        elif level and price == level[0][0]:
            level.append((price, name))
        else:
            for other in level:
                heapq.heappush(bounds, other)
            level = [(price, name)]
    if not level:
        return None
    election = shares.election
    project, tie = first_of([shares.projects[name] for _, name in level], shares.counts, election.seed, election.ties)
    for other in level:
        if other[1] != project.id:
            heapq.heappush(bounds, other)
    return level[0][0], project, tie


def _price(shares: Shares, purse: list[Fraction], name: str, utility: str) -> Fraction | None:
    """The least price per unit of support at which the supporters can pay the whole cost, or None."""
    cost = shares.projects[name].cost
    supporters = shares.supporters[name]
    if sum(purse[one.ballot] * one.count for one in supporters) < cost:
        return None
    due, points = Fraction(cost), sum(one.points * one.count for one in supporters)
    for one in sorted(supporters, key=lambda one: purse[one.ballot] / one.points):
        if due * one.points <= purse[one.ballot] * points:
            break  # this voter, and every richer one, can pay the price in full
        due -= purse[one.ballot] * one.count
        points -= one.points * one.count
    per_point = due / points if points else Fraction(0)
    return per_point / cost if utility == "cost" else per_point


def _pay(
    shares: Shares, purse: list[Fraction], project: Project, per_point: Fraction, price: Fraction, tie: Tie | None
) -> Step:
    ballots = shares.election.ballots
    paid = {group.id: Fraction(0) for group in shares.election.electorates}
    for one in shares.supporters[project.id]:
        share = min(purse[one.ballot], per_point * one.points)
        purse[one.ballot] -= share
        paid[ballots[one.ballot].electorate] += share * one.count
    return Step(project.id, project.cost, EQUAL_SHARES, shares.counts[project.id], price=price, paid=paid, tie=tie)
