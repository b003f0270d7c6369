"""The page on which a partner's roll comes in, and the sheet of codes that goes out."""

import re

import pytest
from ballot_rounds import NOON, make_box
from pages import browser_of
from partnership import make_partnership

from pb.roll import queries
from pb.roll.rules import Mistyped, read_code
from pb.rounds.rules.phases import Phase

GOOD = b"reference,electorate\r\nA-001,young-people\r\nA-002,Parent carers\r\n"


@pytest.fixture
def box(sessions, keys):
    return make_box(sessions, keys, young=1, carers=0, phase=Phase.REVIEW)


@pytest.fixture
def browser(sessions, keys, box):
    make_partnership(sessions)
    with browser_of(sessions, keys, NOON) as opened:
        yield opened.sign_in("ada")


def path_of(box):
    return f"/desk/rounds/{box.view().slug}/roll"


def send(browser, box, body, status):
    return browser.get(path_of(box)).post(path_of(box), files={"roll": ("roll.csv", body, "text/csv")}, status=status)


def on_roll(sessions, box):
    with sessions.read() as session:
        return queries.size_by_electorate(session, box.id)


def test_a_file_gives_a_sheet_of_codes_that_work_each_with_its_square(browser, sessions, keys, box):
    send(browser, box, GOOD, 200)
    codes = re.findall(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", browser.text)
    assert len(codes) == 2
    with sessions.read() as session:
        groups = {queries.voter_by_code(session, keys, box.id, code).electorate for code in codes}
    assert groups == {"young-people", "parent-carers"}
    assert not any(isinstance(read_code(code), Mistyped) for code in codes)
    assert len(browser.page.all("svg")) == 2
    assert on_roll(sessions, box) == {"parent-carers": 1, "young-people": 2}


def test_sending_the_file_again_changes_no_code_and_says_so(browser, sessions, box):
    send(browser, box, GOOD, 200)
    send(browser, box, GOOD, 200)
    assert "2 people were on the roll already" in browser.text
    assert on_roll(sessions, box) == {"parent-carers": 1, "young-people": 2}


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"reference\r\nA-1\r\n", "There is no column “electorate”"),
        (b"reference,electorate\r\nA-1,young-people\r\nA-1,young-people\r\n", "The same reference stands in row 2"),
        (b"reference,electorate,first name\r\nA-1,young-people,Kim\r\n", "must not be sent"),
        ("reference,electorate\r\nA-1,young-people\r\n".encode("utf-16"), "UTF-16"),
        (b"reference,electorate\r\nA-1,teachers\r\n", "There is no electorate “teachers”"),
        (b"PK\x03\x04 a spreadsheet", "This is a spreadsheet"),
        (b"x" * 1_000_000, "not a table in CSV form"),
    ],
)
def test_a_file_that_cannot_be_used_is_answered_with_what_to_mend_and_adds_nobody(browser, sessions, box, body, words):
    send(browser, box, body, 422)
    assert words in browser.text
    assert browser.mistakes["roll"].startswith("Nobody was put on the roll")
    assert on_roll(sessions, box) == {"young-people": 1}


def test_no_file_at_all_is_said_beside_the_field(browser, box):
    browser.get(path_of(box)).post(path_of(box), {}, status=422)
    assert browser.mistakes == {"roll": "Choose the file with the roll"}


def test_the_example_has_the_groups_of_this_round(browser, box, sessions):
    example = browser.client.get(f"{path_of(box)}/example.csv").content
    send(browser, box, example, 200)
    assert on_roll(sessions, box) == {"parent-carers": 3, "young-people": 4}


def test_nobody_comes_onto_the_roll_once_voting_is_open(browser, sessions, box):
    box.set(phase=Phase.VOTING)
    browser.get(path_of(box))
    assert "The roll is closed" in browser.text
    browser.post(path_of(box), files={"roll": ("roll.csv", GOOD, "text/csv")}, status=409)
    assert on_roll(sessions, box) == {"young-people": 1}


def test_only_commissioners_see_the_roll(browser, box):
    browser.get("/desk/rounds/nothing/roll", 404)
    browser.forget().sign_in("cleo").get(path_of(box), 403)
    browser.forget().get(path_of(box), 303)
