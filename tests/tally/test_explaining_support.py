"""Support by electorate, and what supporters still held at the end: the same as following each voter's purse."""

from collections import Counter
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from small_elections import elect, elect_in_two, parts, put_together, steady

from pb.tally.explanation import backing, left_with_supporters
from pb.tally.outcome import EQUAL_SHARES
from pb.tally.rules import Rule, count


def purses_followed(ballots, money, due):
    """What every voter has in the end, one by one: (points, money left)."""
    held = []
    for points, electorate in ballots:
        purse = money[electorate]
        for project, price in due:
            purse -= min(purse, price * points.get(project, 0))
        held.append((points, purse))
    return held


@steady
@given(parts(), st.sampled_from(["cost", "count"]))
def test_what_supporters_still_held_is_what_following_every_voter_finds(made, utility):
    projects, ballots, budget, electorates, _ = made
    election = put_together(made)
    outcome = count(election, Rule(utility=utility, step=1))
    added = outcome.added * sum(1 for points, _ in ballots if any(points.values()))
    money = {one.id: outcome.weights[one.id] * (budget + added) for one in electorates}
    costs = {project.id: project.cost for project in projects}
    due = [
        (step.project, step.price * (costs[step.project] if utility == "cost" else 1))
        for step in outcome.steps
        if step.part == EQUAL_SHARES
    ]
    found = left_with_supporters(election, money, due)
    funded = {project for project, _ in due}
    expected = Counter({project.id: Fraction(0) for project in projects if project.id not in funded})
    for points, purse in purses_followed(ballots, money, due):
        for project, given_points in points.items():
            if given_points and project not in funded:
                expected[project] += purse
    assert found == dict(expected)
    assert all(found[name] < costs[name] for name in found if any(points.get(name) for points, _ in ballots))


def test_support_is_told_by_electorate():
    election = elect_in_two({"a": 10, "b": 10}, [{"a": 3}, {"a": 1, "b": 2}], [{"b": 4}], 20)
    found = backing(election)
    assert {group: (one.voters, one.points) for group, one in found["a"].items()} == {
        "young-people": (2, 4),
        "parent-carers": (0, 0),
    }
    assert (found["b"]["parent-carers"].voters, found["b"]["parent-carers"].points) == (1, 4)


def test_a_project_that_nobody_wants_has_supporters_without_money():
    election = elect({"a": 10, "b": 99}, ["a"], 50)
    assert left_with_supporters(election, {"voters": Fraction(50)}, [("a", Fraction(10))]) == {"b": 0}
