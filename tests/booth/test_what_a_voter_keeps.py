"""What a voter may keep of a vote: check code, three pictures and a square, as the round has it."""

import re

import pytest
from ballot_rounds import NOON, make_box
from booth_walks import cast, enter
from pages import browser_of, plain

from pb.core.words import ENGLISH
from pb.rounds.rules.draft import Tone
from pb.web.languages import language
from pb.web.qr import check_square, square
from pb.web.slip_pictures import three_pictures

FULL, CODE, NONE = (True, True), (True, False), (False, True)


@pytest.fixture
def box(sessions, keys):
    return make_box(sessions, keys)


@pytest.fixture
def browser(sessions, keys, box):
    with browser_of(sessions, keys, NOON) as opened:
        yield opened


def voted(browser, box, slip=FULL, **more):
    codes, square = slip
    box.set(check_codes=codes, check_square=square, **more)
    enter(browser, box)
    return cast(browser, "1 2").follow()


def code_of(browser):
    (shown,) = browser.page.with_class("slip__code")
    return plain(shown.text)


def pictures_of(browser):
    (shown,) = browser.page.with_class("three")
    return [plain(one.text) for one in browser.page.all("li") if shown in one.around]


def test_the_whole_slip_has_the_code_its_three_pictures_and_a_square_that_leads_to_find_your_own_vote(browser, box):
    voted(browser, box)
    code = code_of(browser)
    assert pictures_of(browser) == [word for _, word in three_pictures(code, ENGLISH)]
    assert str(check_square("http://testserver.local", box.view().slug, code)) in browser.last.text
    assert "Why should I keep this?" in browser.text
    assert "With it you can see that your vote was counted right." in browser.text


def test_the_square_says_the_address_of_the_page_with_the_check_code_behind_the_sharp():
    site, code = "https://vote.example", "HR5B-RV7T-BD1H"
    address = f"{site}/rounds/autumn/ballot#{code}"
    assert str(check_square(site, "autumn", code)) in {str(square(address, mask)) for mask in range(8)}


def test_a_round_may_leave_the_square_out(browser, box):
    voted(browser, box, CODE)
    assert len(pictures_of(browser)) == 3
    assert len(code_of(browser)) == 14
    assert "<svg" not in browser.last.text


def test_where_a_round_gives_nothing_to_keep_there_is_thanks_and_nothing_that_finds_a_vote(browser, box):
    voted(browser, box, NONE)
    assert browser.h1 == "Thank you. Your vote is in."
    assert not browser.page.with_class("slip")
    assert not re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", browser.text)
    assert "Why should I keep this?" not in browser.text
    browser.get("/vote/receipt.json", 303)


def test_the_pictures_are_called_by_the_words_of_the_voters_language(browser, box):
    browser.post("/easier", {"language": "ur"}, status=303)
    voted(browser, box)
    code = code_of(browser)
    assert pictures_of(browser) == [word for _, word in three_pictures(code, language("ur").words)]
    assert browser.page.all("bdi", dir="ltr"), "a code is read from the left in every language"


@pytest.mark.parametrize(
    ("tone", "met", "thanked"),
    [
        (Tone.PLAYFUL, "Hello and welcome!", "Hooray! Your vote is in."),
        (Tone.PLAIN, "Hello.", "Thank you. Your vote is in."),
        (Tone.GROWN, "Hello.", "Done. Your vote is in."),
    ],
)
def test_each_tone_meets_and_thanks_in_its_own_words_and_is_on_every_screen(browser, box, tone, met, thanked):
    box.set(tone=tone)
    enter(browser, box)
    assert browser.h1 == met
    screens = ["/vote/welcome", "/vote/how", "/vote/ballot", "/vote/bids/1", "/vote/easier", "/vote/language"]
    said = [browser.get(path).page.all("html")[0].attributes.get("data-tone") for path in screens]
    said.append(browser.post("/vote/check", {"seen": "12"}, status=200).page.all("html")[0].attributes.get("data-tone"))
    cast(browser, "1 2").follow()
    assert browser.h1 == thanked
    said.append(browser.page.all("html")[0].attributes.get("data-tone"))
    assert set(said) == {None if tone is Tone.PLAIN else tone.value}


def test_a_tone_changes_no_control(browser, box):
    """The same fields and buttons, with the same values, on every screen of the ballot."""
    found = {}
    enter(browser, box)
    for tone in Tone:
        box.set(tone=tone)
        controls = []
        for path in ("/vote/welcome", "/vote/how", "/vote/ballot", "/vote/bids/1"):
            page = browser.get(path).page
            controls += [one.attributes for tag in ("input", "button", "a", "form") for one in page.all(tag)]
        found[tone] = [{name: value for name, value in one.items() if name != "value"} for one in controls]
    assert found[Tone.PLAYFUL] == found[Tone.PLAIN] == found[Tone.GROWN]
