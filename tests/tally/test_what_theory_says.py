"""What the theory of the rules says happens when money, prices or votes change; and where it may happen otherwise."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_elections import changed, elect, elections, parts, put_together, steady, with_purses

from pb.tally import trials
from pb.tally.election import EVERYBODY, Electorate, Purse, make_election
from pb.tally.rules import Rule, count

GREEDY, PER_COST = Rule(name="greedy"), Rule(name="greedy", per_cost=True)
ONE_RUN, BY_COUNT = Rule(completion="none", second="none"), Rule(utility="count", completion="none", second="none")
ADD_ONE, OFFICIAL = Rule(step=1, second="none"), Rule(step=1)
EAR, PHRAGMEN = Rule(name="ear"), Rule(name="phragmen")
EVERY = [GREEDY, PER_COST, ONE_RUN, BY_COUNT, ADD_ONE, OFFICIAL, Rule(step=1, stop="exhausted"), EAR, PHRAGMEN]
every_rule = st.sampled_from(EVERY)


def with_supporter(election, project, place):
    """The election in which the ballot at a place adds one point for a project."""
    ballot = election.ballots[place]
    fuller = replace(ballot, points=tuple(sorted([*ballot.points, (project, 1)])), count=1)
    return trials.with_ballots(election, [(ballot, -1), (fuller, 1)])


@settings(steady, max_examples=250)
@given(elections(), st.sampled_from([GREEDY, PER_COST, ONE_RUN, BY_COUNT]), st.data())
def test_a_funded_project_stays_funded_at_a_lower_price(election, rule, data):
    for project in count(election, rule).order:
        cost = next(one.cost for one in election.projects if one.id == project)
        cheaper = trials.with_cost(election, project, data.draw(st.integers(1, cost)))
        assert project in count(cheaper, rule).order


@settings(steady, max_examples=250)
@given(elections(), st.sampled_from([GREEDY, PER_COST, ONE_RUN, BY_COUNT]), st.data())
def test_a_funded_project_stays_funded_with_one_supporter_more(election, rule, data):
    for project in count(election, rule).order:
        others = [at for at, one in enumerate(election.ballots) if project not in dict(one.points)]
        if others:
            assert project in count(with_supporter(election, project, data.draw(st.sampled_from(others))), rule).order


@pytest.mark.parametrize(
    ("rule", "costs", "votes", "before", "after", "lost"),
    [
        (GREEDY, {"a": 9, "b": 4}, ["b", "a"], 6, 9, "b"),
        (ONE_RUN, {"a": 9, "b": 2}, ["ab", "a"], 8, 12, "b"),
        (OFFICIAL, {"a": 9, "b": 6}, ["a", "ab"], 7, 9, "b"),
        (EAR, {"a": 9, "b": 2}, ["ab", "a"], 8, 12, "b"),
        (PHRAGMEN, {"a": 9, "b": 6}, ["a", "ab"], 7, 9, "b"),
    ],
    ids=lambda value: value.name if isinstance(value, Rule) else None,
)
def test_under_every_rule_more_money_may_fund_a_dearer_project_in_place_of_a_cheaper_one(
    rule, costs, votes, before, after, lost
):
    assert lost in count(elect(costs, votes, before, ties="id"), rule).order
    assert lost not in count(elect(costs, votes, after, ties="id"), rule).order


def test_with_add_one_a_lower_price_may_cost_a_project_its_place():
    # b asks for less, the money given on top then lasts for a step more, and with that step the rest falls otherwise.
    costs, votes = {"a": 5, "b": 5, "c": 3, "d": 2}, ["abd", "abcd", "acd"]
    assert count(elect(costs, votes, 12, ties="id"), OFFICIAL).order == ["a", "d", "b"]
    assert count(elect({**costs, "b": 4}, votes, 12, ties="id"), OFFICIAL).order == ["a", "d", "c"]


def test_with_add_one_a_supporter_more_may_cost_a_project_its_place():
    costs, votes = {"a": 4, "b": 4, "c": 1, "d": 4}, ["abc", "bd", "abc", "b"]
    assert count(elect(costs, votes, 8, ties="id"), OFFICIAL).order == ["b", "a"]
    votes[1] = "abd"
    assert count(elect(costs, votes, 8, ties="id"), OFFICIAL).order == ["b", "c"]


@steady
@given(st.one_of(elections(), with_purses()), every_rule, st.integers(2, 1000))
def test_money_in_other_units_changes_nothing(election, rule, times):
    larger = changed(
        election,
        projects=tuple(replace(one, cost=one.cost * times) for one in election.projects),
        purses=tuple(replace(one, amount=one.amount * times) for one in election.purses),
        budget=election.budget * times,
    )
    told = count(larger, replace(rule, step=rule.step * times))
    outcome = count(election, rule)
    assert (told.order, told.runs, told.added) == (outcome.order, outcome.runs, outcome.added * times)


@steady
@given(parts(), every_rule)
def test_what_electorates_are_called_changes_nothing(made, rule):
    projects, ballots, budget, shares, factor = made
    names = {group.id: f"z{9 - at}" for at, group in enumerate(shares)}
    renamed = put_together(
        (
            projects,
            [(points, names[group]) for points, group in ballots],
            budget,
            [Electorate(names[group.id], group.share) for group in shares],
            factor,
        )
    )
    outcome, told = count(put_together(made), rule), count(renamed, rule)
    assert told.order == outcome.order
    assert [step.paid for step in told.steps] == [
        {names[group]: paid for group, paid in sorted(step.paid.items(), key=lambda one: names[one[0]])}
        for step in outcome.steps
    ]


@steady
@given(parts(most_groups=1), every_rule, st.integers(1, 9))
def test_two_electorates_of_the_same_ballots_are_one_whatever_their_shares_where_all_weigh_alike(made, rule, parts_):
    projects, ballots, budget, _, _ = made
    votes = [points for points, _ in ballots]
    both = [(points, group) for points in votes for group in ("x", "y")]
    whole = [(points, EVERYBODY) for points in votes for _ in range(2)]
    share = Fraction(parts_, 10)
    groups = [Electorate("x", share), Electorate("y", 1 - share)]
    options = {"weight_factor": 1, "seed": "s"}
    two = make_election(projects, both, budget, groups, **options)
    one = make_election(projects, whole, budget, **options)
    assert count(two, rule).order == count(one, rule).order
    halves = [Electorate("x", Fraction(1, 2)), Electorate("y", Fraction(1, 2))]
    assert count(make_election(projects, both, budget, halves, seed="s"), rule).order == count(one, rule).order


@steady
@given(elections(least_budget=1), every_rule)
def test_restricted_money_that_may_fund_everything_is_open_money(election, rule):
    # A project that nobody can pay keeps the purse from being the open one, and changes nothing.
    far = make_election(
        [*election.projects, replace(election.projects[0], id="z", cost=election.budget + 1)],
        [(dict(one.points), one.electorate) for one in election.ballots for _ in range(one.count)],
        election.budget,
        election.electorates,
        weight_factor=election.weight_factor,
        seed=election.seed,
        purses=[Purse(1, election.budget, tuple(one.id for one in election.projects))],
    )
    assert count(far, rule).order == count(election, rule).order


@steady
@given(elections(most_points=1, most_groups=1), st.sampled_from([ONE_RUN, BY_COUNT, EAR]))
def test_a_group_that_agrees_and_can_pay_for_something_does_not_leave_with_nothing(election, rule):
    # Voters who all want a project that their part of the money can pay: at least one of them has a funded project.
    if rule.name == "ear" and election.budget == 0:
        return
    funded, voters = set(count(election, rule).order), sum(election.sizes().values())
    for project in election.projects:
        backers = [one for one in election.ballots if project.id in dict(one.points)]
        size = sum(one.count for one in backers)
        if size and project.cost * voters <= size * election.budget:
            assert any(funded & {name for name, _ in one.points} for one in backers)
