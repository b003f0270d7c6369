"""The sealed list of commits and electorates."""

import hashlib
from itertools import permutations

import pytest

from pb.seal.listing import ListMalformed, body, list_hash, read

A, B, C = ("0a" * 32, "young"), ("0b" * 32, "carers"), ("0b" * 32, "young")


def test_the_list_is_sorted_whatever_the_order_it_was_made_in():
    texts = {body(order) for order in permutations([A, B, C])}
    assert texts == {f'[["{A[0]}","young"],["{B[0]}","carers"],["{C[0]}","young"]]'.encode()}


def test_the_list_comes_back_as_it_was_written_and_its_hash_is_of_its_text():
    text = body([C, A, B])
    assert read(text) == [A, B, C]
    assert list_hash(text) == hashlib.sha256(text).hexdigest()
    assert read(body([])) == []


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
