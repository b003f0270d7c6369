"""What would have changed the result: found by really counting again, and so true.

Nothing is bisected: more votes, or a lower price, need not help where a few fewer or a little more did. Where there is
too much to try each number, ever wider leaps are taken, and what was tried last in vain is told with what was found.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace

from pb.tally.election import Ballot, Election, Project
from pb.tally.outcome import Outcome

MOST_TRIALS = 2_000
"""How often is counted again for one answer, where nobody says otherwise."""

BETWEEN = 9
"""How many values are tried, where leaps were taken, between the first that does and the one before it."""

Counting = Callable[[Election], Outcome]
"""A rule with its options."""

Progress = Callable[[int, int], None]
"""Told, on the way, how many trials are done, and how many there may be."""

Points = tuple[tuple[str, int], ...]


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

    def instead(self, ballot: Ballot, given_up: str) -> Ballot:
        """A full ballot without one of its projects; of a ranked one those after it move up."""
        gone = dict(ballot.points)[given_up]
        rise = int(self.kind == "ranked")
        kept = [(name, points + rise * (points < gone)) for name, points in ballot.points if name != given_up]
        return replace(ballot, points=tuple(kept))


@dataclass(frozen=True, slots=True)
class Found:
    """What the trials for one question found.

    Attributes:
        needed: the first number, or cost, with which the project would have been funded; None where none did.
        before: the last that was tried in vain before that, or at all; 0, or the project's own cost, where none was.
        last: the greatest number, or the least cost, that there was to try.
    """

    needed: int | None
    before: int
    last: int


@dataclass(frozen=True, slots=True)
class Question:
    """How much it takes.

    Attributes:
        values: numbers or costs in the order in which they are tried.
        first: what was: 0, or the project's own cost.
        unit: what lies this close to each other has nothing in between.
        act: the election in which one of these values holds.
    """

    values: tuple[int, ...]
    first: int
    unit: int
    act: Callable[[int], Election]

    @property
    def last(self) -> int:
        """The greatest number, or the least cost, that there is to try."""
        return self.values[-1] if self.values else self.first


@dataclass(frozen=True, slots=True)
class Trials:
    """Counting again and again for one project that is not funded.

    Attributes:
        election: with ballots and costs as they were.
        project: its id.
        funded: ids of the projects that are funded.
        room: what a ballot allows: no ballot is made to say more than it could.
        counting: the rule.
        most: how often is counted again for one answer, what lies between two leaps aside.
        progress: see `Progress`.
    """

    election: Election
    project: str
    funded: Collection[str]
    room: Room
    counting: Counting
    most: int = MOST_TRIALS
    progress: Progress | None = None

    def votes(self, electorate: str) -> Question:
        """How many ballots of an electorate would have had to give the project points?

        Ballots with the most room come first, then those that chose the least, blank ones before all, so that the
        number is one that a group of people could have brought about. A ballot that is full gives up what it gave the
        fewest points for it, and rather a project that is not funded.
        """
        whole = sum(count for _, count, _ in self._able(electorate))
        values = tuple(numbers_to_try(whole, self.most))
        return Question(values, 0, 1, lambda more: self._with_votes(electorate, more))

    def voters(self, electorate: str, whole: int) -> Question:
        """How many more voters of an electorate, who want only this, would have had to come? At most `whole`."""
        alone = Ballot(((self.project, self.room.alone()),), electorate)
        values = tuple(numbers_to_try(whole, self.most))
        return Question(values, 0, 1, lambda more: with_ballots(self.election, [(alone, more)]))

    def cost(self, unit: int) -> Question:
        """What is the highest cost, in whole units of so many minor units, at which it would have been funded?"""
        own = next(one.cost for one in self.election.projects if one.id == self.project)
        values = tuple(costs_to_try(own, unit, self.most))
        return Question(values, own, unit, lambda cost: with_cost(self.election, self.project, cost))

    def answer(self, question: Question) -> Found:
        """Try values one after the other, then those between the first that does and the one before it, and so on.

        Raises:
            TiedLots: as the rule.
        """
        before, values, done, needed = question.first, list(question.values), 0, None
        while values:
            whole = done + len(values)
            for value in values:
                done += 1
                if self.progress:
                    self.progress(done, whole)
                if self.comes_true(question, value):
                    needed = value
                    break
                before = value
            values = [] if needed is None else values_between(before, needed, question.unit)
        return Found(needed, before, question.last)

    def comes_true(self, question: Question, value: int) -> bool:
        """Whether the project is funded where a value holds.

        Raises:
            TiedLots: as the rule.
        """
        return self.project in self.counting(question.act(value)).order

    def fault(self, question: Question, found: Found) -> str:
        """What is wrong with an answer, without trying again all that was tried; "" for nothing that could be seen.

        Raises:
            TiedLots: as the rule.
        """
        if found.last != question.last:
            return f"{found.last} is not the last that there was to try"
        if found.needed is None:
            if found.before != found.last:
                return f"{found.before} is not the last that there was to try"
        elif not _could_be(question, found.needed, found.before):
            return f"{found.needed} could not be the first after {found.before}"
        elif not self.comes_true(question, found.needed):
            return f"with {found.needed} it is not funded"
        if found.before != question.first and self.comes_true(question, found.before):
            return f"with {found.before} it is funded"
        return ""

    def _with_votes(self, electorate: str, more: int) -> Election:
        """The election in which so many ballots that had not chosen the project do."""
        changes: list[tuple[Ballot, int]] = []
        for ballot, count, fuller in self._able(electorate):
            here = min(count, more)
            changes += [(ballot, -here), (fuller, here)]
            more -= here
            if not more:
                break
        return with_ballots(self.election, changes)

    def _able(self, electorate: str) -> list[tuple[Ballot, int, Ballot]]:
        """Kinds of ballots of an electorate without the project, how many, and what they would be with it."""
        found = [
            (ballot, ballot.count, *self._fuller(ballot))
            for ballot in (*self.election.ballots, *self.election.blank)
            if ballot.electorate == electorate and all(name != self.project for name, _ in ballot.points)
        ]
        found.sort(key=lambda one: (one[3], len(one[0].points), one[0].points))
        return [(ballot, count, fuller) for ballot, count, fuller, _ in found]

    def _fuller(self, ballot: Ballot) -> tuple[Ballot, tuple[int, int]]:
        """The ballot with the project, and its place: those with the most room first, then those that give up least."""
        room, place = self.room.for_one_more(ballot), (0, 0)
        if room:
            place = (0, -room)
        else:
            given_up = min(ballot.points, key=lambda one: (one[0] in self.funded, one[1], one[0]))[0]
            place = (1, int(given_up in self.funded))
            ballot = self.room.instead(ballot, given_up)
            room = self.room.for_one_more(ballot)
        points = tuple(sorted([*ballot.points, (self.project, room)]))
        return replace(ballot, points=points), place


def numbers_to_try(whole: int, most: int) -> Iterator[int]:
    """Numbers from 1 to `whole`, at most `most`: each where they are few, else in ever wider leaps to the end."""
    if whole <= most:
        yield from range(1, whole + 1)
        return
    one_by_one = most // 2
    yield from range(1, one_by_one + 1)
    at, left = one_by_one, most - one_by_one
    while left:
        # The leap by which as many more would reach the end, were each as much wider than the last; at least 1.
        at = whole if left == 1 else max(at + 1, _root(at ** (left - 1) * whole, left))
        left -= 1
        yield at


def values_between(before: int, needed: int, unit: int) -> list[int]:
    """Up to so many values between two, in order from the first, in whole units from the second."""
    units = (abs(before - needed) - 1) // unit
    leap = -(-units // BETWEEN) * unit
    way = 1 if before > needed else -1
    return [needed + way * at * leap for at in range(units * unit // (leap or 1), 0, -1)]


def costs_to_try(cost: int, unit: int, most: int = MOST_TRIALS) -> Iterator[int]:
    """Costs below a cost, downwards: at most `most` of them, in leaps of 1, 2, 5, 10 and so on whole units."""
    leap, steps = unit, _one_two_five()
    while (cost - 1) // leap > most:
        leap = unit * next(steps)
    return (at * leap for at in range((cost - 1) // leap, 0, -1))


def with_cost(election: Election, project: str, cost: int) -> Election:
    """The election with another cost for one project."""
    projects = (Project(one.id, cost) if one.id == project else one for one in election.projects)
    return replace(election, projects=tuple(projects))


def with_ballots(election: Election, changes: list[tuple[Ballot, int]]) -> Election:
    """The election in its normal form with so many more, or fewer, ballots of each kind."""
    counted = {(one.electorate, one.points): one.count for one in (*election.ballots, *election.blank)}
    for ballot, more in changes:
        key = ballot.electorate, ballot.points
        counted[key] = counted.get(key, 0) + more
    kinds = [Ballot(points, group, count) for (group, points), count in sorted(counted.items()) if count]
    ballots, blank = (tuple(one for one in kinds if bool(one.points) is given) for given in (True, False))
    return replace(election, ballots=ballots, blank=blank)


def _could_be(question: Question, needed: int, before: int) -> bool:
    """Whether these are two neighbours, in the direction of what is tried, that stand for something."""
    way = 1 if question.last > question.first else -1
    if not question.first * way < needed * way <= question.last * way:
        return False
    gap = (needed - before) * way
    return gap == question.unit or (before == question.first and 0 < gap <= question.unit)


def _one_two_five() -> Iterator[int]:
    power = 1
    while True:
        yield from (power, 2 * power, 5 * power)
        power *= 10


def _root(value: int, degree: int) -> int:
    """The whole part of a root."""
    low, high = 1, value
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**degree <= value else (low, middle - 1)
    return low
