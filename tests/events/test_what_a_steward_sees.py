"""A steward begins with the events that are not over, lets tablets in, checks voters in, and is shown nothing more."""

from datetime import date, timedelta

import pytest
from ballot_rounds import NOON, make_box
from pages import browser_of
from partnership import make_partnership
from tablets import make_event, tablet

from pb.events import actions, queries
from pb.events.rules import days_word
from pb.people.rules import Role
from pb.record import queries as record
from pb.rounds.rules.phases import Phase

TODAY = NOON.date()


@pytest.fixture
def box(sessions, keys):
    return make_box(sessions, keys)


@pytest.fixture
def browser(sessions, keys, box):
    make_partnership(sessions).join("tess", Role.STEWARD, "council")
    with browser_of(sessions, keys, NOON) as opened:
        opened.sign_in("tess")
        yield opened


def days(count):
    return TODAY + timedelta(days=count)


def texts(browser, tag):
    return [" ".join(one.text.split()) for one in browser.page.all(tag)]


def buttons(browser):
    return [text for text in texts(browser, "button") if text != "Sign out"]


def links(browser):
    return {one.attributes.get("href", "") for one in browser.page.all("a")}


def here(box, at):
    return f"/desk/rounds/{box.view().slug}/events/{at.id}"


def test_events_that_are_not_over_are_listed_the_next_day_first(browser, sessions, box):
    for name, day in (("Later", 9), ("Missed", -1), ("Tonight", 0), ("Next", 1), ("Done", 0)):
        made = make_event(sessions, box.id, NOON, name=name, day=days(day))
    with sessions.write() as session:
        actions.end_event(session, made, "Cleo", NOON)
    browser.get("/desk")
    assert texts(browser, "h1") == ["Voting events"]
    assert texts(browser, "h3") == ["Tonight", "Next", "Later", "Missed"]
    assert [one for one in ("Today", "Tomorrow", "The day is over") if one not in browser.text] == []
    assert {f"{here(box, made)}", f"{here(box, made)}/check-in"}.isdisjoint(links(browser))


def test_rounds_stand_in_the_order_of_their_next_events(sessions, keys, box):
    other = make_box(sessions, keys)
    make_event(sessions, box.id, NOON, name="First", day=days(5))
    make_event(sessions, other.id, NOON, name="Sooner", day=days(2))
    make_event(sessions, box.id, NOON, name="Second", day=days(6))
    with sessions.read() as session:
        found = [(view.id, [one.name for one in events]) for view, events in queries.going_on(session, TODAY)]
    assert found == [(other.id, ["Sooner"]), (box.id, ["First", "Second"])]


def test_each_event_leads_to_its_tablets_and_its_check_in(browser, sessions, box):
    with_pictures = make_event(sessions, box.id, NOON, name="Saturday")
    without = make_event(sessions, box.id, NOON, name="Sunday", picture_codes=False)
    found = links(browser.get("/desk"))
    assert {here(box, with_pictures), f"{here(box, with_pictures)}/check-in", here(box, without)} <= found
    assert f"{here(box, without)}/check-in" not in found


def test_without_an_event_the_start_page_says_what_to_do(browser):
    browser.get("/desk")
    assert "No event at the moment" in browser.text
    assert "Ask the officer who invited you" in browser.text


def test_before_and_after_the_vote_the_start_page_and_the_check_in_say_so(browser, sessions, box):
    at = make_event(sessions, box.id, NOON)
    for phase, words in ((Phase.REVIEW, "Voting is not open yet"), (Phase.CLOSED, "Voting is over")):
        box.set(phase=phase)
        assert words in browser.get("/desk").text
        assert "Voting is not open" in browser.get(f"{here(box, at)}/check-in").text
    box.set(phase=Phase.VOTING)
    assert "Voting is not open" not in browser.get("/desk").text
    assert "Voting is not open" not in browser.get(f"{here(box, at)}/check-in").text


@pytest.mark.parametrize(("day", "word"), [(-1, "The day is over"), (0, "Today"), (1, "Tomorrow"), (2, ""), (300, "")])
def test_a_day_is_said_beside_today(day, word):
    assert days_word(date(2026, 3, 1) + timedelta(days=day), date(2026, 3, 1)) == word


def test_the_event_page_shows_a_steward_what_they_may_do_and_nothing_else(browser, sessions, box):
    at = make_event(sessions, box.id, NOON)
    browser.get(here(box, at))
    assert buttons(browser) == ["Let it in"]
    assert "tell the officer" in browser.text
    assert {f"{here(box, at)}/settings", f"/desk/rounds/{box.view().slug}"}.isdisjoint(links(browser))
    assert texts(browser, "nav") == ["Voting events Your account"]
    browser.sign_in("cleo").get(here(box, at))
    assert buttons(browser) == ["Let it in", "End this event"]
    assert f"{here(box, at)}/settings" in links(browser)


def test_a_steward_lets_a_tablet_in_and_takes_it_away_and_the_record_says_who(browser, sessions, box):
    at = make_event(sessions, box.id, NOON)
    with sessions.write() as session:
        tablet_id, secret = actions.ask_to_join(session, NOON)
        digits = queries.asking(session, tablet_id, secret, NOON).digits
    sent = {"digits": digits, "tablet": "Tablet 1"}
    browser.get(here(box, at)).post(f"{here(box, at)}/tablets", sent, status=303).follow()
    assert "Tablet 1" in browser.text
    browser.post(f"{here(box, at)}/tablets/{tablet(sessions, at).id}/leaving", status=303).follow()
    assert "Taken away" in browser.text
    with sessions.read() as session:
        told = [(one.verb, one.actor) for one in record.entries(session, box.id)][-2:]
    who = "Tess (Brookfield Council)"
    assert told == [("TabletLetIn", who), ("TabletTakenAway", who)]


def test_a_steward_checks_voters_in_one_after_the_other_on_one_page(browser, sessions, box):
    at = make_event(sessions, box.id, NOON)
    browser.get(f"{here(box, at)}/check-in")
    for reference in ("Y1", "Y2"):
        browser.post(f"{here(box, at)}/check-in", {"who": str(box.codes[reference])}, status=200)
        assert "Their four pictures" in browser.text
        (field,) = browser.page.all("input", name="who")
        assert "autofocus" in field.attributes
    assert "2 people checked in here" in browser.text


def test_a_steward_neither_ends_nor_changes_nor_makes_an_event(browser, sessions, box):
    at = make_event(sessions, box.id, NOON)
    browser.get(here(box, at))
    for path in (f"{here(box, at)}/ending", f"{here(box, at)}/settings", here(box, at).rpartition("/")[0]):
        browser.post(path, {"name": "Mine"}, status=403)
        assert browser.h1 == "Stewards help at events"
    with sessions.read() as session:
        assert queries.events_of(session, box.id) == [at]
