"""Crockford codes with two check symbols: every slip in one or two symbols is caught, and a single one is placed."""

from itertools import combinations

import pytest
from figures import figure
from hypothesis import given
from hypothesis import strategies as st
from small_elections import steady

from pb.seal.crockford import (
    ALPHABET,
    NotASymbol,
    check_symbols,
    from_bits,
    is_code_word,
    normalise,
    slip,
)

WORDS = [symbols + check_symbols(symbols) for symbols in ("K7Q29HXMT4", "0000000000", "ZZZZZZZZZZ")]


def with_symbol(word, at, symbol):
    return word[:at] + symbol + word[at + 1 :]


def test_the_alphabet_has_no_letters_that_look_alike():
    assert len(set(ALPHABET)) == 32
    assert not set("ILOU") & set(ALPHABET)


@pytest.mark.parametrize("word", WORDS)
def test_every_slip_in_one_symbol_is_caught_and_its_place_named(word):
    assert slip(word) is True
    for at, right in enumerate(word):
        for wrong in set(ALPHABET) - {right}:
            slipped = with_symbol(word, at, wrong)
            assert not is_code_word(slipped)
            assert slip(slipped) == at
            assert type(slip(slipped)) is int


def test_every_slip_in_two_symbols_is_caught():
    word, caught = WORDS[0], 0
    for first, second in combinations(range(len(word)), 2):
        for one in set(ALPHABET) - {word[first]}:
            once = with_symbol(word, first, one)
            for other in set(ALPHABET) - {word[second]}:
                assert not is_code_word(with_symbol(once, second, other))
                caught += 1
    assert caught == 66 * 31 * 31
    figure("C1", f"slips in one symbol: all {len(WORDS) * 12 * 31:,} caught and placed; in two: all {caught:,} caught")


def test_two_neighbours_exchanged_are_caught():
    for word in WORDS:
        for at in range(len(word) - 1):
            exchanged = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
            assert exchanged == word or not is_code_word(exchanged)


@steady
@given(st.text(ALPHABET, max_size=29))
def test_any_symbols_with_their_check_symbols_are_a_code_word(symbols):
    word = symbols + check_symbols(symbols)
    assert is_code_word(word)
    assert slip(word) is True


def test_a_slip_of_two_symbols_is_never_taken_for_a_right_code_and_mostly_has_no_place():
    word = WORDS[0]
    found = [slip(with_symbol(with_symbol(word, 0, one), 7, other)) for one in "0123" for other in "56789ABC"]
    assert True not in [answer is True for answer in found]
    assert None in found


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("k7q2-9hxm-t4vr", "K7Q29HXMT4VR"),
        (" K7Q2 9HXM\tT4VR\n", "K7Q29HXMT4VR"),
        ("oOiIlL", "001111"),
        ("K7Q2–9HXM", "K7Q2–9HXM"),
    ],
)
def test_what_people_type_is_read_as_they_mean_it(typed, meant):
    assert normalise(typed) == meant


@pytest.mark.parametrize("wrong", ["U", "é", "–", "ß", "?", "k"])
def test_what_is_no_symbol_is_refused_by_name(wrong):
    for ask in (is_code_word, slip, check_symbols):
        with pytest.raises(NotASymbol, match=wrong.replace("?", r"\?")):
            ask("K7Q2" + wrong)


def test_bits_become_symbols_highest_first():
    assert from_bits(0, 3) == "000"
    assert from_bits(31, 2) == "0Z"
    assert from_bits(0b00001_00010_11111, 3) == "12Z"
    assert from_bits(1 << 50 | 1, 10) == "0000000001"
