"""The public pages of rounds and bids, in every phase; and the pages of words."""

import pytest
from desk_rounds import AFTER, BIDS, BIDS_OPEN, DURING, NOW, make_desk_round, submit
from pages import browser_of

from pb.proposals import actions as proposals
from pb.rounds.rules.phases import Phase

ROUND = "/rounds/autumn-round"


@pytest.fixture
def opened(sessions, keys):
    """Makes a round in a phase and a browser in front of it."""
    contexts = []

    def made(phase, **more):
        now = BIDS_OPEN if phase is Phase.BIDDING else DURING
        desk = make_desk_round(sessions, keys, phase=phase, **more)
        context = browser_of(sessions, keys, now)
        contexts.append(context)
        return context.__enter__(), desk

    yield made
    for context in contexts:
        context.__exit__(None, None, None)


def links(browser):
    return {link for link in browser.links() if link.startswith("/")}


def test_a_site_without_rounds_says_so(sessions, keys):
    with browser_of(sessions, keys, NOW) as browser:
        assert "No rounds yet" in browser.get("/").text


def test_a_round_that_is_being_set_up_is_nowhere_to_be_seen(opened):
    browser, desk = opened(Phase.SETUP)
    assert desk.view.name not in browser.get("/").text
    for last in ("", "/rules", "/round.json", "/bids/1"):
        browser.get(ROUND + last, status=404)


@pytest.mark.parametrize(
    ("phase", "words", "way"),
    [
        (Phase.BIDDING, "Bids are open until", "/bids/start/autumn-round"),
        (Phase.REVIEW, "Bids are being checked. Voting opens on", ROUND),
        (Phase.VOTING, "Voting is open until", "/vote"),
        (Phase.CLOSED, "Voting has closed. The votes are being counted.", ROUND),
        (Phase.SEALED, "Voting has closed. The votes are being counted.", f"{ROUND}/list"),
        (Phase.OPENED, "Voting has closed. The votes are being counted.", f"{ROUND}/list"),
        (Phase.PUBLISHED, "The result is published.", f"{ROUND}/results"),
    ],
)
def test_a_round_says_where_it_is_and_leads_to_what_can_be_done(opened, phase, words, way):
    browser, _ = opened(phase)
    assert words in browser.get("/").text
    assert words in browser.get(ROUND).text
    assert "£10,000 for ideas that families choose." in browser.text
    assert way in links(browser) | {ROUND}
    assert (f"{ROUND}/list" in links(browser)) == phase.reached(Phase.SEALED)
    assert (f"{ROUND}/rules" in links(browser)) == phase.reached(Phase.VOTING)


def test_rounds_in_which_something_can_be_done_come_first(opened, sessions, keys):
    browser, desk = opened(Phase.PUBLISHED, name="A round of last year")
    make_desk_round(sessions, keys, phase=Phase.VOTING, people=desk.people, name="The round of this year")
    words = browser.get("/").text
    assert words.index("The round of this year") < words.index("A round of last year")


def test_admitted_bids_are_shown_with_all_that_they_say(opened):
    browser, _ = opened(Phase.VOTING)
    browser.get(ROUND)
    for title, _ in BIDS:
        assert title in browser.text
    browser.get(f"{ROUND}/bids/1")
    assert browser.h1 == "Sensory garden"
    assert "£4,000" in browser.text


def test_a_bid_that_nobody_has_decided_is_not_public(opened):
    browser, desk = opened(Phase.BIDDING)
    submit(desk, "Board games")
    assert "Board games" not in browser.get(ROUND).text
    browser.get(f"{ROUND}/bids/1", status=404)


def test_a_bid_that_was_turned_down_is_shown_with_the_reason(opened, sessions):
    browser, desk = opened(Phase.BIDDING)
    bid = submit(desk, "Board games")
    with sessions.write() as session:
        proposals.refuse_proposal(session, bid, 2, "It is paid for already.", desk.cleo, AFTER)
    assert "Board games: It is paid for already." in browser.get(ROUND).text
    browser.get(f"{ROUND}/bids/1")
    assert "Not this time" in browser.text
    assert "It is paid for already." in browser.text


def test_no_public_page_of_a_bid_names_the_address_of_who_sent_it(opened, sessions):
    browser, desk = opened(Phase.BIDDING)
    bid = submit(desk)
    with sessions.write() as session:
        proposals.admit_proposal(session, bid, 2, "", desk.cleo, AFTER)
    browser.get(f"{ROUND}/bids/1")
    assert "families.example" not in browser.last.text


@pytest.mark.parametrize("number", ["0", "99", "2147483648", "1e3", "-1"])
def test_numbers_that_no_bid_has_lead_nowhere(opened, number):
    browser, _ = opened(Phase.VOTING)
    browser.get(f"{ROUND}/bids/{number}", status=404)


@pytest.mark.parametrize("path", ["/how-we-count", "/privacy", "/accessibility", "/help", "/security"])
def test_the_pages_of_words_say_something(sessions, keys, path):
    with browser_of(sessions, keys, NOW) as browser:
        browser.get(path)
        assert len(browser.text.split()) > 120


def test_the_help_page_says_how_to_reach_a_person(sessions, keys):
    with browser_of(sessions, keys, NOW, PB_PHONE="01632 960 123", PB_EMAIL="help@example.org") as browser:
        browser.get("/help")
        page = browser.last.text
        assert 'href="tel:01632960123">01632 960 123</a>' in page
        assert 'href="mailto:help@example.org">help@example.org</a>' in page
    with browser_of(sessions, keys, NOW) as browser:
        assert "Ask the school, club or service that told you about this vote." in browser.get("/help").text


def test_letters_can_be_read_on_the_site_in_a_demonstration_only(sessions, keys):
    with browser_of(sessions, keys, NOW) as browser:
        browser.get("/outbox", status=404)
    with browser_of(sessions, keys, NOW, demo=True) as browser:
        browser.post("/bids/sign-in", {"email": "sam@families.example"})
        assert "sam@families.example" in browser.get("/outbox").text
