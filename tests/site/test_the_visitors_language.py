"""The public pages speak the language that their visitor chose; what nobody translated stays in English and says so."""

import pytest
from pages import browser_of
from partnership import NOW, make_partnership

from pb.site.rules.looks import is_ours
from pb.web.languages import language

TOLD = {"ur": "چنیں کہ رقم کسے ملے", "pl": "Wybierz, na co pójdą pieniądze", "en_GB@easy": "Choose what gets money"}
PAGES = ("/", "/help", "/easier", "/privacy", "/accessibility", "/security", "/how-we-count")


@pytest.fixture
def browser(sessions, keys):
    make_partnership(sessions)
    with browser_of(sessions, keys, NOW) as opened:
        yield opened


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
    browser.get("/").post("/easier", {"language": "ur", "back": "/help"}, status=303).follow()
    main = browser.page.all("main")[0].attributes
    assert (main["lang"], main["dir"]) == ("en-GB", "ltr")


def test_choosing_a_language_keeps_what_else_was_chosen(browser):
    browser.get("/easier").post("/easier", {"theme": "dark"}, status=303)
    browser.post("/easier", {"language": "pl", "back": "/"}, status=303).follow()
    html = browser.page.all("html")[0].attributes
    assert (html["data-theme"], html["lang"]) == ("dark", "pl")


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example", "/\\evil.example", "/a\nb", ""])
def test_one_comes_back_to_a_page_of_this_site_only(path):
    assert not is_ours(path)


def test_a_page_that_answers_a_form_offers_no_language_which_would_lose_what_was_typed(browser):
    browser.get("/sign-in")
    assert browser.page.with_class("tongues")
    browser.post("/sign-in", {"email": "ada", "password": ""}, status=422)
    assert not browser.page.with_class("tongues")
