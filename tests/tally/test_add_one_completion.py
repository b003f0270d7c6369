"""More for everybody, a step at a time, while the real money lasts."""

from fractions import Fraction

import pytest
from small_elections import elect

from pb.tally.completion import Work, equal_shares
from pb.tally.election import EVERYBODY
from pb.tally.equal_shares import Count
from pb.tally.outcome import EQUAL_SHARES
from pb.tally.rules import Rule, count

ONLY_ADD_ONE = Rule(step=1, second="none")


def test_voters_are_given_more_until_what_they_would_buy_costs_more_than_there_is():
    # 10 each. With 12 each the first two can pay b too. With 15 each the third could pay c: that would cost 39 in all.
    outcome = count(elect({"a": 12, "b": 12, "c": 15}, ["ab", "ab", "c"], 30), ONLY_ADD_ONE)
    assert (outcome.winners, outcome.added, outcome.runs) == (["a", "b"], 4, 6)


def test_it_stops_before_the_first_outcome_that_cannot_be_paid_even_if_a_later_one_could():
    election = elect({"a": 10, "b": 18, "c": 16}, ["abc", "ac", "b"], 27)
    count_ = Count(election, {EVERYBODY: Fraction(1, 3)}, 3, "cost")
    each = []
    for more in range(5):
        count_.run(more)
        each.append(count_.chosen)
    assert [[one.id for one in chosen] for chosen in each] == [["a"], ["a"], ["a"], ["a", "b"], ["a", "c"]]
    assert [sum(one.cost for one in chosen) for chosen in each] == [10, 10, 10, 28, 26]
    outcome = count(election, ONLY_ADD_ONE)
    assert (outcome.order, outcome.added, outcome.runs) == (["a"], 2, 4)


def test_it_stops_when_all_that_anybody_wants_is_funded():
    outcome = count(elect({"a": 3, "b": 4, "c": 5}, ["a", "b"], 100), ONLY_ADD_ONE)
    assert (outcome.winners, outcome.added, outcome.runs) == (["a", "b"], 0, 1)


def test_a_thousand_steps_without_a_change_are_not_run_one_by_one_but_all_stand_for():
    # a alone can be paid; b needs its only supporter to hold 900,000.
    election = elect({"a": 100_000, "b": 900_000}, ["a"] * 9 + ["b"], 1_000_000)
    outcome = count(election, Rule(step=1))
    assert (outcome.order, outcome.added) == (["a", "b"], 800_000)
    assert outcome.runs == 800_001
    assert outcome.steps[1].part == EQUAL_SHARES


def test_what_the_steps_record_is_of_the_last_step_that_the_money_could_pay():
    # 100 each after 0 steps, 199 after 99: a costs its three supporters 50 each all the same, and they keep the rest.
    outcome = count(elect({"a": 150, "b": 200}, ["a", "a", "ab"], 300), ONLY_ADD_ONE)
    assert (outcome.order, outcome.added) == (["a"], 149)
    assert outcome.steps[0].left == {EVERYBODY: 3 * (100 + 149) - 150}


def test_the_step_is_in_minor_units_for_each_voter_with_points():
    election = elect({"a": 150, "b": 60}, ["a", "b", ""], 200)
    outcome = count(election, Rule(step=50, second="none"))
    assert outcome.added == 0  # with 50 more each b and a both could be paid, for 210
    assert outcome.order == ["b"]


def test_every_step_is_run_and_told_where_none_is_to_be_left_out():
    election, told = elect({"a": 12, "b": 12, "c": 15}, ["ab", "ab", "c"], 30), []
    plain = equal_shares(election, step=1, work=Work(skipping=False, on_run=told.append))
    assert told == list(range(2, plain.runs + 1))
    leaping = []
    assert count(election, Rule(step=1), on_run=leaping.append) == plain
    assert leaping == [3, 6]


def test_where_it_stops_when_exhausted_what_can_never_be_paid_takes_part_and_ends_it():
    # 10 each. With 11 each all three could pay 31 for a, which the 30 there are cannot: b never comes to its 29.
    election = elect({"a": 31, "b": 29}, ["ab", "a", "a"], 30)
    assert count(election, Rule(step=1, second="none", stop="exhausted")).order == []
    assert count(election, ONLY_ADD_ONE).order == ["b"]


def test_with_numpy_too_what_can_never_be_paid_ends_it_or_takes_no_part():
    pytest.importorskip("numpy")
    election, fast = elect({"a": 31, "b": 29}, ["ab", "a", "a"], 30), Work(fast=True)
    assert equal_shares(election, step=1, second="none", stop="exhausted", work=fast).order == []
    assert equal_shares(election, step=1, second="none", work=fast).order == ["b"]
