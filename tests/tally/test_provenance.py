"""Whose money paid for what, to the penny."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_elections import steady

from pb.tally.provenance import provenance, split

names = st.sampled_from("abcdef")


def test_a_cost_is_split_in_proportion_and_the_odd_penny_goes_to_the_largest_remainder():
    assert split(10, {"council": 20, "trust": 10}) == {"council": 7, "trust": 3}
    assert split(0, {"council": 0}) == {"council": 0}


def test_more_than_there_is_is_refused():
    with pytest.raises(ValueError, match="31 is more than the 30 that are left"):
        split(31, {"council": 20, "trust": 10})


@steady
@given(st.dictionaries(names, st.integers(0, 10**9), min_size=1), st.data())
def test_every_split_adds_up_and_overdraws_nobody(left, data):
    cost = data.draw(st.integers(0, sum(left.values())))
    parts = split(cost, left)
    assert sum(parts.values()) == cost
    assert all(0 <= parts[name] <= left[name] for name in left)
    whole = sum(left.values())
    assert all(abs(parts[name] * whole - cost * left[name]) < whole for name in left if whole)


@steady
@given(st.dictionaries(names, st.integers(1, 10**6), min_size=1), st.lists(st.integers(1, 10**5), max_size=8))
def test_what_was_paid_and_what_goes_back_are_what_was_given(contributions, costs):
    numbered = [(f"p{number}", cost) for number, cost in enumerate(costs)]
    if sum(costs) > sum(contributions.values()):
        with pytest.raises(ValueError, match="is more than"):
            provenance(numbered, contributions)
        return
    paid, left = provenance(numbered, contributions)
    for name, given_ in contributions.items():
        assert given_ == left[name] + sum(parts[name] for parts in paid.values())
    assert all(sum(paid[project].values()) == cost for project, cost in numbered)
