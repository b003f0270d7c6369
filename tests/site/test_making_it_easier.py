"""Make it easier for me: what is chosen shows on every page, stays in this browser, and can be forgotten."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import browser_of
from partnership import NOW, make_partnership
from small_elections import steady

from pb.site.rules.looks import way_back
from pb.web.look import COOKIE, Look, from_cookie, to_cookie


@pytest.fixture
def browser(sessions, keys):
    make_partnership(sessions)
    with browser_of(sessions, keys, NOW) as opened:
        yield opened


def look_of(browser):
    html = browser.page.all("html")[0].attributes
    return {name: html[name] for name in html if name.startswith("data-")}


def test_nothing_is_chosen_at_first_and_no_cookie_is_kept(browser):
    browser.get("/")
    assert look_of(browser) == {}
    assert COOKIE not in browser.client.cookies


def test_what_was_chosen_shows_on_every_page(browser):
    browser.get("/easier").post("/easier", {"theme": "dark", "size": "larger", "calm": "calm"}, status=303)
    for path in ("/", "/vote", "/sign-in", "/help", "/nowhere"):
        browser.get(path, status=None)
        assert look_of(browser) == {"data-theme": "dark", "data-size": "larger", "data-calm": "yes"}


def test_the_page_shows_what_is_chosen_now(browser):
    browser.post("/easier", {"theme": "cream", "size": "", "calm": ""}, status=303).follow()
    chosen = [one.attributes["value"] for one in browser.page.all("input") if "checked" in one.attributes]
    assert sorted(filter(None, chosen)) == ["cream"]


def test_all_of_it_can_be_forgotten(browser):
    browser.post("/easier", {"theme": "dark", "size": "largest"}, status=303)
    browser.post("/easier", {"theme": "dark", "size": "largest", "forget": "yes"}, status=303).follow()
    assert look_of(browser) == {}
    assert COOKIE not in browser.client.cookies


def test_what_nobody_knows_counts_as_not_chosen(browser):
    browser.post("/easier", {"theme": '"><script>', "size": "gigantic", "calm": "yes"}, status=303)
    assert COOKIE not in browser.client.cookies
    browser.client.cookies.set(COOKIE, "x" * 3000)
    browser.get("/")
    assert look_of(browser) == {}


@steady
@given(st.text(max_size=40))
def test_any_cookie_is_a_look(value):
    assert isinstance(from_cookie(value), Look)


@pytest.mark.parametrize(
    "look",
    [
        Look(),
        Look("cream"),
        Look("dark", "largest", calm="calm"),
        Look(size="large"),
        Look(show="one", pictures="words", hand="left"),
    ],
)
def test_a_look_comes_back_from_its_cookie(look):
    assert from_cookie(to_cookie(look)) == look


@pytest.mark.parametrize(
    ("referrer", "back"),
    [
        ("https://vote.example.org/rounds/a?x=1", "/rounds/a"),
        ("https://vote.example.org/easier", "/"),
        ("https://evil.example/rounds/a", "/"),
        ("https://vote.example.org//evil.example", "/"),
        ("http://[", "/"),
        ("", "/"),
    ],
)
def test_the_way_back_leads_to_a_page_of_this_site(referrer, back):
    assert way_back(referrer, "vote.example.org") == back
