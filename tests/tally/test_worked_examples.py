"""The examples of docs/how-we-count.md come out as the page says."""

import json
import re
from fractions import Fraction
from pathlib import Path

import pytest

from pb.tally.declared import election_in, rule_of
from pb.tally.pabulib import in_unit, parse
from pb.tally.purses import cells
from pb.tally.rules import count

PAGE = (Path(__file__).parents[2] / "docs/how-we-count.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```pb\n(.*?)```\n```json\n(.*?)```", PAGE, re.DOTALL)


def test_every_example_of_the_page_has_what_it_should_come_to():
    assert len(EXAMPLES) == PAGE.count("```pb") == PAGE.count("```json")
    assert len(EXAMPLES) >= 11


@pytest.mark.parametrize(("text", "told"), EXAMPLES, ids=[str(at) for at in range(len(EXAMPLES))])
def test_an_example_comes_out_as_told(text, told):
    file, expected = parse(text, "example.pb"), json.loads(told)
    election = election_in(file, seed="example", ties=expected.pop("ties", "standard"))
    outcome = count(election, rule_of(file))
    costs = [(step.project, step.cost) for step in outcome.steps]
    by_purse = {
        project: {str(election.purses[place].number): in_unit(amount) for place, amount in parts.items()}
        for project, parts in cells(election.purses, costs, election.payers()).items()
    }
    found = {
        "order": outcome.order,
        "added": in_unit(outcome.added),
        "runs": outcome.runs,
        "weights": texts(outcome.weights),
        "effective": texts(outcome.effective),
        "ranks": [step.rank for step in outcome.steps],
        "paid_by_purse": by_purse,
    }
    if file.meta["rule"] == "phragmen":
        found["prices"] = [str(step.price / 100) for step in outcome.steps]  # in the unit of the file
    else:
        found["prices"] = [str(step.price) for step in outcome.steps if step.price is not None]
    assert {key: found[key] for key in expected} == expected


def texts(values: dict[str, Fraction]) -> dict[str, str]:
    return {name: str(value) for name, value in values.items()}
