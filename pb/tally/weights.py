"""What one voter weighs, so that neither electorate dominates and no voter counts much more than another."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise

from pb.tally.election import Election


def weights(sizes: Mapping[str, int], shares: Mapping[str, Fraction], factor: int) -> dict[str, Fraction]:
    """The weight of one voter of each electorate; all voters together weigh 1.

    With x = share / voters for each electorate that voted (shares rescaled to 1 among them), a voter weighs
    min(max(x, m), factor * m), where m makes the whole 1. An electorate without ballots has weight 0.

    Args:
        sizes: ballots with points, by electorate.
        shares: agreed shares, by electorate.
        factor: how many times another's weight a voter's may be, at least 1.
    """
    voted = {group: size for group, size in sizes.items() if size}
    whole = sum((shares[group] for group in voted), Fraction(0))
    wanted = {group: shares[group] / (whole * size) for group, size in voted.items()}
    least = _least(voted, wanted, factor) if voted else Fraction(0)
    bounded = {group: min(max(x, least), factor * least) for group, x in wanted.items()}
    return {group: bounded.get(group, Fraction(0)) for group in sizes}


def weights_of(election: Election) -> dict[str, Fraction]:
    """The weight of one voter of each electorate of an election."""
    shares = {group.id: group.share for group in election.electorates}
    return weights(election.sizes(), shares, election.weight_factor)


def effective_shares(sizes: Mapping[str, int], weight: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """The share of influence that each electorate really has."""
    return {group: sizes[group] * weight[group] for group in sizes}


def _least(voted: Mapping[str, int], wanted: Mapping[str, Fraction], factor: int) -> Fraction:
    """The m of `weights`: the sum is piecewise linear and grows with m, so it is solved between two of its bends.

    At the first bend nobody weighs more than the poorest wish, so that the sum is at most 1; at the last nobody weighs
    less than the greatest, and it is at least 1.
    """
    bends = sorted({bend for x in wanted.values() for bend in (x, x / factor)})
    for low, high in pairwise([bends[0], *bends]):
        inside = (low + high) / 2
        raised = [group for group, x in wanted.items() if x <= inside]
        lowered = [group for group, x in wanted.items() if x >= factor * inside and group not in raised]
        slope = sum(voted[group] for group in raised) + factor * sum(voted[group] for group in lowered)
        kept = sum((voted[group] * x for group, x in wanted.items() if group not in {*raised, *lowered}), Fraction(0))
        if not slope:  # every wish is inside the bounds already
            return inside
        solved = (1 - kept) / slope
        if low <= solved <= high:
            return solved
    raise AssertionError("a sum that grows from at most 1 to at least 1 is 1 somewhere")
