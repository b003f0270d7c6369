"""An election in its normal form, and what is refused."""

from fractions import Fraction

import pytest
from small_elections import elect

from pb.tally.election import (
    Ballot,
    Election,
    ElectionMalformed,
    Electorate,
    Project,
    Purse,
    election_of_kinds,
    make_election,
)

A, B = Project("a", 10), Project("b", 20)
PEOPLE = "voters"


def test_alike_ballots_are_put_together_and_blank_ones_counted_apart():
    election = elect({"b": 2, "a": 1}, ["ab", {"b": 1, "a": 1}, "", {"a": 0}, "b"], 10)
    assert election.projects == (Project("a", 1), Project("b", 2))
    assert election.ballots == (Ballot((("a", 1), ("b", 1)), count=2), Ballot((("b", 1),)))
    assert election.blank == (Ballot((), count=2),)
    assert (election.sizes(), election.supporters()) == ({PEOPLE: 3}, {"a": 2, "b": 3})


def test_ballots_that_were_counted_already_give_the_same_election():
    each = make_election([A, B], [({"a": 1}, PEOPLE)] * 3 + [({}, PEOPLE)] * 2, 50)
    assert (
        election_of_kinds([A, B], [({"a": 1}, PEOPLE, 2), ({}, PEOPLE, 2), ({"a": 1, "b": 0}, PEOPLE, 1)], 50) == each
    )


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda: make_election([A, Project("a", 11)], [], 1), "project a is there twice"),
        (lambda: make_election([Project("a", 0)], [], 1), "project a costs 0"),
        (lambda: make_election([A], [], -1), "budget is at least 0"),
        (lambda: make_election([A], [], 1, weight_factor=0), "weight factor at least 1"),
        (lambda: make_election([A], [({"z": 1}, PEOPLE)], 1), "a ballot names project z"),
        (lambda: make_election([A], [({"a": -1}, PEOPLE)], 1), "gives project a -1 points"),
        (lambda: make_election([A], [({"a": 1}, "nobody")], 1), "there is no electorate nobody"),
        (lambda: make_election([A], [], 1, [Electorate("x", Fraction(1, 2))]), "add up to 1"),
        (lambda: make_election([A], [], 1, [Electorate("x", Fraction(2)), Electorate("y", Fraction(-1))]), "above 0"),
        (lambda: make_election([A], [], 1, [Electorate("x", Fraction(1)), Electorate("y", Fraction(0))]), "above 0"),
    ],
)
def test_an_election_that_contradicts_itself_is_refused_in_words(made, words):
    with pytest.raises(ElectionMalformed, match=words):
        made()


def test_one_electorate_alone_has_its_own_ballots_and_all_the_money():
    groups = [Electorate("x", Fraction(1, 3)), Electorate("y", Fraction(2, 3))]
    whole = make_election(
        [A, B], [({"a": 1}, "x"), ({"b": 1}, "y"), ({}, "y"), ({}, "x")], 30, groups, seed="s", ties="id"
    )
    own, blank, open_purse = (Ballot((("b", 1),), "y"),), (Ballot((), "y"),), Purse(0, 30, ("a", "b"))
    assert whole.only("y") == Election(
        (A, B), own, 30, (Electorate("y", Fraction(1)),), blank=blank, seed="s", ties="id", purses=(open_purse,)
    )


def test_voters_spend_from_the_purse_that_fewest_projects_may_use_and_from_open_money_last():
    purses = [Purse(1, 5, ("b", "a")), Purse(2, 4, ("b",)), Purse(3, 3, ("a",))]
    c = Project("c", 7)
    made = make_election([A, B, c], [], 20, purses=purses)
    assert [(purse.number, purse.projects) for purse in made.purses] == [
        (2, ("b",)),
        (3, ("a",)),
        (1, ("a", "b")),
        (0, ("a", "b", "c")),
    ]
    assert made.purses[-1].amount == 8
    assert made.payers() == {"a": (1, 2, 3), "b": (0, 2, 3), "c": (3,)}


def test_without_open_money_there_is_no_open_purse():
    assert make_election([A, B], [], 5, purses=[Purse(1, 5, ("a",))]).purses == (Purse(1, 5, ("a",)),)


@pytest.mark.parametrize(
    ("purses", "words"),
    [
        ([Purse(1, 0, ("a",))], "purse 1 holds 0; number and amount are at least 1"),
        ([Purse(0, 5, ("a",))], "purse 0 holds 5; number and amount are at least 1"),
        ([Purse(1, 5, ())], "purse 1 may fund no project"),
        ([Purse(1, 5, ("z",))], "purse 1 may fund project z, which is not there"),
        ([Purse(1, 5, ("a", "a"))], "purse 1 names a project twice"),
        ([Purse(1, 5, ("a",)), Purse(1, 5, ("b",))], "two purses have the same number"),
        ([Purse(1, 5, ("a",)), Purse(2, 5, ("a",))], "two purses may fund the same projects; together they are one"),
        ([Purse(1, 5, ("a", "b"))], "two purses may fund the same projects; together they are one"),
        ([Purse(1, 21, ("a",))], "the purses hold more than the budget"),
    ],
)
def test_purses_that_make_no_sense_are_refused(purses, words):
    with pytest.raises(ElectionMalformed, match=words):
        make_election([A, B], [], 20, purses=purses)
