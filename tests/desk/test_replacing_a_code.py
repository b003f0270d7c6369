"""A lost code is replaced in the browser; the page says nothing about what was voted."""

import re

import pytest
from desk_rounds import AFTER, DURING, make_desk_round
from pages import browser_of

from pb.roll import queries as voters
from pb.roll.rules import grouped, spoken
from pb.rounds.rules.phases import Phase


@pytest.fixture
def desk(sessions, keys):
    return make_desk_round(sessions, keys, phase=Phase.VOTING, voting=False)


@pytest.fixture
def browser(sessions, keys, desk):
    with browser_of(sessions, keys, DURING) as opened:
        yield opened.sign_in("ada").get(f"{desk.path}/reissue")


def replace(browser, desk, reference, status=200):
    return browser.post(f"{desk.path}/reissue", {"reference": reference}, status=status)


def code_on(browser):
    return re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", browser.text)[0]


def test_the_new_code_works_and_the_old_one_does_not(browser, desk, sessions, keys):
    replace(browser, desk, " Y001 ")
    new = code_on(browser)
    with sessions.read() as session:
        assert voters.voter_by_code(session, keys, desk.id, new).electorate == "young-people"
        assert voters.voter_by_code(session, keys, desk.id, desk.codes["Y001"]) is None
    assert "Your code, Young people" in browser.text
    assert browser.page.all("svg")
    assert browser.last.headers["cache-control"] == "no-store"


def test_the_code_is_shown_once_and_kept_nowhere(browser, desk, sessions):
    new = code_on(replace(browser, desk, "Y001"))
    for path in (f"{desk.path}/reissue", desk.path, f"{desk.path}/record", f"{desk.path}/record.ndjson"):
        browser.get(path)
        assert new not in browser.last.text
        assert new.replace("-", "") not in browser.last.text


def test_the_page_is_the_same_whether_or_not_anything_had_been_voted(browser, desk):
    desk.vote("Y001", "1")
    pages = []
    for reference in ("Y001", "Y002"):
        replace(browser, desk, reference)
        square = browser.last.text[browser.last.text.index("<svg") : browser.last.text.index("</svg>")]
        page, code = browser.last.text.replace(square, ""), code_on(browser)
        assert spoken(code) in page
        pages.append(page.replace(code, "CODE").replace(spoken(code), "SPOKEN").replace(reference, "REF"))
    assert pages[0] == pages[1]
    assert desk.in_urn() == 0
    assert desk.verbs()[-2:] == ["CodeReissued", "CodeReissued"]


@pytest.mark.parametrize("typed", ["", "nobody", "Y001; Y002", "x" * 1_000_000, "y001"])
def test_a_reference_that_the_roll_does_not_have_gets_a_message_beside_the_field(browser, desk, typed):
    before = desk.verbs()
    replace(browser, desk, typed, status=422)
    assert list(browser.mistakes) == ["reference"]
    assert browser.value("reference") == typed[:200]
    assert desk.verbs() == before


def test_the_code_of_another_rounds_person_is_not_found(browser, desk):
    replace(browser, desk, grouped(desk.codes["Y001"]), status=422)


def test_after_voting_no_code_is_replaced(sessions, keys, browser, desk):
    desk.run_clock(AFTER)
    browser.now = AFTER
    browser.sign_in("ada")
    browser.get(f"{desk.path}/reissue")
    assert "Voting is over" in browser.text
    assert not browser.page.all("input", name="reference")
    replace(browser, desk, "Y001", status=409)
