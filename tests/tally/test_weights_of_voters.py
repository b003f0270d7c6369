"""What one voter weighs: halves hold up to a turnout of three to one, and no further."""

from fractions import Fraction

import pytest

from pb.tally.weights import effective_shares, weights

HALVES = {"carers": Fraction(1, 2), "young": Fraction(1, 2)}
THIRD = Fraction(1, 3)


def effective(sizes, shares=HALVES, factor=3):
    return effective_shares(sizes, weights(sizes, shares, factor))


@pytest.mark.parametrize("carers", [10, 17, 30, 90])
def test_a_half_is_a_half_up_to_a_turnout_of_three_to_one(carers):
    assert effective({"carers": carers, "young": 30}) == HALVES


def test_beyond_three_to_one_a_voter_weighs_three_times_another_and_no_more():
    weight = weights({"carers": 200, "young": 20}, HALVES, 3)
    assert weight["young"] == 3 * weight["carers"]
    assert effective({"carers": 200, "young": 20})["young"] == Fraction(3 * 20, 3 * 20 + 200)


def test_an_electorate_that_did_not_vote_leaves_its_share_to_the_others():
    assert effective({"carers": 7, "young": 0}) == {"carers": 1, "young": 0}


def test_nobody_voted_and_nobody_weighs_anything():
    assert weights({"carers": 0, "young": 0}, HALVES, 3) == {"carers": 0, "young": 0}


def test_a_factor_of_one_makes_all_voters_equal_whatever_the_shares():
    weight = weights({"carers": 3, "young": 1}, {"carers": Fraction(1, 10), "young": Fraction(9, 10)}, 1)
    assert set(weight.values()) == {Fraction(1, 4)}


def test_three_electorates_hold_their_thirds_where_none_is_bounded():
    shares = {"a": THIRD, "b": THIRD, "c": THIRD}
    assert effective({"a": 10, "b": 20, "c": 30}, shares) == shares


def test_with_three_electorates_the_least_and_the_greatest_weight_are_a_factor_apart():
    weight = weights({"a": 1, "b": 50, "c": 1000}, {"a": THIRD, "b": THIRD, "c": THIRD}, 3)
    assert max(weight.values()) == 3 * min(weight.values())
    assert weight["a"] + 50 * weight["b"] + 1000 * weight["c"] == 1


def test_the_exact_boundary_of_three_to_one_is_still_a_half():
    assert weights({"carers": 3, "young": 1}, HALVES, 3) == {"carers": Fraction(1, 6), "young": Fraction(1, 2)}
