"""Rules as plain values, as they are frozen and published."""

import pytest
from small_elections import elect

from pb.tally.rules import Rule, RuleMalformed, count, rule_from


def test_the_official_rule_is_equal_shares_by_cost_with_both_completions_and_a_pound_a_step():
    assert Rule().as_json() == {
        "name": "equal-shares",
        "utility": "cost",
        "completion": "add1",
        "second": "greedy",
        "step": 100,
    }


@pytest.mark.parametrize("rule", [Rule(), Rule(name="greedy"), Rule(utility="count", completion="none", step=1)])
def test_a_rule_comes_back_as_it_was_written(rule):
    assert rule_from(rule.as_json()) == rule


def test_greedy_tells_no_options_that_do_not_matter_to_it():
    assert Rule(name="greedy").as_json() == {"name": "greedy"}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"name": "borda"}, "name is borda; choose equal-shares or greedy"),
        ({"utility": "fun"}, "utility is fun"),
        ({"completion": "add2"}, "completion is add2"),
        ({"second": "third"}, "second is third"),
        ({"step": 0}, "step is a whole number"),
        ({"step": "1"}, "step is a whole number"),
        ({"step": True}, "step is a whole number"),
        ({"skip": 1}, "skip is true or false"),
        ({"steps": 1}, "no option steps"),
        ({"name": ["greedy"]}, "name is"),
    ],
)
def test_an_option_that_does_not_exist_is_refused_in_words(options, words):
    with pytest.raises(RuleMalformed, match=words):
        rule_from(options)


def test_an_outcome_is_told_in_plain_values_with_exact_fractions():
    told = count(elect({"a": 10, "b": 30}, ["a", "a", "b"], 30), Rule()).as_json()
    assert told["order"] == ["a"]
    assert told["steps"][0] == {
        "cost": "10",
        "left": {"voters": "20"},
        "paid": {"voters": "10"},
        "part": "equal-shares",
        "price": "1/2",
        "project": "a",
        "score": None,
        "supporters": 2,
        "tie": None,
    }
    assert (told["weights"], told["effective_shares"]) == ({"voters": "1/3"}, {"voters": "1"})
    assert (told["cost"], told["added"], told["runs"], told["winners"]) == ("10", "0", 2, ["a"])
