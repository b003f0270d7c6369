"""The method of equal shares: a project is funded when its supporters can pay for it equally from their shares.

Voters of one electorate who have paid for the same projects hold the same money, so the count keeps one wallet for all
of them. It keeps every amount as a straight line: what it is now, and what it gains with each further step of a
completion. So each comparison that the count makes also says for how many steps it comes out alike, and a completion
need neither try those nor count again what comes before the first comparison that changes.

Where money is restricted, a wallet has a part from each purse of the election, and pays for a project from the purses
that may fund it, the most restricted first.
"""

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

from pb.tally.election import Election, Project
from pb.tally.outcome import EQUAL_SHARES, Moment, Standing, Step
from pb.tally.purses import Payers, can_be_on_the_ballot
from pb.tally.roster import EMPTY, Stakes, roster_of
from pb.tally.ties import Tie, first_of

FINE = 2**80

ROOM = 4_000_000
"""How many numbers may be kept in memory to go back to."""

Column = list[int]
"""One amount of each wallet, by its number."""

Amounts = Column | dict[int, int]
"""The same, at least for those wallets that are asked about."""


@dataclass(slots=True)
class _Horizon:
    """For how many further steps every comparison made so far comes out alike; None while none would ever change."""

    steps: int | None = None

    def while_not_below(self, lead: Fraction | int, gain: Fraction | int) -> None:
        """It lasts while `lead` + steps * `gain` >= 0; `lead` is not below 0."""
        if gain < 0:
            self.end_after(lead // -gain)

    def while_above(self, lead: Fraction | int, gain: Fraction | int) -> None:
        """It lasts while `lead` + steps * `gain` > 0; `lead` is above 0."""
        if gain < 0:
            self.end_after(-(lead // gain) - 1)

    def end_after(self, steps: int) -> None:
        """It lasts no longer than this."""
        self.steps = steps if self.steps is None else min(self.steps, steps)


@dataclass(slots=True)
class _Wallets:
    """What one voter holds: of each purse `held / scale`, and `gains / scale` more with each further step, exact.

    Whole numbers over one common denominator count several times faster than a `Fraction` each.

    Attributes:
        owner: the number of the electorate of each wallet; nobody owns the empty one.
        held: by purse, by wallet.
        gains: by purse, by wallet.
    """

    owner: list[int]
    held: list[Column]
    gains: list[Column]
    scale: int

    def for_paying(self, payers: Payers, stakes: Stakes) -> tuple[Amounts, Amounts]:
        """What each wallet of some voters holds, and gains, in some purses together."""
        if len(payers) == 1:
            return self.held[payers[0]], self.gains[payers[0]]
        wallets = {wallet for wallet, _ in stakes}
        held, gains = (
            {wallet: sum(columns[place][wallet] for place in payers) for wallet in wallets}
            for columns in (self.held, self.gains)
        )
        return held, gains

    def finer(self, times: int) -> "_Wallets":
        """The same over a denominator so many times greater, free to be changed."""
        if times == 1:
            held, gains = ([list(part) for part in parts] for parts in (self.held, self.gains))
            return _Wallets(list(self.owner), held, gains, self.scale)
        held, gains = ([[amount * times for amount in part] for part in parts] for parts in (self.held, self.gains))
        return _Wallets(list(self.owner), held, gains, self.scale * times)

    def later(self, steps: int) -> "_Wallets":
        """The same so many steps later."""
        held = [
            [now + gain * steps for now, gain in zip(part, gained, strict=True)]
            for part, gained in zip(self.held, self.gains, strict=True)
        ]
        return _Wallets(self.owner, held, self.gains, self.scale)

    @property
    def numbers(self) -> int:
        """How many numbers it takes to write it down."""
        return len(self.owner) * (1 + 2 * len(self.held))


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
    wallets: _Wallets
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
        self._common = dict.fromkeys(self.projects, 1)
        for ballot in election.ballots:
            for name, points in ballot.points:
                if name in self._common and self._common[name] % points:
                    self._common[name] = lcm(self._common[name], points)
        self._blank, self._full = self._roster.keep(), {name: self._roster.stakes(name) for name in self.projects}
        self._marks: list[_Mark] = []
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
        self._at, self._rounds, self._marks = at, [], []
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
            self._marks.pop()
        if not self._marks:
            return self.run(self._at + steps)
        mark = self._marks.pop()
        further, self._at = self._at + steps - mark.at, self._at + steps
        self._rounds = [_Round(one.project, None, _less(one.alike, steps)) for one in self._rounds[: mark.rounds]]
        self._roster.go_back(mark.roster)
        bounds = [(price + slope * further, name, slope) for price, name, slope in mark.bounds]
        heapq.heapify(bounds)
        self._go_on(mark.wallets.later(further), bounds, exact=False)
        return None

    def _unit(self, project: Project) -> int:
        return project.cost if self._utility == "cost" else 1

    def _filled(self) -> _Wallets:
        whole, groups = self._election.budget, [group.id for group in self._election.electorates]
        parts = [Fraction(purse.amount, whole) if whole else Fraction(1) for purse in self._election.purses]
        money = self.money(self._at)
        held = [[Fraction(0), *(money[group] * part for group in groups)] for part in parts]
        gains = [[Fraction(0), *(self._weight[group] * self._rise * part for group in groups)] for part in parts]
        scale = lcm(*(amount.denominator for columns in (held, gains) for column in columns for amount in column))
        whole_held, whole_gains = (
            [[int(amount * scale) for amount in column] for column in columns] for columns in (held, gains)
        )
        return _Wallets([EMPTY, *range(1, len(groups) + 1)], whole_held, whole_gains, scale)

    def _go_on(self, wallets: _Wallets, bounds: list[Bound], *, exact: bool) -> None:
        while True:
            if self._moments is not None:
                self._moments.append(self._moment(wallets))
            horizon = _Horizon()
            mark = _Mark(len(self._rounds), self._at, self._roster.keep(), wallets, list(bounds))
            found = self._cheapest(wallets, bounds, horizon)
            self._keep(mark)
            if found is None:
                self._last = horizon.steps
                return
            offer, tie = found
            wallets, paid = self._pay(wallets, offer, horizon, exact=exact)
            step = self._step(offer, tie, wallets.scale, paid) if exact else None
            self._rounds.append(_Round(offer.project, step, horizon.steps))

    def _moment(self, wallets: _Wallets) -> Moment:
        funded = {one.project.id for one in self._rounds}
        return {name: self._standing(wallets, name) for name in self.projects if name not in funded}

    def _standing(self, wallets: _Wallets, name: str) -> Standing:
        groups, stakes = [group.id for group in self._election.electorates], self._roster.stakes(name)
        held, _ = wallets.for_paying(self._payers[name], stakes)
        sums = [0] * (len(groups) + 1)
        for (wallet, _), voters in stakes.items():
            sums[wallets.owner[wallet]] += held[wallet] * voters
        offer = self._offer(wallets, name, _Horizon())
        money = {group: Fraction(amount, wallets.scale) for group, amount in zip(groups, sums[1:], strict=True)}
        return Standing(money, offer.price if offer else None)

    def _keep(self, mark: _Mark) -> None:
        """Keep a mark, and forget the oldest where all take too much room: changes come late."""
        self._marks.append(mark)
        each = len(self._election.ballots)
        while len(self._marks) > 1 and sum(each + one.wallets.numbers for one in self._marks) > ROOM:
            self._marks.pop(0)

    def _cheapest(self, wallets: _Wallets, bounds: list[Bound], horizon: _Horizon) -> tuple[_Offer, Tie | None] | None:
        """The offer with the least price, ties broken, or None; it leaves `bounds`, all others stay."""
        level: list[_Offer] = []
        fresh = set[str]()
        while bounds and (not level or bounds[0][0] <= _rounded(level[0].price)):
            _, name, _ = heapq.heappop(bounds)
            fresh.add(name)
            offer = self._offer(wallets, name, horizon)
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
        election = self._election
        project, tie = first_of([offer.project for offer in level], self._counts, election.seed, election.ties)
        chosen = next(offer for offer in level if offer.project == project)
        self._look_ahead(wallets, chosen, bounds, fresh, horizon)
        for offer in level:
            if offer is not chosen:
                horizon.while_not_below(0, offer.slope - chosen.slope)
                _put_back(bounds, [offer])
        return chosen, tie

    def _look_ahead(
        self, wallets: _Wallets, chosen: _Offer, bounds: list[Bound], fresh: set[str], horizon: _Horizon
    ) -> None:
        """How long the chosen offer stays cheaper than all that are dearer.

        The line of a price is a lower bound of that price at every step, even where other voters come to run out:
        whoever pays less than the price in full makes it dearer for the rest. The chosen one's line is rounded up here
        and theirs down, so it may end too soon, and never too late. Where an old bound would end it, the price is
        worked out anew: that costs less than a run.
        """
        price, slope = _rounded(chosen.price) + 1, _rounded(chosen.slope) + 1
        # What comes before this ends it anyway; looking further than that gains nothing.
        ends = (*(one.alike for one in self._rounds), horizon.steps)
        limit = min((one for one in ends if one is not None), default=None)
        while True:
            leads = ((_lead(price, slope, bound), at) for at, bound in enumerate(bounds))
            steps, at = min(((lead, at) for lead, at in leads if lead is not None), default=(None, 0))
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
                _put_back(bounds, [offer])

    def _offer(self, wallets: _Wallets, name: str, horizon: _Horizon) -> _Offer | None:
        """The least price at which the supporters can pay the whole cost, or None where they cannot."""
        project, payers = self.projects[name], self._payers[name]
        stakes = self._roster.stakes(name) if self._rounds else self._full[name]
        held, gains = wallets.for_paying(payers, stakes)
        due, rise, points = _settle(project.cost * wallets.scale, held, gains, stakes, self._common[name])
        if not points:
            horizon.while_above(due, rise)
            return None
        units = points * wallets.scale * self._unit(project)
        return _Offer(project, due, rise, points, Fraction(due, units), Fraction(rise, units), stakes)

    def _pay(self, before: _Wallets, offer: _Offer, horizon: _Horizon, *, exact: bool) -> tuple[_Wallets, Column]:
        """The wallets afterwards, and what each electorate paid, by its number, where that is asked for."""
        finer = offer.points // gcd(offer.due, offer.rise, offer.points)
        wallets, payers = before.finer(finer), self._payers[offer.project.id]
        due, rise = offer.due * finer // offer.points, offer.rise * finer // offer.points
        held, gains = wallets.for_paying(payers, offer.stakes)
        paid, moves = [0] * (len(self._weight) + 1), dict[tuple[int, int], int]()
        for (wallet, points), voters in offer.stakes.items():
            asked, rising, mine, gain = due * points, rise * points, held[wallet], gains[wallet]
            if mine < asked:
                horizon.while_not_below(asked - mine, rising - gain)
                asked, rising = mine, gain
            # Who can pay in full can do so ever after: with more money a price does not rise, and nobody holds less.
            moves[wallet, points] = _spend(wallets, wallet, payers, asked, rising, horizon)
            if exact:
                paid[wallets.owner[wallet]] += asked * voters
        self._roster.move(offer.project.id, moves)
        return wallets, paid

    def _step(self, offer: _Offer, tie: Tie | None, scale: int, paid: Column) -> Step:
        groups, project = [group.id for group in self._election.electorates], offer.project
        by_group = {group: Fraction(amount, scale) for group, amount in zip(groups, paid[1:], strict=True)}
        supporters = self._counts[project.id]
        return Step(project.id, project.cost, EQUAL_SHARES, supporters, price=offer.price, paid=by_group, tie=tie)


def _ends(alike: int | None, steps: int) -> bool:
    return alike is not None and alike < steps


def _less(alike: int | None, steps: int) -> int | None:
    return None if alike is None else alike - steps


def _put_back(bounds: list[Bound], offers: Sequence[_Offer]) -> None:
    for offer in offers:
        heapq.heappush(bounds, (_rounded(offer.price), offer.project.id, _rounded(offer.slope)))


def _rounded(value: Fraction) -> int:
    return value.numerator * FINE // value.denominator


def _lead(price: int, slope: int, bound: Bound) -> int | None:
    """For how many steps a line stays below a bound; None for ever."""
    theirs, _, rising = bound
    if rising >= slope:
        return None
    return max(theirs - price - 1, 0) // (slope - rising)


def _settle(cost: int, held: Amounts, gains: Amounts, stakes: Stakes, common: int) -> tuple[int, int, int]:
    """What is due, its rise, and from how many points, when those who cannot pay in full have given all they hold.

    Where all of them together cannot pay, no points remain, and what is due is what they lack.
    """
    remaining = 0
    keys = []
    # Whole keys in the order of money per point: with a common multiple of all points there is nothing to round.
    for (wallet, points), voters in stakes.items():
        remaining += points * voters
        keys.append((held[wallet] * (common // points), wallet, points, voters))
    keys.sort()
    due, rise = cost, 0
    for key, wallet, points, voters in keys:
        if due * common <= key * remaining:
            break  # this voter, and every richer one, can pay the price in full
        due -= held[wallet] * voters
        rise -= gains[wallet] * voters
        remaining -= points * voters
    return due, rise, remaining


def _spend(wallets: _Wallets, wallet: int, payers: Payers, due: int, rise: int, horizon: _Horizon) -> int:
    """The number of the wallet that is left when `due` was paid from `wallet`, the first of `payers` first."""
    if not due and not rise:
        return wallet
    if len(wallets.held) == 1:
        return _add(wallets, wallet, [(wallets.held[0][wallet] - due, wallets.gains[0][wallet] - rise)])
    parts = [(held[wallet], gains[wallet]) for held, gains in zip(wallets.held, wallets.gains, strict=True)]
    for place in payers:
        held, gain = parts[place]
        if place != payers[-1] and held < due:
            horizon.while_not_below(due - held, rise - gain)
            parts[place] = (0, 0)
            due, rise = due - held, rise - gain
            continue
        if place != payers[-1]:
            horizon.while_not_below(held - due, gain - rise)
        parts[place] = (held - due, gain - rise)
        break
    return _add(wallets, wallet, parts)


def _add(wallets: _Wallets, wallet: int, parts: list[tuple[int, int]]) -> int:
    """A new wallet of the same owner with these parts; the empty one where they are nothing."""
    if not any(amount for part in parts for amount in part):
        return EMPTY
    wallets.owner.append(wallets.owner[wallet])
    for (held, gain), column, gained in zip(parts, wallets.held, wallets.gains, strict=True):
        column.append(held)
        gained.append(gain)
    return len(wallets.owner) - 1
