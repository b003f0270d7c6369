"""The count of the page comes to what the count in Python comes to, step by step and fraction by fraction."""

from functools import cache

import pytest
from random_elections import RULES, drawn, put_together

from pb.tally.published import measures_of
from pb.tally.rules import count

MANY, AT_ONCE, ENOUGH = 300, 100, 50
"""Elections in all, in one call, and for a fault to be seen."""


def rules_for(seed):
    """Three of the rules, others for each election, so that all meet all kinds of elections."""
    return [RULES[(3 * seed + more) % len(RULES)] for more in range(3)]


@cache
def in_python(seed):
    """What Python comes to, for each of the rules."""
    election, found = put_together(drawn(seed)), []
    for rule in rules_for(seed):
        outcome = count(election, rule)
        found.append({"outcome": outcome.as_json(), "measures": measures_of(election, outcome), "adds": True})
    return found


def differing(probe, seeds):
    """The seeds and rules for which the two do not come to the same."""
    asked = [(seed, at, rule) for seed in seeds for at, rule in enumerate(rules_for(seed))]
    elections = [[drawn(seed), [rule.as_json() for rule in rules_for(seed)]] for seed in seeds]
    counted = zip(asked, probe.ask("counted", elections), strict=True)
    return [(seed, rule) for (seed, at, rule), found in counted if found != in_python(seed)[at]]


@pytest.mark.parametrize("first", range(0, MANY, AT_ONCE))
def test_elections_drawn_at_random_are_counted_alike(probe, first):
    assert differing(probe, range(first, first + AT_ONCE)) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("supporters.get(other.id) - supporters.get(one.id)", "supporters.get(one.id) - supporters.get(other.id)"),
        ("compare(one.projects.length, other.projects.length)", "compare(other.projects.length, one.projects.length)"),
        ("const more = count.alike + 1n;", "const more = count.alike + 2n;"),
        ("(holds * kept + allOf - 1n) / allOf", "(holds * kept) / allOf"),
        ("const finer = among / gcd(earned, among);", "const finer = 1n;"),
        ("if (low.compare(solved) <= 0 && solved.compare(high) <= 0) return solved;", "return solved;"),
        ("other.score.compare(one.score)", "one.score.compare(other.score)"),
        ("byCodePoint(election.lots.get(one.id), election.lots.get(other.id))", "0"),
    ],
    ids=["supporters", "purses", "one step too many", "grains", "earned", "weights", "the least first", "lots"],
)
def test_a_count_with_a_fault_is_seen(sabotaged, before, after):
    assert differing(sabotaged(before, after), range(ENOUGH)) != []
