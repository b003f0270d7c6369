"""Equal shares for many ballots: floats narrow what has to be looked at, inside proven bounds, and fractions decide.

It finds which projects are funded, in which order, and for how many further steps that stays so; `Count` of
`equal_shares.py`, which is exact throughout, then tells the steps of the run that is kept. The outcome is the same.

What a wallet holds is what its voters began with, less the points that they paid for in full, each at the price of its
round. So an exact amount takes as many fractions as there were rounds, however many wallets there are.

Bounds. With u = 2^-53, an amount that a voter of at most M holds after R rounds is off by less than 4 u M R, a sum over
N voters in W wallets by less than N times that and W u times itself. `SLACK`, for each round, is more than ten times as
much. The price at which supporters pay a cost is where what they lack reaches 0; that falls by at least 1 for each unit
of the price as long as somebody can pay in full. So a price is off by no more than what they lack is.
"""

import heapq
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor, inf

import numpy as np
import numpy.typing as npt

from pb.tally.election import Election, Project
from pb.tally.fast import backers_of
from pb.tally.purses import can_be_on_the_ballot
from pb.tally.roster import EMPTY
from pb.tally.ties import first_of

SLACK = 1e-14
"""What stands for rounding, in a float of 53 bits; a larger one leaves more to decide exactly, and no less right."""
GREATEST_POINTS = 1 << 14
ROOM = 25_000_000
"""How many numbers may be kept in memory to go back to."""

Whole = npt.NDArray[np.int64]
Small = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Line:
    """An exact amount, and by how much it rises with each further step."""

    now: Fraction
    rise: Fraction

    def later(self, steps: int) -> "_Line":
        return _Line(self.now + self.rise * steps, self.rise)


@dataclass(frozen=True, slots=True)
class _Offer:
    """What supporters would pay, nearly: the price of a unit of support and its rise, each off by at most `off`.

    Attributes:
        wallets, points, voters: the supporters, poorest for a point first.
        poor: how many of these cannot pay in full.
    """

    project: Project
    price: float
    slope: float
    off: float
    slope_off: float
    wallets: Whole
    points: Whole
    voters: Whole
    poor: int


@dataclass(frozen=True, slots=True)
class _Round:
    project: Project
    per_point: _Line
    alike: int | None


@dataclass(frozen=True, slots=True)
class _Mark:
    rounds: int
    wallets: int
    at: int
    roster: Small
    bounds: list[tuple[float, str, float]]


def is_for(election: Election) -> bool:
    """Whether this way of counting can be taken: open money alone, and points that are not absurd."""
    greatest = max((points for ballot in election.ballots for _, points in ballot.points), default=0)
    return len(election.purses) == 1 and greatest <= GREATEST_POINTS


class NarrowCount:
    """What `Count` finds of chosen projects, for elections that `is_for` allows; `run` comes first."""

    _of: Small
    _wallets: int
    _at: int
    _last: int | None
    _horizon: int | None
    _rounds: list[_Round]
    _marks: list[_Mark]
    _off: float
    _gain_off: float
    _all_now: float
    _all_rise: float
    _most_now: float
    _most_rise: float

    def __init__(
        self,
        election: Election,
        weight: Mapping[str, Fraction],
        rise: int,
        utility: str,
        *,
        with_too_dear: bool = False,
        slack: float = SLACK,
    ) -> None:
        """See `Count`; `slack` is for tests, which widen it to leave nearly everything in doubt."""
        self._slack = slack
        self._election, self._weight, self._rise, self._utility = election, weight, rise, utility
        self._counts = election.supporters()
        able = election.projects if with_too_dear else can_be_on_the_ballot(election)
        self.projects = {one.id: one for one in able if self._counts[one.id]}
        self._groups = [group.id for group in election.electorates]
        self._backers = backers_of(election, list(self.projects))
        numbers = {group: number for number, group in enumerate(self._groups, 1)}
        self._start: Small = np.array([numbers[ballot.electorate] for ballot in election.ballots], dtype=np.int32)
        self._points = max((points for ballot in election.ballots for _, points in ballot.points), default=1)
        first = len(self._groups) + 1
        self._group: Whole = np.arange(first, dtype=np.int64)
        self._paid: Small = np.zeros((first, len(self.projects)), dtype=np.int32)
        self._held: Floats = np.zeros(first)
        self._gains: Floats = np.zeros(first)

    @property
    def chosen(self) -> list[Project]:
        """The funded projects in the order chosen."""
        return [one.project for one in self._rounds]

    @property
    def alike(self) -> int:
        """How many further steps would surely fund the same projects in the same order."""
        known = [one.alike for one in self._rounds if one.alike is not None]
        return min(known if self._last is None else [*known, self._last], default=0)

    def run(self, at: int = 0) -> None:
        """See `Count.run`."""
        self._of, self._wallets, self._at = self._start.copy(), len(self._groups) + 1, at
        self._rounds, self._marks = [], []
        self._work_out_amounts()
        self._go_on([(0.0, name, 0.0) for name in self.projects])

    def advance(self, steps: int) -> None:
        """See `Count.advance`."""
        ends = (at for at, one in enumerate(self._rounds) if one.alike is not None and one.alike < steps)
        changed = next(ends, len(self._rounds))
        while self._marks and self._marks[-1].rounds > changed:
            self._marks.pop()
        if not self._marks:
            return self.run(self._at + steps)
        mark = self._marks.pop()
        further, self._at = self._at + steps - mark.at, self._at + steps
        self._rounds = [
            _Round(one.project, one.per_point.later(steps), None if one.alike is None else one.alike - steps)
            for one in self._rounds[: mark.rounds]
        ]
        self._of, self._wallets = mark.roster.copy(), mark.wallets
        self._work_out_amounts()
        lines = ((low, slope * further, name, slope) for low, name, slope in mark.bounds)
        bounds = [(low + more - self._slack * (abs(low) + abs(more)), name, slope) for low, more, name, slope in lines]
        heapq.heapify(bounds)
        self._go_on(bounds)
        return None

    def _base(self, group: str) -> _Line:
        whole = self._election.budget + self._at * self._rise
        return _Line(self._weight[group] * whole, self._weight[group] * self._rise)

    def _work_out_amounts(self) -> None:
        """What every wallet holds and gains, from the points it paid for; and how far off that may be."""
        lines, rounds, size = [self._base(group) for group in self._groups], len(self._rounds), self._wallets
        base = np.array([0.0, *(float(line.now) for line in lines)])
        rise = np.array([0.0, *(float(line.rise) for line in lines)])
        prices = np.array([float(one.per_point.now) for one in self._rounds])
        slopes = np.array([float(one.per_point.rise) for one in self._rounds])
        group, paid = self._group[:size], self._paid[:size, :rounds]
        self._held[:size] = base[group] - paid @ prices
        self._gains[:size] = rise[group] - paid @ slopes
        self._set_bounds()

    def _set_bounds(self) -> None:
        lines = [self._base(group) for group in self._groups]
        self._all_now = sum(abs(float(one.per_point.now)) for one in self._rounds)
        self._all_rise = sum(abs(float(one.per_point.rise)) for one in self._rounds)
        self._most_now = max(float(line.now) for line in lines)
        self._most_rise = max(float(line.rise) for line in lines)
        self._widen()

    def _widen(self) -> None:
        many = self._slack * (len(self._rounds) + 4)
        self._off = many * (self._most_now + self._points * self._all_now)
        self._gain_off = many * (self._most_rise + self._points * self._all_rise)

    def _go_on(self, bounds: list[tuple[float, str, float]]) -> None:
        while True:
            self._horizon = None
            self._keep(_Mark(len(self._rounds), self._wallets, self._at, self._of.copy(), list(bounds)))
            found = self._cheapest(bounds)
            if found is None:
                self._last = self._horizon
                return
            offer, line, poor = found
            self._pay(offer, line, poor)
            self._rounds.append(_Round(offer.project, line, self._horizon))
            self._all_now += abs(float(line.now))
            self._all_rise += abs(float(line.rise))
            self._widen()

    def _keep(self, mark: _Mark) -> None:
        self._marks.append(mark)
        while len(self._marks) > 1 and len(self._marks) * len(self._start) > ROOM:
            self._marks.pop(0)

    def _end_after(self, steps: int) -> None:
        self._horizon = steps if self._horizon is None else min(self._horizon, steps)

    def _cheapest(self, bounds: list[tuple[float, str, float]]) -> tuple[_Offer, _Line, npt.NDArray[np.bool_]] | None:
        offers, fresh, reach = list[_Offer](), set[str](), inf
        while bounds and bounds[0][0] <= reach:
            _, name, _ = heapq.heappop(bounds)
            fresh.add(name)
            if offer := self._offer(name):
                offers.append(offer)
                reach = min(reach, offer.price + offer.off)
        if not offers:
            return None
        near = []
        for offer in offers:
            if offer.price - offer.off > reach:
                _put_back(bounds, offer)
            else:
                near.append((offer, *self._settled(offer)))
        units = {offer.project.id: self._unit(offer.project) for offer, _, _ in near}
        least = min(line.now / units[offer.project.id] for offer, line, _ in near)
        level = [offer.project for offer, line, _ in near if line.now / units[offer.project.id] == least]
        project, _ = first_of(level, self._counts, self._election.seed, self._election.ties)
        chosen = next(one for one in near if one[0].project == project)
        for offer, _, _ in near:
            if offer.project != project:
                _put_back(bounds, offer)
        self._while_nobody_runs_out(*chosen)
        self._look_ahead(bounds, float(least), float(chosen[1].rise / units[project.id]), fresh)
        return chosen

    def _look_ahead(self, bounds: list[tuple[float, str, float]], price: float, slope: float, fresh: set[str]) -> None:
        """As `Count._look_ahead`, on the safe side: of what is near enough to be in doubt it says nothing further."""
        price, slope = price + abs(price) * self._slack, slope + abs(slope) * self._slack
        # What comes before this, and paying, end it anyway; looking further than that gains nothing.
        ends = (*(one.alike for one in self._rounds), self._horizon)
        limit = min([inf, *(one for one in ends if one is not None)])
        while bounds:
            lows = np.array([low for low, _, _ in bounds])
            falls = slope - np.array([rising for _, _, rising in bounds])
            leads = np.full(len(bounds), inf)
            np.divide(np.maximum(lows - price, 0), falls, out=leads, where=falls > 0)
            at = int(leads.argmin())
            if leads[at] == inf:
                return
            steps = floor(leads[at])
            name = bounds[at][1]
            if name in fresh or steps >= limit:
                self._end_after(steps)
                return
            fresh.add(name)
            del bounds[at]
            heapq.heapify(bounds)
            if offer := self._offer(name):
                _put_back(bounds, offer)

    def _unit(self, project: Project) -> int:
        return project.cost if self._utility == "cost" else 1

    def _offer(self, name: str) -> _Offer | None:
        """The price, nearly; None where the supporters cannot pay the cost."""
        project, unit = self.projects[name], self._unit(self.projects[name])
        wallets, points, voters = self._supporters(name)
        if not len(wallets):
            return None
        key = self._held[wallets] / points
        order = np.argsort(key)
        wallets, points, voters, key = wallets[order], points[order], voters[order], key[order]
        money, weighed = voters * self._held[wallets], points * voters
        spent, gained = np.cumsum(money), np.cumsum(voters * self._gains[wallets])
        remaining = int(weighed.sum()) - np.cumsum(weighed) + weighed
        due = project.cost - spent + money
        many, size = float(voters.sum()), len(wallets)
        off = many * self._off + 4e-16 * (size + 4) * float(np.abs(money).sum() + project.cost)
        gain_off = many * self._gain_off + 4e-16 * (size + 4) * float(np.abs(gained).max())
        short = project.cost - float(spent[-1])
        if short > off:
            gain = float(gained[-1]) + gain_off
            if gain > 0:
                self._end_after(floor((short - off) / gain))
            return None
        if short > -off and self._short_exactly(project, wallets, voters) > 0:
            self._end_after(0)
            return None
        can = due <= key * remaining
        poor = int(np.argmax(can)) if can.any() else size - 1
        before = poor - 1
        left = float(remaining[poor])
        per_point = (project.cost - float(spent[before] if poor else 0.0)) / left
        slope = -float(gained[before] if poor else 0.0) / left
        # Where it is not sure who is the first that can pay in full, those after them may be few, and then what is due
        # from each of them is off by as much as all is. Whether it is sure is not asked: that would save little.
        near = off + self._off * (2 * float(weighed.sum()) + 4) + self._slack * abs(per_point)
        return _Offer(
            project,
            per_point / unit,
            slope / unit,
            near / unit,
            (gain_off / left + self._slack * abs(slope)) / unit,
            wallets,
            points,
            voters,
            poor,
        )

    def _supporters(self, name: str) -> tuple[Whole, Whole, Whole]:
        found = []
        for backers in self._backers[name]:
            counts = np.bincount(self._of[backers.kinds], backers.voters)
            counts[EMPTY] = 0
            (wallets,) = counts.nonzero()
            found.append(
                (wallets, np.full(len(wallets), backers.points, dtype=np.int64), counts[wallets].astype(np.int64))
            )
        wallets, points_, voters = (np.concatenate(parts) for parts in zip(*found, strict=True))
        return wallets, points_, voters

    def _together(self, wallets: Whole, voters: Whole) -> _Line:
        """Exactly what these voters hold together."""
        rounds = len(self._rounds)
        of_group = np.zeros(len(self._groups) + 1, dtype=np.int64)
        np.add.at(of_group, self._group[wallets], voters)
        paid = (voters @ self._paid[wallets, :rounds].astype(np.int64)).tolist()
        now, rise = Fraction(0), Fraction(0)
        for group, many in zip(self._groups, of_group[1:].tolist(), strict=True):
            line = self._base(group)
            now, rise = now + line.now * many, rise + line.rise * many
        for one, points in zip(self._rounds, paid, strict=True):
            if points:
                now, rise = now - one.per_point.now * points, rise - one.per_point.rise * points
        return _Line(now, rise)

    def _short_exactly(self, project: Project, wallets: Whole, voters: Whole) -> Fraction:
        return project.cost - self._together(wallets, voters).now

    def _settled(self, offer: _Offer) -> tuple[_Line, npt.NDArray[np.bool_]]:
        """The exact price of a point, and which of the supporters cannot pay it in full."""
        unit = self._unit(offer.project)
        key = self._held[offer.wallets] / offer.points
        reach = 4 * (offer.off * unit + self._off)
        poor = key < offer.price * unit - reach
        unsure = np.flatnonzero(~poor & (key <= offer.price * unit + reach))
        certain = self._together(offer.wallets[poor], offer.voters[poor])
        due, rise = offer.project.cost - certain.now, -certain.rise
        remaining = int((offer.points[~poor] * offer.voters[~poor]).sum())
        each = [(self._together(offer.wallets[[at]], np.ones(1, dtype=np.int64)), int(at)) for at in unsure]
        for line, at in sorted(each, key=lambda one: (one[0].now / int(offer.points[one[1]]), one[1])):
            if due * int(offer.points[at]) <= line.now * remaining:
                break
            many = int(offer.voters[at])
            due, rise = due - line.now * many, rise - line.rise * many
            remaining -= int(offer.points[at]) * many
            poor[at] = True
        return _Line(due / remaining, rise / remaining), poor

    def _while_nobody_runs_out(self, offer: _Offer, line: _Line, poor: npt.NDArray[np.bool_]) -> None:
        """It lasts while those who pay in full still can, and the others still cannot."""
        held, gains = self._held[offer.wallets], self._gains[offer.wallets]
        asked, rising = offer.points * float(line.now), offer.points * float(line.rise)
        lead = np.abs(held - asked) - self._off - np.abs(asked) * self._slack
        fall = np.where(poor, gains - rising, rising - gains) + self._gain_off + np.abs(rising) * self._slack
        falling = fall > 0
        if falling.any():
            least = float((np.maximum(lead[falling], 0.0) / fall[falling]).min())
            self._end_after(floor(least))

    def _pay(self, offer: _Offer, line: _Line, poor: npt.NDArray[np.bool_]) -> None:
        held, gains = self._held[offer.wallets], self._gains[offer.wallets]
        asked, rising = offer.points * float(line.now), offer.points * float(line.rise)
        rich = ~poor
        more, size = int(rich.sum()), self._wallets
        self._make_room(size + more)
        parents, new = offer.wallets[rich], slice(size, size + more)
        self._group[new] = self._group[parents]
        self._paid[new] = self._paid[parents]
        self._paid[new, len(self._rounds) :] = 0
        self._paid[new, len(self._rounds)] = offer.points[rich]
        self._held[new], self._gains[new] = held[rich] - asked[rich], gains[rich] - rising[rich]
        numbers = np.arange(size, size + more)
        for backers in self._backers[offer.project.id]:
            moved = np.zeros(size, dtype=np.int32)
            of_these = offer.points[rich] == backers.points
            moved[parents[of_these]] = numbers[of_these]
            self._of[backers.kinds] = moved[self._of[backers.kinds]]
        self._wallets = size + more

    def _make_room(self, wallets: int) -> None:
        have = len(self._group)
        if wallets <= have:
            return
        more = max(wallets, have * 2) - have
        self._group = np.concatenate([self._group, np.zeros(more, dtype=np.int64)])
        self._paid = np.concatenate([self._paid, np.zeros((more, self._paid.shape[1]), dtype=np.int32)])
        self._held = np.concatenate([self._held, np.zeros(more)])
        self._gains = np.concatenate([self._gains, np.zeros(more)])


def _put_back(bounds: list[tuple[float, str, float]], offer: _Offer) -> None:
    heapq.heappush(bounds, (offer.price - offer.off, offer.project.id, offer.slope - offer.slope_off))
