"""Who holds which wallet: the one part of equal shares that looks at every ballot, again and again.

`FastRoster` of `fast.py` does the same with numpy; which of them is used changes how long a count takes and nothing
else.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Protocol

from pb.tally.election import Election

EMPTY = 0
"""The number of the wallet of all who have nothing left."""

Stakes = dict[tuple[int, int], int]
"""Voters by their wallet and their points for a project."""

Moves = Mapping[tuple[int, int], int]
"""The wallet that a voter has afterwards, by the wallet and the points for a project that they have now."""

FEW = 20_000
"""Below so many choices by ballots, bringing numpy costs more than it saves."""

HANDFUL = 40
"""Up to so many kinds of ballots that are alike in points and voters are looked at one by one; more are counted."""


class Roster(Protocol):
    """The wallet of each ballot, alike ballots together, where every voter of an electorate begins with the same."""

    def stakes(self, project: str) -> Stakes:
        """The supporters of a project, those with empty wallets left out."""

    def move(self, project: str, moves: Moves) -> None:
        """Give the supporters of a project other wallets; where `moves` says nothing, the empty one."""

    def keep(self) -> object:
        """The roster as it is, for `go_back`."""

    def go_back(self, kept: object) -> None:
        """Make it as it was when this was kept."""


class PlainRoster:
    """A roster in pure Python."""

    def __init__(self, election: Election, projects: Sequence[str]) -> None:
        """Every voter holds the wallet of their electorate's number, from 1."""
        numbers = {group.id: number for number, group in enumerate(election.electorates, 1)}
        self._of = [numbers[ballot.electorate] for ballot in election.ballots]
        self._each: dict[str, list[tuple[int, int, int]]] = {project: [] for project in projects}
        for place, ballot in enumerate(election.ballots):
            count = ballot.count
            for project, points in ballot.points:
                if project in self._each:
                    self._each[project].append((place, points, count))
        kinds = {name: _by_kind(each) for name, each in self._each.items()}
        self._alike = {name: found for name, found in kinds.items() if found}

    def stakes(self, project: str) -> Stakes:
        """See `Roster`."""
        found, of = Stakes(), self._of
        if project in self._alike:
            for (points, voters), places in self._alike[project].items():
                counts = Counter(map(of.__getitem__, places))
                counts.pop(EMPTY, None)
                for wallet, kinds in counts.items():
                    found[wallet, points] = found.get((wallet, points), 0) + kinds * voters
            return found
        for place, points, voters in self._each[project]:
            if wallet := of[place]:  # the empty one is 0, and this loop is where small elections spend their time
                stake = wallet, points
                if stake in found:
                    found[stake] += voters
                else:
                    found[stake] = voters
        return found

    def move(self, project: str, moves: Moves) -> None:
        """See `Roster`."""
        of = self._of
        for place, points, _ in self._each[project]:
            of[place] = moves.get((of[place], points), EMPTY)

    def keep(self) -> object:
        """See `Roster`."""
        return list(self._of)

    def go_back(self, kept: object) -> None:
        """See `Roster`."""
        assert isinstance(kept, list)  # noqa: S101 - it came from `keep`; this tells the type
        self._of = list(kept)


def _by_kind(each: list[tuple[int, int, int]]) -> dict[tuple[int, int], list[int]]:
    """Places of ballots by their points and by how many voters each stands for; nothing where that would not pay."""
    found: dict[tuple[int, int], list[int]] = {}
    for place, points, voters in each:
        kind = points, voters
        if kind in found:
            found[kind].append(place)
        elif (len(found) + 1) * HANDFUL >= len(each):
            return {}
        else:
            found[kind] = [place]
    return found


def roster_of(election: Election, projects: Sequence[str], *, fast: bool | None = None) -> Roster:
    """The roster of an election, of the projects that take part.

    Args:
        election: its ballots.
        projects: ids.
        fast: with numpy or without; None for numpy where it is there and worth it.
    """
    if fast is None:
        fast = sum(len(ballot.points) for ballot in election.ballots) >= FEW
    if fast:
        try:
            found: Roster = import_module("pb.tally.fast").FastRoster(election, projects)
        except ImportError:  # numpy is not there
            return PlainRoster(election, projects)
        return found
    return PlainRoster(election, projects)
