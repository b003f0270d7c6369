"""Equal shares on elections that can be followed by hand."""

from fractions import Fraction

import pytest
from small_elections import elect, elect_in_two

from pb.tally.election import EVERYBODY, Project, election_of_kinds
from pb.tally.outcome import EQUAL_SHARES, SECOND_COMPLETION
from pb.tally.rules import Rule, count
from pb.tally.ties import TiedLots

ONE_RUN = Rule(completion="none", second="none")
BY_COUNT = Rule(utility="count", completion="none", second="none")


def test_a_group_decides_on_its_share_of_the_money():
    # 100 for 10 voters: 10 each. The six can pay 60, the four 40.
    votes = [*["abc"] * 6, *["d"] * 4]
    outcome = count(elect({"a": 30, "b": 30, "c": 30, "d": 40}, votes, 100, ties="id"), ONE_RUN)
    assert outcome.order == ["a", "b", "d"]


def test_the_price_is_what_each_supporter_pays_for_a_unit_of_what_they_get():
    # Worth by cost: a costs 1/6 of itself to each of 6, d 1/4 of itself to each of 4: a goes first.
    outcome = count(elect({"a": 30, "d": 40}, [*["a"] * 6, *["d"] * 4], 100), ONE_RUN)
    assert [(step.project, step.price) for step in outcome.steps] == [("a", Fraction(1, 6)), ("d", Fraction(1, 4))]


def test_under_count_utility_a_cheap_project_goes_first():
    votes = ["ab", "ab", "a"]
    election = elect({"a": 60, "b": 10}, votes, 90)
    assert count(election, ONE_RUN).order == ["a", "b"]  # 20 of 60 each is a third, 5 of 10 each a half
    assert count(election, BY_COUNT).order == ["b", "a"]


def test_who_cannot_pay_the_price_in_full_gives_all_that_is_left_and_the_others_pay_more():
    # 30 each. a takes 10 from the first two, who hold 20 then: they give it all to b, and the third gives 26.
    outcome = count(elect({"a": 20, "b": 66}, ["ab", "ab", "b", ""], 90), BY_COUNT)
    assert [(step.project, step.price) for step in outcome.steps] == [("a", 10), ("b", 26)]


def test_points_divide_what_supporters_pay():
    # Three points and one: the first pays three times as much as the second.
    election = elect_in_two({"a": 40}, [{"a": 3}], [{"a": 1}], 80)
    paid = count(election, ONE_RUN).steps[0].paid
    assert paid == {"parent-carers": Fraction(10), "young-people": Fraction(30)}


def test_the_price_may_be_a_fraction_and_stays_exact():
    step = count(elect({"a": 100, "b": 1}, ["a", "a", "ab"], 102), BY_COUNT).steps[1]
    assert (step.project, step.price) == ("a", Fraction(67, 2))


def test_each_electorate_pays_from_its_half():
    # 2 young people hold 30 each, 3 parent carers 20 each.
    outcome = count(elect_in_two({"a": 60, "b": 60}, ["a", "a"], ["b", "b", "b"], 120), ONE_RUN)
    assert outcome.winners == ["a", "b"]
    assert {step.project: dict(step.paid) for step in outcome.steps} == {
        "a": {"parent-carers": 0, "young-people": 60},
        "b": {"parent-carers": 60, "young-people": 0},
    }
    assert outcome.steps[-1].left == {"parent-carers": 0, "young-people": 0}


def test_a_project_that_both_electorates_want_is_paid_by_both():
    outcome = count(elect_in_two({"a": 60}, ["a"], ["a", "a"], 120), ONE_RUN)
    step = outcome.steps[0]
    assert step.paid == {"parent-carers": 40, "young-people": 20}
    assert step.left == {"parent-carers": 20, "young-people": 40}
    assert (step.part, step.supporters, step.cost) == (EQUAL_SHARES, 3, 60)


def test_a_project_dearer_than_the_pot_is_as_if_it_were_not_there():
    votes = ["ax", "ax", "bx"]
    without = [vote.replace("x", "") for vote in votes]
    rule = Rule(step=1)
    assert (
        count(elect({"a": 20, "b": 10, "x": 31}, votes, 30), rule).order
        == count(elect({"a": 20, "b": 10}, without, 30), rule).order
        == ["a", "b"]
    )


def test_a_project_that_nobody_marked_is_never_funded():
    assert count(elect({"a": 1, "b": 1}, ["a"], 100), Rule()).winners == ["a"]


def test_without_ballots_nothing_is_funded():
    outcome = count(elect({"a": 1}, [], 100), Rule())
    assert (outcome.order, outcome.cost, outcome.added, outcome.runs) == ([], 0, 0, 1)


def test_blank_ballots_hold_no_money():
    assert count(elect({"a": 100}, ["a", "", ""], 100), ONE_RUN).order == ["a"]


def test_without_money_nothing_is_funded():
    assert count(elect({"a": 1}, ["a"], 0), Rule()).order == []


def test_level_projects_without_a_lot_are_refused_rather_than_decided_by_accident():
    with pytest.raises(TiedLots, match="projects a, b are level"):
        count(elect({"a": 10, "b": 10}, ["ab"], 10, seed=""), ONE_RUN)


def test_a_tie_is_told_in_the_step_that_it_decided():
    tie = count(elect({"a": 10, "b": 10}, ["ab"], 20, ties="id"), ONE_RUN).steps[0].tie
    assert tie is not None
    assert tie.as_json() == {"chosen": "a", "decided_by": "id", "projects": ["a", "b"]}


def test_everybody_who_runs_out_at_once_leaves_the_next_project_unpaid():
    # All money goes into a; b has the same supporters, who hold nothing then.
    outcome = count(elect({"a": 20, "b": 20}, ["ab", "ab"], 20), Rule(second="none", completion="none"))
    assert len(outcome.order) == 1


def test_the_second_completion_spends_by_points_what_equal_shares_left():
    # 10 each: nobody can pay b alone, and the real money cannot pay a step more for all.
    election = elect({"a": 20, "b": 15, "c": 39}, ["a", "a", "b", "c"], 40)
    outcome = count(election, Rule(completion="none"))
    assert [(step.project, step.part) for step in outcome.steps] == [("a", EQUAL_SHARES), ("b", SECOND_COMPLETION)]
    assert outcome.steps[1].score == Fraction(1, 4)
    assert outcome.steps[1].paid == {}


def test_amounts_that_no_float_can_tell_apart_are_told_apart():
    held = 10**20 + 1
    once = Rule(completion="none", second="none")
    assert count(elect({"a": held}, [{"a": 3}], held), once).order == ["a"]
    assert count(elect({"a": held, "b": 1}, [{"a": 3}, {"b": 1}], 2 * held - 2), once).order == ["b"]


@pytest.mark.parametrize("utility", ["cost", "count"])
@pytest.mark.parametrize("cheaper", ["1", "2"])
def test_prices_that_are_level_to_eighty_bits_are_told_apart(utility, cheaper):
    """So many voters do not live; their prices are some 1 / 2^90 apart, and rounded alike."""
    many = 2**45 + 12345
    kinds = [({name: 1}, EVERYBODY, many + (name == cheaper)) for name in ("1", "2")]
    election = election_of_kinds([Project("1", 100), Project("2", 100)], kinds, 1000, ties="id")
    outcome = count(election, Rule(utility=utility, completion="none", second="none"))
    assert outcome.order[0] == cheaper
