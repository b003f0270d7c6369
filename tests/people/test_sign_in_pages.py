"""The pages on which staff and bidders sign in."""

from datetime import timedelta

import pytest
from pages import browser_of
from partnership import NOW, PASSWORD, make_partnership

from pb.people.guards import COOKIE
from pb.people.rules import local_path
from pb.post import queries as post


@pytest.fixture
def browser(sessions, keys):
    make_partnership(sessions)
    with browser_of(sessions, keys, NOW) as opened:
        yield opened


def test_a_commissioner_signs_in_and_is_asked_to_set_up_a_second_step_and_may_go_on_to_the_desk(browser):
    browser.get("/sign-in")
    browser.post("/sign-in", {"email": "Ada@partners.example", "password": PASSWORD}, status=303)
    assert browser.last.headers["location"] == "/desk/second-step?next=/desk"
    cookie = browser.last.headers["set-cookie"]
    assert cookie.startswith(COOKIE)
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(browser):
    answers = []
    for email in ("ada@partners.example", "nobody@partners.example"):
        browser.get("/sign-in").post("/sign-in", {"email": email, "password": "not the password"}, status=422)
        answers.append(browser.mistakes)
        assert browser.value("email") == email
        assert browser.value("password") == ""
    assert answers[0] == answers[1]
    assert browser.page.all("title")[0].text.startswith("Error: ")


def test_the_eleventh_try_for_an_address_has_to_wait_even_with_the_right_password(browser):
    for _ in range(10):
        browser.post("/sign-in", {"email": "ada@partners.example", "password": "wrong"}, status=422)
    browser.post("/sign-in", {"email": "ada@partners.example", "password": PASSWORD}, status=429)
    browser.now += timedelta(minutes=11)
    browser.post("/sign-in", {"email": "ada@partners.example", "password": PASSWORD}, status=303)


def test_an_empty_form_says_what_is_missing_beside_each_field(browser):
    browser.get("/sign-in").post("/sign-in", {}, status=422)
    assert browser.mistakes == {"email": "Enter your email address", "password": "Enter your password"}


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/password", "/bids/sign-in", "/bids/code"])
def test_a_form_with_a_megabyte_of_text_is_answered_with_a_message(browser, path):
    browser.client.cookies.set("pb_code_for", "sam@families.example", path="/bids")
    long = "x" * 1_000_000
    browser.post(path, {"email": f"{long}@example.org", "password": long, "code": long, "next": long}, status=422)
    assert browser.mistakes


def test_signing_in_ends_the_sign_in_that_the_browser_had(browser, sessions):
    browser.post("/sign-in", {"email": "ada@partners.example", "password": PASSWORD}, status=303)
    first = browser.client.cookies[COOKIE]
    browser.post("/sign-in", {"email": "ada@partners.example", "password": PASSWORD}, status=303)
    assert browser.client.cookies[COOKIE] != first
    browser.client.cookies.set(COOKIE, first)
    browser.get("/bids", status=303)


def test_signing_out_ends_the_sign_in_on_the_server(browser):
    browser.sign_in("ada")
    token = browser.client.cookies[COOKIE]
    browser.get("/sign-in").post("/sign-out", status=303)
    browser.client.cookies.set(COOKIE, token)
    browser.get("/desk", status=303)
    assert browser.last.headers["location"].startswith("/sign-in")


def test_thirty_idle_minutes_end_the_sign_in_of_staff(browser):
    browser.sign_in("ada")
    browser.get("/desk", status=200)
    browser.now += timedelta(minutes=31)
    browser.get("/desk", status=303)


def test_a_form_without_its_token_is_refused(browser):
    browser.post("/sign-in", {"email": "ada@partners.example", "password": PASSWORD}, token=False, status=403)


def test_a_bidder_signs_in_by_the_code_in_the_letter(browser, sessions):
    browser.get("/bids/sign-in").post("/bids/sign-in", {"email": "Sam@families.example"}, status=303).follow()
    assert "sam@families.example" in browser.text
    with sessions.read() as session:
        letter = post.outbox(session)[0]
    code = letter.subject[:6]
    browser.post("/bids/code", {"code": f" {code[:3]} {code[3:]}", "next": ""}, status=303)
    assert browser.last.headers["location"] == "/bids"


def test_a_wrong_code_is_said_beside_the_field_and_the_address_is_kept(browser):
    browser.get("/bids/sign-in").post("/bids/sign-in", {"email": "sam@families.example"})
    browser.post("/bids/code", {"code": "000 00"}, status=422)
    assert list(browser.mistakes) == ["code"]
    assert "sam@families.example" in browser.text


def test_the_page_for_the_code_can_be_loaded_again_by_the_browser_that_asked_and_by_no_other(browser):
    browser.get("/bids/sign-in").post("/bids/sign-in", {"email": "sam@families.example", "next": "/bids/begin/x"})
    assert "sam@families.example" in browser.follow().text
    assert browser.value("next") == "/bids/begin/x"
    browser.forget().get("/bids/code", status=303)
    browser.post("/bids/code", {"code": "000000"}, status=303).follow()
    assert browser.h1 == "What is your email address?"


def test_nobody_is_flooded_with_letters(browser):
    for _ in range(10):
        browser.post("/bids/sign-in", {"email": "sam@families.example"}, status=303)
    browser.post("/bids/sign-in", {"email": "sam@families.example"}, status=429)


@pytest.mark.parametrize("elsewhere", ["https://evil.example", "//evil.example", "/\\evil.example", "desk", "/\n/evil"])
def test_nobody_is_sent_to_another_site_after_signing_in(elsewhere):
    assert local_path(elsewhere, "/desk") == "/desk"


def test_whoever_was_sent_to_sign_in_comes_back_to_the_page_they_wanted(browser):
    browser.get("/bids", status=303).follow()
    assert browser.value("next") == "/bids"
