"""Equal shares on elections drawn at random, by the thousand.

Hypothesis likes small numbers and finds what is odd. Prices that overtake each other as money grows take numbers of
some size, and of these a plain draw gives many.
"""

import random
import sys

import plain_count
import pytest
from following import FURTHEST, follow, leaps
from small_elections import elect

from pb.tally.completion import Work, equal_shares
from pb.tally.election import Purse
from pb.tally.equal_shares import Count
from pb.tally.greedy import greedy
from pb.tally.rules import Rule, count
from pb.tally.weights import weights_of

MANY = 1_200
PURSE_SPENT_EXACTLY = 2_473
"""Here somebody's last money is all that one of two purses holds, while the other gains."""


def drawn(seed):
    """An election of three to five projects and up to seven voters, and how their support is measured.

    Every other one has one or two purses of restricted money.
    """
    chance = random.Random(seed)  # noqa: S311 - an election to count, no secret
    names = "abcde"[: chance.randint(3, 5)]
    costs = {name: chance.randint(3, 40) for name in names}
    votes = [
        {name: chance.randint(1, 3) for name in chance.sample(names, chance.randint(1, 3))}
        for _ in range(chance.randint(3, 7))
    ]
    budget, purses = chance.randint(10, 60), dict[tuple[str, ...], int]()
    for _ in range(seed % 2 and chance.randint(1, 2)):
        purses[tuple(sorted(chance.sample(names, chance.randint(1, 2))))] = chance.randint(1, budget // 3)
    restricted = [Purse(number, held, able) for number, (able, held) in enumerate(purses.items(), 1)]
    return elect(costs, votes, budget, purses=restricted), chance.choice(["cost", "count"])


def test_counting_from_nothing_is_its_plain_definition():
    for seed in range(MANY):
        election, utility = drawn(seed)
        counted = Count(election, weights_of(election), 1, utility)
        counted.run()
        told = [(step.project, step.price) for step in counted.steps]
        assert told == [
            (name, price) for name, price, _ in plain_count.equal_shares(election, election.budget, utility)
        ]


def test_going_from_change_to_change_is_counting_from_nothing():
    for seed in (*range(MANY), PURSE_SPENT_EXACTLY):
        election, utility = drawn(seed)
        going, fresh = (Count(election, weights_of(election), 1 + seed % 7, utility) for _ in range(2))
        follow(going, fresh, seed)


def test_options_that_nobody_names_are_those_of_the_official_rule():
    dear = elect({"a": 1200, "b": 1200, "c": 1500}, ["ab", "ab", "c"], 3000)  # takes four steps of a whole unit
    for election in [dear, *(drawn(seed)[0] for seed in range(200))]:
        assert equal_shares(election) == count(election, Rule())
        assert greedy(election) == count(election, Rule(name="greedy"))


MEET = {"a": 6, "b": 20, "c": 21}, [{"b": 3, "a": 1, "c": 1}, {"c": 1, "b": 1}, {"a": 3}, {"c": 2, "a": 2}], 31, "count"
FINER = {"a": 18, "b": 25, "c": 25}, [{"c": 2, "b": 1, "a": 1}, {"b": 3}, {"a": 2, "b": 1, "c": 3}], 39, "cost"


@pytest.mark.parametrize(("costs", "votes", "budget", "utility"), [MEET, FINER], ids=["prices meet", "parts of parts"])
def test_the_steps_between_two_changes_are_told_to_the_very_last(costs, votes, budget, utility):
    # In the one, two prices are level at one whole step. In the other, what is paid takes a finer part than its rise.
    election = elect(costs, votes, budget)
    going, fresh = (Count(election, weights_of(election), len(votes), utility) for _ in range(2))
    for at in leaps(going):
        for further in range(min(going.alike, FURTHEST) + 1):
            fresh.run(at + further)
            assert going.chosen == fresh.chosen


@pytest.mark.parametrize(
    ("slack", "room"),
    [(1e-14, 25_000_000), (1e-4, 25_000_000), (1e-14, 0)],
    ids=["as it is", "much in doubt", "nothing to go back to"],
)
def test_narrowing_from_change_to_change_is_counting_from_nothing(monkeypatch, slack, room):
    narrowing = pytest.importorskip("pb.tally.narrowing", reason="numpy is not installed")
    monkeypatch.setattr(narrowing, "ROOM", room)
    for seed in range(0, MANY, 4):  # these have open money alone
        election, utility = drawn(seed)
        weight = weights_of(election)
        narrow = narrowing.NarrowCount(election, weight, 1 + seed % 7, utility, slack=slack)
        fresh = Count(election, weight, 1 + seed % 7, utility)
        follow(narrow, fresh, seed)


def test_narrowing_is_for_open_money_and_for_points_that_a_small_number_holds():
    narrowing = pytest.importorskip("pb.tally.narrowing", reason="numpy is not installed")
    most = 1 << 14
    assert narrowing.is_for(elect({"a": 1}, [], 1))
    assert narrowing.is_for(elect({"a": 1}, [{"a": most}], 1))
    assert not narrowing.is_for(elect({"a": 1}, [{"a": most + 1}], 1))
    assert not narrowing.is_for(elect({"a": 1, "b": 1}, [{"a": 1}], 2, purses=[Purse(1, 1, ("a",))]))


def test_with_numpy_restricted_money_is_counted_as_without():
    pytest.importorskip("numpy")
    for seed in range(200):
        election, utility = drawn(seed)
        ours, plain = (equal_shares(election, utility=utility, step=1, work=Work(fast=fast)) for fast in (True, False))
        assert ours == plain, seed


def test_where_numpy_is_not_there_large_elections_are_counted_all_the_same(monkeypatch):
    for module in ("pb.tally.fast", "pb.tally.narrowing"):
        monkeypatch.setitem(sys.modules, module, None)  # importing it fails, as it does where numpy is not installed
    for seed in range(50):
        election, utility = drawn(seed)
        asked, plain = (equal_shares(election, utility=utility, step=1, work=Work(fast=fast)) for fast in (True, False))
        assert asked == plain, seed
