"""Where many kinds of ballots are alike in points and voters, the sums are those of looking at each of them."""

import pytest
from small_elections import elect

from pb.tally.roster import PlainRoster, roster_of

KINDS = 240


def many(groups=(1, 2)):
    """Everybody wants the park; each of 240 pairs of projects is wanted with it by one voter or by two."""
    costs = {"park": 100} | {f"a{one:03}": 50 for one in range(KINDS)}
    votes = [("park", f"a{one:03}") for one in range(KINDS) for _ in range(groups[one % len(groups)])]
    return elect(costs, votes, 1_000)


@pytest.mark.parametrize("groups", [(1,), (1, 2), (1, 2, 3)])
def test_voters_of_kinds_that_stand_for_more_or_fewer_are_added_up(groups):
    election = many(groups)
    roster = PlainRoster(election, ["park", "a000"])
    assert "park" in roster._alike, "this is the way that is tried here"
    voters = sum(groups[one % len(groups)] for one in range(KINDS))
    assert roster.stakes("park") == {(1, 1): voters}
    assert roster.stakes("a000") == {(1, 1): groups[0]}


def test_the_faster_roster_adds_up_the_same():
    pytest.importorskip("numpy")
    election = many((1, 2, 3))
    assert roster_of(election, ["park"], fast=True).stakes("park") == PlainRoster(election, ["park"]).stakes("park")
