"""The twelve pictures of codes that need no reading: each is drawn, and each is called by its own name."""

import pytest

from pb.web.languages import languages
from pb.web.slip_pictures import ON_SLIPS, three_pictures
from pb.web.twelve import TWELVE, picture, word_for


def test_each_of_the_twelve_has_a_drawing_and_a_name_of_its_own_in_every_language():
    assert len(TWELVE) == 12
    assert len({picture(one).file for one in TWELVE}) == 12
    for tongue in languages():
        assert len({word_for(one, tongue.words) for one in TWELVE}) == 12


def test_what_is_none_of_the_twelve_is_refused():
    for other in ("", "carrot", "nothing"):
        with pytest.raises(KeyError):
            picture(other)


def test_the_pictures_of_slips_are_twelve_others_so_that_nobody_takes_them_for_those_of_a_card():
    assert len(set(ON_SLIPS)) == 12
    assert not set(ON_SLIPS) & set(TWELVE)


def test_each_picture_of_a_slip_is_drawn_and_has_a_name_of_its_own_in_every_language():
    codes = ("0000-0000-01AB", "0000-0001-A0YZ", "000000017Z")
    for tongue in languages():
        shown = [one for code in codes for one in three_pictures(code, tongue.words)]
        assert len({symbol.file for symbol, _ in shown}) == len({word for _, word in shown})
        assert all(symbol.description for symbol, _ in shown)
