"""What is published of a counted round besides its outcome: whose money, who is served, why each bid came out so."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from published_round import CARERS, CHOICES, YOUNG, marks, opened, terms, with_restrictions
from small_elections import SEED, steady

from pb.tally.explained import FEWEST, MOST, WORK, case_of, explain, fault_of, trials_for, without_trials
from pb.tally.outcome import Outcome
from pb.tally.published import election_of, measures_of, money_of, rule_of, uncounted, votes_of
from pb.tally.restrictions import pot_of
from pb.tally.rules import Rule, count
from pb.tally.trials import Room

RULES = (Rule(), Rule(step=500, second="none"), Rule(name="greedy"), Rule(name="ear"), Rule(name="phragmen"))
ballots = st.lists(
    st.tuples(
        st.sampled_from([YOUNG, CARERS]), st.lists(st.sampled_from("1234"), max_size=3, unique=True).map("".join)
    ),
    max_size=14,
)


def counted(frozen, choices=CHOICES):
    kind = frozen["rules"]["ballot"]["kind"]
    votes = votes_of(frozen, [(marks(kind, chosen), electorate) for electorate, chosen in choices])
    outcome = count(election_of(frozen, SEED, votes), rule_of(frozen))
    return votes, outcome


def case(frozen, choices=CHOICES):
    votes, outcome = counted(frozen, choices)
    return case_of(frozen, SEED, votes, outcome)


@steady
@given(ballots, st.sampled_from(RULES), st.booleans())
def test_the_money_of_every_contribution_is_told_to_the_penny(choices, rule, restricted):
    frozen = with_restrictions(terms(rule=rule)) if restricted else terms(rule=rule)
    votes, outcome = counted(frozen, choices)
    money = money_of(frozen, outcome.order)
    costs = {one["id"]: one["cost_pence"] for one in frozen["proposals"]}
    assert {name: sum(parts.values()) for name, parts in money["awards"].items()} == {
        name: costs[name] for name in outcome.order
    }
    for place, given_ in enumerate(frozen["contributions"]):
        spent = sum(parts.get(str(place), 0) for parts in money["awards"].values())
        assert spent + money["left"][str(place)] == given_["pence"]
    allowed = {
        str(place): purse.projects for purse in pot_of(frozen).purses for place in pot_of(frozen).gifts[purse.number]
    }
    for name, parts in money["awards"].items():
        assert all(name in allowed.get(place, costs) for place in parts)
    assert votes is not None


def test_how_many_are_served_is_told_by_electorate_and_whether_a_group_was_passed_over_only_where_that_says_something():
    frozen = terms()
    votes, outcome = counted(frozen)
    found = measures_of(election_of(frozen, SEED, votes), outcome)
    assert found == {
        "served": {
            CARERS: {"choices": "10/13", "money": "450000/13", "served": 10, "voters": 13},
            YOUNG: {"choices": "9/11", "money": "405000/11", "served": 8, "voters": 11},
        }
    }
    everybody = {**frozen["rules"], "electorates": [{"id": YOUNG, "label": "All", "share": "1/1"}]}
    alone = {**frozen, "rules": everybody, "roll": {YOUNG: 80}}
    votes, outcome = counted(alone, [(YOUNG, chosen) for _, chosen in CHOICES])
    assert measures_of(election_of(alone, SEED, votes), outcome)["passed_over"] == []
    assert measures_of(election_of(alone, SEED, votes), outcome).keys() == {"passed_over", "served"}
    nothing = Outcome((), 1, 0, outcome.weights, outcome.effective)
    over = measures_of(election_of(alone, SEED, votes), nothing)["passed_over"]
    assert {"project": "3", "voters": 12} in over


@pytest.mark.parametrize(
    ("changed", "ballots", "blank", "why"),
    [
        ({}, 5, 2, ""),
        ({}, 5, 5, "only-blank"),
        ({}, 0, 0, "no-ballots"),
        ({"contributions": []}, 5, 2, "no-money"),
        ({"contributions": []}, 0, 0, "no-money"),
        ({"proposals": []}, 5, 5, "no-projects"),
        ({"proposals": [], "contributions": []}, 0, 0, "no-projects"),
    ],
)
def test_why_there_was_nothing_to_count(changed, ballots, blank, why):
    assert uncounted({**terms(), **changed}, ballots, blank) == why


def test_money_that_may_go_to_no_bid_is_no_money():
    frozen = with_restrictions(terms())
    assert uncounted({**frozen, "contributions": frozen["contributions"][-1:]}, 5, 2) == "no-money"


@settings(steady, max_examples=40)
@given(ballots, st.sampled_from(RULES), st.booleans())
def test_every_explanation_holds_and_none_can_be_exchanged_for_another(choices, rule, restricted):
    frozen = with_restrictions(terms(rule=rule)) if restricted else terms(rule=rule)
    found = case(frozen, choices)
    told = {one["id"]: explain(found, one["id"]) for one in frozen["proposals"]}
    for name, said in told.items():
        assert fault_of(found, name, said) == ""
        assert ("changes" in said) == (name not in found.outcome.order)
        assert {key: value for key, value in said.items() if key != "changes"} == without_trials(found, name)
        assert sum(one["voters"] for one in said["backing"].values()) == found.election.supporters()[name]


def test_what_is_explained_of_one_bid():
    found = explain(case(terms()), "4")
    assert found["backing"] == {CARERS: {"points": 5, "voters": 5}, YOUNG: {"points": 2, "voters": 2}}
    assert [list(moment) for moment in found["moments"]] == [["held", "price"], ["held", "price"], ["held"]]
    assert found["changes"]["cost"] == {"before": 30_050, "last": 1_000, "needed": 30_000}
    assert sorted(found["changes"]) == sorted(
        ["cost", *(f"{what}/{group}" for what in ("voters", "votes") for group in (CARERS, YOUNG))]
    )
    assert found["changes"][f"voters/{CARERS}"]["last"] == 40 - 14


def test_how_many_could_have_voted_otherwise_is_told_by_electorate():
    found = case(terms())
    changes = explain(found, "4")["changes"]
    for group in (YOUNG, CARERS):
        without = [chosen for electorate, chosen in CHOICES if electorate == group and "4" not in chosen]
        assert changes[f"votes/{group}"]["last"] == len(without)


def test_an_answer_that_was_not_found_has_no_number():
    changes = explain(case(terms(pot=40_000)), "1")["changes"]
    assert changes[f"votes/{YOUNG}"].keys() == {"before", "last"}
    assert changes["cost"].keys() == {"before", "last", "needed"}


@pytest.mark.parametrize(
    ("kind", "limit", "most"), [("approval", 3, 0), ("stars", 10, 5), ("ranked", 3, 0), ("faces", 0, 0)]
)
def test_what_ballots_could_have_said_is_what_the_rules_of_the_round_allow(kind, limit, most):
    assert case(terms(kind=kind, limit=limit, most=most)).room == Room(kind, limit, most)


def test_progress_is_told_answer_by_answer():
    told = []
    explain(case(terms()), "4", lambda done, whole: told.append((done, whole)))
    assert [done for done, _ in told].count(1) >= len(("cost", "votes", "voters"))
    assert all(1 <= done <= whole for done, whole in told)


def test_an_explanation_of_the_wrong_kind_is_found_out():
    found = case(terms())
    funded, lost = explain(found, "3"), explain(found, "4")
    assert fault_of(found, "3", {**funded, "changes": lost["changes"]}).startswith("it is funded")
    assert fault_of(found, "4", funded) == "changes has no cost"
    more = {**lost["changes"], "votes/teachers": lost["changes"]["cost"]}
    assert fault_of(found, "4", {**lost, "changes": more}) == "changes has an unknown votes/teachers"
    cost = {**lost["changes"], "cost": {"before": 30_000, "last": 1_000, "needed": 29_900}}
    assert fault_of(found, "4", {**lost, "changes": cost}) == "changes.cost: with 30000 it is funded"


def test_how_often_is_counted_again_follows_from_the_size_of_the_round():
    small = case(terms())
    assert small.most == MOST
    choices = sum(len(ballot.points) for ballot in small.election.ballots)
    answers = 2 * (2 * 2 + 1)
    assert trials_for(small.election, small.outcome, WORK) == MOST
    assert trials_for(small.election, small.outcome, answers * choices * 4 * 17) == 17
    assert trials_for(small.election, small.outcome, answers * choices * 4 * 17 - 1) == 16
    assert trials_for(small.election, small.outcome, 1) == FEWEST
    assert case(terms(), []).most == MOST


def test_opened_ballots_and_choices_of_the_tests_are_the_same_round():
    assert sorted((electorate, str(marked)) for _, _, marked, electorate in opened()) == sorted(
        (electorate, str(marks("approval", chosen))) for electorate, chosen in CHOICES
    )
