"""Events with tablets for tests: set up by the actions, joined by a browser as a tablet joins."""

from datetime import date
from unittest.mock import patch

from pages import plain
from partnership import HASHED

from pb.events import actions, queries
from pb.events.rules import EventDraft
from pb.people import passwords

PIN = "4711"
STEWARD = "Cleo (Brookfield Council)"


def draft(**changed):
    values = {"name": "Saturday", "place": "Youth club", "day": date(2026, 9, 12), "idle_seconds": 90}
    return EventDraft(**(values | {"picture_codes": True} | changed))


def make_event(sessions, round_id, now, **changed):
    """An event of a round, as pages show it."""
    with patch.object(passwords, "hash_password", HASHED), sessions.write() as session:
        event_id = actions.add_event(session, round_id, draft(**changed), PIN, STEWARD, now)
    return event_of(sessions, round_id, event_id)


def event_of(sessions, round_id, event_id):
    with sessions.read() as session:
        return queries.event(session, round_id, event_id)


def digits_on(browser):
    return "".join(plain(browser.page.with_class("digits")[0].text).split())


def enrol(browser, sessions, at, now, name="Tablet 1"):
    """Let this browser join the event, and begin between two voters; returns the tablet's id."""
    browser.get("/tablet").post("/tablet/joining").follow()
    with sessions.write() as session:
        tablet_id = actions.let_in(session, at, digits_on(browser), name, STEWARD, now)
    browser.get("/vote")
    return tablet_id


def show_pin(browser, pin=PIN):
    return browser.get("/tablet").post("/tablet/pin", {"tablet_password": pin})


def choose(browser, what):
    return browser.post("/tablet/menu", {"do": what}).follow()


def counts(sessions, at):
    """What the tablets of an event counted: ballots, unfinished, helped, and the ways of help."""
    with sessions.read() as session:
        found = queries.counts_of(queries.tablets_of(session, at.id))
    return found.cast, found.unfinished, found.helped, {way.value: count for way, count in found.ways.items() if count}


def tablet(sessions, at):
    with sessions.read() as session:
        return queries.tablets_of(session, at.id)[0]


def check_in(sessions, keys, at, voter, now):
    """The four pictures that a voter is given."""
    with sessions.write() as session:
        return actions.check_in(session, keys, at, voter, now)
