"""The expanding approvals rule: voters back their first choices, then their second ones too, and so on.

Voters who gave the same number of points to projects rank them alike. All voters together weigh 1, and a project may
be funded once those who rank it high enough weigh as much as the part of the money that it costs.
"""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from pb.tally.election import Ballot, Election, Project
from pb.tally.outcome import EXPANDING, Moment, Outcome, Standing, Step
from pb.tally.purses import Till, can_be_on_the_ballot
from pb.tally.roster import EMPTY, Stakes, roster_of
from pb.tally.ties import Tie, first_of
from pb.tally.weights import effective_shares, weights_of


def expanding_approvals(election: Election, *, fast: bool | None = None) -> Outcome:
    """Fund what enough weight supports among first choices, then among first and second ones, and so on.

    Of several such projects the first by the order of ties is funded; what it costs is taken from its supporters in
    proportion to what they weigh.

    Args:
        election: any.
        fast: see `roster_of`.
    Returns: the funded projects in the order chosen, which the money can finance. Each Step has the `rank` down to
        which support was counted; what is paid and left is weight as money.

    Raises:
        TiedLots: a lot is needed and none was drawn.
    Source: Aziz, Lee (2021), "Proportionally Representative Participatory Budgeting with Ordinal Preferences".
    """
    weight = weights_of(election)
    steps = _Expansion(election, weight, fast=fast).run() if election.budget else []
    return Outcome(tuple(steps), 1, 0, weight, effective_shares(election.sizes(), weight))


def moments(election: Election) -> list[Moment]:
    """Where every project that is not funded stands in expanding approvals, before each step and at the end.

    Raises:
        TiedLots: a lot is needed and none was drawn.
    """
    found: list[Moment] = []
    if election.budget:
        _Expansion(election, weights_of(election), fast=None).run(found)
    return found


class _Expansion:
    """The count under way. Voters who have paid alike share a wallet, which holds what one of them still weighs."""

    def __init__(self, election: Election, weight: dict[str, Fraction], *, fast: bool | None) -> None:
        self._election, self._counts, self._till = election, election.supporters(), Till(election)
        self._waiting = [one for one in can_be_on_the_ballot(election) if self._counts[one.id]]
        ranked = replace(election, ballots=tuple(_ranked(ballot) for ballot in election.ballots))
        self._last = max((rank for ballot in ranked.ballots for _, rank in ballot.points), default=0)
        self._roster = roster_of(ranked, [project.id for project in self._waiting], fast=fast)
        groups = [group.id for group in election.electorates]
        self._owner, self._held = ["", *groups], [Fraction(0), *(weight[group] for group in groups)]
        sizes = election.sizes()
        self._left = {group: weight[group] * sizes[group] * election.budget for group in groups}

    def run(self, moments: list[Moment] | None = None) -> list[Step]:
        steps = []
        for rank in range(1, self._last + 1):
            able = self._with_enough(self._waiting, rank)
            while able:
                if moments is not None:
                    moments.append(self._moment(rank))
                steps.append(self._fund(*first_of(able, self._counts, self._election.seed, self._election.ties), rank))
                able = self._with_enough([one for one in able if one in self._waiting], rank)
        if moments is not None:
            moments.append(self._moment(self._last))
        return steps

    def _moment(self, rank: int) -> Moment:
        return {project.id: self._standing(project, rank) for project in self._waiting}

    def _standing(self, project: Project, rank: int) -> Standing:
        held = dict.fromkeys(self._left, Fraction(0))
        for (wallet, _), voters in self._supporters(project, rank).items():
            held[self._owner[wallet]] += self._held[wallet] * voters * self._election.budget
        return Standing(held)

    def _with_enough(self, projects: Iterable[Project], rank: int) -> list[Project]:
        """Those that can be financed and whose supporters weigh enough. Both are lost for good at a rank."""
        payable = [project for project in projects if self._till.can_pay(project)]
        return [one for one in payable if self._weight(self._supporters(one, rank)) >= self._part(one)]

    def _part(self, project: Project) -> Fraction:
        return Fraction(project.cost, self._election.budget)

    def _supporters(self, project: Project, rank: int) -> Stakes:
        return {key: voters for key, voters in self._roster.stakes(project.id).items() if key[1] <= rank}

    def _weight(self, supporters: Stakes) -> Fraction:
        return sum((self._held[wallet] * voters for (wallet, _), voters in supporters.items()), Fraction(0))

    def _fund(self, project: Project, tie: Tie | None, rank: int) -> Step:
        supporters = self._supporters(project, rank)
        kept = 1 - self._part(project) / self._weight(supporters)
        moves = {key: key[0] for key in self._roster.stakes(project.id)}
        paid = dict.fromkeys(self._left, Fraction(0))
        for (wallet, points), voters in supporters.items():
            moves[wallet, points] = self._wallet(wallet, kept)
            paid[self._owner[wallet]] += self._held[wallet] * (1 - kept) * voters * self._election.budget
        self._roster.move(project.id, moves)
        self._till.pay(project)
        self._waiting.remove(project)
        self._left = {group: left - paid[group] for group, left in self._left.items()}
        backed = self._counts[project.id]
        return Step(project.id, project.cost, EXPANDING, backed, paid=paid, left=self._left, tie=tie, rank=rank)

    def _wallet(self, before: int, kept: Fraction) -> int:
        """The number of a wallet with this part of another; the empty one where nothing is kept."""
        if not kept:
            return EMPTY
        self._owner.append(self._owner[before])
        self._held.append(self._held[before] * kept)
        return len(self._held) - 1


def _ranked(ballot: Ballot) -> Ballot:
    """The ballot with ranks for points: 1 for those with the most, 2 for those with the next fewer, and so on."""
    ranks = {points: rank for rank, points in enumerate(sorted({given for _, given in ballot.points}, reverse=True), 1)}
    return replace(ballot, points=tuple((project, ranks[points]) for project, points in ballot.points))
