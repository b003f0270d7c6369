"""The expanding approvals rule: voters back their first choices, then their second ones too, and so on.

Voters who gave the same number of points to projects rank them alike. All voters together weigh 1, and a project may
be funded once those who rank it high enough weigh as much as the part of the money that it costs.

What a supporter still weighs is a product of as many fractions as projects of theirs were funded, and each of these
has about twice the digits of the one before: exactly, a round of twenty funded projects would need a million digits.
So the weight that a voter keeps is rounded up to a whole number of grains, of which there are so many that no figure
that anybody reads, and no comparison of amounts that differ, is touched: see docs/adr/0014.
"""

from collections.abc import Iterable
from fractions import Fraction
from math import lcm

from pb.tally.election import Ballot, Election, Project
from pb.tally.outcome import EXPANDING, Moment, Outcome, Standing, Step
from pb.tally.purses import Till, can_be_on_the_ballot
from pb.tally.ties import Tie, first_of
from pb.tally.weights import effective_shares, weights_of

FINENESS = 10**40
"""Grains in the greatest part of the whole weight of which every voter's first weight is a multiple."""


def expanding_approvals(election: Election) -> Outcome:
    """Fund what enough weight supports among first choices, then among first and second ones, and so on.

    Of several such projects the first by the order of ties is funded; what it costs is taken from its supporters in
    proportion to what they weigh, and what each keeps is rounded up to a whole grain.

    Args:
        election: any.
    Returns: the funded projects in the order chosen, which the money can finance. Each Step has the `rank` down to
        which support was counted; what is paid and left is weight as money, what is left in whole grains.

    Raises:
        TiedLots: a lot is needed and none was drawn.
    Source: Aziz, Lee (2021), "Proportionally Representative Participatory Budgeting with Ordinal Preferences".
    """
    weight = weights_of(election)
    steps = _Expansion(election, weight).run() if election.budget else []
    return Outcome(tuple(steps), 1, 0, weight, effective_shares(election.sizes(), weight))


def moments(election: Election) -> list[Moment]:
    """Where every project that is not funded stands in expanding approvals, before each step and at the end.

    Raises:
        TiedLots: a lot is needed and none was drawn.
    """
    found: list[Moment] = []
    if election.budget:
        _Expansion(election, weights_of(election)).run(found)
    return found


class _Expansion:
    """The count under way; all weights are whole numbers of grains.

    A ballot is known by its place. As ranks are counted, and as ballots lose weight, what stands behind each project
    is kept up to date, so that no ballot is looked at that does not change.
    """

    def __init__(self, election: Election, weight: dict[str, Fraction]) -> None:
        self._election, self._counts, self._till = election, election.supporters(), Till(election)
        self._whole = FINENESS * lcm(*(one.denominator for one in weight.values()))
        self._waiting = [one for one in can_be_on_the_ballot(election) if self._counts[one.id]]
        self._ballots = election.ballots
        self._ranks = [_ranked(ballot) for ballot in self._ballots]
        self._holds = [int(weight[ballot.electorate] * self._whole) for ballot in self._ballots]
        self._seen: list[list[str]] = [[] for _ in self._ballots]
        self._behind = {project.id: dict.fromkeys(weight, 0) for project in self._waiting}
        self._supporters: dict[str, list[int]] = {project.id: [] for project in self._waiting}
        sizes = election.sizes()
        self._left = {group: int(weight[group] * sizes[group] * self._whole) for group in weight}

    def run(self, moments: list[Moment] | None = None) -> list[Step]:
        """Fund what there is to fund; where each project stood is put into `moments`."""
        steps = []
        for rank in range(max(map(len, self._ranks), default=0)):
            self._count_in(rank)
            able = self._with_enough(self._waiting)
            while able:
                if moments is not None:
                    moments.append(self._moment())
                tied = first_of(able, self._counts, self._election.seed, self._election.ties)
                steps.append(self._fund(*tied, rank + 1))
                able = self._with_enough(one for one in able if one in self._waiting)
        if moments is not None:
            moments.append(self._moment())
        return steps

    def _count_in(self, rank: int) -> None:
        """From now on what every ballot ranks at this rank, counted from 0, has its weight behind it too."""
        for place, ranks in enumerate(self._ranks):
            if rank >= len(ranks):
                continue
            ballot, holds = self._ballots[place], self._holds[place]
            for name in ranks[rank]:
                if name in self._behind:
                    self._seen[place].append(name)
                    self._supporters[name].append(place)
                    self._behind[name][ballot.electorate] += holds * ballot.count

    def _moment(self) -> Moment:
        return {
            project.id: Standing({group: self._money(held) for group, held in self._behind[project.id].items()})
            for project in self._waiting
        }

    def _money(self, grains: int) -> Fraction:
        return Fraction(grains * self._election.budget, self._whole)

    def _with_enough(self, projects: Iterable[Project]) -> list[Project]:
        """Those that can be financed and whose supporters weigh enough. Both are lost for good at a rank."""
        payable = [project for project in projects if self._till.can_pay(project)]
        return [one for one in payable if self._money(sum(self._behind[one.id].values())) >= one.cost]

    def _fund(self, project: Project, tie: Tie | None, rank: int) -> Step:
        behind = dict(self._behind[project.id])
        whole = sum(behind.values())
        paid = {group: Fraction(project.cost * held, whole) for group, held in behind.items()}
        self._take(project, whole)
        self._till.pay(project)
        self._waiting.remove(project)
        left = {group: self._money(grains) for group, grains in self._left.items()}
        backed = self._counts[project.id]
        return Step(project.id, project.cost, EXPANDING, backed, paid=paid, left=left, tie=tie, rank=rank)

    def _take(self, project: Project, whole: int) -> None:
        """Take what a project costs from its supporters, who weigh so many grains together."""
        all_of, kept = whole * self._election.budget, whole * self._election.budget - project.cost * self._whole
        keeps: dict[int, int] = {}
        for place in self._supporters[project.id]:
            holds, ballot = self._holds[place], self._ballots[place]
            if holds not in keeps:
                keeps[holds] = -(-holds * kept // all_of)
            self._holds[place] = keeps[holds]
            lost = (holds - keeps[holds]) * ballot.count
            if not lost:
                continue
            self._left[ballot.electorate] -= lost
            for name in self._seen[place]:
                self._behind[name][ballot.electorate] -= lost


def _ranked(ballot: Ballot) -> list[list[str]]:
    """What a ballot ranks first, what it ranks second, and so on: alike what has as many points."""
    ranks: dict[int, list[str]] = {}
    for name, points in sorted(ballot.points, key=lambda one: -one[1]):
        ranks.setdefault(points, []).append(name)
    return list(ranks.values())
