"""Whose money paid for what, to the penny."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_elections import elect, elections, steady, with_purses

from pb.tally.election import Purse
from pb.tally.provenance import provenance, split
from pb.tally.purses import cells
from pb.tally.rules import Rule, count

names = st.sampled_from("abcdef")


def test_a_cost_is_split_in_proportion_and_the_odd_penny_goes_to_the_largest_remainder():
    assert split(10, {"council": 20, "trust": 10}) == {"council": 7, "trust": 3}
    assert split(0, {"council": 0}) == {"council": 0}


def test_the_odd_penny_goes_to_the_largest_remainder_not_the_largest_part_and_to_the_first_name_where_these_are_equal():
    assert split(10, {"council": 20, "trust": 11}) == {"council": 6, "trust": 4}
    assert split(1, {"trust": 5, "council": 5}) == {"council": 1, "trust": 0}


def test_more_than_there_is_is_refused():
    with pytest.raises(ValueError, match="31 is more than the 30 that are left"):
        split(31, {"council": 20, "trust": 10})


@steady
@given(st.dictionaries(names, st.integers(0, 10**9), min_size=1), st.data())
def test_every_split_adds_up_and_overdraws_nobody(left, data):
    cost = data.draw(st.integers(0, sum(left.values())))
    parts = split(cost, left)
    assert sum(parts.values()) == cost
    assert all(0 <= parts[name] <= left[name] for name in left)
    whole = sum(left.values())
    assert all(abs(parts[name] * whole - cost * left[name]) < whole for name in left if whole)


def test_each_purse_pays_first_what_is_left_financeable_and_the_most_restricted_one_before_the_others():
    purses = [Purse(1, 30, ("a", "b")), Purse(2, 20, ("b",))]
    election = elect({"a": 40, "b": 40, "c": 10}, ["abc"], 100, purses=purses)
    gifts = {0: {"council": 40, "trust": 10}, 1: {"health": 30}, 2: {"schools": 15, "library": 5}}
    paid, left = provenance(election, ["a", "b", "c"], gifts)
    # The second purse pays b what it has, the first a all it has; b's other 20 and a's other 10 are open money.
    assert paid["b"] == {"council": 16, "trust": 4, "health": 0, "schools": 15, "library": 5}
    assert paid["a"] == {"council": 8, "trust": 2, "health": 30, "schools": 0, "library": 0}
    assert left == {"council": 8, "trust": 2, "health": 0, "schools": 0, "library": 0}


def test_a_purse_does_not_take_what_another_project_needs_from_it():
    # Plain filling would let purse 1 pay all of a, and then nothing could pay b.
    election = elect({"a": 10, "b": 10}, ["ab"], 20, purses=[Purse(1, 10, ("a", "b")), Purse(2, 10, ("a",))])
    paid, _ = provenance(election, ["a", "b"], {1: {"one": 10}, 2: {"two": 10}})
    assert paid == {"a": {"one": 0, "two": 10}, "b": {"one": 10, "two": 0}}


def test_money_goes_another_way_round_so_that_the_most_restricted_is_used_up():
    # a may be paid from 1 and 3, b from 2 and 3; whatever flow is found first, 1 and 2 pay what they can.
    purses = [Purse(1, 6, ("a",)), Purse(2, 9, ("b",)), Purse(3, 20, ("a", "b"))]
    election = elect({"a": 10, "b": 10}, ["ab"], 35, purses=purses)
    paid, left = provenance(election, ["a", "b"], {1: {"x": 6}, 2: {"y": 9}, 3: {"z": 20}})
    assert paid == {"a": {"x": 6, "y": 0, "z": 4}, "b": {"x": 0, "y": 9, "z": 1}}
    assert left == {"x": 0, "y": 0, "z": 15}


def test_a_purse_that_holds_something_else_than_was_contributed_is_refused():
    with pytest.raises(ValueError, match="purse 0 holds 20, which is not what was contributed"):
        provenance(elect({"a": 10}, ["a"], 20), ["a"], {0: {"x": 19}})


def test_a_purse_to_which_nothing_was_contributed_is_refused():
    with pytest.raises(ValueError, match="purse 0 holds 20, which is not what was contributed"):
        provenance(elect({"a": 10}, ["a"], 20), ["a"], {})


def test_a_purse_takes_back_what_it_need_not_pay_elsewhere():
    # What is found first has the third purse pay nothing to a. It can, where the fourth pays all of b.
    purses = [Purse(1, 6, ("d",)), Purse(2, 1, ("a", "b")), Purse(3, 2, ("a", "b", "c")), Purse(4, 4, ("a", "b", "d"))]
    payers = {"a": (1, 2, 3), "b": (1, 2, 3), "c": (2,), "d": (0, 3)}
    paid = cells(purses, [("a", 2), ("b", 3), ("c", 1), ("d", 6)], payers)
    assert paid == {"a": {1: 1, 2: 1}, "b": {3: 3}, "c": {2: 1}, "d": {0: 6}}


def test_projects_that_the_purses_cannot_pay_are_refused():
    election = elect({"a": 10, "b": 20}, ["a"], 25, purses=[Purse(1, 20, ("a",))])
    with pytest.raises(ValueError, match="the purses cannot pay for these projects"):
        provenance(election, ["b"], {0: {"x": 5}, 1: {"y": 20}})


@settings(steady, max_examples=200)
@given(st.one_of(elections(least_budget=1), with_purses()), st.integers(1, 4), st.data())
def test_what_was_paid_and_what_goes_back_are_what_was_given_and_from_a_purse_that_may(election, most, data):
    gifts = {}
    for purse in election.purses:
        cuts = sorted(data.draw(st.lists(st.integers(0, purse.amount), max_size=most)))
        amounts = [after - before for before, after in zip([0, *cuts], [*cuts, purse.amount], strict=True)]
        gifts[purse.number] = {f"{purse.number}-{at}": amount for at, amount in enumerate(amounts)}
    outcome = count(election, Rule(step=1))
    paid, left = provenance(election, outcome.order, gifts)
    costs = {project.id: project.cost for project in election.projects}
    for purse in election.purses:
        for gift, amount in gifts[purse.number].items():
            assert amount == left[gift] + sum(parts[gift] for parts in paid.values())
            assert left[gift] >= 0
            assert all(not paid[name][gift] or name in purse.projects for name in paid)
    for name, parts in paid.items():
        assert sum(parts.values()) == costs[name]
        assert all(part >= 0 for part in parts.values())


@settings(steady, max_examples=200)
@given(with_purses())
def test_each_cell_is_the_most_that_leaves_the_rest_financeable(election):
    outcome, payers = count(election, Rule(step=1)), election.payers()
    costs = {project.id: project.cost for project in election.projects}
    amounts = [purse.amount for purse in election.purses]
    found = cells(election.purses, [(name, costs[name]) for name in outcome.order], payers)
    due = {name: costs[name] for name in outcome.order}
    allowed = {name: set(payers[name]) for name in outcome.order}
    for place in range(len(amounts)):
        for name in outcome.order:
            if place not in allowed[name]:
                continue
            allowed[name].remove(place)
            most = max(
                part
                for part in range(min(due[name], amounts[place]) + 1)
                if bearable([*amounts[:place], amounts[place] - part, *amounts[place + 1 :]], due, allowed, name, part)
            )
            assert found[name].get(place, 0) == most
            due[name] -= most
            amounts[place] -= most
    assert not any(due.values())


def bearable(amounts, due, allowed, project, part):
    """Whether for every set of purses what only those may still pay is at most what they hold."""
    left = {**due, project: due[project] - part}
    for size in range(len(amounts) + 1):
        for some in itertools.combinations(range(len(amounts)), size):
            if sum(cost for name, cost in left.items() if allowed[name] <= set(some)) > sum(amounts[at] for at in some):
                return False
    return True
