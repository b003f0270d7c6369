"""The public pages speak the language that their visitor chose; what nobody translated stays in English and says so."""

import pytest
from desk_rounds import DURING, make_desk_round
from pages import browser_of
from partnership import NOW, make_partnership

from pb.proposals import queries
from pb.proposals.models import ProposalText
from pb.rounds.rules.labels import DEFAULT_LABELS, LabelDraft, LabelKind, only_in_words
from pb.rounds.rules.phases import Phase
from pb.site.rules.looks import is_ours
from pb.web.languages import Language, as_written, language
from pb.web.names import with_figures_in_order

TOLD = {"ur": "چنیں کہ رقم کسے ملے", "pl": "Wybierz, na co pójdą pieniądze", "en_GB@easy": "Choose what gets money"}
SAME_IN_EASY_ENGLISH = {("en_GB@easy", path) for path in ("/help", "/easier", "/how-we-count")}
PAGES = ("/", "/help", "/easier", "/privacy", "/accessibility", "/security", "/how-we-count")


@pytest.fixture
def browser(sessions, keys):
    make_partnership(sessions)
    with browser_of(sessions, keys, NOW) as opened:
        yield opened


def choose(browser, key):
    browser.get("/").post("/easier", {"language": key, "back": "/"}, status=303)
    return browser


@pytest.mark.parametrize("key", TOLD)
def test_the_front_page_speaks_the_language_that_was_chosen_on_it(browser, key):
    browser.get("/").post("/easier", {"language": key, "back": "/"}, status=303).follow()
    html = browser.page.all("html")[0].attributes
    assert (html["lang"], html["dir"]) == (language(key).tag, language(key).direction)
    assert browser.h1 == TOLD[key]
    assert "lang" not in browser.page.all("main")[0].attributes


@pytest.mark.parametrize("path", PAGES)
def test_each_page_offers_each_language_in_its_own_name_and_leads_back_to_itself(browser, path):
    browser.get(path)
    offered = {one.attributes["value"]: one for one in browser.page.all("button") if "lang" in one.attributes}
    assert set(offered) == {"", *TOLD}
    assert offered["ur"].attributes["dir"] == "rtl"
    browser.post("/easier", {"language": "pl", "back": path}, status=303)
    assert browser.last.headers["location"] == path


def test_a_page_whose_words_nobody_translated_stays_in_english_within_a_frame_that_speaks(browser):
    browser.get("/").post("/easier", {"language": "ur", "back": "/sign-in"}, status=303).follow()
    main = browser.page.all("main")[0].attributes
    assert (main["lang"], main["dir"]) == ("en-GB", "ltr")
    browser.post("/sign-in", {"email": "", "password": ""}, status=422)
    assert "There is a problem" in browser.text


@pytest.mark.parametrize("key", TOLD)
@pytest.mark.parametrize("path", PAGES)
def test_each_page_says_its_language_and_has_no_words_in_another(browser, path, key):
    choose(browser, key).get(path)
    html = browser.page.all("html")[0].attributes
    assert (html["lang"], html["dir"]) == (language(key).tag, language(key).direction)
    assert "lang" not in browser.page.all("main")[0].attributes
    assert browser.h1 != browser.forget().get(path).h1 or (key, path) in SAME_IN_EASY_ENGLISH


@pytest.mark.parametrize("notice", [{"theme": "dark"}, {"forget": "yes"}])
def test_what_was_done_is_said_in_the_language_of_the_page(browser, notice):
    choose(browser, "pl").post("/easier", {"language": "pl", **notice}, status=303).follow()
    assert ("Gotowe." in browser.text) == ("forget" not in notice), "once all is forgotten the page is in English again"


def test_choosing_a_language_keeps_what_else_was_chosen(browser):
    browser.get("/easier").post("/easier", {"theme": "dark"}, status=303)
    browser.post("/easier", {"language": "pl", "back": "/"}, status=303).follow()
    html = browser.page.all("html")[0].attributes
    assert (html["data-theme"], html["lang"]) == ("dark", "pl")


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example", "/\\evil.example", "/a\nb", ""])
def test_one_comes_back_to_a_page_of_this_site_only(path):
    assert not is_ours(path)


def test_a_language_that_no_person_has_checked_says_so_in_the_foot_until_somebody_has(browser, monkeypatch):
    said = "Nikt ich jeszcze nie sprawdził."
    assert said not in browser.get("/").text
    assert said in choose(browser, "pl").get("/").text
    assert "No person has checked" not in browser.get("/sign-in").text, "its words are English"
    monkeypatch.setattr(Language, "is_draft", False)
    assert said not in browser.get("/help").text


def test_a_page_that_answers_a_form_offers_no_language_which_would_lose_what_was_typed(browser):
    browser.get("/sign-in")
    assert browser.page.with_class("tongues")
    browser.post("/sign-in", {"email": "ada", "password": ""}, status=422)
    assert not browser.page.with_class("tongues")


# --- rounds and bids -----------------------------------------------------------------------------------------------

ROUND = "/rounds/autumn-round"
IN_ENGLISH = "یہ حصہ انگریزی میں ہے۔"
GARDEN, SENTENCE, WHAT = "باغ", "ایک باغ۔", "ہم پودے لگائیں گے۔"


@pytest.fixture
def reader(sessions, keys):
    """A browser in front of a round whose first bid is translated into Urdu, and of whose second the name alone is."""
    desk = make_desk_round(sessions, keys, phase=Phase.VOTING, voting=False)
    texts = {1: {"title": GARDEN, "sentence": SENTENCE, "what": WHAT}, 2: {"title": "فلم"}}
    with sessions.write() as session:
        for number, words in texts.items():
            bid = queries.by_number(session, desk.id, number)
            facts = {"of_rev": 1, "at": NOW, "translated_by": "Ayesha’s group"}
            session.add(ProposalText(proposal_id=bid.id, language="ur", **facts, **words))
    with browser_of(sessions, keys, DURING) as opened:
        yield opened


def spoken_of(browser, words):
    """The language and direction that hold for these words where they stand."""
    found = [one for one in browser.page.elements if one.text.strip() == words][-1]
    for one in (found, *reversed(found.around)):
        if "lang" in one.attributes:
            return one.attributes["lang"], one.attributes["dir"]
    return None


def test_a_bid_is_told_in_the_readers_language_where_it_was_translated_and_says_by_whom(reader):
    choose(reader, "ur").get(ROUND)
    assert spoken_of(reader, GARDEN) == spoken_of(reader, SENTENCE) == ("ur", "rtl")
    reader.get(f"{ROUND}/bids/1")
    assert reader.h1 == GARDEN
    assert spoken_of(reader, WHAT) == ("ur", "rtl")
    assert "ترجمہ: Ayesha’s group۔" in reader.text
    assert IN_ENGLISH not in reader.text
    assert spoken_of(reader, "Ayesha’s group") == ("en-GB", "ltr")


def test_a_bid_that_is_not_translated_stands_in_its_own_words_and_says_so(reader):
    choose(reader, "ur").get(ROUND)
    assert spoken_of(reader, "Swimming") == ("en-GB", "ltr")
    assert spoken_of(reader, "Film club") == ("en-GB", "ltr"), "its sentence would not be understood"
    reader.get(f"{ROUND}/bids/2")
    assert (reader.h1, "Ayesha" in reader.text, IN_ENGLISH in reader.text) == ("Film club", False, True)
    reader.get(f"{ROUND}/bids/3")
    assert spoken_of(reader, "Swimming") == ("en-GB", "ltr")


def test_in_english_every_bid_stands_in_its_own_words_and_nobody_translated_it(reader):
    reader.get(f"{ROUND}/bids/1")
    assert (reader.h1, "Ayesha" in reader.text) == ("Sensory garden", False)
    choose(reader, "pl").get(f"{ROUND}/bids/1")
    assert reader.h1 == "Sensory garden"


def test_a_round_is_told_in_the_readers_language_with_its_name_as_it_is(reader):
    choose(reader, "pl").get(ROUND)
    assert reader.h1 == "Autumn round"
    assert spoken_of(reader, "Money for ideas.") == ("en-GB", "ltr")
    for words in ("£10,000 na pomysły", "Każda osoba wybiera do 3 projektów.", "wpływu na wynik", "Numer 1"):
        assert words in reader.text


def test_labels_that_every_round_has_are_told_in_the_readers_language_and_others_as_written():
    tongue = language("pl")
    labels = (*DEFAULT_LABELS, LabelDraft("calm", LabelKind.THEME, "Calm <places>"))
    told = only_in_words(
        ("education", "health", "social-care", "calm"), labels, tongue.words, lambda words: as_written(words, tongue)
    )
    assert told == (
        'Edukacja, Zdrowie lub Opieka społeczna, a do tego <span lang="en-GB" dir="ltr">Calm &lt;places&gt;</span>'
    )
    renamed = (LabelDraft("health", LabelKind.SECTOR, "Health and care"),)
    assert only_in_words(("health",), renamed, tongue.words) == "Health and care"


def test_an_amount_keeps_its_sign_on_its_side_between_words_from_right_to_left(reader):
    choose(reader, "ur").get(ROUND)
    assert "\u2068£10,000\u2069" in reader.last.text
    choose(reader, "pl").get(ROUND)
    assert "£10,000" in reader.last.text
    assert "\u2068" not in reader.last.text


def test_figures_that_were_typed_or_that_programs_read_are_left_alone_between_words_from_right_to_left():
    html = '<p title="£6">£60 12.5%</p><textarea name="what">£7</textarea><p>5%</p><script>"£8"</script>'
    assert with_figures_in_order(html) == (
        '<p title="£6">\u2068£60\u2069 \u206812.5%\u2069</p><textarea name="what">£7</textarea>'
        '<p>\u20685%\u2069</p><script>"£8"</script>'
    )
