"""The record on screen: in plain words, by pages, to take away, and whether its chain is whole."""

import json

import pytest
from desk_rounds import make_desk_round
from pages import browser_of
from partnership import NOW
from sqlalchemy import text

from pb.record import actions as record
from pb.record.models import SITE_CHAIN
from pb.rounds.rules.phases import Phase
from pb.seal import chain


@pytest.fixture
def desk(sessions, keys):
    return make_desk_round(sessions, keys, phase=Phase.BIDDING)


@pytest.fixture
def browser(sessions, keys, desk):
    with browser_of(sessions, keys, NOW) as opened:
        yield opened.sign_in("cleo")


def entries_on(browser):
    return [one.attributes["id"] for one in browser.page.all("li") if one.attributes.get("id", "").startswith("entry-")]


def test_the_newest_entry_comes_first_and_says_what_was_done_by_whom(browser, desk):
    browser.get(f"{desk.path}/record")
    assert entries_on(browser)[0] == f"entry-{len(desk.verbs())}"
    assert entries_on(browser)[-1] == "entry-1"
    assert "Ada (Brookfield Council) moved the round on: open for bids" in browser.text
    assert "The chain is whole" in browser.text


def test_a_long_record_comes_in_pages(browser, desk, sessions):
    with sessions.write() as session:
        for number in range(60):
            record.append(session, desk.id, "the tests", "TeaBrewed", {"cup": number}, NOW)
    last = len(desk.verbs())
    browser.get(f"{desk.path}/record")
    assert entries_on(browser) == [f"entry-{n}" for n in range(last, last - 25, -1)]
    assert "?page=3" in browser.links()
    browser.get(f"{desk.path}/record?page=3")
    assert entries_on(browser)[-1] == "entry-1"
    for strange in ("0", "-1", "x", "", "9" * 400, "²", "1&page=2"):
        browser.get(f"{desk.path}/record?page={strange}")
    browser.get(f"{desk.path}/record?page=999")
    assert "Nothing here" in browser.text


def test_a_record_that_was_tampered_with_says_so_and_still_shows(browser, desk, sessions):
    with sessions.write() as session:
        values = {"chain": desk.id, "facts": '{"agency": 1.5'}
        session.execute(text("UPDATE record_entry SET facts = :facts WHERE chain = :chain AND seq = 3"), values)
    browser.get(f"{desk.path}/record")
    assert "Entry 3 does not fit" in browser.text
    assert "The chain is whole" not in browser.text
    browser.get(desk.path)


def test_the_record_is_taken_away_as_lines_that_anybody_can_check(browser, desk):
    browser.get(f"{desk.path}/record.ndjson")
    assert 'filename="autumn-round-record.ndjson"' in browser.last.headers["content-disposition"]
    lines = [json.loads(line) for line in browser.last.text.splitlines()]
    assert [line["verb"] for line in lines] == desk.verbs()
    links = [
        ({name: line[name] for name in line if name not in {"hash", "previous"}}, line["previous"], line["hash"])
        for line in lines
    ]
    assert chain.first_fault(links) is None


def test_the_installation_has_a_record_of_its_own(browser):
    browser.get("/desk/record")
    assert "added Ben as a commissioner" in browser.text
    browser.get("/desk/record.ndjson")
    assert {json.loads(line)["chain"] for line in browser.last.text.splitlines()} == {SITE_CHAIN}
