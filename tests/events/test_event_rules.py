"""What events go by: PINs, pictures, and from when help at one tablet is no chance any more."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from pb.events import rules
from pb.events.rules import Counts, Help, NoPicturesLeft, helps_unusually_often, new_pictures, read_pictures, total
from pb.web.twelve import TWELVE


def counts(helped, turns, unfinished=0):
    return Counts(turns - unfinished, unfinished, helped, dict.fromkeys(Help, 0))


@pytest.mark.parametrize("pin", ["4711", "00000001", "12 34", "12-34-56"])
def test_a_pin_is_four_to_eight_digits(pin):
    assert rules.is_pin(rules.tidy_digits(pin))


@pytest.mark.parametrize("pin", ["", "471", "123456789", "47a1", "0000", "٤٧١١"])
def test_other_things_and_one_digit_over_and_over_are_no_pin(pin):
    assert not rules.is_pin(pin)


def test_four_different_pictures_are_drawn_and_none_that_somebody_has():
    first = ("apple", "tree", "star", "dog")
    drawn = {new_pictures(lambda one: one == first) for _ in range(300)}
    assert first not in drawn
    assert len(drawn) > 250
    assert all(len(set(one)) == 4 and set(one) <= set(TWELVE) for one in drawn)


def test_the_last_free_pictures_are_found_and_then_it_is_said_that_there_are_none():
    last = ("teddy", "drum", "bus", "fish")
    assert new_pictures(lambda one: one != last) == last
    with pytest.raises(NoPicturesLeft):
        new_pictures(lambda _: True)


def test_pictures_that_were_touched_are_known_ones_each_once_and_four_at_most():
    assert read_pictures("dog nothing dog apple  bus star tree") == ("dog", "apple", "bus", "star")
    assert read_pictures("") == ()


def by_hand(here, everywhere):
    """The chance that drawing this tablet's voters by lot brings so many who were helped: every drawing, counted."""
    voters = [number < everywhere.helped for number in range(everywhere.turns)]
    drawings = list(combinations(voters, here.turns))
    return Fraction(sum(sum(drawing) >= here.helped for drawing in drawings), len(drawings))


@given(some.data())
@settings(max_examples=60, deadline=None)
def test_help_is_unusual_where_drawing_lots_would_hardly_bring_it(data):
    everywhere = counts(data.draw(some.integers(5, 12)), data.draw(some.integers(12, 14)))
    turns = data.draw(some.integers(5, everywhere.turns))
    least = max(0, turns - (everywhere.turns - everywhere.helped))
    here = counts(data.draw(some.integers(least, min(turns, everywhere.helped))), turns)
    told = helps_unusually_often(here, everywhere)
    assert told is (here.helped >= 5 and by_hand(here, everywhere) < Fraction(1, 100))


def test_a_tablet_that_helped_seven_of_eight_stands_out_among_forty():
    assert helps_unusually_often(counts(7, 8), counts(10, 40))
    assert not helps_unusually_often(counts(4, 4), counts(6, 40))  # too few to say anything


def test_help_that_is_as_frequent_everywhere_is_no_warning_nor_is_an_only_tablet():
    assert not helps_unusually_often(counts(8, 10), counts(32, 40))
    assert not helps_unusually_often(counts(9, 10), counts(9, 10))


def test_more_helped_than_ballots_are_voters_who_are_still_there():
    assert counts(3, 1).turns == 3
    assert not helps_unusually_often(counts(6, 5), counts(6, 5))


def test_sums_are_taken_of_each_count():
    one = Counts(3, 1, 2, {Help.READING: 1, Help.POINTING: 2, Help.HOLDING: 0})
    assert total([one, one]) == Counts(6, 2, 4, {Help.READING: 2, Help.POINTING: 4, Help.HOLDING: 0})
    assert total([]) == Counts(0, 0, 0, dict.fromkeys(Help, 0))
