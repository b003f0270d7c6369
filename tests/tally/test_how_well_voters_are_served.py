"""Who has something funded, how much of it, and whether a group was passed over."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from small_elections import elect, elect_in_two, elections, steady

from pb.tally.election import Purse
from pb.tally.measures import PassedOver, Service, passed_over, service
from pb.tally.rules import Rule, count


def test_each_electorate_is_told_by_itself():
    election = elect_in_two({"a": 10, "b": 30, "c": 5}, ["ab", "a", "c", ""], ["b", {"b": 3, "c": 1}], 40)
    assert service(election, ["a", "b"]) == {
        "young-people": Service(3, 2, Fraction(1), Fraction(50, 3)),
        "parent-carers": Service(2, 2, Fraction(1), Fraction(30)),
    }


def test_an_electorate_that_did_not_vote_was_not_served_and_breaks_nothing():
    found = service(elect_in_two({"a": 10}, ["a"], [], 40), ["a"])
    assert found["parent-carers"] == Service(0, 0, Fraction(0), Fraction(0))


def test_a_group_that_could_pay_for_its_project_and_has_nothing_was_passed_over():
    # Two of five may claim 40 of the 100. The most votes first gives all of it to the three.
    votes = [*["abc"] * 3, *["xy"] * 2]
    election = elect({"a": 40, "b": 30, "c": 30, "x": 40, "y": 41}, votes, 100)
    greedy = count(election, Rule(name="greedy"))
    assert set(greedy.order) == {"a", "b", "c"}
    assert passed_over(election, greedy.order) == [PassedOver("x", 2)]
    assert passed_over(election, count(election, Rule()).order) == []


def test_a_project_that_costs_all_the_money_can_be_claimed_by_everybody():
    assert passed_over(elect({"a": 100}, ["a", "a"], 100), []) == [PassedOver("a", 2)]
    assert passed_over(elect({"a": 101}, ["a", "a"], 100), []) == []


@settings(steady, max_examples=250)
@given(elections(most_points=1, most_groups=1), st.integers(1, 5))
def test_equal_shares_by_cost_passes_nobody_over_with_or_without_completions(election, step):
    assume(len(election.electorates) == 1)
    for rule in (Rule(completion="none", second="none"), Rule(step=step, second="none"), Rule(step=step)):
        assert passed_over(election, count(election, rule).order) == []


@settings(steady, max_examples=150)
@given(elections(most_points=1, most_groups=1), st.data())
def test_a_group_is_found_exactly_where_trying_every_group_finds_one(election, data):
    ids = [project.id for project in election.projects]
    funded = data.draw(st.lists(st.sampled_from(ids), unique=True))
    costs = {project.id: project.cost for project in election.projects}
    voters = [dict(ballot.points) for ballot in election.ballots for _ in range(ballot.count)]
    expected = {}
    for project in set(ids) - set(funded):
        backers = [sum(costs[one] for one in points if one in funded) for points in voters if project in points]
        for size in range(1, len(backers) + 1):
            for group in itertools.combinations(backers, size):
                part = Fraction(size * election.budget, len(voters))
                if costs[project] <= election.budget and all(has + costs[project] <= part for has in group):
                    expected[project] = size
    assert {one.project: one.voters for one in passed_over(election, funded)} == expected


@pytest.mark.parametrize(
    "election",
    [
        elect_in_two({"a": 1}, ["a"], ["a"], 5),
        elect({"a": 1}, [{"a": 2}], 5),
        elect({"a": 1, "b": 1}, ["a"], 5, purses=[Purse(1, 2, ("a",))]),
    ],
    ids=["two electorates", "points", "two purses"],
)
def test_of_other_elections_it_says_nothing(election):
    with pytest.raises(ValueError, match="EJR"):
        passed_over(election, [])
