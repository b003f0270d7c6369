"""The commit of a ballot, its padding, and the check code that a voter keeps."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_elections import steady

from pb.seal.commit import BodyMalformed, body_of, commit, pad, tracker, trackers, unpad
from pb.seal.crockford import is_code_word

NONCE = "5a" * 32


def test_the_commit_is_the_hash_of_the_canonical_body_under_its_own_domain():
    body = body_of("round", {"chosen": ["2", "1"]}, NONCE)
    assert body == b'{"marks":{"chosen":["2","1"]},"nonce":"' + NONCE.encode() + b'","round":"round","v":1}'
    assert commit(body) == hashlib.sha256(b"pb/ballot/v1|" + body).hexdigest()


def test_alike_marks_with_other_nonces_or_rounds_have_other_commits():
    marks = {"chosen": ["1"]}
    bodies = [body_of("a", marks, NONCE), body_of("b", marks, NONCE), body_of("a", marks, "5b" * 32)]
    assert len({commit(body) for body in bodies}) == 3


def test_a_check_code_is_ten_symbols_of_the_commit_and_two_check_symbols():
    code = tracker("00443214c74254b635cf84653a56d7c675be77df" + "00" * 12)
    assert code[:10] == "0123456789"
    assert len(code) == 12
    assert is_code_word(code)


def test_check_codes_that_would_be_alike_grow_until_they_differ_and_the_others_stay_short():
    alike = ["abcdef0123456" + digit + "0" * 50 for digit in "0123"]
    far = "ff" * 32
    codes = trackers([*alike, far])
    assert len(codes[far]) == 12
    assert len(set(codes.values())) == 5
    # The first 52 bits are common: the 11th symbol holds 3 of the 4 bits in which they differ.
    assert {len(codes[one]) for one in alike} <= {13, 14}
    assert all(is_code_word(code) for code in codes.values())


def test_check_codes_do_not_depend_on_the_order_of_the_commits_or_on_repeats():
    commits = [hashlib.sha256(str(number).encode()).hexdigest() for number in range(50)]
    assert trackers(reversed([*commits, *commits])) == trackers(commits)
    assert set(trackers(commits)) == set(commits)


def test_two_commits_alike_in_all_but_the_last_bits_still_get_codes_apart():
    twins = ["ab" * 31 + "a0", "ab" * 31 + "a1"]
    codes = trackers(twins)
    assert codes[twins[0]] != codes[twins[1]]


@steady
@given(st.binary(max_size=40), st.integers(0, 20))
def test_a_padded_body_has_one_size_and_comes_back(body, room):
    padded = pad(body, len(body) + room)
    assert len(padded) == len(body) + room + 4
    assert unpad(padded) == body


def test_padding_hides_how_much_was_marked():
    short, long = (body_of("round", {"chosen": chosen}, NONCE) for chosen in ([], ["1", "2", "3"]))
    assert len(pad(short, 300)) == len(pad(long, 300))


def test_a_body_that_does_not_fit_is_refused():
    with pytest.raises(BodyMalformed, match="5 bytes does not fit 4"):
        pad(b"12345", 4)


@pytest.mark.parametrize(
    "padded",
    [b"", b"\0\0\0", b"\0\0\0\x05abc", b"\xff\xff\xff\xffabc", b"\0\0\0\x01ab", b"\0\0\0\x00\0\0\x01"],
    ids=["nothing", "no length", "too short", "a length beyond all", "filling that is not zeros", "a late one"],
)
def test_what_is_no_padded_body_is_refused(padded):
    with pytest.raises(BodyMalformed):
        unpad(padded)
