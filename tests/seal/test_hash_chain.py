"""A hash chain: nothing in it can be deleted, altered, swapped or cut off unseen."""

import hashlib

import pytest

from pb.seal.chain import START, first_fault, link

LENGTH = 6


@pytest.fixture
def chained():
    """Six entries with the hash before each and its own."""
    found, previous = [], START
    for seq in range(1, LENGTH + 1):
        entry = {"seq": seq, "verb": "ProposalAdmitted", "facts": {"proposal": seq}}
        found.append((entry, previous, link(previous, entry)))
        previous = found[-1][2]
    return found


def rechained(entries):
    """The same entries with hashes that fit, as somebody who can write all of them would make them."""
    found, previous = [], START
    for entry, _, _ in entries:
        found.append((entry, previous, link(previous, entry)))
        previous = found[-1][2]
    return found


def test_a_link_is_the_hash_of_the_one_before_and_the_canonical_entry():
    assert link(START, {"b": 1, "a": 2}) == hashlib.sha256(b"pb/record/v1|" + b"0" * 64 + b'|{"a":2,"b":1}').hexdigest()


def test_a_whole_chain_has_no_fault(chained):
    assert first_fault(chained) is None
    assert first_fault(chained, chained[-1][2]) is None
    assert first_fault([]) is None


@pytest.mark.parametrize("at", range(LENGTH - 1))
def test_an_entry_deleted_is_found_at_its_place(chained, at):
    assert first_fault(chained[:at] + chained[at + 1 :]) == at + 1


@pytest.mark.parametrize("at", range(LENGTH))
def test_an_entry_altered_is_found_at_its_place(chained, at):
    entry, previous, own = chained[at]
    for changed in ({**entry, "verb": "ProposalRefused"}, {**entry, "facts": {}}, {**entry, "more": 1}):
        assert first_fault([*chained[:at], (changed, previous, own), *chained[at + 1 :]]) == at + 1
    resealed = ({**entry, "facts": {}}, previous, link(previous, {**entry, "facts": {}}))
    expected = at + 2 if at + 1 < LENGTH else None
    assert first_fault([*chained[:at], resealed, *chained[at + 1 :]]) == expected


@pytest.mark.parametrize("at", range(LENGTH - 1))
def test_two_entries_swapped_are_found_even_where_all_hashes_were_made_again(chained, at):
    swapped = [*chained[:at], chained[at + 1], chained[at], *chained[at + 2 :]]
    assert first_fault(swapped) == at + 1
    assert first_fault(rechained(swapped)) == at + 1


@pytest.mark.parametrize("length", range(LENGTH))
def test_an_end_cut_off_is_found_by_whoever_noted_the_head(chained, length):
    assert first_fault(chained[:length], chained[-1][2]) == length + 1


def test_a_chain_written_anew_from_an_altered_entry_is_found_by_whoever_noted_the_head(chained):
    altered = rechained([({**chained[0][0], "verb": "Nothing"}, "", ""), *chained[1:]])
    assert first_fault(altered) is None
    assert first_fault(altered, chained[-1][2]) == LENGTH + 1


def test_an_entry_repeated_is_found(chained):
    assert first_fault(rechained([*chained[:3], chained[2], *chained[3:]])) == 4
