"""Whose money paid for what, to the penny."""

from collections.abc import Mapping, Sequence


def split(cost: int, left: Mapping[str, int]) -> dict[str, int]:
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
    costs: Sequence[tuple[str, int]], contributions: Mapping[str, int]
) -> tuple[dict[str, dict[str, int]], dict[str, int]]:
    """Whose money paid for each funded project, in the order funded, and what is left to go back.

    Args:
        costs: (project id, minor units) in the order funded.
        contributions: minor units by contribution id.
    Returns: minor units by project and contribution; minor units left by contribution.

    Raises:
        ValueError: the projects cost more than was contributed.
    """
    left, paid = dict(contributions), {}
    for project, cost in costs:
        paid[project] = split(cost, left)
        left = {name: amount - paid[project][name] for name, amount in left.items()}
    return paid, left
