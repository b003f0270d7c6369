"""The booth in the voter's language: chosen with one touch, right to left where it is, bids as far as translated."""

import pytest
from ballot_rounds import CLOSES, NOON, make_box
from booth_walks import enter, hidden, touch, travelling
from pages import browser_of

from pb.proposals import queries
from pb.proposals.models import ProposalText
from pb.rounds.rules.phases import Phase

TITLE, SENTENCE = "باغ", "ایک باغ۔"


@pytest.fixture
def box(sessions, keys):
    return make_box(sessions, keys, limit=2)


@pytest.fixture
def browser(sessions, keys, box):
    with browser_of(sessions, keys, NOON) as opened:
        yield opened


def told(box, sessions, number, **words):
    """Words of a bid in Urdu, as they were entered before voting opened."""
    with sessions.write() as session:
        bid = queries.by_number(session, box.id, number)
        session.add(ProposalText(proposal_id=bid.id, language="ur", of_rev=1, at=NOON, translated_by="Ayesha", **words))


def choose(browser, key):
    return browser.get("/vote/language").post("/vote/easier", {"language": key, "screen": "code"}, status=303)


def test_a_language_is_chosen_with_one_touch_and_forgotten_with_the_plain_one(browser, box):
    browser.get("/vote/language")
    assert {"English", "Easy English", "Polski", "اردو"} <= {one.text.strip("✓ ") for one in browser.page.all("button")}
    choose(browser, "ur").follow()
    html = browser.page.all("html")[0].attributes
    assert (html["lang"], html["dir"]) == ("ur", "rtl")
    assert browser.h1 == "اپنا کوڈ لکھیں۔"
    choose(browser, "en_GB@easy").follow()
    assert browser.page.all("html")[0].attributes["lang"] == "en-GB"
    choose(browser, "").follow()
    assert browser.h1 == "Type your code."
    assert "pb_look" not in browser.client.cookies


def test_a_mistyped_code_and_too_full_a_ballot_are_answered_in_the_voters_language(browser, box):
    choose(browser, "pl")
    browser.get("/vote").post("/vote", {"voting_code": "K7Q2"}, status=422)
    assert "Kod ma 12 liter i cyfr. Wpisano 4." in browser.text
    enter(browser, box).get("/vote/ballot")
    chosen = [one.attributes["value"] for one in browser.page.all("input", name="chosen")][:3]
    touch(browser, chosen=chosen, go="next")
    assert "Najpierw cofnij jeden." in browser.text


def test_the_language_changes_in_the_middle_and_every_mark_stays(browser, box):
    enter(browser, box).get("/vote/ballot")
    first = browser.page.all("input", name="chosen")[0].attributes["value"]
    touch(browser, chosen=[first], go="next")
    touch(browser, go="easier")
    fields = {**travelling(browser), "screen": "ballot", "language": "pl"}
    browser.post("/vote/easier", fields, status=200)
    assert hidden(browser, "draft") == first
    assert browser.page.all("html")[0].attributes["lang"] == "pl"


def test_a_bid_stands_in_the_voters_language_where_it_was_translated_and_in_its_own_where_not(browser, box, sessions):
    told(box, sessions, 1, title=TITLE, sentence=SENTENCE, what="پورا")
    told(box, sessions, 2, title=TITLE)
    choose(browser, "ur")
    enter(browser, box).get("/vote/ballot")
    names = []
    while True:
        names += [
            (one.text, one.attributes["lang"], one.attributes["dir"]) for one in browser.page.with_class("face__name")
        ]
        if len(names) == 12:
            break
        touch(browser, go="next")
    assert (TITLE, "ur", "rtl") in names
    assert ("Proposal 2", "en-GB", "ltr") in names, "a name alone is not enough: its sentence could not be read"
    browser.get("/vote/bids/1")
    assert browser.h1 == TITLE
    assert "پورا" in browser.text
    assert "ترجمہ: Ayesha۔" in browser.text


def test_a_round_that_closed_says_when_in_the_voters_language(browser, box):
    choose(browser, "pl")
    box.set(phase=Phase.CLOSED)
    enter(browser, box)
    assert browser.h1 == "Głosowanie jest zamknięte."
    assert f"{CLOSES:%Y}" in browser.text
