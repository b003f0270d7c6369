"""A bidder who reads Urdu or Polish writes a bid, is told what is wrong, and gets the letter in that language."""

from datetime import timedelta

import pytest
from desk_rounds import BIDS_OPEN, make_desk_round
from pages import browser_of, plain

from pb.post import queries as post
from pb.proposals import queries
from pb.proposals.forms import read_section
from pb.proposals.rules import Section
from pb.rounds.rules.phases import Phase
from pb.web.forms import Form
from pb.web.languages import language

NOW = BIDS_OPEN + timedelta(days=2)
ROUND, GARDEN = "autumn-round", "بچوں کا باغ"
WRITTEN = {
    "idea": {"title": GARDEN, "sentence": "Flowers.", "what": "We dig.", "place": ""},
    "people": {"who_for": "Everybody.", "team": "Two parents"},
    "money": {"what-1": "Seeds", "amount-1": "700"},
    "picture": {"symbol": "tree", "symbol_description": ""},
}


@pytest.fixture
def browser(sessions, keys):
    make_desk_round(sessions, keys, phase=Phase.BIDDING)
    with browser_of(sessions, keys, NOW) as opened:
        yield opened


def choose(browser, key):
    browser.get("/").post("/easier", {"language": key, "back": "/"}, status=303)
    return browser.sign_in("sam@families.example")


def begin(browser):
    browser.get(f"/bids/start/{ROUND}").post(f"/bids/start/{ROUND}", status=303)
    return browser.last.headers["location"]


def save(browser, bid, part, **changes):
    browser.get(f"{bid}/{part}")
    return browser.post(f"{bid}/{part}", WRITTEN[part] | {"rev": browser.value("rev")} | changes)


def letters(sessions):
    with sessions.read() as session:
        return post.outbox(session)


def beside(browser, field):
    """What is said to be wrong beside a field, without the word for listeners before it."""
    said = next(one for one in browser.page.all("p") if one.attributes.get("id") == f"{field}-error")
    return plain(said.text)


def test_a_mistake_is_said_in_urdu_beside_its_field_and_nothing_typed_is_lost(browser):
    bid = begin(choose(browser, "ur"))
    save(browser, bid, "idea", title="", sentence="x" * 161)
    assert browser.last.status_code == 422
    html = browser.page.all("html")[0].attributes
    assert (html["lang"], html["dir"]) == ("ur", "rtl")
    assert plain(browser.page.all("title")[0].text).startswith("غلطی: آپ کی تجویز")
    assert browser.mistakes["title"] == "اپنی تجویز کا نام لکھیں"
    assert beside(browser, "title") == "غلطی: اپنی تجویز کا نام لکھیں"
    assert beside(browser, "sentence") == "غلطی: اس میں 161 حروف ہیں۔ 160 یا اس سے کم حروف لکھیں"
    assert (browser.value("sentence"), browser.value("what")) == ("x" * 161, "We dig.")


def test_limits_of_money_are_said_in_urdu_with_each_sign_beside_its_figures(browser):
    bid = begin(choose(browser, "ur"))
    save(browser, bid, "money", **{"amount-1": "7"})
    assert "\u2068£7\u2069" in browser.mistakes["what-1"]
    assert browser.value("amount-1") == "7"


@pytest.mark.parametrize("key", ["pl", "ur", "en_GB@easy"])
def test_fields_for_a_bids_words_take_the_direction_of_what_is_typed(browser, key):
    bid = begin(choose(browser, key))
    browser.get(f"{bid}/idea")
    fields = [
        one for one in browser.page.elements if one.attributes.get("name") in {"title", "sentence", "what", "place"}
    ]
    assert [one.attributes["dir"] for one in fields] == ["auto"] * 4


def test_what_a_picture_shows_is_told_in_the_readers_language_and_kept_as_the_houses_own_words(browser, sessions):
    bid = begin(choose(browser, "ur"))
    save(browser, bid, "picture")
    browser.get(f"{bid}/picture")
    shown = browser.value("symbol_description")
    assert shown == language("ur").words("A round green tree")
    save(browser, bid, "picture", symbol_description=shown)
    with sessions.read() as session:
        assert queries.one(session, bid.removeprefix("/bids/")).symbol_description == "A round green tree"
    browser.get(f"{bid}/check")
    assert shown in browser.text
    assert any(one.attributes["alt"] == shown and "lang" not in one.attributes for one in browser.page.all("img"))


def test_words_that_another_picture_came_with_go_with_it_in_the_readers_language_too():
    say = language("pl").words
    fields = {"symbol": ["tree"], "symbol_description": [say("A tulip")]}
    sent = read_section(Form(fields), Section.PICTURE, 1, 2, is_sent=False, say=say)
    assert sent.fields["symbol_description"] == "A round green tree"


@pytest.mark.parametrize(
    ("key", "subject"), [("ur", "آپ کا منصوبہ ہمیں مل گیا"), ("pl", "Mamy twój projekt"), ("", "We have your bid")]
)
def test_the_letter_that_a_bid_has_come_is_in_the_language_in_which_it_was_sent(browser, sessions, key, subject):
    bid = begin(choose(browser, key))
    for part in WRITTEN:
        save(browser, bid, part)
    browser.get(f"{bid}/check").post(f"{bid}/check", {"true": "yes"}, status=303)
    letter = next(one for one in letters(sessions) if one.subject != "Code")
    assert letter.subject.startswith(f"{subject}: ")
    assert GARDEN in letter.subject
    assert GARDEN in letter.body
    assert ("\u2066" in letter.body) == bool(key), "names keep their letters in order"


@pytest.mark.parametrize(("key", "words"), [("ur", "آپ کا کوڈ"), ("pl", "Twój kod to"), ("", "Your code is")])
def test_the_letter_with_a_code_is_in_the_language_in_which_it_was_asked_for(browser, sessions, key, words):
    browser.get("/").post("/easier", {"language": key, "back": "/"}, status=303)
    browser.get("/bids/sign-in").post("/bids/sign-in", {"email": "wren@families.example"}, status=303)
    assert words in letters(sessions)[0].body
    assert any(part.isdigit() and len(part) == 6 for part in letters(sessions)[0].body.split())


def test_what_a_bidder_wrote_is_marked_and_keeps_the_direction_of_its_letters(browser):
    bid = begin(choose(browser, "pl"))
    save(browser, bid, "idea", later="yes")
    browser.get(bid)
    name = next(one for one in browser.page.all("span") if one.text == GARDEN)
    assert (name.attributes["lang"], name.attributes["dir"]) == ("en-GB", "auto")
