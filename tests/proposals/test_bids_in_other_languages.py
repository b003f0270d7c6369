"""Bids in other languages: entered with who translated them, told what is missing, fixed when voting opens."""

from datetime import timedelta

import pytest
from desk_rounds import BIDS_OPEN, make_desk_round, submit
from pages import browser_of

from pb.people.rules import Viewer
from pb.proposals import actions, queries
from pb.proposals.rules import TRANSLATED, ProposalNotFound, Translation, translation_of
from pb.record import queries as record
from pb.rounds.rules.phases import Phase, RulesFrozen

NOW = BIDS_OPEN + timedelta(days=2)
DESK = "/desk/rounds/autumn-round"
WORDS = {"title": "Gry planszowe", "sentence": "Gry w każdy piątek.", "what": "Gramy.", "who_for": "Dla każdego."}
BY = {"translated_by": "A parent from Larkmoor"}
CLEO = Viewer(name="Cleo")


@pytest.fixture
def desk(sessions, keys):
    return make_desk_round(sessions, keys, phase=Phase.BIDDING)


@pytest.fixture
def browser(sessions, keys, desk):
    with browser_of(sessions, keys, NOW) as opened:
        yield opened.sign_in("cleo")


def translate(desk, bid, words=WORDS, language="pl"):
    with desk.sessions.write() as session:
        actions.translate_proposal(session, bid, language, words, "a parent", CLEO, NOW)


def texts(desk, bid):
    with desk.sessions.read() as session:
        return queries.texts_of(session, bid)


def test_an_officer_enters_what_somebody_translated_and_it_is_kept_and_recorded(browser, desk):
    bid = submit(desk)
    browser.get(f"{DESK}/languages")
    path = f"{DESK}/bids/{bid}/languages/pl"
    assert path in browser.links()
    browser.get(path).post(path, WORDS | BY, status=303).follow()
    assert "Voters who choose that language read it" in browser.text
    assert "All of it" in browser.text
    (kept,) = texts(desk, bid)
    assert {part: getattr(kept, part) for part in TRANSLATED} == WORDS
    assert kept.translated_by == BY["translated_by"]
    assert browser.get(path).value("title") == WORDS["title"]
    browser.get(f"{DESK}/record")
    assert "put bid 1 into Polski" in browser.text


def test_who_translated_must_be_said_and_nothing_that_was_typed_is_lost(browser, desk):
    path = f"{DESK}/bids/{submit(desk)}/languages/ur"
    browser.get(path).post(path, {"title": "کھیل", "sentence": "ہر جمعے کو", "translated_by": ""}, status=422)
    assert browser.mistakes == {"translated_by": "Say who translated it. Everybody can read it"}
    assert browser.value("sentence") == "ہر جمعے کو"
    browser.post(path, {"title": "x" * 121} | BY, status=422)
    assert "Use 120 characters or fewer" in browser.text


def test_some_words_are_called_some_and_none_take_the_translation_away(browser, desk):
    bid = submit(desk)
    translate(desk, bid, {"title": "Gry"})
    assert "Some of it" in browser.get(f"{DESK}/languages").text
    path = f"{DESK}/bids/{bid}/languages/pl"
    browser.get(path).post(path, BY, status=303)
    assert texts(desk, bid) == []
    browser.get(f"{DESK}/record")
    assert "took bid 1 in Polski away" in browser.text
    before = record_length(desk)
    translate(desk, bid, {})
    assert record_length(desk) == before


def test_a_bid_that_changed_since_is_told(browser, desk):
    bid = submit(desk)
    translate(desk, bid)
    with desk.sessions.write() as session:
        queries.row(session, bid).rev += 1
    assert "The bid changed" in browser.get(f"{DESK}/languages").text


def test_an_unknown_language_and_the_bid_of_another_round_lead_nowhere(browser, desk):
    bid = submit(desk)
    for tongue in ("xx", "..%2Fpb", "en"):
        browser.get(f"{DESK}/bids/{bid}/languages/{tongue}", 404)
    browser.get(f"{DESK}/bids/nothing/languages/pl", 404)


def test_no_translation_changes_once_voting_has_opened(sessions, keys):
    desk = make_desk_round(sessions, keys, phase=Phase.VOTING)
    with sessions.read() as session:
        bid = queries.of_round(session, desk.id)[0].id
    with pytest.raises(RulesFrozen):
        translate(desk, bid)
    with browser_of(sessions, keys, NOW) as browser:
        browser.sign_in("cleo").get(f"{DESK}/bids/{bid}/languages/pl")
        assert "Voting has begun" in browser.text
        assert not browser.page.all("textarea")


def test_a_draft_that_was_never_sent_is_not_translated(desk):
    bid = submit(desk)
    with desk.sessions.write() as session:
        queries.row(session, bid).status = "draft"
    with pytest.raises(ProposalNotFound):
        translate(desk, bid)


@pytest.mark.parametrize(
    ("text", "changed", "standing"),
    [
        ({}, False, Translation.NONE),
        ({"title": ""}, True, Translation.NONE),
        ({"title": "a"}, False, Translation.SOME),
        ({"title": "a"}, True, Translation.STALE),
        ({"title": "a", "sentence": "b", "what": "c"}, False, Translation.WHOLE),
    ],
)
def test_how_far_a_bid_is_translated(text, changed, standing):
    own = {"title": "A", "sentence": "B", "what": "C", "who_for": ""}
    assert translation_of(own, text, changed=changed) is standing


def record_length(desk):
    with desk.sessions.read() as session:
        return len(record.entries(session, desk.id))
