"""How many a blind guess would have right, and how far an order may lean towards another by accident.

A guess gives each person one ballot of their own group. In a group of g people each is right with probability 1/g, so
the number of right ones among n people is at most binomial with n and 1/g of the smallest group. Of all channels the
best one counts, so the bound is the number that none of so many blind guesses would exceed but with probability DOUBT:
the smallest k with tries * P(X > k) <= DOUBT.

An order that leads to fewer right guesses than that may still lean: if everybody is one place off, nobody is linked
and all is lost. Spearman's rank correlation of two orders of n things that have nothing to do with each other is about
normal with variance 1 / (n - 1), so it is held below that normal's bound for the same doubt.
"""

from math import comb, sqrt
from statistics import NormalDist

DOUBT = 1e-6


def most_by_chance(people, smallest_group, tries):
    """How many of these people blind guesses may have right, where the best of so many tries counts."""
    p, beyond = 1 / smallest_group, 1.0
    for k in range(people + 1):
        beyond -= comb(people, k) * p**k * (1 - p) ** (people - k)
        if tries * beyond <= DOUBT:
            return k
    return people


def greatest_lean(things, tries):
    """The greatest rank correlation, either way, that orders without any connection show by accident."""
    return min(1.0, NormalDist().inv_cdf(1 - DOUBT / tries / 2) / sqrt(things - 1))


def lean(names, truth_order):
    """Spearman's rank correlation of an order with the true one, over what is in both."""
    ranks = {name: rank for rank, name in enumerate(name for name in truth_order if name in set(names))}
    n = len(ranks)
    if n < 3:
        return 0.0
    squares = sum((at - ranks[name]) ** 2 for at, name in enumerate(name for name in names if name in ranks))
    return 1 - 6 * squares / (n * (n * n - 1))
