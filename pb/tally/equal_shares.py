"""The method of equal shares: a project is funded when its supporters can pay for it equally from their shares."""

import heapq
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd, lcm

from pb.tally.election import Election, Project
from pb.tally.outcome import EQUAL_SHARES, Step
from pb.tally.ties import Tie, first_of


@dataclass(slots=True)
class _Backing:
    """The supporters of one project: per kind of ballot its place, its points for the project, and its voters.

    Voters of one kind always have the same money, so each kind is one purse.
    """

    places: list[int] = field(default_factory=list)
    points: list[int] = field(default_factory=list)
    voters: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Shares:
    """The supporters of every project, worked out once for all runs of one election."""

    election: Election
    projects: dict[str, Project] = field(init=False)
    backing: dict[str, _Backing] = field(init=False)
    counts: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        """Leave out what cannot be financed or has no points: left in, it would change outcomes."""
        self.counts = self.election.supporters()
        able = [one for one in self.election.projects if one.cost <= self.election.budget and self.counts[one.id]]
        self.projects = {project.id: project for project in able}
        self.backing = {project.id: _Backing() for project in able}
        for place, ballot in enumerate(self.election.ballots):
            for project, points in ballot.points:
                if project in self.projects:
                    backing = self.backing[project]
                    backing.places.append(place)
                    backing.points.append(points)
                    backing.voters.append(ballot.count)


@dataclass(slots=True)
class _Purses:
    """What one voter of each kind of ballot holds: `held[place] / scale`, exact.

    Whole numbers over one common denominator count several times faster than a `Fraction` a voter.
    """

    held: list[int]
    scale: int


@dataclass(frozen=True, slots=True)
class _Offer:
    """What the supporters of a project would pay: `due / points` a point, in units of `1 / scale`.

    Attributes:
        price: money per unit of support, by which projects are compared.
    """

    project: Project
    due: int
    points: int
    price: Fraction


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
    purses = _fill(shares, money)
    # The price of a project never falls, so an old price is a lower bound and most need not be worked out again.
    bounds = [(Fraction(0), name) for name in shares.projects]
    steps = []
    while (found := _cheapest(shares, purses, utility, bounds)) is not None:
        steps.append(_pay(shares, purses, *found))
    return steps


def _fill(shares: Shares, money: Mapping[str, Fraction]) -> _Purses:
    scale = lcm(*(amount.denominator for amount in money.values()))
    whole = {group: amount.numerator * (scale // amount.denominator) for group, amount in money.items()}
    return _Purses([whole[ballot.electorate] for ballot in shares.election.ballots], scale)


def _cheapest(
    shares: Shares, purses: _Purses, utility: str, bounds: list[tuple[Fraction, str]]
) -> tuple[_Offer, Tie | None] | None:
    """The offer with the least price, ties broken, or None; it leaves `bounds`, all others stay."""
    level: list[_Offer] = []
    while bounds and (not level or bounds[0][0] <= level[0].price):
        _, name = heapq.heappop(bounds)
        offer = _offer(shares, purses, name, utility)
        if offer is None:
            continue  # its supporters cannot pay it now and never will
        if level and offer.price < level[0].price:
            _put_back(bounds, level)
            level = []
        if level and offer.price > level[0].price:
            _put_back(bounds, [offer])
        else:
            level.append(offer)
    if not level:
        return None
    election = shares.election
    project, tie = first_of([offer.project for offer in level], shares.counts, election.seed, election.ties)
    _put_back(bounds, [offer for offer in level if offer.project != project])
    return next(offer for offer in level if offer.project == project), tie


def _put_back(bounds: list[tuple[Fraction, str]], offers: list[_Offer]) -> None:
    for offer in offers:
        heapq.heappush(bounds, (offer.price, offer.project.id))


def _offer(shares: Shares, purses: _Purses, name: str, utility: str) -> _Offer | None:
    """The least price at which the supporters can pay the whole cost, or None where they cannot."""
    project, backing = shares.projects[name], shares.backing[name]
    held = [purses.held[place] for place in backing.places]
    due = project.cost * purses.scale
    if sum(map(int.__mul__, held, backing.voters)) < due:
        return None
    due, points = _settle(due, held, backing)
    worth = project.cost if utility == "cost" else 1
    return _Offer(project, due, points, Fraction(due, points * purses.scale * worth))


def _settle(due: int, held: list[int], backing: _Backing) -> tuple[int, int]:
    """What is due, and from how many points, when those who cannot pay the price in full have given all they hold."""
    points = sum(map(int.__mul__, backing.points, backing.voters))
    # Whole keys in the order of money per point: with one common multiple there is nothing to round.
    common = lcm(*set(backing.points))
    keys = (
        held if common == 1 else [money * (common // given) for money, given in zip(held, backing.points, strict=True)]
    )
    if due * common <= min(keys) * points:
        return due, points
    for at in sorted(range(len(keys)), key=keys.__getitem__):
        if due * common <= keys[at] * points:
            break  # this voter, and every richer one, can pay the price in full
        due -= held[at] * backing.voters[at]
        points -= backing.points[at] * backing.voters[at]
    return due, points


def _pay(shares: Shares, purses: _Purses, offer: _Offer, tie: Tie | None) -> Step:
    project, ballots = offer.project, shares.election.ballots
    finer = offer.points // gcd(offer.due, offer.points)
    per_point = offer.due * finer // offer.points
    purses.scale *= finer
    purses.held = [money * finer for money in purses.held]
    paid = dict.fromkeys((group.id for group in shares.election.electorates), 0)
    backing = shares.backing[project.id]
    for place, points, voters in zip(backing.places, backing.points, backing.voters, strict=True):
        part = min(purses.held[place], per_point * points)
        purses.held[place] -= part
        paid[ballots[place].electorate] += part * voters
    exact = {group: Fraction(amount, purses.scale) for group, amount in paid.items()}
    supporters = shares.counts[project.id]
    return Step(project.id, project.cost, EQUAL_SHARES, supporters, price=offer.price, paid=exact, tie=tie)
