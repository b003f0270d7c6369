"""Setting an event up at the desk, letting tablets in by their digits, and checking voters in."""

from datetime import timedelta

import pytest
from ballot_rounds import NOON, make_box
from pages import browser_of
from partnership import make_partnership
from sqlalchemy import select
from tablets import STEWARD, check_in, make_event, tablet

from pb.events import actions, queries
from pb.events.models import CheckIn
from pb.events.rules import Help
from pb.people import passwords
from pb.record import queries as record
from pb.roll import actions as roll
from pb.roll.rules import grouped
from pb.rounds.rules.phases import Phase

WHOLE = {"name": "Saturday", "place": "Youth club", "day": "2026-09-12", "idle": "60", "pictures": "yes", "pin": "4711"}


@pytest.fixture
def box(sessions, keys):
    return make_box(sessions, keys)


@pytest.fixture
def browser(sessions, keys, box):
    make_partnership(sessions)
    with browser_of(sessions, keys, NOON) as opened:
        opened.sign_in("cleo")
        yield opened


@pytest.fixture
def path(box):
    return f"/desk/rounds/{box.view().slug}/events"


def asks(sessions, now=NOON):
    """A tablet asks to join; its digits."""
    with sessions.write() as session:
        tablet_id, secret = actions.ask_to_join(session, now)
        return queries.asking(session, tablet_id, secret, now).digits


def pictures_on(browser):
    return [
        one.text
        for one in browser.page.all("span")
        if any("picture-card__row" in part.attributes.get("class", "") for part in one.around)
    ]


def test_an_event_is_set_up_and_changed_and_its_pin_is_never_shown_again(browser, sessions, path):
    assert "No event yet" in browser.get(path).text
    browser.post(path, WHOLE, status=303).follow()
    assert browser.h1 == "Saturday"
    assert "12 September 2026, Youth club" in browser.text
    settings = browser.last.request.url.path + "/settings"
    browser.get(settings)
    assert browser.value("pin") == ""
    assert "4711" not in browser.last.text
    browser.post(settings, WHOLE | {"name": "Sunday", "pin": "", "idle": "0"}, status=303).follow()
    assert browser.h1 == "Sunday"
    with sessions.read() as session:
        kept = queries.pin_hash_of(session, settings.split("/")[-2])
    assert passwords.is_the_password("4711", kept)
    browser.post(settings, WHOLE | {"pin": "08 15"}, status=303)
    with sessions.read() as session:
        kept = queries.pin_hash_of(session, settings.split("/")[-2])
    assert passwords.is_the_password("0815", kept)


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("name", "", "Enter what people call the event"),
        ("place", "", "Enter where it is held"),
        ("place", "x" * 121, "121 characters long"),
        ("day", "tomorrow", "Enter the day"),
        ("idle", "7", "Choose how long"),
        ("pin", "1111", "not all the same"),
        ("pin", "", "4 to 8 digits"),
    ],
)
def test_a_mistake_is_said_beside_its_field_and_nothing_else_is_lost(browser, sessions, box, path, field, typed, words):
    browser.get(path).post(path, WHOLE | {field: typed}, status=422)
    assert words in browser.mistakes[field]
    for other in {"name", "place", "day"} - {field}:
        assert browser.value(other) == WHOLE[other]
    with sessions.read() as session:
        assert queries.events_of(session, box.id) == []


def test_a_tablet_is_let_in_by_its_digits_and_a_name_of_its_own(browser, sessions, box, path):
    at, digits = make_event(sessions, box.id, NOON), asks(sessions)
    here = f"{path}/{at.id}"
    browser.get(here).post(f"{here}/tablets", {"digits": "12345", "tablet": ""}, status=422)
    assert set(browser.mistakes) == {"digits", "tablet"}
    other = f"{(int(digits) + 1) % 10**6:06d}"
    browser.post(f"{here}/tablets", {"digits": other, "tablet": "Tablet 1"}, status=422)
    assert "No tablet shows these digits now" in browser.mistakes["digits"]
    assert browser.value("tablet") == "Tablet 1"
    browser.post(f"{here}/tablets", {"digits": f"{digits[:3]} {digits[3:]}", "tablet": "Tablet 1"}, status=303).follow()
    assert "Tablet 1" in browser.text
    browser.post(f"{here}/tablets", {"digits": asks(sessions), "tablet": "Tablet 1"}, status=422)
    assert "Another tablet has this name" in browser.mistakes["tablet"]
    browser.post(f"{here}/tablets/{tablet(sessions, at).id}/leaving", status=303).follow()
    assert "Taken away" in browser.text
    browser.post(f"{here}/tablets/{tablet(sessions, at).id}/leaving", status=404)


def test_help_that_is_unusually_frequent_at_one_tablet_is_pointed_out(browser, sessions, box, path):
    at, asking = make_event(sessions, box.id, NOON), [asks(sessions), asks(sessions)]
    with sessions.write() as session:
        first, second = (actions.let_in(session, at, one, f"Tablet {one[:3]}", STEWARD, NOON) for one in asking)
        for _ in range(30):
            actions.count_cast(session, first)
        for _ in range(8):
            actions.count_cast(session, second)
            actions.count_help(session, second, Help.POINTING, 1, 1)
    browser.get(f"{path}/{at.id}")
    assert browser.text.count("Help is unusually frequent here") == 1
    assert "pointed for them 8" in browser.text


def test_an_ended_event_shows_what_it_was_and_takes_nothing_any_more(browser, sessions, box, path):
    at = make_event(sessions, box.id, NOON)
    check_in(sessions, browser.keys, at, box.voter("Y1"), NOON)
    browser.get(f"{path}/{at.id}").post(f"{path}/{at.id}/ending", status=303).follow()
    assert "This event is over" in browser.text
    assert not browser.page.all("input", name="digits")
    with sessions.read() as session:
        assert session.scalars(select(CheckIn)).all() == []
    browser.post(f"{path}/{at.id}/tablets", {"digits": asks(sessions), "tablet": "Tablet 1"}, status=409)
    assert browser.h1 == "This event is over"
    browser.post(f"{path}/{at.id}/check-in", {"who": box.codes["Y2"]}, status=409)


def test_a_voter_is_checked_in_by_code_or_by_reference_and_gets_four_pictures(browser, sessions, keys, box, path):
    at = make_event(sessions, box.id, NOON)
    for who, reference in ((grouped(box.codes["Y1"]).lower(), "Y1"), ("C1-7QX", "C1")):
        browser.get(f"{path}/{at.id}/check-in").post(f"{path}/{at.id}/check-in", {"who": who}, status=200)
        words = pictures_on(browser)
        assert len(words) == 4
        ids = [{"teddy bear": "teddy"}.get(word, word) for word in words]
        with sessions.read() as session:
            found = queries.voter_of_pictures(session, keys, at.id, ids, NOON)
        assert found == box.voter(reference).voter_id
        assert who not in browser.last.text  # the next voter reads over the steward's shoulder
    assert "2 people checked in here" in browser.text


def test_who_is_checked_in_again_gets_other_pictures_and_the_first_are_void(sessions, keys, box):
    at, voter = make_event(sessions, box.id, NOON), box.voter("Y1")
    first = check_in(sessions, keys, at, voter, NOON)
    second = check_in(sessions, keys, at, voter, NOON)
    with sessions.read() as session:
        assert queries.voter_of_pictures(session, keys, at.id, first, NOON) is None
        assert queries.voter_of_pictures(session, keys, at.id, second, NOON) == voter.voter_id
        assert queries.checked_in(session, at.id) == 1


def test_pictures_are_those_of_one_event_in_their_order_for_an_hour(sessions, keys, box):
    at, other = make_event(sessions, box.id, NOON), make_event(sessions, box.id, NOON, name="Sunday")
    voter = box.voter("Y1")
    given = check_in(sessions, keys, at, voter, NOON)
    with sessions.read() as session:

        def asked(event_id, pictures, minutes):
            return queries.voter_of_pictures(session, keys, event_id, pictures, NOON + timedelta(minutes=minutes))

        assert asked(at.id, given, 59) == voter.voter_id
        assert asked(at.id, given, 60) is None
        assert asked(other.id, given, 0) is None
        assert asked(at.id, given[::-1], 0) is None


def test_nobody_is_checked_in_who_may_not_vote_or_has_voted_in_person(browser, sessions, box, path):
    at = make_event(sessions, box.id, NOON)
    here = f"{path}/{at.id}/check-in"
    box.cast("Y1", {"chosen": ["1"]}, channel="tablet")
    box.cast("Y3", {"chosen": ["1"]}, channel="online")
    with sessions.write() as session:
        roll.revoke(session, box.id, "Y2-7QX", STEWARD, NOON)
    for who, words in (
        ("", "Enter the code"),
        ("nobody", "Nobody on the roll"),
        (box.codes["Y1"], "voted in person already"),
        ("Y2-7QX", "made worthless"),
    ):
        browser.get(here).post(here, {"who": who}, status=422)
        assert words in browser.mistakes["who"]
        assert browser.value("who") == who
    browser.post(here, {"who": box.codes["Y3"]}, status=200)
    box.set(phase=Phase.REVIEW)
    browser.post(here, {"who": box.codes["C1"]}, status=422)
    assert "Voting is not open" in browser.mistakes["who"]


def test_check_ins_are_forgotten_after_twelve_hours_and_when_voting_is_over(sessions, keys, box):
    at = make_event(sessions, box.id, NOON)
    check_in(sessions, keys, at, box.voter("Y1"), NOON)
    with sessions.read() as session:
        due = queries.check_ins_due(session, NOON)
        assert (due.rows, due.next_at) == (0, NOON + timedelta(hours=12))
        assert queries.check_ins_due(session, NOON + timedelta(hours=12)).rows == 1
    box.set(phase=Phase.CLOSED)
    with sessions.write() as session:
        assert queries.check_ins_due(session, NOON).rows == 1
        actions.forget(session, NOON)
        assert queries.checked_in(session, at.id) == 0


def test_no_check_in_stands_in_the_record(sessions, keys, box):
    at = make_event(sessions, box.id, NOON)
    check_in(sessions, keys, at, box.voter("Y1"), NOON)
    with sessions.read() as session:
        told = [one.verb for one in record.entries(session, box.id)]
    assert told[-1] == "EventAdded"
