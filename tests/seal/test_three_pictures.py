"""The three pictures that go with a check code: the same for each form of the code, and each three about as often."""

import hashlib
from collections import Counter

import pytest

from pb.seal import commit
from pb.seal.crockford import NotASymbol
from pb.seal.pictures import PICTURES, three_of


def test_the_three_are_worked_out_as_they_are_described():
    # 0000000001 is 1; 00000001A0 is 1 * 32**2 + 10 * 32 = 1344 = 9 * 144 + 4 * 12 + 0.
    assert three_of("0000-0000-01AB") == (0, 0, 1)
    assert three_of("0000-0001-A0YZ") == (9, 4, 0)
    assert three_of("ZZZZZZZZZZ") == tuple((32**10 - 1) // 12**place % 12 for place in (2, 1, 0))


def test_a_code_has_the_same_three_however_it_is_typed_and_however_long_it_is_published():
    for number in range(50):
        fingerprint = hashlib.sha256(str(number).encode()).hexdigest()
        short = commit.tracker(fingerprint)
        typed = f" {short[:4].lower()} {short[4:8]}-{short[8:]}".replace("0", "o")
        assert three_of(short) == three_of(commit.tracker(fingerprint, 14)) == three_of(typed)


def test_each_picture_comes_about_as_often_in_each_place():
    codes = [commit.tracker(hashlib.sha256(str(number).encode()).hexdigest()) for number in range(12_000)]
    for place in range(3):
        counts = Counter(three_of(code)[place] for code in codes)
        assert set(counts) == set(range(PICTURES))
        assert all(850 < count < 1150 for count in counts.values())


def test_what_is_no_code_is_refused():
    with pytest.raises(NotASymbol):
        three_of("U123456789")
