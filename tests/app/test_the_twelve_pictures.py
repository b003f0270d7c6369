"""The twelve pictures of codes that need no reading: each is drawn, and each is called by its own name."""

import pytest

from pb.web.languages import languages
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
