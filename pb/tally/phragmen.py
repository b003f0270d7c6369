"""Sequential Phragmén: every voter earns money at the same pace, and a project is bought once its supporters can.

It is published beside the official result as a check, and never official: all voters count alike in it, whatever their
electorate, and a point is as good as several.
"""

from dataclasses import replace
from fractions import Fraction

from pb.tally.election import EVERYBODY, Election, Electorate, Project
from pb.tally.outcome import PHRAGMEN, Outcome, Step
from pb.tally.purses import Till, can_be_on_the_ballot
from pb.tally.roster import Stakes, roster_of
from pb.tally.ties import first_of
from pb.tally.weights import effective_shares, weights_of


def phragmen(election: Election, *, fast: bool | None = None) -> Outcome:
    """Buy projects in the order in which their supporters have earned the cost; they begin again from nothing.

    It ends when one of those that come next cannot be financed.

    Args:
        election: any; electorates and their weights are left out of account.
        fast: see `roster_of`.
    Returns: the funded projects in the order bought, which the money can finance. The `price` of each Step is what
        every voter had earned in all by then.

    Raises:
        TiedLots: a lot is needed and none was drawn.
    Source: Los, Christoff, Grossi (2022), "Proportional Budget Allocations: Towards a Systematization".
    """
    alike = replace(
        election,
        ballots=tuple(replace(ballot, electorate=EVERYBODY) for ballot in election.ballots),
        electorates=(Electorate(EVERYBODY, Fraction(1)),),
    )
    counts, till = election.supporters(), Till(election)
    waiting = [project for project in can_be_on_the_ballot(election) if counts[project.id]]
    roster, loads, steps = roster_of(alike, [one.id for one in waiting], fast=fast), [Fraction(0)] * 2, list[Step]()
    while waiting:
        stakes = {project.id: roster.stakes(project.id) for project in waiting}
        due = {one.id: _due(one, counts[one.id], stakes[one.id], loads) for one in waiting}
        level = [project for project in waiting if due[project.id] == min(due.values())]
        if not all(map(till.can_pay, level)):
            break
        project, tie = first_of(level, counts, election.seed, election.ties)
        loads.append(due[project.id])
        roster.move(project.id, dict.fromkeys(stakes[project.id], len(loads) - 1))
        till.pay(project)
        waiting.remove(project)
        steps.append(Step(project.id, project.cost, PHRAGMEN, counts[project.id], price=loads[-1], tie=tie))
    weight = weights_of(alike)
    return Outcome(tuple(steps), 1, 0, weight, effective_shares(alike.sizes(), weight))


def _due(project: Project, supporters: int, stakes: Stakes, loads: list[Fraction]) -> Fraction:
    """What everybody has earned in all when the supporters, who spent what they had earned before, have the cost."""
    return (project.cost + sum(loads[wallet] * voters for (wallet, _), voters in stakes.items())) / Fraction(supporters)
