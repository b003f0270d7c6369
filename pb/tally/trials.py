"""What would have changed the result: found by really counting again, and so true.

Nothing is bisected: more votes, or a lower price, need not help where a few fewer or a little more did.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import ceil

from pb.tally.election import Ballot, Election, Project
from pb.tally.outcome import Outcome

MOST_TRIALS = 2_000
"""How many prices are tried; where there are more whole units of money, only every so many of them."""

Counting = Callable[[Election], Outcome]
"""A rule with its options."""

Progress = Callable[[int, int], None]
"""Told, on the way, how many trials are done, and how many there may be."""


@dataclass(frozen=True, slots=True)
class Room:
    """What a ballot allows: as in the rules of a round.

    Attributes:
        kind: `approval`, `stars`, `ranked` or `faces`.
        limit: choices (0 for no limit), stars in all, or ranks; no matter for faces.
        most: stars on one project.
    """

    kind: str
    limit: int = 0
    most: int = 0

    def for_one_more(self, ballot: Ballot) -> int:
        """The points that a ballot could still give to one project more; 0 where it is full."""
        used = len(ballot.points)
        match self.kind:
            case "approval":
                return int(not self.limit or used < self.limit)
            case "ranked":
                return max(self.limit - used, 0)
            case "faces":
                return 2
        return max(min(self.most, self.limit - sum(points for _, points in ballot.points)), 0)

    def alone(self) -> int:
        """The points that a ballot gives which is for one project and nothing else."""
        return self.for_one_more(Ballot(()))


def votes_needed(
    election: Election, project: str, electorate: str, room: Room, counting: Counting, progress: Progress | None = None
) -> int | None:
    """How many ballots of an electorate would have had to add a project for it to be funded.

    Ballots with the most room for it come first, then those that chose the least, so that the number is one that a
    group of people could have brought about. It is the smallest that does, among these, tried one after the other.

    Args:
        election: with the ballots as they were.
        project: id of a project that is not funded.
        electorate: whose ballots.
        room: what a ballot allows: no ballot is made to say more than it could.
        counting: the rule.
        progress: see `Progress`.
    Returns: the number; None where even all of them would not have done it.

    Raises:
        TiedLots: as the rule.
    """
    ballots = _with_room(election, project, electorate, room)
    whole = sum(count for _, count, _ in ballots)
    for more, changed in enumerate(_added(election, project, ballots), 1):
        if progress:
            progress(more, whole)
        if project in counting(changed).order:
            return more
    return None


def with_votes(election: Election, project: str, electorate: str, room: Room, more: int) -> Election:
    """The election of which `votes_needed` speaks, with so many ballots that add the project."""
    changed = election
    for so_many, one in enumerate(_added(election, project, _with_room(election, project, electorate, room)), 1):
        if so_many == more:
            changed = one
            break
    return changed


def voters_needed(
    election: Election,
    project: str,
    electorate: str,
    room: Room,
    counting: Counting,
    most: int,
    progress: Progress | None = None,
) -> int | None:
    """How many more voters of an electorate, who want only this project, would have had to come for it to be funded.

    Args:
        election: with the ballots as they were.
        project: id of a project that is not funded.
        electorate: whose voters.
        room: what their ballot allows.
        counting: the rule.
        most: how many there could have been: those on the roll who did not vote.
        progress: see `Progress`.
    Returns: the number, the smallest, tried one after the other; None where even the most would not have done it.

    Raises:
        TiedLots: as the rule.
    """
    for more in range(1, most + 1):
        if progress:
            progress(more, most)
        if project in counting(with_voters(election, project, electorate, room, more)).order:
            return more
    return None


def with_voters(election: Election, project: str, electorate: str, room: Room, more: int) -> Election:
    """The election with so many more voters who want only this project, as much as they can."""
    return with_ballots(election, [(Ballot(((project, room.alone()),), electorate), more)])


def winning_cost(
    election: Election, project: str, unit: int, counting: Counting, progress: Progress | None = None
) -> int | None:
    """The highest cost, below its own, at which a project would have been funded.

    Args:
        election: with the costs as they were.
        project: id of a project that is not funded.
        unit: whole so many minor units are tried: 100 for whole pounds.
        counting: the rule.
        progress: see `Progress`.
    Returns: minor units, tried one after the other downwards; None where not even the least would have done it.

    Raises:
        TiedLots: as the rule.
    """
    cost = next(one.cost for one in election.projects if one.id == project)
    prices = list(costs_to_try(cost, unit))
    for tried, price in enumerate(prices, 1):
        if progress:
            progress(tried, len(prices))
        if project in counting(with_cost(election, project, price)).order:
            return price
    return None


def costs_to_try(cost: int, unit: int) -> Iterator[int]:
    """The costs that `winning_cost` tries: whole units below a cost, at most `MOST_TRIALS` of them, evenly."""
    units = (cost - 1) // unit
    leap = max(ceil(units / MOST_TRIALS), 1)
    return (units_ * unit for units_ in range(units, 0, -leap))


def with_cost(election: Election, project: str, cost: int) -> Election:
    """The election with another cost for one project."""
    return replace(
        election,
        projects=tuple(Project(one.id, cost) if one.id == project else one for one in election.projects),
    )


def _with_room(election: Election, project: str, electorate: str, room: Room) -> list[tuple[Ballot, int, int]]:
    """Kinds of ballots that could add a project, with how many there are and the points they would give it."""
    found = [
        (ballot, ballot.count, room.for_one_more(ballot))
        for ballot in election.ballots
        if ballot.electorate == electorate and all(name != project for name, _ in ballot.points)
    ]
    able = [one for one in found if one[2]]
    return sorted(able, key=lambda one: (-one[2], len(one[0].points), one[0].points))


def _added(election: Election, project: str, ballots: list[tuple[Ballot, int, int]]) -> Iterator[Election]:
    """The election with one ballot more, two more and so on that add the project."""
    done: list[tuple[Ballot, int]] = []
    for ballot, count, points in ballots:
        fuller = replace(ballot, points=tuple(sorted([*ballot.points, (project, points)])), count=1)
        for more in range(1, count + 1):
            yield with_ballots(election, [*done, (ballot, -more), (fuller, more)])
        done += [(ballot, -count), (fuller, count)]


def with_ballots(election: Election, changes: list[tuple[Ballot, int]]) -> Election:
    """The election in its normal form with so many more, or fewer, ballots of each kind."""
    counted = {(ballot.electorate, ballot.points): ballot.count for ballot in election.ballots}
    for ballot, more in changes:
        key = ballot.electorate, ballot.points
        counted[key] = counted.get(key, 0) + more
    ballots = (Ballot(points, group, count) for (group, points), count in sorted(counted.items()) if count)
    return replace(election, ballots=tuple(ballots))
