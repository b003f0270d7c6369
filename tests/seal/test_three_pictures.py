"""The three pictures that go with a check code: the same for each form of the code, and each three about as often."""

import hashlib
from collections import Counter
from itertools import permutations

import pytest

from pb.seal import commit
from pb.seal.crockford import NotASymbol
from pb.seal.pictures import PICTURES, three_of


def test_the_three_are_worked_out_as_they_are_described():
    # 0000000001 is 1 = 0 * 110 + 0 * 10 + 1: the first, then the first of the others, then the second of the rest.
    assert three_of("0000-0000-01AB") == (0, 1, 3)
    # 00000001A0 is 1 * 32**2 + 10 * 32 = 1344, and 24 beyond 1320 = 0 * 110 + 2 * 10 + 4.
    assert three_of("0000-0001-A0YZ") == (0, 3, 6)
    # 000000017Z is 1 * 32**2 + 7 * 32 + 31 = 1279 = 11 * 110 + 6 * 10 + 9.
    assert three_of("000000017Z") == (11, 6, 10)


def test_no_picture_comes_twice_and_each_three_can_come():
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    found = {
        three_of(f"0000000{alphabet[at // 1024]}{alphabet[at // 32 % 32]}{alphabet[at % 32]}") for at in range(1320)
    }
    assert found == set(permutations(range(PICTURES), 3))


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
