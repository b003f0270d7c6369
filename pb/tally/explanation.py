"""Why an outcome came out as it did, from its published trace: who supported what, and what supporters had left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from pb.tally.election import Election


@dataclass(frozen=True, slots=True)
class Backing:
    """What one electorate gave one project: voters with at least one point for it, and their points together."""

    voters: int = 0
    points: int = 0


def backing(election: Election) -> dict[str, dict[str, Backing]]:
    """The support of every project by electorate, the projects that nobody supports among them."""
    groups = [group.id for group in election.electorates]
    found = {project.id: dict.fromkeys(groups, Backing()) for project in election.projects}
    for ballot in election.ballots:
        for project, points in ballot.points:
            before = found[project][ballot.electorate]
            after = Backing(before.voters + ballot.count, before.points + points * ballot.count)
            found[project][ballot.electorate] = after
    return found


def left_with_supporters(
    election: Election, money: Mapping[str, Fraction], due: Sequence[tuple[str, Fraction]]
) -> dict[str, Fraction]:
    """What the supporters of each project that equal shares did not fund still held together when it ended.

    It follows from the trace alone: each voter paid `due` for each point given to a funded project, or all that was
    left to them.

    Args:
        election: the ballots.
        money: what one voter of each electorate held, minor units, the money that a completion added among it.
        due: the funded projects in the order chosen, each with the money due for one point.
    Returns: minor units by project, exact; 0 where nobody supports it.
    """
    scale = lcm(*(amount.denominator for amount in (*money.values(), *(price for _, price in due))))
    prices = [(project, int(price * scale)) for project, price in due]
    funded = {project for project, _ in due}
    left = {project.id: 0 for project in election.projects if project.id not in funded}
    for ballot in election.ballots:
        points, held = dict(ballot.points), int(money[ballot.electorate] * scale)
        for project, price in prices:
            held -= min(held, price * points.get(project, 0))
        for project in points.keys() - funded:
            left[project] += held * ballot.count
    return {project: Fraction(amount, scale) for project, amount in left.items()}
