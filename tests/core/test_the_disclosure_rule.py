"""Ballots are public only where no group that voted is small."""

from pb.core.disclosure import DEFAULT_FLOOR, ballots_may_be_public


def test_ballots_are_public_where_every_group_that_voted_reaches_the_floor():
    assert ballots_may_be_public({"young-people": 30, "parent-carers": 31}, DEFAULT_FLOOR)


def test_one_small_group_hides_the_ballots_of_all():
    assert not ballots_may_be_public({"young-people": 29, "parent-carers": 3_000}, DEFAULT_FLOOR)


def test_a_group_in_which_nobody_voted_gives_nobody_away():
    assert ballots_may_be_public({"young-people": 0, "parent-carers": 30}, DEFAULT_FLOOR)


def test_a_round_may_ask_for_more():
    assert not ballots_may_be_public({"young-people": 99}, 100)
