"""An election in its normal form, and what is refused."""

from fractions import Fraction

import pytest
from small_elections import elect

from pb.tally.election import Ballot, Election, ElectionMalformed, Electorate, Project, election_of_kinds, make_election

A, B = Project("a", 10), Project("b", 20)
PEOPLE = "voters"


def test_alike_ballots_are_put_together_and_blank_ones_counted_apart():
    election = elect({"b": 2, "a": 1}, ["ab", {"b": 1, "a": 1}, "", {"a": 0}, "b"], 10)
    assert election.projects == (Project("a", 1), Project("b", 2))
    assert election.ballots == (Ballot((("a", 1), ("b", 1)), count=2), Ballot((("b", 1),)))
    assert (election.blank, election.sizes(), election.supporters()) == (2, {PEOPLE: 3}, {"a": 2, "b": 3})


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
    ],
)
def test_an_election_that_contradicts_itself_is_refused_in_words(made, words):
    with pytest.raises(ElectionMalformed, match=words):
        made()


def test_one_electorate_alone_has_its_own_ballots_and_all_the_money():
    groups = [Electorate("x", Fraction(1, 3)), Electorate("y", Fraction(2, 3))]
    whole = make_election([A, B], [({"a": 1}, "x"), ({"b": 1}, "y"), ({}, "y")], 30, groups, seed="s", ties="id")
    assert whole.only("y") == Election(
        (A, B), (Ballot((("b", 1),), "y"),), 30, (Electorate("y", Fraction(1)),), seed="s", ties="id"
    )
