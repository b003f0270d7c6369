"""Voting codes: random, typed with slips, replaced, revoked."""

import pytest

from pb.roll.rules import CODE_SYMBOLS, Mistyped, grouped, new_code, read_code
from pb.seal import crockford


def test_a_code_is_read_however_it_is_typed():
    code = new_code()
    assert len(code) == CODE_SYMBOLS
    assert read_code(grouped(code)) == code
    assert read_code(f" {grouped(code).lower().replace('-', ' ')}\n") == code
    assert read_code(code.replace("0", "o").replace("1", "l")) == code


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
