"""Ties: lowest cost, most supporters, then a lot that nobody could know or grind beforehand."""

import hashlib

import pytest

from pb.tally.election import Project
from pb.tally.ties import TiedLots, first_of, lot, lot_seed

A, B, C = Project("a", 10), Project("b", 10), Project("c", 9)
DICE = "31415926535897932384"
LIST_HASH = "ab" * 32


def test_the_seed_is_the_hash_of_the_list_and_the_dice():
    expected = hashlib.sha256(b"pb/lot/v1|" + LIST_HASH.encode() + b"|" + DICE.encode()).hexdigest()
    assert lot_seed(LIST_HASH, DICE) == expected


@pytest.mark.parametrize("dice", ["", "3" * 19, "3" * 21, "3" * 19 + "x", "3" * 19 + "٣", " " * 20])
def test_dice_are_twenty_digits_and_nothing_else(dice):
    with pytest.raises(ValueError, match="twenty digits"):
        lot_seed(LIST_HASH, dice)


def test_the_lot_of_a_project_is_the_hash_of_seed_and_id_and_the_lowest_goes_first():
    assert lot("seed", "a") == hashlib.sha256(b"seed|a").hexdigest()
    for seed in map(str, range(20)):
        chosen, tie = first_of([A, B], {"a": 1, "b": 1}, seed, "standard")
        assert chosen.id == min("ab", key=lambda name: hashlib.sha256(f"{seed}|{name}".encode()).hexdigest())
        assert tie is not None
        assert (tie.projects, tie.chosen, tie.decided_by) == (("a", "b"), chosen.id, "lot")


def test_different_dice_may_choose_another_project():
    seeds = [lot_seed(LIST_HASH, f"{number:020}") for number in range(40)]
    chosen = [first_of([A, B], {"a": 1, "b": 1}, seed, "standard")[0].id for seed in seeds]
    assert 8 < chosen.count("a") < 32


def test_the_cheaper_goes_first_before_supporters_are_counted():
    chosen, tie = first_of([A, C], {"a": 9, "c": 1}, "", "standard")
    assert (chosen, tie.decided_by) == (C, "cost")


def test_more_supporters_go_first_before_a_lot_is_drawn():
    chosen, tie = first_of([A, B], {"a": 1, "b": 2}, "", "standard")
    assert (chosen, tie.decided_by) == (B, "supporters")


def test_a_lot_that_is_needed_and_was_not_drawn_is_an_error_that_names_the_projects():
    with pytest.raises(TiedLots, match="projects a, b are level"):
        first_of([B, A], {"a": 1, "b": 1}, "", "standard")


def test_ties_by_id_look_at_nothing_else():
    chosen, tie = first_of([C, B, A], {"a": 1, "b": 2, "c": 3}, "", "id")
    assert (chosen, tie.decided_by, tie.projects) == (A, "id", ("a", "b", "c"))


def test_one_project_alone_is_no_tie():
    assert first_of([A], {"a": 0}, "", "standard") == (A, None)
