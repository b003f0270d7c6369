"""The page of heads: what was sent, and whether what somebody noted still holds."""

import pytest
from desk_rounds import AFTER, make_desk_round
from pages import browser_of
from sqlalchemy import text

from pb.people.rules import Kind, Role
from pb.record import queries as record
from pb.rounds.rules.phases import Phase

HEADS = "/desk/heads"


@pytest.fixture
def desk(sessions, keys):
    made = make_desk_round(sessions, keys, phase=Phase.CLOSED)
    made.people.join("oli", Role.OBSERVER, "board")
    made.agree(Kind.SEAL_LIST, now=AFTER)
    return made


@pytest.fixture
def browser(sessions, keys, desk):
    with browser_of(sessions, keys, AFTER) as opened:
        yield opened.sign_in("oli")


def head(desk):
    with desk.sessions.read() as session:
        return record.head(session, desk.id)


def test_an_observer_reads_which_heads_were_sent_and_that_they_hold(browser, desk):
    browser.get(HEADS)
    assert "There is 1 observer now." in browser.text
    assert "The list of ballots was sealed Holds" in browser.text
    assert "sent to 1 observer" in browser.text
    assert head(desk).hash in browser.text
    assert f"{desk.path}/record" in browser.links()


def test_a_head_is_checked_by_typing_it(browser, desk):
    browser.get(f"{HEADS}?hash={head(desk).hash}")
    assert "This head holds" in browser.text
    assert f"entry {head(desk).seq} of the record of Autumn round" in browser.text


def test_a_head_that_no_record_has_is_said_plainly(browser, desk):
    browser.get(f"{HEADS}?hash={'0' * 64}")
    assert "No record has this head" in browser.text


def test_a_record_that_was_changed_is_said_plainly(browser, desk, sessions):
    with sessions.writing.begin() as connection:
        connection.execute(
            text("UPDATE record_entry SET actor = 'Somebody' WHERE seq = 3 AND chain = :id"), {"id": desk.id}
        )
    browser.get(f"{HEADS}?hash={head(desk).hash}")
    assert "but entry 3 is not what was written" in browser.text
    assert "Does not hold" in browser.text


def test_what_is_no_hash_is_said_beside_the_field_and_stays_in_it(browser):
    browser.get(f"{HEADS}?hash=abc", status=422)
    assert browser.mistakes == {"hash": "Type all 64 digits of the hash, 0 to 9 and a to f. Spaces do not matter"}
    assert browser.value("hash") == "abc"


def test_where_nothing_was_sent_the_page_says_when_the_first_will_be(sessions, keys):
    make_desk_round(sessions, keys, phase=Phase.SETUP)
    with browser_of(sessions, keys, AFTER) as browser:
        browser.sign_in("ada").get(HEADS)
        assert "The first one is sent when voting opens." in browser.text
        assert "nobody outside holds a head" in browser.text
