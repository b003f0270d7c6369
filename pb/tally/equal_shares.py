"""The method of equal shares: a project is funded when its supporters can pay for it equally from their shares.

Voters of one electorate who have paid for the same projects hold the same money, so the count keeps one purse for all
of them. It keeps every amount as a straight line: what it is now, and what it gains with each further step of a
completion. So each comparison that the count makes also says for how many steps it comes out alike, and a completion
need not try those.
"""

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd, lcm

from pb.tally.election import Election, Project
from pb.tally.outcome import EQUAL_SHARES, Step
from pb.tally.ties import Tie, first_of

EMPTY = 0
"""The number of the purse of all who have nothing left."""

Stakes = dict[tuple[int, int], int]
"""Voters by their purse and their points for a project."""


Backing = dict[tuple[int, int], list[int]]
"""The supporters of one project: places of kinds of ballots, by their points for it and the voters of each kind."""


@dataclass(slots=True)
class Shares:
    """The supporters of every project, worked out once for all runs of one election.

    Attributes:
        owners: the electorates, each the owner of the purse of its number; nobody owns the empty one.
        full: the purse of each kind of ballot before anything is paid.
        stakes: of each project before anything is paid.
    """

    election: Election
    projects: dict[str, Project] = field(init=False)
    backing: dict[str, Backing] = field(init=False)
    counts: dict[str, int] = field(init=False)
    owners: list[str] = field(init=False)
    full: list[int] = field(init=False)
    stakes: dict[str, Stakes] = field(init=False)

    def __post_init__(self) -> None:
        """Leave out what cannot be financed or has no points: left in, it would change outcomes."""
        self.counts = self.election.supporters()
        able = [one for one in self.election.projects if one.cost <= self.election.budget and self.counts[one.id]]
        self.projects = {project.id: project for project in able}
        self.backing = {project.id: {} for project in able}
        for place, ballot in enumerate(self.election.ballots):
            for project, points in ballot.points:
                if project in self.projects:
                    self.backing[project].setdefault((points, ballot.count), []).append(place)
        self.owners = ["", *(group.id for group in self.election.electorates)]
        self.full = [self.owners.index(ballot.electorate) for ballot in self.election.ballots]
        self.stakes = {name: _stakes(backing, self.full) for name, backing in self.backing.items()}


@dataclass(slots=True)
class _Horizon:
    """For how many further steps every comparison made so far comes out alike; None while none would ever change."""

    steps: int | None = None

    def while_not_below(self, lead: Fraction | int, gain: Fraction | int) -> None:
        """It lasts while `lead` + steps * `gain` >= 0; `lead` is not below 0."""
        if gain < 0:
            self._at_most(lead // -gain)

    def while_above(self, lead: Fraction | int, gain: Fraction | int) -> None:
        """It lasts while `lead` + steps * `gain` > 0; `lead` is above 0."""
        if gain < 0:
            self._at_most(-(lead // gain) - 1)

    def _at_most(self, steps: int) -> None:
        self.steps = steps if self.steps is None else min(self.steps, steps)


@dataclass(slots=True)
class _Purses:
    """What one voter holds: `held / scale` of their purse, and `gains / scale` more with each further step, exact.

    Whole numbers over one common denominator count several times faster than a `Fraction` each.

    Attributes:
        of: the purse of each kind of ballot.
        owner: the electorate of each purse.
        used: whether anything was paid yet.
    """

    of: list[int]
    owner: list[str]
    held: list[int]
    gains: list[int]
    scale: int
    used: bool = False


@dataclass(frozen=True, slots=True)
class _Offer:
    """What the supporters of a project would pay: `due / points` a point, in units of `1 / scale`.

    Attributes:
        rise: by how much `due` rises with each further step.
        price: money per unit of support, by which projects are compared.
        slope: by how much the price rises with each further step.
        stakes: of the supporters.
    """

    project: Project
    due: int
    rise: int
    points: int
    price: Fraction
    slope: Fraction
    stakes: Stakes


Bound = tuple[Fraction, str, Fraction]
"""A price that a project had once, the project's id, and by how much that price rises with each further step."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run came to.

    Attributes:
        steps: a Step for each funded project in the order chosen.
        alike: how many further steps of added money would surely fund the same projects in the same order.
    """

    steps: list[Step]
    alike: int

    @property
    def cost(self) -> int:
        """What the funded projects cost together."""
        return sum(step.cost for step in self.steps)


def run(shares: Shares, money: Mapping[str, Fraction], gains: Mapping[str, Fraction], utility: str) -> Run:
    """Run equal shares once, from nothing.

    Args:
        shares: of the election.
        money: what one voter of each electorate holds, minor units, exact.
        gains: what one voter of each electorate would hold more with each further step of a completion.
        utility: `cost` (a project is worth its cost times its points) or `count` (its points).
    Returns: the projects funded; their cost may be above the budget where `money` is.

    Raises:
        TiedLots: two projects are level in price, cost and supporters, and no lot was drawn.
    Source: Peters, Pierczyński, Skowron (2021), "Proportional Participatory Budgeting with Additive Utilities".
    """
    purses, horizon = _fill(shares, money, gains), _Horizon()
    # The price of a project never falls, so an old price is a lower bound and most need not be worked out again.
    bounds: list[Bound] = [(Fraction(0), name, Fraction(0)) for name in shares.projects]
    steps = []
    while (found := _cheapest(shares, purses, utility, bounds, horizon)) is not None:
        steps.append(_pay(shares, purses, *found, horizon))
    return Run(steps, horizon.steps or 0)


def _fill(shares: Shares, money: Mapping[str, Fraction], gains: Mapping[str, Fraction]) -> _Purses:
    scale = lcm(*(amount.denominator for amount in (*money.values(), *gains.values())))
    held, gained = ([0, *(int(amount[group] * scale) for group in shares.owners[1:])] for amount in (money, gains))
    return _Purses(list(shares.full), list(shares.owners), held, gained, scale)


def _cheapest(
    shares: Shares, purses: _Purses, utility: str, bounds: list[Bound], horizon: _Horizon
) -> tuple[_Offer, Tie | None] | None:
    """The offer with the least price, ties broken, or None; it leaves `bounds`, all others stay."""
    level: list[_Offer] = []
    while bounds and (not level or bounds[0][0] <= level[0].price):
        _, name, _ = heapq.heappop(bounds)
        offer = _offer(shares, purses, name, utility, horizon)
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
    chosen = next(offer for offer in level if offer.project == project)
    _look_ahead(chosen, bounds, horizon)
    return chosen, tie


def _put_back(bounds: list[Bound], offers: list[_Offer]) -> None:
    for offer in offers:
        heapq.heappush(bounds, (offer.price, offer.project.id, offer.slope))


def _look_ahead(chosen: _Offer, bounds: Iterable[Bound], horizon: _Horizon) -> None:
    """How long the chosen offer stays the cheapest, and those that were level with it do not undercut it.

    The line of a price is a lower bound of that price at every step, even where other voters come to run out: whoever
    pays less than the price in full makes it dearer for the rest.
    """
    for price, _, slope in bounds:
        if horizon.steps == 0:
            return
        if slope >= chosen.slope:
            continue  # it stays above, or level and behind
        if price > chosen.price:
            horizon.while_above(price - chosen.price, slope - chosen.slope)
        else:
            horizon.while_not_below(0, slope - chosen.slope)


def _offer(shares: Shares, purses: _Purses, name: str, utility: str, horizon: _Horizon) -> _Offer | None:
    """The least price at which the supporters can pay the whole cost, or None where they cannot."""
    project, backing = shares.projects[name], shares.backing[name]
    stakes = _stakes(backing, purses.of) if purses.used else shares.stakes[name]
    cost = project.cost * purses.scale
    short = cost - sum(purses.held[purse] * voters for (purse, _), voters in stakes.items())
    if short > 0:
        horizon.while_above(short, -sum(purses.gains[purse] * voters for (purse, _), voters in stakes.items()))
        return None
    due, rise, points = _settle(cost, purses, stakes)
    units = points * purses.scale * (project.cost if utility == "cost" else 1)
    return _Offer(project, due, rise, points, Fraction(due, units), Fraction(rise, units), stakes)


def _stakes(backing: Backing, purse_of: list[int]) -> Stakes:
    stakes: Stakes = {}
    for (points, voters), places in backing.items():
        for purse, kinds in Counter(map(purse_of.__getitem__, places)).items():
            if purse != EMPTY:
                stakes[purse, points] = stakes.get((purse, points), 0) + kinds * voters
    return stakes


def _settle(cost: int, purses: _Purses, stakes: Stakes) -> tuple[int, int, int]:
    """What is due, its rise, and from how many points, when those who cannot pay in full have given all they hold."""
    due, rise, remaining = cost, 0, sum(points * voters for (_, points), voters in stakes.items())
    # Whole keys in the order of money per point: with one common multiple there is nothing to round.
    common = lcm(*{points for _, points in stakes})
    keys = [(purses.held[purse] * (common // points), purse, points) for purse, points in stakes]
    for key, purse, points in sorted(keys):
        if due * common <= key * remaining:
            break  # this voter, and every richer one, can pay the price in full
        voters = stakes[purse, points]
        due -= purses.held[purse] * voters
        rise -= purses.gains[purse] * voters
        remaining -= points * voters
    return due, rise, remaining


def _pay(shares: Shares, purses: _Purses, offer: _Offer, tie: Tie | None, horizon: _Horizon) -> Step:
    finer = offer.points // gcd(offer.due, offer.rise, offer.points)
    purses.used, purses.scale = True, purses.scale * finer
    purses.held = [money * finer for money in purses.held]
    purses.gains = [gain * finer for gain in purses.gains]
    due, rise = offer.due * finer // offer.points, offer.rise * finer // offer.points
    paid = dict.fromkeys((group.id for group in shares.election.electorates), 0)
    after: dict[int, dict[int, int]] = {}
    for (purse, points), voters in offer.stakes.items():
        then, part = _pay_from(purses, purse, due * points, rise * points, horizon)
        after.setdefault(points, {})[purse] = then
        paid[purses.owner[purse]] += part * voters
    for (points, _), places in shares.backing[offer.project.id].items():
        moved = after.get(points, {})
        for place in places:
            purses.of[place] = moved.get(purses.of[place], EMPTY)
    exact = {group: Fraction(amount, purses.scale) for group, amount in paid.items()}
    project = offer.project
    supporters = shares.counts[project.id]
    return Step(project.id, project.cost, EQUAL_SHARES, supporters, price=offer.price, paid=exact, tie=tie)


def _pay_from(purses: _Purses, purse: int, due: int, rise: int, horizon: _Horizon) -> tuple[int, int]:
    """The purse of those who paid `due` from `purse`, or all that it held, and what each of them paid."""
    held, gains = purses.held[purse], purses.gains[purse]
    if held < due:
        horizon.while_not_below(due - held, rise - gains)
        return EMPTY, held
    horizon.while_not_below(held - due, gains - rise)
    if held == due and gains == rise:
        return EMPTY, due
    purses.owner.append(purses.owner[purse])
    purses.held.append(held - due)
    purses.gains.append(gains - rise)
    return len(purses.owner) - 1, due
