"""docs/security/asvs.md answers every requirement of levels 1 and 2, and what it points to is there."""

import re
from collections import Counter

import pytest
from source_tree import ROOT, nodes

PAGE = (ROOT / "docs" / "security" / "asvs.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+\.\d+\.\d+) \| ([12]) \| ([^|]+) \| ([^|]+) \| ([^|]*) \|$", PAGE, re.MULTILINE)
STATES = {"met", "not applicable", "deviation", "not met"}
IN_LEVEL = {"1": 70, "2": 183}
"""How many requirements of version 5.0.0 have this as their lowest level."""

SECTIONS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1, "3.2": 2, "3.3": 4,
    "3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4, "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3,
    "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5,
    "7.5": 2, "7.6": 2, "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4,
    "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3, "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1,
    "12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3,
    "15.1": 3, "15.2": 3, "15.3": 7, "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3, "17.1": 1, "17.2": 4,
    "17.3": 2,
}  # fmt: skip
"""Rows of levels 1 and 2 in each section of the standard."""

NAMED = re.compile(r"`(tests/[\w./-]+\.py)(?:::(\w+))?`")


def test_every_requirement_stands_in_the_ledger_once():
    numbers = [number for number, *_ in ROWS]
    assert not [number for number, times in Counter(numbers).items() if times > 1]
    assert Counter(level for _, level, *_ in ROWS) == IN_LEVEL
    assert Counter(number.rsplit(".", 1)[0] for number in numbers) == SECTIONS


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_row_has_a_state_and_what_shows_it_or_why(row):
    _, _, asked, state, why = row
    assert asked.strip()
    assert state in STATES
    assert len(why.strip()) >= 6, "it does not say why"


def test_every_row_of_the_tables_is_read():
    begun = re.findall(r"^\| \d+\.\d+\.\d+ ", PAGE, re.MULTILINE)
    assert len(begun) == len(ROWS)


def test_every_test_that_is_named_is_there():
    missing = []
    for file, test in NAMED.findall(PAGE):
        place = ROOT / file
        names = {node.name for node in nodes(place, _function())} if place.exists() else set()
        missing += [f"{file}::{test}"] * (not place.exists() or (bool(test) and test not in names))
    assert len(NAMED.findall(PAGE)) > 100
    assert not missing


def _function():
    import ast

    return ast.FunctionDef


def test_the_figures_at_the_top_are_those_of_the_rows():
    told = dict(re.findall(r"^\| (met|not applicable|deviation|not met) \| [^|]+ \| (\d+) \|$", PAGE, re.MULTILINE))
    assert {state: int(number) for state, number in told.items()} == Counter(state for _, _, _, state, _ in ROWS)
