"""What would have changed a result comes true when it is acted upon, and nothing less would have done."""

from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_elections import elect, elect_in_two, elections, steady, with_purses

from pb.tally import trials
from pb.tally.election import Ballot, election_of_kinds
from pb.tally.rules import Rule, count
from pb.tally.trials import Room

ANY = Room("approval")
official = partial(count, rule=Rule(step=1))
by_points = partial(count, rule=Rule(name="greedy"))


def normal(election):
    """The election put together anew from its parts."""
    kinds = ((dict(ballot.points), ballot.electorate, ballot.count) for ballot in election.ballots)
    purses = [purse for purse in election.purses if purse.number]
    options = {"weight_factor": election.weight_factor, "seed": election.seed, "ties": election.ties}
    made = election_of_kinds(election.projects, kinds, election.budget, election.electorates, purses=purses, **options)
    return replace(made, blank=election.blank)


def test_the_number_of_votes_is_the_least_that_would_have_done():
    # b has 3 of the 4 votes of a, which costs all the money.
    election = elect({"a": 10, "b": 10}, ["a"] * 4 + ["b"] * 3, 10)
    assert trials.votes_needed(election, "b", "voters", ANY, by_points) == 2
    assert trials.voters_needed(election, "b", "voters", ANY, by_points, 5) == 2
    assert trials.voters_needed(election, "b", "voters", ANY, by_points, 1) is None


def test_a_full_ballot_is_not_made_to_say_more():
    election = elect({"a": 10, "b": 10}, ["a"] * 4 + ["b"] * 3, 10)
    assert trials.votes_needed(election, "b", "voters", Room("approval", 1), by_points) is None


def test_the_votes_of_one_electorate_may_do_what_those_of_the_other_cannot():
    # Half the say is of one young person. The many carers cannot outdo it whatever one of them adds.
    election = elect_in_two({"a": 10, "b": 10}, ["a"], ["a"] * 3 + ["b"] * 2, 10, weight_factor=9)
    assert (
        trials.votes_needed(election, "b", "young-people", ANY, by_points) is None
    )  # level with a, and b's lot is later
    assert trials.votes_needed(election, "b", "parent-carers", ANY, by_points) is None
    election = elect_in_two({"a": 10, "b": 10}, ["a", "a"], ["b", "b"], 10, ties="id")
    assert trials.votes_needed(election, "b", "young-people", ANY, by_points) == 1


@pytest.mark.parametrize(
    ("room", "points", "more"),
    [
        (Room("approval"), {"a": 1}, 1),
        (Room("approval", 2), {"a": 1, "b": 1}, 0),
        (Room("stars", 10, 5), {"a": 4, "b": 4}, 2),
        (Room("stars", 10, 5), {"a": 1}, 5),
        (Room("stars", 10, 5), {"a": 5, "b": 5}, 0),
        (Room("ranked", 3), {"a": 3}, 2),
        (Room("ranked", 1), {"a": 1}, 0),
        (Room("faces"), {"a": 2, "b": 1}, 2),
    ],
)
def test_a_ballot_has_room_for_what_its_kind_allows(room, points, more):
    assert room.for_one_more(Ballot(tuple(points.items()))) == more


def test_the_highest_cost_at_which_it_would_have_been_funded_is_found_from_above():
    election = elect({"a": 10, "b": 30}, ["a"] * 2 + ["b"], 30)
    assert trials.winning_cost(election, "b", 1, official) == 20
    assert trials.winning_cost(election, "b", 7, official) == 14
    assert trials.winning_cost(elect({"a": 1, "b": 1}, ["a"], 1), "b", 1, official) is None


def test_not_more_prices_are_tried_than_anybody_would_wait_for():
    prices = list(trials.costs_to_try(2_500_000, 100))
    assert prices[:2] == [2_499_900, 2_498_600]
    assert len(prices) <= trials.MOST_TRIALS
    assert list(trials.costs_to_try(301, 100)) == [300, 200, 100]
    assert list(trials.costs_to_try(300, 100)) == [200, 100]
    assert list(trials.costs_to_try(100, 100)) == []


def test_progress_is_told_trial_by_trial():
    told = []
    election = elect({"a": 10, "b": 10}, ["a"] * 4 + ["b"] * 3, 10)
    trials.votes_needed(election, "b", "voters", ANY, by_points, lambda done, most: told.append((done, most)))
    assert told == [(1, 4), (2, 4)]


@settings(steady, max_examples=60)
@given(st.one_of(elections(least_budget=1), with_purses()), st.sampled_from([official, by_points]), st.data())
def test_every_answer_comes_true_and_nothing_less_would_have_done(election, counting, data):
    lost = [one.id for one in election.projects if one.id not in counting(election).order]
    if not lost:
        return
    project = data.draw(st.sampled_from(lost))
    group = data.draw(st.sampled_from([one.id for one in election.electorates]))
    room = data.draw(st.sampled_from([Room("approval"), Room("approval", 3), Room("stars", 9, 4), Room("ranked", 3)]))

    def with_votes(more):
        return trials.with_votes(election, project, group, room, more)

    def with_voters(more):
        return trials.with_voters(election, project, group, room, more)

    votes = trials.votes_needed(election, project, group, room, counting)
    voters = trials.voters_needed(election, project, group, room, counting, 4)
    for least, make in ((votes, with_votes), (voters, with_voters)):
        if least is not None:
            assert make(least) == normal(make(least))
            assert project in counting(make(least)).order
            assert all(project not in counting(make(fewer)).order for fewer in range(1, least))
    cost = trials.winning_cost(election, project, 1, counting)
    own = next(one.cost for one in election.projects if one.id == project)
    prices = range(1, own) if cost is None else range(cost + 1, own)
    assert cost is None or project in counting(trials.with_cost(election, project, cost)).order
    assert all(project not in counting(trials.with_cost(election, project, one)).order for one in prices)


@steady
@given(elections(), st.sampled_from([Room("approval", 3), Room("stars", 9, 4), Room("ranked", 3), Room("faces")]))
def test_votes_that_add_a_project_change_no_other_points_and_nobodys_number(election, room):
    project, group = election.projects[0].id, election.electorates[0].id
    changed = trials.with_votes(election, project, group, room, 2)
    assert changed.sizes() == election.sizes()
    others = [
        {name: voters for name, voters in one.supporters().items() if name != project} for one in (election, changed)
    ]
    assert others[0] == others[1]
    assert changed.supporters()[project] - election.supporters()[project] in (0, 2)
