"""The sealed list of commits and electorates."""

import hashlib
from itertools import permutations

import pytest

from pb.seal.listing import ListMalformed, body, list_hash, read, veiled

A, B, C = ("0a" * 32, "young"), ("0b" * 32, "carers"), ("0b" * 32, "young")


def test_the_list_is_sorted_whatever_the_order_it_was_made_in():
    texts = {body(order) for order in permutations([A, B, C])}
    assert texts == {f'[["{A[0]}","young"],["{B[0]}","carers"],["{C[0]}","young"]]'.encode()}


def test_the_list_comes_back_as_it_was_written_and_its_hash_is_of_its_text():
    text = body([C, A, B])
    assert read(text) == [A, B, C]
    assert list_hash([C, A, B]) == hashlib.sha256(text).hexdigest()
    assert read(body([])) == []


def test_with_a_salt_the_hash_is_of_veils_that_tell_nobody_an_electorate():
    shown = veiled([C, A, B], "5a" * 32)
    veil = hashlib.sha256(f"pb/electorate/v1|{'5a' * 32}|{A[0]}|young".encode()).hexdigest()
    assert shown[0] == (A[0], veil)
    assert [commit for commit, _ in shown] == [A[0], B[0], C[0]]
    assert list_hash([A, B, C], "5a" * 32) == list_hash(shown) == hashlib.sha256(body(shown)).hexdigest()
    assert list_hash([A, B, C], "5a" * 32) != list_hash([A, B, C], "5b" * 32)


def test_the_same_electorate_has_another_veil_on_every_ballot():
    pairs = [(f"{number:064x}", "young") for number in range(50)]
    veils = [veil for _, veil in veiled(pairs, "5a" * 32)]
    assert len(set(veils)) == 50
    assert not any("young" in veil for veil in veils)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{}",
        b'["a"]',
        b'[["ab","young"]]',
        f'[["{"0A" * 32}","young"]]'.encode(),
        f'[["{"0a" * 32}"]]'.encode(),
        f'[["{"0a" * 32}","young",1]]'.encode(),
        f'[["{"0a" * 32}",1]]'.encode(),
        f'[["{"0b" * 32}","young"],["{"0a" * 32}","young"]]'.encode(),
        f'[["{"0a" * 32}", "young"]]'.encode(),
    ],
    ids=[
        "nothing",
        "a map",
        "a text",
        "a short commit",
        "capitals",
        "no electorate",
        "three parts",
        "a number",
        "out of order",
        "white space",
    ],
)
def test_what_is_no_sealed_list_is_refused(text):
    with pytest.raises(ListMalformed):
        read(text)
