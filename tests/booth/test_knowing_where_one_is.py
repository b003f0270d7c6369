"""What is still to come, what a touch changed, the way back to one bid, and that a vote is over: each is said."""

import pytest
from ballot_rounds import NOON, make_box
from booth_walks import KINDS, cast, enter, hidden, shown, touch
from pages import browser_of

from pb.booth.rules.draft import Draft, Limits
from pb.booth.rules.words import moved_up
from pb.core.words import ENGLISH
from pb.rounds.rules.draft import BallotKind

DRAFTS = {"approval": "3 8", "stars": "3:1", "ranked": "3", "faces": "3:yes"}
RANKED = Limits(BallotKind.RANKED, 3, 0)


@pytest.fixture
def browser(browser, box):
    return enter(browser, box)


@pytest.mark.parametrize("box", KINDS, indirect=True)
def test_how_many_bids_there_are_is_seen_before_the_first_mark(browser):
    browser.get("/vote/how")
    assert "There are 12 projects." in browser.text
    (small,) = browser.page.with_class("small-pictures")
    pictures = [one for one in browser.page.all("div") if small in one.around and "picture" in one.attributes["class"]]
    assert len(pictures) == 12


@pytest.mark.parametrize("box", KINDS, indirect=True)
def test_the_first_page_shows_that_more_come_and_leads_there_and_the_last_does_not(browser):
    browser.get("/vote/ballot")
    assert "6 more come." in browser.text
    first = shown(browser)
    touch(browser, go="next")
    assert set(shown(browser)).isdisjoint(first)
    assert not browser.page.with_class("ahead")


@pytest.mark.parametrize("box", KINDS, indirect=True)
def test_a_card_of_the_check_leads_to_its_bid_with_every_mark_kept(request, browser):
    draft = DRAFTS[request.node.callspec.params["box"]]
    browser.get("/vote/ballot").post("/vote/check", {"draft": draft, "at": "0", "seen": "12"}, status=200)
    buttons = [one for one in browser.page.all("button", name="to") if one.attributes["value"] == "3"]
    assert [one.attributes["form"] for one in buttons] == ["change"]
    assert buttons[0].attributes["formaction"].startswith("/vote/ballot#")
    carried = {"draft": hidden(browser, "draft"), "at": "0", "seen": "12"}
    browser.post("/vote/ballot", {**carried, "to": "3"}, status=200)
    assert "3" in shown(browser)
    assert hidden(browser, "draft") == draft
    browser.post("/vote/ballot", {**carried, "to": "404"}, status=200)  # no such bid: the page as it was
    assert len(shown(browser)) == 6


def test_whose_place_is_taken_back_is_told_that_the_next_ones_moved_up():
    before = Draft(RANKED, (("5", 1), ("2", 1), ("9", 1)))
    assert moved_up(before, before.with_touch("2"), "2", ENGLISH) == "The next ones moved up."
    assert not moved_up(before, before.with_touch("9"), "9", ENGLISH), "none was behind the last"
    two = Draft(RANKED, (("5", 1), ("2", 1)))
    assert not moved_up(two, two.with_touch("9"), "9", ENGLISH), "a place was given, not taken"


@pytest.mark.parametrize("box", ["ranked"], indirect=True)
def test_the_page_says_it_too_and_stays_where_it_was(browser):
    browser.get("/vote/ballot")
    first, second = shown(browser)[:2]
    touch(browser, touch=first)
    touch(browser, touch=second)
    assert "moved up" not in browser.text
    touch(browser, touch=first)
    assert "The next ones moved up." in browser.text
    assert hidden(browser, "draft") == second
    assert first in shown(browser)


@pytest.mark.parametrize("box", ["approval"], indirect=True)
def test_how_many_more_may_be_chosen_is_said_as_long_as_there_is_a_most(browser, sessions, keys):
    browser.get("/vote/ballot")
    assert "2 left" in browser.text
    touch(browser, chosen=shown(browser)[:1], go="stay")
    assert "1 left" in browser.text
    unlimited = make_box(sessions, keys, kind=BallotKind.APPROVAL, limit=0, most=0)
    with browser_of(sessions, keys, NOON) as other:
        enter(other, unlimited).get("/vote/ballot")
        assert "left" not in other.text


@pytest.mark.parametrize("box", ["approval"], indirect=True)
@pytest.mark.parametrize("go", ["easier", "language"])
def test_a_code_half_typed_is_still_there_after_making_it_easier(sessions, keys, box, go):
    with browser_of(sessions, keys, NOON) as new:
        new.get("/vote").post("/vote/easier", {"go": go, "screen": "code", "voting_code": "K7Q2-9H"})
        assert hidden(new, "voting_code") == "K7Q2-9H"
        new.post("/vote/easier", {"screen": "code", "voting_code": "K7Q2-9H", "language": "pl"}, status=200)
        assert hidden(new, "voting_code") == "K7Q2-9H"
        assert new.page.all("html")[0].attributes["lang"] == "pl"


@pytest.mark.parametrize("box", ["stars"], indirect=True)
def test_the_end_at_home_says_that_the_page_can_be_closed_and_knows_nothing_of_the_vote(browser):
    cast(browser, "3:1")
    browser.post("/vote/finish", status=303).follow()
    assert browser.last.url.path == "/vote/finished"
    assert "You can close this page now." in browser.text
    assert not browser.page.with_class("slip")


@pytest.mark.parametrize("box", ["stars"], indirect=True)
def test_stars_that_were_not_given_are_named_before_the_vote_goes_in(browser):
    browser.get("/vote/ballot").post("/vote/check", {"draft": "3:3", "at": "0", "seen": "12"}, status=200)
    assert "You have 2 stars left." in browser.text
    browser.post("/vote/check", {"draft": "3:3 4:2", "at": "0", "seen": "12"}, status=200)
    assert "left." not in browser.text
