"""Greedy: the most points first; what does not fit is skipped."""

from fractions import Fraction

import pytest
from small_elections import elect, elect_in_two

from pb.tally.greedy import greedy
from pb.tally.outcome import GREEDY
from pb.tally.rules import Rule, count
from pb.tally.ties import TiedLots

GREEDILY = Rule(name="greedy")


def test_the_most_wanted_goes_first_and_what_does_not_fit_is_skipped():
    outcome = count(elect({"a": 60, "b": 50, "c": 40}, ["abc", "ab", "a"], 100), GREEDILY)
    assert (outcome.order, outcome.cost) == (["a", "c"], 100)
    assert [(step.part, step.score, step.supporters) for step in outcome.steps] == [
        (GREEDY, 1, 3),
        (GREEDY, Fraction(1, 3), 1),
    ]


def test_points_count_and_not_only_who_gave_them():
    assert count(elect({"a": 10, "b": 10}, [{"a": 1}, {"a": 1}, {"b": 3}], 10), GREEDILY).order == ["b"]


def test_the_votes_of_two_electorates_weigh_by_their_shares():
    # Two young people for a, three parent carers for b: each young person weighs 1/4, each parent carer 1/6.
    outcome = count(elect_in_two({"a": 10, "b": 10}, ["a", "a"], ["b", "b", "a"], 10), GREEDILY)
    assert outcome.weights == {"parent-carers": Fraction(1, 6), "young-people": Fraction(1, 4)}
    assert outcome.steps[0].score == Fraction(2, 4) + Fraction(1, 6)


def test_level_points_go_to_the_cheaper_then_to_the_one_with_more_supporters():
    cheaper = count(elect({"a": 20, "b": 10}, ["ab"], 30), GREEDILY)
    assert cheaper.order == ["b", "a"]
    assert cheaper.ties[0].decided_by == "cost"
    liked = count(elect({"a": 10, "b": 10}, [{"a": 2}, {"b": 1}, {"b": 1}], 20), GREEDILY)
    assert liked.order == ["b", "a"]
    assert liked.ties[0].decided_by == "supporters"


def test_without_a_lot_level_projects_are_refused():
    with pytest.raises(TiedLots):
        count(elect({"a": 10, "b": 10}, ["ab"], 10, seed=""), GREEDILY)


def test_a_project_dearer_than_the_pot_or_without_points_takes_no_part_in_a_tie():
    outcome = count(elect({"a": 10, "b": 101, "c": 10}, ["ab"], 100, seed=""), GREEDILY)
    assert (outcome.order, outcome.ties) == (["a"], [])


def test_what_cannot_be_paid_is_passed_over_or_ends_the_count():
    election = elect({"a": 60, "b": 50, "c": 40}, ["abc", "ab", "a"], 100)
    assert count(election, Rule(name="greedy", skip=False)).order == greedy(election, skip=False).order == ["a"]
    assert greedy(election).order == ["a", "c"]


def test_a_threshold_is_the_least_points_that_a_project_needs_however_the_voters_weigh():
    election = elect_in_two({"a": 10, "b": 10}, [{"a": 3}], [{"a": 1, "b": 1}, {"a": 1, "b": 1}, {"b": 1}], 100)
    weighted = {step.project: step.score for step in greedy(election).steps}
    assert weighted == {"a": Fraction(3, 2) + Fraction(2, 6), "b": Fraction(3, 6)}
    # Five points for a, three for b, of which two ballots are alike and count twice.
    assert [greedy(election, threshold=least).order for least in (3, 4, 5, 6)] == [["a", "b"], ["a"], ["a"], []]


def test_points_by_cost_put_the_better_value_first():
    election = elect({"a": 60, "b": 20}, ["ab", "a"], 60)
    assert greedy(election).order == ["a"]
    assert greedy(election, per_cost=True).order == ["b"]
    assert greedy(election, per_cost=True).steps[0].score == Fraction(1, 2) / 20
