"""The forms of a bid's parts, read from what a browser sends."""

import pytest

from pb.proposals.forms import read_decision, read_section
from pb.proposals.rules import MOST_COST_LINES, Section
from pb.web.forms import Form

LEAST, GREATEST = 500_00, 6_000_00
ROW = {"what-1": "Games", "amount-1": "600"}


def form(**fields):
    return Form({name: [text] for name, text in fields.items()})


def read(section, fields, *, is_sent=False):
    return read_section(form(**fields), section, LEAST, GREATEST, is_sent=is_sent)


def test_rows_of_costs_are_read_to_the_penny_and_empty_ones_left_out():
    sent = read(Section.MONEY, ROW | {"what-2": "", "amount-2": "", "what-3": "Pizza", "amount-3": "£1,250.50"})
    assert not sent.mistakes
    assert sent.fields == {"cost_lines": [("Games", 600_00), ("Pizza", 1_250_50)]}


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"what-1": "Games", "amount-1": ""}, "amount-1"),
        ({"what-1": "Games", "amount-1": "a lot"}, "amount-1"),
        ({"what-1": "Games", "amount-1": "0"}, "amount-1"),
        ({"what-1": "", "amount-1": "600"}, "what-1"),
        ({"what-1": "", "amount-1": ""}, "what-1"),
        ({"what-1": "Games", "amount-1": "499.99"}, "what-1"),
        ({"what-1": "Games", "amount-1": "6000.01"}, "what-1"),
        ({"what-1": "x" * 121, "amount-1": "600"}, "what-1"),
    ],
)
def test_a_faulty_row_says_so_beside_its_field(fields, field):
    assert list(read(Section.MONEY, fields).mistakes.by_field) == [field]


def test_a_sum_outside_the_limits_says_what_it_is_and_what_it_may_be():
    mistakes = read(Section.MONEY, {"what-1": "Games", "amount-1": "200"}).mistakes
    assert mistakes.get("what-1") == "Together this is £200. A bid may ask for £500 to £6,000"


def test_half_a_row_may_be_saved_for_later():
    sent = read(Section.MONEY, {"what-1": "Games", "amount-1": "", "later": "yes"})
    assert not sent.mistakes
    assert sent.fields == {"cost_lines": [("Games", 0)]}


def test_an_amount_that_is_none_cannot_be_saved_even_for_later():
    assert read(Section.MONEY, {"what-1": "Games", "amount-1": "a lot", "later": "yes"}).mistakes


def test_nothing_is_left_for_later_once_a_bid_was_sent():
    assert read(Section.IDEA, {"title": "", "later": "yes"}, is_sent=True).mistakes.get("title")


def test_adding_a_row_keeps_what_was_typed_and_says_nothing_of_mistakes_yet():
    sent = read(Section.MONEY, {"what-1": "Games", "amount-1": "a lot", "press": "add"})
    assert sent.rows == [("Games", "a lot"), ("", "")]
    assert not sent.mistakes


def test_no_more_rows_are_added_than_a_bid_may_have():
    full = {f"{name}-{at}": "1" for at in range(1, MOST_COST_LINES + 1) for name in ("what", "amount")}
    assert len(read(Section.MONEY, full | {"press": "add"}).rows) == MOST_COST_LINES


def test_removing_a_row_takes_that_one():
    sent = read(Section.MONEY, ROW | {"what-2": "Pizza", "amount-2": "10", "press": "remove-1"})
    assert sent.rows == [("Pizza", "10")]


@pytest.mark.parametrize("press", ["remove-0", "remove-9", "remove-", "remove-²", "remove-1 ", "everything"])
def test_a_press_of_nothing_that_is_there_changes_nothing(press):
    sent = read(Section.MONEY, ROW | {"what-2": "Pizza", "amount-2": "10", "press": press})
    assert len(sent.rows) == (1 if press.strip() == "remove-1" else 2)


def test_a_picture_brings_its_own_words():
    sent = read(Section.PICTURE, {"symbol": "tree", "symbol_description": ""})
    assert not sent.mistakes
    assert sent.fields["symbol_description"] == "A round green tree"


def test_words_of_the_picture_before_go_with_it():
    sent = read(Section.PICTURE, {"symbol": "tree", "symbol_description": "A tulip"})
    assert sent.fields["symbol_description"] == "A round green tree"


def test_own_words_for_a_picture_stay():
    sent = read(Section.PICTURE, {"symbol": "tree", "symbol_description": "The oak by our school"})
    assert sent.fields["symbol_description"] == "The oak by our school"


def test_a_picture_that_is_not_ours_is_refused():
    assert read(Section.PICTURE, {"symbol": "../../etc/passwd"}).mistakes.get("symbol") == "Choose one of the pictures"


def test_looking_at_another_group_of_pictures_is_no_mistake():
    assert not read(Section.PICTURE, {"symbol": "", "press": "animals"}).mistakes


def test_a_refusal_needs_its_reason_and_an_admission_does_not():
    assert read_decision(form(decision="refuse", reason=" "))[1].get("reason")
    assert not read_decision(form(decision="admit", reason=""))[1]


@pytest.mark.parametrize("choice", ["", "perhaps"])
def test_a_decision_must_be_one(choice):
    decision, mistakes = read_decision(form(decision=choice, reason="Because", rev="3"))
    assert list(mistakes.by_field) == ["decision"]
    assert (decision.choice, decision.reason, decision.rev) == ("", "Because", 3)


@pytest.mark.parametrize("rev", ["", "-1", "1.5", "9" * 400, "²"])
def test_a_rev_that_was_tampered_with_is_that_of_no_bid(rev):
    assert read_decision(form(decision="admit", rev=rev))[0].rev == 0
