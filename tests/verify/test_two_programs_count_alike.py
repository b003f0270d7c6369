"""The count of the page comes to what the count in Python comes to, step by step and fraction by fraction."""

import pytest
from random_elections import RULES, drawn, put_together

from pb.tally.published import measures_of
from pb.tally.rules import count

MANY, AT_ONCE = 400, 100


def rules_for(seed):
    """Three of the rules, others for each election, so that all meet all kinds of elections."""
    return [RULES[(3 * seed + more) % len(RULES)] for more in range(3)]


def in_python(told, rule):
    election = put_together(told)
    outcome = count(election, rule)
    return {"outcome": outcome.as_json(), "measures": measures_of(election, outcome), "adds": True}


def differing(probe, seeds):
    """The seeds and rules for which the two do not come to the same."""
    elections = [(drawn(seed), rules_for(seed)) for seed in seeds]
    counted = probe.ask("counted", [[told, [rule.as_json() for rule in rules]] for told, rules in elections])
    asked = [(seed, told, rule) for seed, (told, rules) in zip(seeds, elections, strict=True) for rule in rules]
    return [
        (seed, rule) for (seed, told, rule), found in zip(asked, counted, strict=True) if found != in_python(told, rule)
    ]


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
    assert differing(sabotaged(before, after), range(AT_ONCE)) != []
