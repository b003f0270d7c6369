"""Why an outcome came out as it did, from its published trace: who supported what, and what supporters had left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from pb.tally.election import Election
from pb.tally.outcome import EQUAL_SHARES, Outcome
from pb.tally.purses import Payers
from pb.tally.rules import Rule


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


def held_for(election: Election, outcome: Outcome, rule: Rule) -> dict[str, Fraction]:
    """`left_with_supporters` of an outcome; empty under a rule that gives voters no money."""
    if rule.name != EQUAL_SHARES:
        return {}
    costs = {project.id: project.cost for project in election.projects}
    units = {name: cost if rule.utility == "cost" else 1 for name, cost in costs.items()}
    due = [(step.project, step.price * units[step.project]) for step in outcome.steps if step.price is not None]
    whole = election.budget + outcome.added * sum(election.sizes().values())
    return left_with_supporters(election, {group: one * whole for group, one in outcome.weights.items()}, due)


def left_with_supporters(
    election: Election, money: Mapping[str, Fraction], due: Sequence[tuple[str, Fraction]]
) -> dict[str, Fraction]:
    """What the supporters of each project that equal shares did not fund still held together when it ended.

    It follows from the trace alone: each voter paid `due` for each point given to a funded project, or all that was
    left to them.

    Where money is restricted, only what may go to the project is counted.

    Args:
        election: the ballots.
        money: what one voter of each electorate held, minor units, the money that a completion added among it.
        due: the funded projects in the order chosen, each with the money due for one point.
    Returns: minor units by project, exact; 0 where nobody supports it.
    """
    parts = [Fraction(purse.amount, election.budget or 1) for purse in election.purses]
    full = {group: [amount * part for part in parts] for group, amount in money.items()}
    scale = lcm(*(one.denominator for held in full.values() for one in held), *(price.denominator for _, price in due))
    whole = {group: [int(one * scale) for one in held] for group, held in full.items()}
    prices = [(project, int(price * scale)) for project, price in due]
    payers, funded = election.payers(), {project for project, _ in due}
    left = {project.id: 0 for project in election.projects if project.id not in funded}
    for ballot in election.ballots:
        points, held = dict(ballot.points), list(whole[ballot.electorate])
        for project, price in prices:
            if project in points:
                _spend(held, payers[project], price * points[project])
        for project in points.keys() - funded:
            left[project] += sum(held[place] for place in payers[project]) * ballot.count
    return {project: Fraction(amount, scale) for project, amount in left.items()}


def _spend(held: list[int], payers: Payers, due: int) -> None:
    """Take what is due, or all there is, from the purses in their order."""
    for place in payers:
        part = min(held[place], due)
        held[place] -= part
        due -= part
