"""Voting codes: random, typed with slips, replaced, revoked."""

from datetime import timedelta

import pytest
from figures import figure

from pb.booth.routes.codes import TRIES
from pb.db.throttle import WINDOW
from pb.roll.rules import CODE_SYMBOLS, Mistyped, grouped, new_code, read_code, spoken
from pb.seal import crockford


def test_a_code_is_read_however_it_is_typed():
    code = new_code()
    assert len(code) == CODE_SYMBOLS
    assert read_code(grouped(code)) == code
    assert read_code(f" {grouped(code).lower().replace('-', ' ')}\n") == code
    assert read_code(code.replace("0", "o").replace("1", "l")) == code


def test_a_code_is_said_in_words_that_nobody_mishears_and_no_two_symbols_share_one():
    assert spoken("K7Q2-9HXM-T4VR") == "Kilo seven Quebec two, then nine Hotel X-ray Mike, then Tango four Victor Romeo"
    words = spoken(crockford.ALPHABET).replace(",", "").split()
    assert len(set(words) - {"then"}) == 32
    assert all(
        word[0] == symbol
        for word, symbol in zip([w for w in words if w != "then"][10:], crockford.ALPHABET[10:], strict=True)
    )


def test_codes_do_not_repeat():
    assert len({new_code() for _ in range(2000)}) == 2000


def test_each_slip_of_one_symbol_is_caught_and_its_group_named():
    code = new_code()
    for at, symbol in enumerate(code):
        for other in crockford.ALPHABET.replace(symbol, ""):
            assert read_code(code[:at] + other + code[at + 1 :]) == Mistyped((at // 4 + 1,), CODE_SYMBOLS)


def test_each_slip_of_two_neighbours_is_caught():
    code = new_code()
    for at in range(CODE_SYMBOLS - 1):
        for one in crockford.ALPHABET.replace(code[at], ""):
            for two in crockford.ALPHABET.replace(code[at + 1], ""):
                assert isinstance(read_code(code[:at] + one + two + code[at + 2 :]), Mistyped)


@pytest.mark.parametrize(
    "text", ["", "K7Q2", "K7Q2-9HXM-T4VR-A", "U" * 12, "é" * 12, "K7Q2 9HXM T4V?", "١" * 12, "9" * 10_000]
)
def test_what_cannot_be_a_code_is_mistyped(text):
    assert isinstance(read_code(text), Mistyped)


def test_whoever_guesses_from_a_thousand_addresses_for_six_weeks_hardly_ever_finds_one_code():
    codes, addresses = 50_000, 1_000
    guesses = addresses * TRIES * (timedelta(weeks=6) // WINDOW)
    # What is expected to be hit is more than the chance that anything is.
    expected = guesses * codes / 32 ** (CODE_SYMBOLS - 2)
    assert expected < 1 / 300
    figure(
        "C1",
        f"odds that a thousand addresses, guessing for six weeks, hit any of {codes:,} codes: 1 in {1 / expected:,.0f}",
    )
