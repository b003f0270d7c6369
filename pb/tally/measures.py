"""How well an outcome serves voters: who has something funded, how much of it, whether a group was passed over."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from pb.tally.election import Election


@dataclass(frozen=True, slots=True)
class Service:
    """What an outcome did for the voters of one electorate who chose something.

    Attributes:
        voters: how many they are.
        served: how many of them gave points to at least one funded project.
        choices: funded projects that a voter gave points to, on average; 0 without voters.
        money: what those cost together, in minor units, on average.
    """

    voters: int
    served: int
    choices: Fraction
    money: Fraction


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A project that is not funded, and how many of its supporters could claim it by their part of the money alone."""

    project: str
    voters: int


def service(election: Election, funded: Iterable[str]) -> dict[str, Service]:
    """What an outcome did for each electorate."""
    costs, won = {project.id: project.cost for project in election.projects}, set(funded)
    found = {group.id: [0, 0, 0, 0] for group in election.electorates}
    for ballot in election.ballots:
        got = [costs[project] for project, _ in ballot.points if project in won]
        sums = found[ballot.electorate]
        for place, more in enumerate((1, bool(got), len(got), sum(got))):
            sums[place] += more * ballot.count
    return {
        group: Service(voters, served, Fraction(choices, voters or 1), Fraction(money, voters or 1))
        for group, (voters, served, choices, money) in found.items()
    }


def passed_over(election: Election, funded: Iterable[str]) -> list[PassedOver]:
    """The projects by which an outcome fails EJR+ up to any project; none where it satisfies it.

    A group of s of n voters may claim a project that all of them chose if, for each of them, what is funded of their
    choices costs no more, the project added, than the group's part of the money, s / n of it. That is a promise of
    equal shares by cost, for one electorate, open money and approvals; for anything else it says nothing.

    Args:
        election: of one electorate, with one purse, with no points but 1.
        funded: ids of the funded projects.
    Returns: for each project that can be claimed, the largest group that can.

    Raises:
        ValueError: the election is of another kind.
    Source: Brill, Peters (2023), "Robust and Verifiable Proportionality Axioms for Multiwinner Voting"; for costs,
        Peters, Pierczyński, Skowron (2021).
    """
    if not has_the_promise(election):
        raise ValueError("EJR+ is defined here for one electorate, one purse and approvals alone")
    costs, won, voters = {one.id: one.cost for one in election.projects}, set(funded), sum(election.sizes().values())
    backers: dict[str, list[tuple[int, int]]] = {}
    for ballot in election.ballots:
        has = sum(costs[project] for project, _ in ballot.points if project in won)
        for project, _ in ballot.points:
            if project not in won and costs[project] <= election.budget:
                backers.setdefault(project, []).append((has, ballot.count))
    found = []
    for project, held in sorted(backers.items()):
        size, largest = 0, 0
        for has, count in sorted(held):
            size += count
            if (has + costs[project]) * voters <= size * election.budget:
                largest = size
        if largest:
            found.append(PassedOver(project, largest))
    return found


def has_the_promise(election: Election) -> bool:
    """Whether `passed_over` says something of such an election."""
    approvals = all(points == 1 for ballot in election.ballots for _, points in ballot.points)
    return approvals and len(election.electorates) == 1 and len(election.purses) == 1
