"""Whose money paid for what, to the penny."""

from collections.abc import Mapping, Sequence

from pb.tally.election import Election
from pb.tally.purses import cells

Pennies = dict[str, int]
"""Minor units by contribution."""


def split(cost: int, left: Mapping[str, int]) -> Pennies:
    """Split a cost in proportion to what each contribution has left, by largest remainder; nobody is overdrawn.

    Args:
        cost: minor units, at most the sum of `left`.
        left: what each contribution has left, by its id.

    Raises:
        ValueError: there is not enough left.
    """
    whole = sum(left.values())
    if cost > whole:
        raise ValueError(f"{cost} is more than the {whole} that are left")
    if not whole:
        return dict.fromkeys(left, 0)
    parts = {name: cost * amount // whole for name, amount in left.items()}
    by_remainder = sorted(left, key=lambda name: (-(cost * left[name] % whole), name))
    for name in by_remainder[: cost - sum(parts.values())]:
        parts[name] += 1
    return parts


def provenance(
    election: Election, funded: Sequence[str], contributions: Mapping[int, Mapping[str, int]]
) -> tuple[dict[str, Pennies], Pennies]:
    """Whose money paid for each funded project, in the order funded, and what is left to go back.

    The most restricted purse pays first, for each project in turn the most that leaves all the rest financeable; inside
    a purse each of its contributions pays in proportion to what it has left.

    Args:
        election: its costs and purses.
        funded: ids in the order funded.
        contributions: minor units by contribution id, by the number of their purse.
    Returns: minor units by project and contribution, every contribution named; minor units left by contribution.

    Raises:
        ValueError: the money cannot finance the projects, or a purse does not hold what was contributed to it.
    """
    left = {purse.number: dict(contributions.get(purse.number, {})) for purse in election.purses}
    for purse in election.purses:
        if sum(left[purse.number].values()) != purse.amount:
            raise ValueError(f"purse {purse.number} holds {purse.amount}, which is not what was contributed")
    costs = {project.id: project.cost for project in election.projects}
    amounts = cells(election.purses, [(name, costs[name]) for name in funded], election.payers())
    paid: dict[str, Pennies] = {name: {} for name in funded}
    for place, purse in enumerate(election.purses):
        held = left[purse.number]
        for name in funded:
            for gift, part in split(amounts[name].get(place, 0), held).items():
                paid[name][gift] = part
                held[gift] -= part
    return paid, {gift: amount for held in left.values() for gift, amount in held.items()}
