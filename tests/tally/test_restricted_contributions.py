"""From contributions with restrictions to purses: who may fund what."""

import pytest
from published_round import terms, with_restrictions

from pb.tally.election import ElectionMalformed, Purse
from pb.tally.published import election_of
from pb.tally.purses import financeable
from pb.tally.restrictions import pot_of


def restricted(*only):
    """A round in which each contribution may fund what these lists of labels say."""
    frozen = with_restrictions(terms())
    gifts = [{"agency": "A", "pence": 10_000, **({"only": one} if one else {})} for one in only]
    return {**frozen, "contributions": gifts, "pot_pence": 10_000 * len(gifts)}


def test_a_round_without_restrictions_has_open_money_alone():
    pot = pot_of(terms())
    assert (pot.purses, pot.gifts, pot.idle) == ((), {0: {"0": 100_000, "1": 20_000}}, {})
    assert pot.budget == 120_000


@pytest.mark.parametrize(
    ("only", "projects"),
    [
        (["health"], ("1",)),
        (["play"], ("2", "3")),
        (["health", "play"], ("1", "2", "3")),
        (["north"], ("1", "4")),
        (["health", "play", "north"], ("1",)),
        (["play", "north", "south"], ("2",)),
    ],
)
def test_a_project_needs_one_label_of_each_kind_that_is_named(only, projects):
    assert pot_of(restricted([], only)).purses == (Purse(1, 10_000, projects),)


def test_contributions_that_may_fund_the_same_projects_share_a_purse():
    pot = pot_of(restricted(["health"], [], ["play"], ["health", "north"]))
    assert pot.purses == (Purse(1, 20_000, ("1",)), Purse(2, 10_000, ("2", "3")))
    assert pot.gifts == {0: {"1": 10_000}, 1: {"0": 10_000, "3": 10_000}, 2: {"2": 10_000}}


def test_money_that_may_fund_everything_on_the_ballot_is_open_money():
    assert pot_of(restricted(["health", "play"], ["north", "south"])).gifts.keys() == {1, 2}
    every = restricted(["north", "south"])
    every["proposals"] = [one for one in every["proposals"] if one["id"] != "3"]
    assert pot_of(every).gifts == {0: {"0": 10_000}}


def test_money_that_can_fund_nothing_takes_no_part_and_is_named():
    frozen = restricted([], ["art"])
    assert pot_of(frozen).idle == {"1": 10_000}
    assert pot_of(frozen).budget == election_of(frozen, "s", []).budget == 10_000


def test_money_that_can_fund_nothing_hides_no_money_that_comes_after_it():
    pot = pot_of(restricted(["art"], [], ["health"]))
    assert (pot.idle, pot.gifts) == ({"0": 10_000}, {0: {"1": 10_000}, 1: {"2": 10_000}})


def test_a_project_without_labels_is_for_open_money():
    frozen = restricted([], ["health"])
    frozen["proposals"] = [
        {key: one[key] for key in one if key != "labels" or one["id"] != "2"} for one in frozen["proposals"]
    ]
    assert pot_of(frozen).purses == (Purse(1, 10_000, ("1",)),)


def test_the_election_has_the_weight_factor_of_the_rules():
    frozen = terms()
    frozen["rules"]["weight_factor"] = 1
    assert election_of(frozen, "s", []).weight_factor == 1


def test_the_election_has_the_purses():
    election = election_of(with_restrictions(terms()), "s", [])
    assert [(purse.number, purse.amount, purse.projects) for purse in election.purses] == [
        (2, 30_000, ("1",)),
        (1, 20_000, ("1", "2", "3")),
        (0, 100_000, ("1", "2", "3", "4")),
    ]


def test_labels_that_are_not_there_or_there_twice_are_refused():
    with pytest.raises(ElectionMalformed, match="there is no label sports"):
        pot_of(restricted(["sports"]))
    frozen = restricted([])
    frozen["proposals"][0]["labels"] = ["sports"]
    with pytest.raises(ElectionMalformed, match="there is no label sports"):
        pot_of(frozen)
    frozen = restricted([])
    frozen["rules"]["labels"].append({"id": "art", "kind": "area", "label": "Art"})
    with pytest.raises(ElectionMalformed, match="a label is there twice"):
        pot_of(frozen)


def test_a_cost_that_no_purse_may_bear_cannot_be_financed():
    assert not financeable([10], {(): 1})
    assert financeable([10], {(0,): 10})
    assert not financeable([10], {(0,): 11})
