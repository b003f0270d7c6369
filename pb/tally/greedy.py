"""Greedy: the most points first; fund what the money left can pay."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from pb.tally.election import Election, Project
from pb.tally.outcome import GREEDY, Outcome, Step
from pb.tally.ties import Tie, first_of
from pb.tally.weights import effective_shares, weights


def greedy(election: Election) -> Outcome:
    """Fund projects in the order of their weighted points as long as each can be paid; skip what cannot.

    Args:
        election: any; projects without points, or dearer than the budget, take no part.
    Returns: the funded projects in the order chosen, one Step each, spending <= budget.

    Raises:
        TiedLots: two projects are level in points, cost and supporters, and no lot was drawn.
    """
    weight = weights(
        election.sizes(), {group.id: group.share for group in election.electorates}, election.weight_factor
    )
    steps = tuple(fund_by_score(election, scores(election, weight), election.budget, GREEDY))
    return Outcome(steps, 1, 0, weight, effective_shares(election.sizes(), weight))


def scores(election: Election, weight: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """The weighted points of each project that has any."""
    totals: dict[str, dict[str, int]] = {}
    for ballot in election.ballots:
        for project, points in ballot.points:
            of_group = totals.setdefault(project, {})
            of_group[ballot.electorate] = of_group.get(ballot.electorate, 0) + points * ballot.count
    return {
        project: sum((weight[group] * points for group, points in of_group.items()), Fraction(0))
        for project, of_group in totals.items()
    }


def fund_by_score(
    election: Election, score: Mapping[str, Fraction], money: int, part: str, *, done: Iterable[str] = ()
) -> list[Step]:
    """Steps for the projects funded by score from `money`, leaving out those already `done`."""
    funded = set(done)
    candidates = [project for project in election.projects if project.id in score and project.id not in funded]
    levels: dict[Fraction, list[Project]] = {}
    for project in candidates:
        if project.cost <= election.budget:
            levels.setdefault(score[project.id], []).append(project)
    supporters, steps = election.supporters(), []
    for value in sorted(levels, reverse=True):
        for project, tie in _in_turn(levels[value], supporters, election):
            if project.cost <= money:
                money -= project.cost
                steps.append(Step(project.id, project.cost, part, supporters[project.id], score=value, tie=tie))
    return steps


def _in_turn(
    level: list[Project], supporters: Mapping[str, int], election: Election
) -> Iterable[tuple[Project, Tie | None]]:
    remaining = list(level)
    while remaining:
        project, tie = first_of(remaining, supporters, election.seed, election.ties)
        remaining.remove(project)
        yield project, tie
