"""The roster of equal shares with numpy: whole numbers only, the same answers sooner."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np
import numpy.typing as npt

from pb.tally.election import Election
from pb.tally.roster import EMPTY, Moves, Stakes

Whole = npt.NDArray[np.int32]
Places = npt.NDArray[np.intp]


def places_by_points(election: Election, projects: Sequence[str]) -> dict[str, dict[int, list[int]]]:
    """Places of the ballots that gave each project so many points."""
    found: dict[str, dict[int, list[int]]] = {project: {} for project in projects}
    for place, ballot in enumerate(election.ballots):
        for project, points in ballot.points:
            if project in found:
                found[project].setdefault(points, []).append(place)
    return found


@dataclass(frozen=True, slots=True)
class Backers:
    """Who gave a project one number of points: places of kinds of ballots, and how many voters each stands for.

    Voters are floats, since numpy adds up no others by wallet; whole numbers below 2^53 they add exactly.
    """

    points: int
    kinds: Places
    voters: npt.NDArray[np.float64]


def backers_of(election: Election, projects: Sequence[str]) -> dict[str, list[Backers]]:
    """Who gave each project how many points."""
    counts = np.array([ballot.count for ballot in election.ballots], dtype=np.float64)
    found: dict[str, list[Backers]] = {}
    for project, by_points in places_by_points(election, projects).items():
        kinds = {points: np.array(places, dtype=np.intp) for points, places in by_points.items()}
        found[project] = [Backers(points, here, counts[here]) for points, here in kinds.items()]
    return found


class FastRoster:
    """A roster whose wallets stand in one array."""

    def __init__(self, election: Election, projects: Sequence[str]) -> None:
        """See `PlainRoster`."""
        numbers = {group.id: number for number, group in enumerate(election.electorates, 1)}
        self._of: Whole = np.array([numbers[ballot.electorate] for ballot in election.ballots], dtype=np.int32)
        self._backers = backers_of(election, projects)

    def stakes(self, project: str) -> Stakes:
        """See `Roster`."""
        found: Stakes = {}
        for backers in self._backers[project]:
            counts = np.bincount(self._of[backers.kinds], backers.voters)
            counts[EMPTY] = 0
            (wallets,) = counts.nonzero()
            keys = zip(wallets.tolist(), repeat(backers.points), strict=False)
            found.update(zip(keys, counts[wallets].astype(np.int64).tolist(), strict=True))
        return found

    def move(self, project: str, moves: Moves) -> None:
        """See `Roster`."""
        for backers in self._backers[project]:
            now = self._of[backers.kinds]
            after = [EMPTY] * (int(now.max()) + 1)
            for (wallet, points), then in moves.items():
                if points == backers.points:
                    after[wallet] = then
            self._of[backers.kinds] = np.array(after, dtype=np.int32)[now]

    def keep(self) -> object:
        """See `Roster`."""
        return self._of.copy()

    def go_back(self, kept: object) -> None:
        """See `Roster`."""
        assert isinstance(kept, np.ndarray)  # noqa: S101 - it came from `keep`; this tells the type
        self._of = kept.copy()
