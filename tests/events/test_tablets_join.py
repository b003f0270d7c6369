"""A tablet joins an event by a code on both screens; its steward's menu shows counts, pauses it, and lets it go."""

from datetime import timedelta

import pytest
from ballot_rounds import NOON, make_box
from pages import browser_of
from tablets import PIN, STEWARD, choose, digits_on, enrol, make_event, show_pin, tablet

from pb.events import actions, queries
from pb.events.enrolled import STEWARD as STEWARDS_COOKIE
from pb.events.enrolled import TABLET
from pb.events.rules import EventEnded, NobodyAsksToJoin
from pb.record import queries as record
from pb.roll.rules import grouped


@pytest.fixture
def box(sessions, keys):
    return make_box(sessions, keys)


@pytest.fixture
def at(sessions, box):
    return make_event(sessions, box.id, NOON)


@pytest.fixture
def browser(sessions, keys):
    with browser_of(sessions, keys, NOON) as opened:
        yield opened


def let_in(sessions, at, digits, name="Tablet 1", now=NOON):
    with sessions.write() as session:
        return actions.let_in(session, at, digits, name, STEWARD, now)


def test_a_tablet_shows_six_digits_until_somebody_types_them_at_the_desk(browser, sessions, at):
    browser.get("/tablet")
    assert browser.h1 == "Make this a voting tablet"
    browser.post("/tablet/joining").follow()
    digits = digits_on(browser)
    assert len(digits) == 6
    assert digits.isdigit()
    assert browser.last.headers["refresh"] == "4"
    let_in(sessions, at, digits)
    assert browser.get("/tablet").h1 == "For stewards"
    assert "Tablet 1, Saturday" in browser.text
    assert browser.get("/vote").h1 == "Hello."


def test_digits_open_nothing_twice_nor_after_ten_minutes_nor_when_they_are_others(browser, sessions, at):
    browser.get("/tablet").post("/tablet/joining").follow()
    digits = digits_on(browser)
    with pytest.raises(NobodyAsksToJoin):
        let_in(sessions, at, f"{(int(digits) + 1) % 10**6:06d}")
    with pytest.raises(NobodyAsksToJoin):
        let_in(sessions, at, digits, now=NOON + timedelta(minutes=10))
    let_in(sessions, at, digits)
    with pytest.raises(NobodyAsksToJoin):
        let_in(sessions, at, digits, "Tablet 2")


def test_a_tablet_that_asked_ten_minutes_ago_may_ask_again(browser):
    browser.get("/tablet").post("/tablet/joining").follow()
    first = digits_on(browser)
    browser.now = NOON + timedelta(minutes=10)
    assert browser.get("/tablet").h1 == "Make this a voting tablet"
    browser.post("/tablet/joining").follow()
    assert digits_on(browser) != first


def test_what_asked_and_was_not_let_in_is_forgotten_and_tablets_of_events_are_not(browser, sessions, at):
    enrol(browser, sessions, at, NOON)
    browser.forget().get("/tablet").post("/tablet/joining").follow()
    with sessions.write() as session:
        later = NOON + timedelta(minutes=10)
        assert queries.tablets_due(session, later).rows == 1
        actions.forget(session, later)
        assert queries.tablets_due(session, later).rows == 0
        assert len(queries.tablets_of(session, at.id)) == 1


def test_somebody_who_made_the_cookie_up_is_no_tablet(browser, sessions, keys, at):
    enrol(browser, sessions, at, NOON)
    with sessions.read() as session:
        known = queries.tablets_of(session, at.id)[0].id
        assert queries.kiosk(session, known, "not its secret") is None
    browser.client.cookies.set(TABLET, "made-up", domain=browser.client.base_url.host)
    assert browser.get("/vote").h1 == "Type your code."


def test_the_menu_opens_with_the_pin_and_shows_counts_only(browser, sessions, at):
    enrol(browser, sessions, at, NOON)
    show_pin(browser, "4712")
    assert browser.last.status_code == 422
    assert "This is not the PIN of this event" in browser.text
    assert "4712" not in browser.last.text
    show_pin(browser).follow()
    assert browser.h1 == "Tablet 1, Saturday"
    assert "Ballots0 Unfinished0 Helped0" in browser.text


def test_five_wrong_pins_make_it_wait_and_voting_goes_on(browser, sessions, at):
    enrol(browser, sessions, at, NOON)
    for _ in range(5):
        show_pin(browser, "9876")
    show_pin(browser, PIN)
    assert browser.last.status_code == 429
    assert browser.h1 == "Wait for ten minutes"
    assert browser.get("/vote").h1 == "Hello."
    browser.now = NOON + timedelta(minutes=11)
    show_pin(browser).follow()
    assert browser.h1.startswith("Tablet 1")


def test_the_menu_closes_when_the_tablet_is_handed_over_and_after_five_minutes(browser, sessions, at):
    enrol(browser, sessions, at, NOON)
    show_pin(browser).follow()
    choose(browser, "hand-over")
    assert browser.h1 == "Hello."
    assert STEWARDS_COOKIE not in browser.client.cookies
    assert browser.get("/tablet").h1 == "For stewards"
    show_pin(browser).follow()
    browser.now = NOON + timedelta(minutes=5)
    assert browser.post("/tablet/menu", {"do": "pause"}, status=403).h1 == "The PIN is needed again"
    assert not tablet(sessions, at).paused


@pytest.mark.parametrize("what", ["pause", "practise", "leave"])
def test_without_the_pin_nothing_of_the_menu_can_be_done(browser, sessions, at, what):
    enrol(browser, sessions, at, NOON)
    browser.post("/tablet/menu", {"do": what}, status=403)
    found = tablet(sessions, at)
    assert (found.paused, found.practice, found.left_at) == (False, False, None)


def test_a_paused_tablet_says_so_and_goes_on_when_the_steward_lets_it(browser, sessions, at):
    enrol(browser, sessions, at, NOON)
    show_pin(browser).follow()
    choose(browser, "pause")
    assert browser.h1 == "A pause."
    assert not browser.page.all("a", href="/vote/pictures")
    assert browser.get("/tablet").h1 == "For stewards", "who goes for cake leaves no menu open"
    show_pin(browser).follow()
    choose(browser, "pause")
    assert browser.h1 == "Hello."


def test_a_tablet_that_was_taken_away_says_so_and_opens_no_ballot_until_it_is_somebodys_own(browser, sessions, box, at):
    tablet_id = enrol(browser, sessions, at, NOON)
    with sessions.write() as session:
        actions.take_away(session, at, tablet_id, STEWARD, NOON)
    assert browser.get("/vote", 409).h1 == "This tablet is not ready."
    code = {"voting_code": grouped(box.codes["Y1"])}
    assert browser.post("/vote", code, status=409).h1 == "This tablet is not ready."
    browser.post("/tablet/seen", status=410)
    browser.get("/tablet").post("/tablet/own", status=303).follow()
    assert browser.h1 == "Type your code."
    browser.post("/vote", code, status=303)


def test_a_tablet_of_an_event_does_not_become_somebodys_own_without_its_pin(browser, sessions, at):
    enrol(browser, sessions, at, NOON)
    browser.post("/tablet/own", status=303).follow()
    assert browser.h1 == "For stewards"
    assert browser.get("/vote").h1 == "Hello."


def test_a_tablet_that_leaves_is_one_like_any_other_and_what_it_counted_stays(browser, sessions, at):
    tablet_id = enrol(browser, sessions, at, NOON)
    with sessions.write() as session:
        actions.count_cast(session, tablet_id)
    show_pin(browser).follow()
    choose(browser, "leave")
    assert browser.h1 == "Make this a voting tablet"
    assert browser.get("/vote").h1 == "Type your code."
    found = tablet(sessions, at)
    assert (found.counts.cast, found.left_at) == (1, NOON)


def test_when_the_event_ends_no_tablet_of_it_is_one_any_more(browser, sessions, box, at):
    enrol(browser, sessions, at, NOON)
    with sessions.write() as session:
        actions.end_event(session, at, STEWARD, NOON)
        with pytest.raises(EventEnded):
            actions.end_event(session, queries.event(session, box.id, at.id), STEWARD, NOON)
    assert browser.get("/vote", 409).h1 == "This tablet is not ready."


def test_a_tablet_is_noted_as_seen_by_the_minute(browser, sessions, at):
    enrol(browser, sessions, at, NOON)
    browser.now = NOON + timedelta(seconds=59)
    browser.post("/tablet/seen", status=204)
    assert tablet(sessions, at).seen_at == NOON
    browser.now = NOON + timedelta(minutes=3, seconds=7)
    browser.post("/tablet/seen", status=204)
    assert tablet(sessions, at).seen_at == NOON + timedelta(minutes=3)


def test_the_record_tells_of_events_and_tablets_and_counts_nothing(browser, sessions, box, at):
    tablet_id = enrol(browser, sessions, at, NOON)
    with sessions.write() as session:
        actions.count_cast(session, tablet_id)
        actions.take_away(session, at, tablet_id, STEWARD, NOON)
        actions.end_event(session, at, STEWARD, NOON)
    with sessions.read() as session:
        told = [(one.verb, one.facts) for one in record.entries(session, box.id)]
    told = [one for one in told if "event" in one[1]]
    assert [verb for verb, _ in told] == ["EventAdded", "TabletLetIn", "TabletTakenAway", "EventEnded"]
    assert not any(isinstance(value, int) for _, facts in told for value in facts.values())
