"""Why one bid is funded or not: step by step, with whose money, and what would have changed it."""

import json
from fractions import Fraction

import pytest
from hypothesis import given, settings
from published_round import CARERS, CHOICES, YOUNG, opened, terms, values_of_round, with_restrictions
from small_elections import steady
from told_accounts import LIMITS, any_of

from pb.core.words import ENGLISH as SAY
from pb.results.rules import why
from pb.results.rules.account import Account
from pb.seal import bundle, canonical


def told(kind="approval", choices=CHOICES, rule=None, *, restricted=False, **more):
    """The account of a published round, everything tried."""
    frozen = terms(kind=kind, **LIMITS[kind], rule=rule, **more)
    values = values_of_round(with_restrictions(frozen) if restricted else frozen, opened(kind, choices))
    return Account(values[bundle.ROUND], values[bundle.RESULT], values[bundle.EXPLANATIONS]["projects"])


rounds = any_of(told, most=12)


def test_a_bid_that_is_not_funded_says_what_would_have_changed_it():
    found = why.why(told(), "1", SAY)
    assert not found.funded
    assert found.words == (
        (
            "10 people chose it. They could have paid for it until “Saturday” club went first, which had more people "
            "to share its cost. After that they had £578.39 left for it. "
            "It costs £600. At the end £300 was left in the pot."
        ),
    )
    assert found.changes == (
        "If one more of the parent carers who voted had chosen it.",
        "If one more of the parent carers on the roll had voted for this and nothing else.",
        "If one more of the young people who voted had chosen it.",
        "If one more of the young people on the roll had voted for this and nothing else.",
        "If it had cost £588 instead of £600.",
    )
    assert found.in_vain == ()
    assert (found.gap.width, found.gap.text) == (96, "£578.39")
    assert found.gap_words == "what its people had left when “Saturday” club had been paid"
    assert [(label, bar.text) for label, bar in found.groups] == [
        ("Parent carers", "3 of 14"),
        ("Young people", "7 of 12"),
    ]


def test_what_would_not_have_changed_it_is_said_too():
    # A bid that one person wants, and another that everybody else wants and that costs all the money.
    choices = [(YOUNG, "4")] + [(YOUNG, "1")] * 5 + [(CARERS, "1")] * 6
    found = why.why(told(choices=choices, pot=60_000), "4", SAY)
    assert found.words[0].startswith(
        "1 person chose it. Even before any other bid was paid they held £300 for it. It costs £300.50."
    )
    assert found.gap_words == "what its people held before any bid was paid"
    assert found.changes == (
        "If 7 more of the parent carers on the roll had voted for this and nothing else.",
        "If 10 more of the young people on the roll had voted for this and nothing else.",
        "If it had cost £54 instead of £300.50.",
    )
    assert found.in_vain == (
        "Not even if all the parent carers who voted had chosen it.",
        "Not even if all the young people who voted had chosen it.",
    )
    assert len(found.notes) == 3


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("approval", "those of people who chose the fewest bids first, blank ones before all."),
        ("faces", "those of people who said yes or a bit to the fewest bids first, blank ones before all."),
        ("ranked", "those of people who ranked the fewest bids first, blank ones before all."),
        ("stars", "those with the most stars to give to it first, then those with stars for the fewest bids, blank"),
    ],
)
def test_whose_votes_were_changed_is_said_for_those_of_others_may_not_do(kind, words):
    account = told(kind)
    notes = {name: why.why(account, name, SAY).notes for name in account.titles if name not in account.winners}
    assert any(notes.values())
    for name, found in notes.items():
        votes = [one for question, one in account.explained[name]["changes"].items() if question.startswith("votes/")]
        assert any(words in note for note in found) is any("needed" in one for one in votes)


def test_where_there_is_no_lower_cost_to_try_none_is_spoken_of():
    frozen = terms(kind="approval", limit=3)
    cheap = {**frozen, "proposals": [{**one, "cost_pence": 100} for one in frozen["proposals"]], "pot_pence": 100}
    cheap["contributions"] = [{"agency": "Brookfield Council", "pence": 100}]
    values = values_of_round(cheap, opened("approval", [(YOUNG, "1"), (YOUNG, "1"), (YOUNG, "2")]))
    account = Account(values[bundle.ROUND], values[bundle.RESULT], values[bundle.EXPLANATIONS]["projects"])
    found = why.why(account, "2", SAY)
    assert not any("cost" in words for words in (*found.changes, *found.in_vain))


def test_a_funded_bid_says_whose_money_pays_for_it_twice_over():
    found = why.why(told(), "3", SAY)
    assert found.funded
    assert found.words == ("It was funded in step 1 of 2.", "12 people chose it. Each paid £37.50.")
    assert [(one.label, one.text) for one in found.money] == [("Brookfield Council", "£375"), ("Health Trust", "£75")]
    assert [(one.label, one.text) for one in found.paid] == [("Parent carers", "£337.50"), ("Young people", "£112.50")]
    assert (found.gap, found.changes, found.in_vain, found.notes) == (None, (), (), ())


def test_step_by_step_it_says_where_the_bid_stood_before_each_that_was_funded():
    account = told()
    found = why.why(account, "1", SAY)
    assert [(row.title, row.theirs, row.mine) for row in found.rounds] == [
        ("“Saturday” club", "12.0 people", "10.0 people"),
        ("Swings; for all", "6.5 people", ""),
    ]
    assert found.rounds[1].held == ("£118.85", "£459.54")
    assert all(len(row.held) == 2 for row in found.rounds)
    assert why.round_heads(account, SAY)[:3] == ["Funded in this step", "That bid", "This bid"]
    own = why.why(account, "2", SAY)
    assert own.rounds[-1].title == own.title
    assert own.rounds[-1].mine == own.rounds[-1].theirs


@settings(steady, max_examples=40)
@given(rounds)
def test_every_bid_is_explained_to_the_penny(account):
    for name in account.titles:
        found = why.why(account, name, SAY)
        assert found.funded == (name in account.winners)
        assert all(found.words)
        if found.funded:
            assert sum(account.paid_by(name).values()) == found.pence
            assert found.money[-1].start + found.money[-1].width == 100
        elif account.voters(name) and account.uncounted == "":
            assert found.changes or found.in_vain
        for row, moment in zip(found.rounds, account.explained[name]["moments"], strict=False):
            exact = sum(map(Fraction, moment["held"].values()))
            shown = sum(int(text.replace("£", "").replace(",", "").replace(".", "")) for text in row.held)
            assert abs(exact - shown) <= 1


def test_the_file_of_explanations_has_agencies_of_any_name():
    frozen = terms(kind="approval", limit=3)
    frozen["contributions"][0]["agency"] = "Brookfield Children’s Trust"
    values = values_of_round(frozen, opened())
    account = Account(values[bundle.ROUND], values[bundle.RESULT], values[bundle.EXPLANATIONS]["projects"])
    found = why.in_plain_values(account, SAY)
    assert json.loads(canonical.encode(found)) == found
    paid = [(one["agency"], one["pence"]) for one in found["3"]["paid_by_agency"]]
    assert paid == [("Brookfield Children’s Trust", 37_500), ("Health Trust", 7_500)]


@settings(steady, max_examples=40)
@given(rounds)
def test_the_file_of_explanations_has_the_words_and_the_exact_figures(account):
    found = why.in_plain_values(account, SAY)
    assert json.loads(canonical.encode(found)) == found
    assert {name: one["exact"] for name, one in found.items()} == account.explained
    assert [name for name, one in found.items() if one["funded"]] == sorted(account.winners)
