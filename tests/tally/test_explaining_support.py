"""Support by electorate, and where each project stood at every step: the same as following each voter's money."""

from fractions import Fraction

import plain_count
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_elections import elect, elect_in_two, elections, steady, with_purses

from pb.tally.explanation import backing, moments_of
from pb.tally.outcome import EQUAL_SHARES
from pb.tally.rules import Rule, count


def money_followed(election, outcome, utility):
    """What every voter has in each purse, before each step of equal shares and after the last."""
    whole = election.budget + outcome.added * sum(election.sizes().values())
    voters = plain_count.voters_of(election)
    parts = [Fraction(purse.amount, election.budget or 1) for purse in election.purses]
    held = [[outcome.weights[group] * whole * part for part in parts] for _, group in voters]
    yield [list(each) for each in held]
    for step in outcome.steps:
        if step.part == EQUAL_SHARES:
            project = next(one for one in election.projects if one.id == step.project)
            due = step.price * (project.cost if utility == "cost" else 1)
            for (points, _), mine in zip(voters, held, strict=True):
                left = due * points.get(project.id, 0)
                for place in plain_count.purses_for(election, project):
                    paid = min(mine[place], left)
                    mine[place], left = mine[place] - paid, left - paid
            yield [list(each) for each in held]


def price_of(election, project, supporters, utility):
    """The least price at which supporters, each with money and points, can pay; None where they cannot."""
    if sum(money for money, _ in supporters) < project.cost:
        return None
    unit = project.cost if utility == "cost" else 1
    due, left = Fraction(project.cost), sum(points for _, points in supporters)
    for money, points in sorted(supporters, key=lambda one: one[0] / one[1]):
        if due * points <= money * left:
            break
        due, left = due - money, left - points
    return due / left / unit


@steady
@given(
    st.one_of(elections(least_budget=1), with_purses()),
    st.sampled_from(["cost", "count"]),
    st.sampled_from(["add1", "none"]),
)
def test_where_a_project_stood_is_what_following_every_voter_finds(election, utility, completion):
    rule = Rule(utility=utility, completion=completion, step=1)
    outcome = count(election, rule)
    moments, voters = moments_of(election, rule, outcome), plain_count.voters_of(election)
    shared = [step.project for step in outcome.steps if step.part == EQUAL_SHARES]
    followed = list(money_followed(election, outcome, utility))
    assert len(moments) == len(followed) == len(shared) + 1
    able = {one.id for one in plain_count.able(election) if election.supporters()[one.id]}
    for at, (moment, held) in enumerate(zip(moments, followed, strict=True)):
        assert set(moment) == able - set(shared[:at])
        for project in election.projects:
            if project.id not in moment:
                continue
            places = plain_count.purses_for(election, project)
            mine = [
                (sum(money[place] for place in places), points[project.id], group)
                for (points, group), money in zip(voters, held, strict=True)
                if points.get(project.id)
            ]
            for group in election.electorates:
                assert moment[project.id].held[group.id] == sum(money for money, _, of in mine if of == group.id)
            supporters = [(money, points) for money, points, _ in mine]
            assert moment[project.id].price == price_of(election, project, supporters, utility)
    for at, step in enumerate(outcome.steps[: len(shared)]):
        assert moments[at][step.project].price == step.price
        assert all(one.price is None or one.price >= step.price for one in moments[at].values())
    assert all(one.price is None for one in moments[-1].values())


@steady
@given(elections(least_budget=1))
def test_under_expanding_approvals_what_is_held_is_weight_as_money(election):
    rule = Rule(name="ear")
    outcome = count(election, rule)
    moments = moments_of(election, rule, outcome)
    assert len(moments) == len(outcome.steps) + 1
    for step, moment in zip(outcome.steps, moments, strict=False):
        standing = moment[step.project]
        assert sum(standing.held.values()) >= step.cost
        assert all(step.paid[group] <= standing.held[group] for group in standing.held)
        assert standing.price is None


def test_under_expanding_approvals_what_supporters_down_to_a_rank_hold_is_told_by_electorate():
    # Each of two young voters weighs a quarter of the 40, the one carer a half. Half of what they hold goes to a and b.
    election = elect_in_two({"a": 10, "b": 10, "c": 31}, [{"a": 2, "c": 1}, {"a": 1}], [{"b": 2, "c": 1}], 40)
    rule = Rule(name="ear")
    held = [
        {name: (one.held["young-people"], one.held["parent-carers"]) for name, one in moment.items()}
        for moment in moments_of(election, rule, count(election, rule))
    ]
    assert held == [
        {"a": (20, 0), "b": (0, 20), "c": (0, 0)},
        {"b": (0, 20), "c": (0, 0)},
        {"c": (5, 10)},
    ]


@pytest.mark.parametrize("name", ["greedy", "phragmen"])
def test_rules_that_give_voters_no_money_of_their_own_have_no_moments(name):
    election = elect({"a": 10, "b": 99}, ["a"], 50)
    rule = Rule(name=name)
    assert moments_of(election, rule, count(election, rule)) == []


def test_what_costs_more_than_all_the_money_has_moments_only_where_it_takes_part():
    election = elect({"a": 10, "b": 60}, ["ab", "b"], 30)
    for rule, told in ((Rule(), {"a"}), (Rule(stop="exhausted"), {"a", "b"})):
        assert set(moments_of(election, rule, count(election, rule))[0]) == told
    bare = Rule(stop="exhausted", completion="none")
    assert set(moments_of(election, bare, count(election, bare))[0]) == {"a"}


def test_without_money_there_is_nothing_to_tell_of():
    election = elect({"a": 10}, ["a"], 0)
    for name in ("equal-shares", "ear"):
        rule = Rule(name=name)
        assert [dict(moment) for moment in moments_of(election, rule, count(election, rule))] in ([], [{}])


def test_support_is_told_by_electorate():
    election = elect_in_two({"a": 10, "b": 10}, [{"a": 3}, {"a": 1, "b": 2}], [{"b": 4}], 20)
    found = backing(election)
    assert {group: (one.voters, one.points) for group, one in found["a"].items()} == {
        "young-people": (2, 4),
        "parent-carers": (0, 0),
    }
    assert (found["b"]["parent-carers"].voters, found["b"]["parent-carers"].points) == (1, 4)


def test_a_project_that_nobody_wants_or_that_is_too_dear_takes_no_part():
    election = elect({"a": 10, "b": 20, "c": 99}, ["ac"], 50)
    rule = Rule()
    moments = moments_of(election, rule, count(election, rule))
    assert [list(moment) for moment in moments] == [["a"], []]
    assert moments[0]["a"].held == {"voters": 50}
    assert moments[0]["a"].price == Fraction(1)
