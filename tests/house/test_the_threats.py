"""docs/security/ tells each promise with its proof and its limit; threats.md has a row for each threat and its test."""

import ast
import re
import sys

import pytest
from sabotages import sabotages
from source_tree import ROOT, nodes

sys.path[:0] = [str(ROOT / "tools")]
from prove import PROMISES  # noqa: E402 - a program of the house, found by the line above

FOLDER = ROOT / "docs" / "security"
THREATS = (FOLDER / "threats.md").read_text(encoding="utf-8")
ROW = re.compile(
    r"^\| ([RSVCA]\d) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| `(tests/[\w./]+\.py)::(\w+)` \| ([^|]*) ?\|$", re.MULTILINE
)
ROWS = [[cell.strip() for cell in row] for row in ROW.findall(THREATS)]
INDEX = (FOLDER / "README.md").read_text(encoding="utf-8")
LINKED = re.findall(r"^\| \[(\w\d)\]\(([\w-]+\.md)#([\w-]+)\)", INDEX, re.MULTILINE)
PARTS = ("**It means**", "**What keeps it**", "**The proof**", "**The figure**", "**The limit")


def test_every_row_of_the_table_is_read():
    assert len(ROWS) == len(re.findall(r"^\| [RSVCA]\d ", THREATS, re.MULTILINE)) > 40


def test_every_promise_has_a_row_and_is_one():
    assert {promise for promise, *_ in ROWS} == set(PROMISES)


def test_no_test_stands_in_two_rows():
    names = [f"{file}::{test}" for *_, file, test, _ in ROWS]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[5])
def test_the_test_of_a_row_is_there(row):
    file, test = ROOT / row[4], row[5]
    assert file.exists()
    assert test in {node.name for node in nodes(file, ast.FunctionDef)}


def test_every_sabotage_has_a_row_of_its_promise_whose_test_is_run_for_it():
    told = {name: (promise, file) for promise, *_, file, _, named in ROWS for name in re.findall(r"`([\w-]+)`", named)}
    assert set(told) == {one.patch.stem for one in sabotages()}
    strangers = [one.patch.stem for one in sabotages() if told[one.patch.stem][0] != one.promise]
    assert not strangers
    unfit = [one.patch.stem for one in sabotages() if not any(told[one.patch.stem][1].startswith(t) for t in one.tests)]
    assert not unfit


def test_every_promise_is_in_the_index_and_leads_to_its_section():
    assert [promise for promise, *_ in LINKED] == list(PROMISES)
    for promise, page, place in LINKED:
        text = (FOLDER / page).read_text(encoding="utf-8")
        heads = re.findall(r"^## (.+)$", text, re.MULTILINE)
        assert place in {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}, place
        (section,) = (part for part in text.split("\n## ") if part.startswith(f"{promise}. "))
        assert [part for part in PARTS if part not in section] == [], promise
        assert f"only={promise}" in section
