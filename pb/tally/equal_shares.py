"""The method of equal shares: a project is funded when its supporters can pay for it equally from their shares.

Voters of one electorate who have paid for the same projects hold the same money, so the count keeps one wallet for all
of them. It keeps every amount as a straight line: what it is now, and what it gains with each further step of a
completion. So each comparison that the count makes also says for how many steps it comes out alike, and a completion
need neither try those nor count again what comes before the first comparison that changes.

Where money is restricted, a wallet has a part from each purse of the election, and pays for a project from the purses
that may fund it, the most restricted first.
"""

import heapq
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

from pb.tally.election import Election, Project
from pb.tally.outcome import EQUAL_SHARES, Moment, Standing, Step
from pb.tally.purses import Payers, can_be_on_the_ballot
from pb.tally.roster import EMPTY, Stakes, roster_of
from pb.tally.ties import Tie, first_of
from pb.tally.wallets import Column, Horizon, Wallets, settle, take

FINE = 2**80

ROOM = 4_000_000
"""How many numbers may be kept in memory to go back to."""


@dataclass(slots=True)
class _Offer:
    """What the supporters of a project would pay: `due / points` a point, in units of the wallets.

    Attributes:
        rise: by how much `due` rises with each further step.
        units: what `due` and `rise` are divided by for the price of a unit of support, by which projects are compared.
        low: that price, rounded down, in units of 1 / FINE.
        stakes: of the supporters.
    """

    project: Project
    due: int
    rise: int
    points: int
    units: int
    low: int
    stakes: Stakes

    @property
    def price(self) -> Fraction:
        """Money per unit of support."""
        return Fraction(self.due, self.units)

    @property
    def slope(self) -> Fraction:
        """By how much the price rises with each further step."""
        return Fraction(self.rise, self.units)

    @property
    def bound(self) -> "Bound":
        """Where its price will be found again."""
        return self.low, self.project.id, self.rise * FINE // self.units

    def is_cheaper(self, than: "_Offer") -> bool:
        """Whether its price is lower, exactly; rounded prices decide where they differ."""
        return self.low < than.low or (self.low == than.low and self.due * than.units < than.due * self.units)


Bound = tuple[int, str, int]
"""A price that a project had once, the project's id, and by how much that price rises with each further step.

Both rounded down, in units of 1 / FINE: they only say which prices need not be worked out. No price that is worked out
is ever rounded.
"""


@dataclass(frozen=True, slots=True)
class _Round:
    """A round of the count that is over: who was chosen, and for how many further steps all of it comes out alike."""

    project: Project
    step: Step | None
    alike: int | None


@dataclass(frozen=True, slots=True)
class _Mark:
    """How everything was before a round, to go back to; `at` is the step of the completion it was counted at."""

    rounds: int
    at: int
    roster: object
    wallets: Wallets
    bounds: list[Bound]


class Count:
    """Equal shares of one election: run once from nothing, and then on to more money as often as one likes.

    Source: Peters, Pierczyński, Skowron (2021), "Proportional Participatory Budgeting with Additive Utilities".
    """

    def __init__(
        self,
        election: Election,
        weight: Mapping[str, Fraction],
        rise: int,
        utility: str,
        *,
        with_too_dear: bool = False,
        fast: bool | None = None,
    ) -> None:
        """Get everything ready; nothing is counted yet.

        Args:
            election: what to count.
            weight: of one voter, by electorate.
            rise: by how much all voters' money together rises with each step of a completion, minor units.
            utility: `cost` (a project is worth its cost times its points) or `count` (its points).
            with_too_dear: whether projects that the money cannot finance take part all the same.
            fast: see `roster_of`.
        """
        self._election, self._weight, self._rise, self._utility = election, weight, rise, utility
        self._counts, self._payers = election.supporters(), election.payers()
        able = election.projects if with_too_dear else can_be_on_the_ballot(election)
        self.projects = {one.id: one for one in able if self._counts[one.id] and self._payers[one.id]}
        self._roster = roster_of(election, list(self.projects), fast=fast)
        self._blank, self._full = self._roster.keep(), {name: self._roster.stakes(name) for name in self.projects}
        self._common = {name: lcm(*{points for _, points in stakes}) for name, stakes in self._full.items()}
        self._marks: list[_Mark] = []
        self._taken = 0
        self._rounds: list[_Round] = []
        self._last: int | None = None
        self._moments: list[Moment] | None = None
        self._at = 0

    @property
    def chosen(self) -> list[Project]:
        """The funded projects in the order chosen; their cost may be above the budget where the money is."""
        return [one.project for one in self._rounds]

    @property
    def steps(self) -> list[Step]:
        """A Step for each funded project; there are none after `advance`."""
        return [one.step for one in self._rounds if one.step]

    @property
    def wallets(self) -> int:
        """How many different wallets the run came to."""
        return len(self._marks[-1].wallets.owner) if self._marks else 0

    @property
    def alike(self) -> int:
        """How many further steps would surely fund the same projects in the same order."""
        known = [one.alike for one in self._rounds if one.alike is not None]
        return min(known if self._last is None else [*known, self._last], default=0)

    def money(self, at: int) -> dict[str, Fraction]:
        """What one voter of each electorate holds at a step of a completion."""
        return {group: one * (self._election.budget + at * self._rise) for group, one in self._weight.items()}

    def run(self, at: int = 0) -> None:
        """Count from nothing, with the money of a step of a completion.

        Raises:
            TiedLots: two projects are level in price, cost and supporters, and no lot was drawn.
        """
        self._roster.go_back(self._blank)
        self._at, self._rounds, self._marks, self._taken = at, [], [], 0
        # The price of a project never falls, so an old price is a lower bound and most need not be worked out again.
        self._go_on(self._filled(), [(0, name, 0) for name in self.projects], exact=True)

    def watched(self, at: int = 0) -> list[Moment]:
        """Count as `run` does, and tell where every project that is not funded stands before each step and at the end.

        Raises:
            TiedLots: as `run`.
        """
        self._moments = []
        self.run(at)
        found, self._moments = self._moments, None
        return found

    def advance(self, steps: int) -> None:
        """Go on to the money so many steps later. What cannot have changed by then is not counted again.

        Raises:
            TiedLots: as `run`.
        """
        changed = next((at for at, one in enumerate(self._rounds) if _ends(one.alike, steps)), len(self._rounds))
        while self._marks and self._marks[-1].rounds > changed:
            self._taken -= self._room(self._marks.pop())
        if not self._marks:
            return self.run(self._at + steps)
        mark = self._marks.pop()
        self._taken -= self._room(mark)
        further, self._at = self._at + steps - mark.at, self._at + steps
        self._rounds = [_Round(one.project, None, _less(one.alike, steps)) for one in self._rounds[: mark.rounds]]
        self._roster.go_back(mark.roster)
        bounds = [(price + slope * further, name, slope) for price, name, slope in mark.bounds]
        heapq.heapify(bounds)
        self._go_on(mark.wallets.later(further), bounds, exact=False)
        return None

    def _unit(self, project: Project) -> int:
        return project.cost if self._utility == "cost" else 1

    def _filled(self) -> Wallets:
        whole, groups = self._election.budget, [group.id for group in self._election.electorates]
        parts = [Fraction(purse.amount, whole) if whole else Fraction(1) for purse in self._election.purses]
        money = self.money(self._at)
        held = [[Fraction(0), *(money[group] * part for group in groups)] for part in parts]
        gains = [[Fraction(0), *(self._weight[group] * self._rise * part for group in groups)] for part in parts]
        scale = lcm(*(amount.denominator for columns in (held, gains) for column in columns for amount in column))
        whole_held, whole_gains = (
            [[int(amount * scale) for amount in column] for column in columns] for columns in (held, gains)
        )
        return Wallets([EMPTY, *range(1, len(groups) + 1)], whole_held, whole_gains, scale)

    def _go_on(self, wallets: Wallets, bounds: list[Bound], *, exact: bool) -> None:
        ends = min((one.alike for one in self._rounds if one.alike is not None), default=None)
        while True:
            if self._moments is not None:
                self._moments.append(self._moment(wallets))
            horizon = Horizon()
            mark = _Mark(len(self._rounds), self._at, self._roster.keep(), wallets, list(bounds))
            found = self._cheapest(wallets, bounds, horizon, ends)
            self._keep(mark)
            if found is None:
                self._last = horizon.steps
                return
            offer, tie = found
            wallets, paid = self._pay(wallets, offer, horizon, exact=exact)
            step = self._step(offer, tie, wallets.scale, paid) if exact else None
            self._rounds.append(_Round(offer.project, step, horizon.steps))
            ends = _sooner(ends, horizon.steps)

    def _moment(self, wallets: Wallets) -> Moment:
        funded = {one.project.id for one in self._rounds}
        return {name: self._standing(wallets, name) for name in self.projects if name not in funded}

    def _standing(self, wallets: Wallets, name: str) -> Standing:
        groups, stakes = [group.id for group in self._election.electorates], self._roster.stakes(name)
        held, _ = wallets.for_paying(self._payers[name], stakes)
        sums = [0] * (len(groups) + 1)
        for (wallet, _), voters in stakes.items():
            sums[wallets.owner[wallet]] += held[wallet] * voters
        offer = self._offer(wallets, name, Horizon())
        money = {group: Fraction(amount, wallets.scale) for group, amount in zip(groups, sums[1:], strict=True)}
        return Standing(money, offer.price if offer else None)

    def _keep(self, mark: _Mark) -> None:
        """Keep a mark, and forget the oldest where all take too much room: changes come late."""
        self._marks.append(mark)
        self._taken += self._room(mark)
        while len(self._marks) > 1 and self._taken > ROOM:
            self._taken -= self._room(self._marks.pop(0))

    def _room(self, mark: _Mark) -> int:
        return len(self._election.ballots) + mark.wallets.numbers

    def _cheapest(
        self, wallets: Wallets, bounds: list[Bound], horizon: Horizon, ends: int | None
    ) -> tuple[_Offer, Tie | None] | None:
        """The offer with the least price, ties broken, or None; it leaves `bounds`, all others stay.

        `ends` says after how many further steps a round before this one comes out otherwise, if ever.
        """
        level, dearer = list[_Offer](), list[_Offer]()
        fresh = set[str]()
        while bounds and (not level or bounds[0][0] <= level[0].low):
            _, name, _ = heapq.heappop(bounds)
            fresh.add(name)
            offer = self._offer(wallets, name, horizon)
            if offer is None:
                continue  # its supporters cannot pay it now and never will
            if level and level[0].is_cheaper(offer):
                dearer.append(offer)
                continue
            if level and offer.is_cheaper(level[0]):
                dearer += level
                level = []
            level.append(offer)
        for offer in dearer:  # only now: one that is rounded alike would be taken up again and again
            heapq.heappush(bounds, offer.bound)
        if not level:
            return None
        election = self._election
        project, tie = first_of([offer.project for offer in level], self._counts, election.seed, election.ties)
        chosen = next(offer for offer in level if offer.project == project)
        self._look_ahead(wallets, chosen, bounds, fresh, horizon, ends)
        for offer in level:
            if offer is not chosen:
                horizon.while_not_below(0, offer.slope - chosen.slope)
                heapq.heappush(bounds, offer.bound)
        return chosen, tie

    def _look_ahead(
        self,
        wallets: Wallets,
        chosen: _Offer,
        bounds: list[Bound],
        fresh: set[str],
        horizon: Horizon,
        ends: int | None,
    ) -> None:
        """How long the chosen offer stays cheaper than all that are dearer.

        The line of a price is a lower bound of that price at every step, even where other voters come to run out:
        whoever pays less than the price in full makes it dearer for the rest. The chosen one's line is rounded up here
        and theirs down, so it may end too soon, and never too late. Where an old bound would end it, the price is
        worked out anew: that costs less than a run.
        """
        price, _, slope = chosen.bound
        # What comes before this ends it anyway; looking further than that gains nothing.
        limit = _sooner(ends, horizon.steps)
        while True:
            steps, at = _first_to_meet(price + 1, slope + 1, bounds)
            if steps is None:
                return
            name = bounds[at][1]
            if name in fresh or (limit is not None and steps >= limit):
                horizon.end_after(steps)
                return
            fresh.add(name)
            del bounds[at]
            heapq.heapify(bounds)
            if offer := self._offer(wallets, name, horizon):
                heapq.heappush(bounds, offer.bound)

    def _offer(self, wallets: Wallets, name: str, horizon: Horizon) -> _Offer | None:
        """The least price at which the supporters can pay the whole cost, or None where they cannot."""
        project, payers = self.projects[name], self._payers[name]
        stakes = self._roster.stakes(name) if self._rounds else self._full[name]
        held, gains = wallets.for_paying(payers, stakes)
        due, rise, points = settle(project.cost * wallets.scale, held, gains, stakes, self._common[name])
        if not points:
            horizon.while_above(due, rise)
            return None
        units = points * wallets.scale * self._unit(project)
        return _Offer(project, due, rise, points, units, due * FINE // units, stakes)

    def _pay(self, before: Wallets, offer: _Offer, horizon: Horizon, *, exact: bool) -> tuple[Wallets, Column]:
        """The wallets afterwards, and what each electorate paid, by its number, where that is asked for.

        Who can pay in full can do so at every further step: with more money a price does not rise, and nobody holds
        less. So it only matters until when the others cannot.
        """
        finer = offer.points // gcd(offer.due, offer.rise, offer.points)
        wallets, payers = before.finer(finer), self._payers[offer.project.id]
        due, rise = offer.due * finer // offer.points, offer.rise * finer // offer.points
        paid = self._paid(wallets, payers, offer.stakes, due) if exact else []
        self._roster.move(offer.project.id, take(wallets, offer.stakes, payers, due, rise, horizon))
        return wallets, paid

    def _paid(self, wallets: Wallets, payers: Payers, stakes: Stakes, due: int) -> Column:
        paid, (held, _) = [0] * (len(self._weight) + 1), wallets.for_paying(payers, stakes)
        for (wallet, points), voters in stakes.items():
            paid[wallets.owner[wallet]] += min(due * points, held[wallet]) * voters
        return paid

    def _step(self, offer: _Offer, tie: Tie | None, scale: int, paid: Column) -> Step:
        groups, project = [group.id for group in self._election.electorates], offer.project
        by_group = {group: Fraction(amount, scale) for group, amount in zip(groups, paid[1:], strict=True)}
        supporters = self._counts[project.id]
        return Step(project.id, project.cost, EQUAL_SHARES, supporters, price=offer.price, paid=by_group, tie=tie)


def _ends(alike: int | None, steps: int) -> bool:
    return alike is not None and alike < steps


def _less(alike: int | None, steps: int) -> int | None:
    return None if alike is None else alike - steps


def _sooner(one: int | None, other: int | None) -> int | None:
    return min((steps for steps in (one, other) if steps is not None), default=None)


def _first_to_meet(price: int, slope: int, bounds: list[Bound]) -> tuple[int | None, int]:
    """For how many steps a line stays below every bound, None for ever, and the place of the first that it meets."""
    least, place = None, 0
    for at, (theirs, _, rising) in enumerate(bounds):
        if rising < slope:
            steps = (theirs - price - 1) // (slope - rising)
            if least is None or steps < least:
                least, place = steps, at
    return (None, 0) if least is None else (max(least, 0), place)
