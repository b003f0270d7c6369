"""Greedy: the most points first; fund what the money left can pay."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from pb.tally.election import Election, Project
from pb.tally.outcome import GREEDY, Outcome, Step
from pb.tally.purses import Till, can_be_on_the_ballot
from pb.tally.ties import Tie, first_of
from pb.tally.weights import effective_shares, weights_of


def greedy(election: Election, *, per_cost: bool = False, skip: bool = True, threshold: int = 0) -> Outcome:
    """Fund projects in the order of their weighted points as long as each can be paid.

    Args:
        election: any; projects without points, or dearer than the money that may fund them, take no part.
        per_cost: whether points are divided by the cost.
        skip: whether what cannot be paid is passed over, or ends the count.
        threshold: the least points, unweighted, that a project needs.
    Returns: the funded projects in the order chosen, one Step each, which the money can finance.

    Raises:
        TiedLots: two projects are level in points, cost and supporters, and no lot was drawn.
    """
    weight, points = weights_of(election), plain_points(election)
    enough = {name: score for name, score in scores(election, weight).items() if points[name] >= threshold}
    if per_cost:
        costs = {project.id: project.cost for project in election.projects}
        enough = {name: score / costs[name] for name, score in enough.items()}
    steps = tuple(fund_by_score(election, enough, Till(election), GREEDY, skip=skip))
    return Outcome(steps, 1, 0, weight, effective_shares(election.sizes(), weight))


def plain_points(election: Election) -> dict[str, int]:
    """The points of each project, every ballot alike."""
    found = {project.id: 0 for project in election.projects}
    for ballot in election.ballots:
        for project, points in ballot.points:
            found[project] += points * ballot.count
    return found


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
    election: Election,
    score: Mapping[str, Fraction],
    till: Till,
    part: str,
    *,
    done: Iterable[str] = (),
    skip: bool = True,
) -> list[Step]:
    """Steps for the projects funded by score from what is left in the till, leaving out those already `done`."""
    funded = set(done)
    levels: dict[Fraction, list[Project]] = {}
    for project in can_be_on_the_ballot(election):
        if project.id in score and project.id not in funded:
            levels.setdefault(score[project.id], []).append(project)
    supporters, steps = election.supporters(), []
    for value in sorted(levels, reverse=True):
        for project, tie in _in_turn(levels[value], supporters, election):
            if till.can_pay(project):
                till.pay(project)
                steps.append(Step(project.id, project.cost, part, supporters[project.id], score=value, tie=tie))
            elif not skip:
                return steps
    return steps


def _in_turn(
    level: list[Project], supporters: Mapping[str, int], election: Election
) -> Iterable[tuple[Project, Tie | None]]:
    remaining = list(level)
    while remaining:
        project, tie = first_of(remaining, supporters, election.seed, election.ties)
        remaining.remove(project)
        yield project, tie
