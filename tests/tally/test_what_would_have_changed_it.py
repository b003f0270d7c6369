"""What would have changed a result comes true when it is acted upon; what was tried in vain does not."""

import itertools
from collections import Counter
from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_elections import elect, elect_in_two, elections, steady, with_purses

from pb.tally.election import Ballot, election_of_kinds
from pb.tally.rules import Rule, count
from pb.tally.trials import Found, Room, Trials, costs_to_try, numbers_to_try, values_between

ANY = Room("approval")
official = partial(count, rule=Rule(step=1))
by_points = partial(count, rule=Rule(name="greedy"))


def trials(election, project, room=ANY, counting=by_points, **more):
    return Trials(election, project, counting(election).order, room, counting, **more)


def votes(tried, group="voters"):
    return tried.answer(tried.votes(group))


def voters(tried, whole, group="voters"):
    return tried.answer(tried.voters(group, whole))


def cost(tried, unit=1):
    return tried.answer(tried.cost(unit))


def with_votes(tried, more, group="voters"):
    return tried.votes(group).act(more)


def everybody(election):
    """How many voted, by electorate, blank ballots among them."""
    found = Counter()
    for ballot in (*election.ballots, *election.blank):
        found[ballot.electorate] += ballot.count
    return found


def test_who_left_the_ballot_blank_could_have_chosen_it_and_comes_first():
    election = elect({"a": 10, "b": 10}, ["a"] * 3 + ["b"] * 2 + ["", ""], 10)
    tried = trials(election, "b")
    assert votes(tried) == Found(2, 1, 5)
    changed = with_votes(tried, 1)
    assert changed.supporters() == {"a": 3, "b": 3}
    assert [ballot.count for ballot in changed.blank] == [1]
    assert with_votes(tried, 2).blank == ()


def test_ballots_with_the_most_room_come_first_and_full_ones_give_up_what_is_not_funded():
    # All of them could give d points. f is funded, u and v are not; a ballot has 6 stars, 5 of them for one project.
    blank, one, two, half = {}, {"u": 1}, {"u": 1, "v": 1}, {"f": 2, "u": 2}
    gives_u, gives_f = {"f": 1, "u": 5}, {"f": 6}
    costs = dict.fromkeys("dfuv", 10)
    election = elect(costs, [gives_f, gives_u, half, two, one, blank], 10)
    tried = Trials(election, "d", ["f"], Room("stars", 6, 5), official)
    ballots = [with_votes(tried, more) for more in range(7)]
    changed = [[dict(after.points) for after in made.ballots if dict(after.points).get("d")] for made in ballots]
    assert sorted(map(str, changed[1])) == [str({"d": 5})]
    expected = [{"d": 5}, {"d": 5, "u": 1}, {"d": 4, "u": 1, "v": 1}, {"d": 2, "f": 2, "u": 2}]
    expected += [{"d": 5, "f": 1}, {"d": 5}]
    for more in range(7):
        counted = [
            points
            for points, ballot in zip(changed[more], with_d(ballots[more]), strict=True)
            for _ in range(ballot.count)
        ]
        assert sorted(map(str, counted)) == sorted(map(str, expected[:more]))


def with_d(election):
    return [ballot for ballot in election.ballots if dict(ballot.points).get("d")]


def test_of_alike_choices_a_full_ballot_gives_up_the_one_whose_id_comes_first():
    election = elect(dict.fromkeys("dtuv", 10), [{"v": 1, "u": 1, "t": 2}], 10)
    changed = with_votes(Trials(election, "d", [], Room("stars", 4, 5), official), 1)
    assert [dict(ballot.points) for ballot in changed.ballots] == [{"d": 1, "t": 2, "v": 1}]


def normal(election):
    """The election put together anew from its parts."""
    every = (*election.ballots, *election.blank)
    kinds = ((dict(ballot.points), ballot.electorate, ballot.count) for ballot in every)
    purses = [purse for purse in election.purses if purse.number]
    options = {"weight_factor": election.weight_factor, "seed": election.seed, "ties": election.ties}
    return election_of_kinds(election.projects, kinds, election.budget, election.electorates, purses=purses, **options)


def test_the_number_of_votes_is_the_least_that_would_have_done():
    # b has 3 of the 4 votes of a, which costs all the money.
    election = elect({"a": 10, "b": 10}, ["a"] * 4 + ["b"] * 3, 10)
    assert votes(trials(election, "b")) == Found(2, 1, 4)
    assert voters(trials(election, "b"), 5) == Found(2, 1, 5)
    assert voters(trials(election, "b"), 1) == Found(None, 1, 1)
    assert voters(trials(election, "b"), 0) == Found(None, 0, 0)


def test_a_full_ballot_gives_up_something_for_it():
    election = elect({"a": 10, "b": 10}, ["a"] * 4 + ["b"] * 3, 10)
    alone = trials(election, "b", Room("approval", 1))
    assert votes(alone) == Found(1, 0, 4)
    assert with_votes(alone, 1).supporters() == {"a": 3, "b": 4}


@pytest.mark.parametrize(
    ("room", "vote", "fuller"),
    [
        # c is not funded and has fewer points than b: it is given up rather than a, which is funded.
        (Room("approval", 3), {"a": 1, "b": 1, "c": 1}, {"a": 1, "c": 1, "d": 1}),
        (Room("stars", 10, 5), {"a": 1, "b": 5, "c": 4}, {"a": 1, "b": 5, "d": 4}),
        (Room("stars", 6, 5), {"a": 6}, {"d": 5}),
        (Room("ranked", 3), {"a": 1, "b": 3, "c": 2}, {"a": 2, "b": 3, "d": 1}),
        # With room nothing is given up.
        (Room("approval"), {"a": 1, "b": 1, "c": 1}, {"a": 1, "b": 1, "c": 1, "d": 1}),
        (Room("stars", 12, 5), {"a": 1, "b": 5, "c": 4}, {"a": 1, "b": 5, "c": 4, "d": 2}),
        (Room("ranked", 4), {"a": 2, "b": 4, "c": 3}, {"a": 2, "b": 4, "c": 3, "d": 1}),
        (Room("faces"), {"a": 2, "b": 1}, {"a": 2, "b": 1, "d": 2}),
    ],
)
def test_what_a_ballot_gives_up_is_what_it_wants_least_of_what_is_not_funded(room, vote, fuller):
    election = elect({"a": 1, "b": 90, "c": 90, "d": 90}, [vote], 91)
    changed = with_votes(Trials(election, "d", ["a"], room, by_points), 1)
    assert [dict(ballot.points) for ballot in changed.ballots] == [fuller]


def test_the_votes_of_one_electorate_may_do_what_those_of_the_other_cannot():
    # Half the say is of one young person. The many carers cannot outdo it whatever one of them adds.
    election = elect_in_two({"a": 10, "b": 10}, ["a"], ["a"] * 3 + ["b"] * 2, 10, weight_factor=9)
    assert votes(trials(election, "b"), "young-people").needed is None  # level with a, and b's lot is later
    assert votes(trials(election, "b"), "parent-carers") == Found(None, 3, 3)
    election = elect_in_two({"a": 10, "b": 10}, ["a", "a"], ["b", "b"], 10, ties="id")
    assert votes(trials(election, "b"), "young-people") == Found(1, 0, 2)


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
    tried = trials(election, "b", counting=official)
    assert cost(tried) == Found(20, 21, 1)
    assert cost(tried, 7) == Found(14, 21, 7)
    assert cost(trials(elect({"a": 1, "b": 1}, ["a"], 1), "b", counting=official)) == Found(None, 1, 1)
    assert cost(trials(elect({"a": 1, "b": 9}, ["a"], 9), "b", counting=official)) == Found(None, 1, 1)


@pytest.mark.parametrize(("whole", "most"), [(9, 8), (600, 28), (600, 100), (5_000, 8), (131_000, 40), (10**7, 20)])
def test_where_there_is_too_much_to_try_the_leaps_grow_wider_and_reach_the_end(whole, most):
    found = list(numbers_to_try(whole, most))
    leaps = [after - before for before, after in itertools.pairwise(found)]
    assert found[: most // 2] == list(range(1, most // 2 + 1))
    assert found[-1] == whole
    assert len(found) <= most
    assert leaps[:-1] == sorted(leaps[:-1])


def test_leaps_grow_by_the_root_of_what_is_left():
    # After 4 come 4 leaps to 64: the fourth root of 16 is 2; from 8, the third root of 8 is 2; and so on.
    assert list(numbers_to_try(64, 8)) == [1, 2, 3, 4, 8, 16, 32, 64]
    assert list(numbers_to_try(63, 8)) == [1, 2, 3, 4, 7, 14, 29, 63]


def test_where_there_is_little_to_try_each_number_is():
    assert list(numbers_to_try(8, 8)) == list(range(1, 9))
    assert list(numbers_to_try(0, 8)) == []


def test_costs_go_down_in_round_leaps():
    assert list(costs_to_try(2_500_000, 100))[:2] == [2_498_000, 2_496_000]
    assert list(costs_to_try(420_000, 100, 100))[:2] == [415_000, 410_000]
    assert len(list(costs_to_try(420_000, 100, 100))) <= 100
    assert list(costs_to_try(301, 100)) == [300, 200, 100]
    assert list(costs_to_try(300, 100)) == [200, 100]
    assert list(costs_to_try(100, 100)) == []
    assert list(costs_to_try(5, 2, 2)) == [4, 2]
    assert list(costs_to_try(6, 2, 2)) == [4, 2]
    assert list(costs_to_try(7, 2, 2)) == [4]
    assert list(costs_to_try(100_001, 1, 100)) == list(range(100_000, 0, -1_000))


def test_between_two_values_there_are_a_few_in_whole_units():
    assert values_between(138, 136, 1) == [137]
    assert values_between(136, 138, 1) == [137]
    assert values_between(137, 138, 1) == []
    assert values_between(28_150, 27_900, 100) == [28_100, 28_000]
    assert values_between(23, 138, 1) == [34, 47, 60, 73, 86, 99, 112, 125]


def test_after_a_leap_what_lies_between_is_tried_too():
    election = elect({"a": 10, "b": 10}, ["a"] * 40 + ["b"] * 3, 10)
    told = []
    tried = trials(election, "b", most=8, progress=lambda done, whole: told.append((done, whole)))
    assert voters(tried, 1000) == Found(38, 37, 1000)
    assert len(told) < 25
    assert told[0] == (1, 8)
    assert all(done <= whole for done, whole in told)


def test_progress_is_told_trial_by_trial():
    told = []
    election = elect({"a": 10, "b": 10}, ["a"] * 4 + ["b"] * 3, 10)
    votes(trials(election, "b", progress=lambda done, whole: told.append((done, whole))))
    assert told == [(1, 4), (2, 4)]


@settings(steady, max_examples=60)
@given(
    st.one_of(elections(least_budget=1), with_purses()),
    st.sampled_from([official, by_points]),
    st.sampled_from([3, 100]),
    st.data(),
)
def test_every_answer_comes_true_and_what_was_tried_in_vain_does_not(election, counting, most, data):
    funded = counting(election).order
    lost = [one.id for one in election.projects if one.id not in funded]
    if not lost:
        return
    project = data.draw(st.sampled_from(lost))
    group = data.draw(st.sampled_from([one.id for one in election.electorates]))
    room = data.draw(st.sampled_from([Room("approval"), Room("approval", 3), Room("stars", 9, 4), Room("ranked", 3)]))
    tried = Trials(election, project, funded, room, counting, most)
    for question in (tried.votes(group), tried.voters(group, 4), tried.cost(1)):
        found = tried.answer(question)
        assert tried.fault(question, found) == ""
        if found.needed is not None:
            assert question.act(found.needed) == normal(question.act(found.needed))
            assert tried.comes_true(question, found.needed)
            assert abs(found.needed - found.before) == 1
        if found.before != question.first:
            assert not tried.comes_true(question, found.before)
        if most == 100:  # then each was tried
            way = 1 if found.last > question.first else -1
            in_vain = range(question.first + way, found.before + way, way)
            assert not any(tried.comes_true(question, value) for value in in_vain)


def test_an_answer_that_was_made_up_is_found_out():
    # With 2 or more votes b is funded, with 1 it is not; there are 4 to be had.
    election = elect({"a": 10, "b": 10}, ["a"] * 4 + ["b"] * 3, 10)
    tried = trials(election, "b")
    question = tried.votes("voters")
    assert tried.fault(question, Found(2, 1, 4)) == ""
    assert tried.fault(question, Found(2, 1, 5)) == "5 is not the last that there was to try"
    assert tried.fault(question, Found(3, 2, 4)) == "with 2 it is funded"
    assert tried.fault(question, Found(1, 0, 4)) == "with 1 it is not funded"
    assert tried.fault(question, Found(4, 2, 4)) == "4 could not be the first after 2"
    assert tried.fault(question, Found(5, 4, 4)) == "5 could not be the first after 4"
    assert tried.fault(question, Found(0, -1, 4)) == "0 could not be the first after -1"
    assert tried.fault(question, Found(None, 3, 4)) == "3 is not the last that there was to try"
    assert tried.fault(question, Found(None, 4, 4)) == "with 4 it is funded"


def test_a_made_up_cost_is_found_out():
    election = elect({"a": 10, "b": 30}, ["a"] * 2 + ["b"], 30)
    tried = trials(election, "b", counting=official)
    question = tried.cost(7)
    assert tried.fault(question, Found(14, 21, 7)) == ""
    assert tried.fault(question, Found(28, 30, 7)) == "with 28 it is not funded"
    assert tried.fault(question, Found(7, 14, 7)) == "with 14 it is funded"
    assert tried.fault(question, Found(35, 30, 7)) == "35 could not be the first after 30"
    assert tried.fault(question, Found(0, 7, 7)) == "0 could not be the first after 7"
    assert tried.fault(question, Found(14, 16, 7)) == "14 could not be the first after 16"
    assert tried.fault(question, Found(14, 30, 7)) == "14 could not be the first after 30"
    assert tried.fault(question, Found(29, 30, 7)) == "with 29 it is not funded"


@steady
@given(elections(), st.sampled_from([Room("approval", 9), Room("stars", 90, 4), Room("ranked", 9), Room("faces")]))
def test_votes_that_add_a_project_change_no_other_points_and_nobodys_number(election, room):
    project, group = election.projects[0].id, election.electorates[0].id
    own = [ballot for ballot in (*election.blank, *election.ballots) if ballot.electorate == group]
    without = sum(ballot.count for ballot in own if project not in dict(ballot.points))
    changed = with_votes(Trials(election, project, [], room, by_points), 2, group)
    assert everybody(changed) == everybody(election)
    before, after = election.supporters(), changed.supporters()
    assert after.pop(project) - before.pop(project) == min(2, without)
    assert before == after


@steady
@given(elections(most_points=1), st.integers(1, 3))
def test_a_ballot_that_gives_something_up_says_no_more_than_before(election, limit):
    election = replace(election, ballots=tuple(one for one in election.ballots if len(one.points) <= limit))
    project, group = election.projects[0].id, election.electorates[0].id
    room = Room("approval", limit)
    tried = Trials(election, project, [one.id for one in election.projects[1:2]], room, by_points)
    changed = with_votes(tried, 3, group)
    assert everybody(changed) == everybody(election)
    assert all(len(ballot.points) <= limit for ballot in changed.ballots)
