"""What is public of a round with a small group names nobody's choice; under laxer rules the same attack succeeds."""

from dataclasses import replace
from functools import cache

import disclosure_attack as attacking
import pytest
from disclosure_attack import LARGE, SMALL, attack, count_all, every_round
from figures import figure, often
from hypothesis import given
from hypothesis import strategies as st
from published_round import terms
from small_elections import steady

from pb.core.disclosure import LEAST_FLOOR
from pb.tally.rules import Rule

FLOOR, IN_SMALL, IN_LARGE = 3, 2, 3
"""A floor at which every round can be counted: the rule knows no other difference between three people and thirty."""

PROJECTS = often(2, 3)


ENOUGH, TOO_LITTLE = 80_000, 40_000
"""A pot for one of the bids, and one for none of them, in pence."""


def small_terms(rule, pot=ENOUGH):
    whole = terms(rule=Rule(name=rule), floor=FLOOR, pot=pot)
    return {**whole, "proposals": whole["proposals"][:PROJECTS], "roll": {SMALL: IN_SMALL, LARGE: IN_LARGE}}


@cache
def rounds(rule, pot=ENOUGH):
    """Every round of these groups, counted."""
    return count_all(small_terms(rule, pot), every_round(PROJECTS, IN_SMALL, IN_LARGE))


@pytest.mark.parametrize(("rule", "pot"), [("equal-shares", ENOUGH), ("greedy", ENOUGH), ("greedy", TOO_LITTLE)])
def test_of_every_round_that_can_be_counted_nobodys_choice_is_named_below_the_floor(rule, pot):
    every = rounds(rule, pot)
    found = attack(every, attacking.by_the_rule, FLOOR)
    assert found.of > 1_000
    assert found.beyond == 0
    words = f"{len(every):,} rounds by {rule} with {pot // 100} pounds, {found.of:,} choices below the floor: 0 named"
    figure("S2", f"{words}, but for {found.by_winners:,} that what was funded tells by itself, if one knows the others")


@pytest.mark.parametrize(
    "shows",
    [
        attacking.without_a_floor,
        attacking.only_the_small_group_is_hidden,
        attacking.blank_ballots_are_told,
        attacking.shares_are_told,
    ],
    ids=lambda one: one.__name__,
)
def test_a_laxer_rule_names_voters(shows):
    found = attack(rounds("equal-shares"), shows, FLOOR)
    assert found.beyond > 0
    figure("S2", f"the same attack, {shows.__name__.replace('_', ' ')}: {found.beyond:,} of {found.of:,} named")


def test_a_group_that_reaches_the_floor_is_shown():
    """The attack is on what is hidden; where nothing has to be, everything is there to be recounted."""
    whole = attacking.Round((frozenset("1"),) * FLOOR, (frozenset("2"),) * FLOOR)
    frozen = {**small_terms("greedy"), "roll": {SMALL: 9, LARGE: 9}}
    shown = attacking.by_the_rule(attacking.counted(frozen, whole), FLOOR)
    assert len(shown["ballots"]) == 2 * FLOOR
    assert set(shown["result"]["turnout"]) == {SMALL, LARGE}


# --- rounds of a true size -----------------------------------------------------------------------------------------

CHOSEN = st.frozensets(st.sampled_from("1234"), max_size=3)


@st.composite
def neighbours(draw):
    """A round with a group below the least floor, and the same round in which one of its voters chose otherwise."""
    small = draw(st.lists(CHOSEN, min_size=1, max_size=LEAST_FLOOR - 1))
    large = draw(st.lists(CHOSEN, min_size=1, max_size=2 * LEAST_FLOOR))
    at, otherwise = draw(st.integers(0, len(small) - 1)), draw(CHOSEN)
    one = attacking.Round(tuple(small), tuple(large))
    return one, replace(one, small=(*small[:at], otherwise, *small[at + 1 :]))


@steady
@given(neighbours())
def test_what_one_voter_of_a_small_group_chose_shows_in_nothing_but_what_is_funded(both):
    frozen = {**terms(floor=LEAST_FLOOR), "roll": {SMALL: 40, LARGE: 40}}
    one, other = (attacking.counted(frozen, each) for each in both)
    if attacking.winners_alone(one, LEAST_FLOOR) == attacking.winners_alone(other, LEAST_FLOOR):
        assert attacking.by_the_rule(one, LEAST_FLOOR) == attacking.by_the_rule(other, LEAST_FLOOR)
