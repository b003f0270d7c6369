"""Ties: lowest cost, then most supporters, then a public lot that nobody could know before the ballots were fixed."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pb.tally.election import Project

DICE_DIGITS = 20


class TiedLots(ValueError):
    """Projects are level in cost and supporters, and no lot was drawn to part them."""


@dataclass(frozen=True, slots=True)
class Tie:
    """Projects that were level, the one that went first, and what decided: cost, supporters, lot or id."""

    projects: tuple[str, ...]
    chosen: str
    decided_by: str

    def as_json(self) -> dict[str, Any]:
        """As plain values."""
        return {"chosen": self.chosen, "decided_by": self.decided_by, "projects": list(self.projects)}


def lot_seed(list_hash: str, dice: str) -> str:
    """The seed of the lot: SHA-256("pb/lot/v1|" list hash in hex "|" twenty digits of public dice), in hex.

    Raises:
        ValueError: the dice are not twenty digits.
    """
    if len(dice) != DICE_DIGITS or not (dice.isascii() and dice.isdigit()):
        raise ValueError("the dice are twenty digits")
    return hashlib.sha256(f"pb/lot/v1|{list_hash}|{dice}".encode()).hexdigest()


def lot(seed: str, project: str) -> str:
    """The lot of a project: SHA-256(seed "|" project id), in hex; the lowest goes first."""
    return hashlib.sha256(f"{seed}|{project}".encode()).hexdigest()


def first_of(
    level: Sequence[Project], supporters: Mapping[str, int], seed: str, ties: str
) -> tuple[Project, Tie | None]:
    """Which of the projects that are level goes first.

    Args:
        level: at least one project.
        supporters: voters with at least one point, by project id.
        seed: of the lot; may be empty where no lot is needed.
        ties: `standard`, or `id` for every tie by id as text.
    Returns: the project, and the tie where there was one.

    Raises:
        TiedLots: a lot is needed and there is no seed.
    """
    if len(level) == 1:
        return level[0], None
    names = tuple(sorted(project.id for project in level))
    if ties == "id":
        chosen = min(level, key=lambda project: project.id)
        return chosen, Tie(names, chosen.id, "id")
    cheapest = _least(level, lambda project: project.cost)
    liked = _least(cheapest, lambda project: -supporters[project.id])
    if len(liked) == 1:
        return liked[0], Tie(names, liked[0].id, "cost" if len(cheapest) == 1 else "supporters")
    if not seed:
        raise TiedLots(f"projects {', '.join(sorted(project.id for project in liked))} are level and no lot was drawn")
    chosen = min(liked, key=lambda project: (lot(seed, project.id), project.id))
    return chosen, Tie(names, chosen.id, "lot")


def _least(projects: Sequence[Project], key: Any) -> list[Project]:  # noqa: ANN401 - any comparable
    least = min(map(key, projects))
    return [project for project in projects if key(project) == least]
