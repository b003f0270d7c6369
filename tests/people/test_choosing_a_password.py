"""A member of staff chooses a password by a code in a letter."""

from datetime import timedelta

import pytest
from pages import browser_of
from partnership import NOW, PASSWORD, make_partnership

from pb.people import actions
from pb.people.rules import CODE_LIFE, TRIES_OF_A_CODE, SignInRefused
from pb.post import queries as post
from pb.record import queries as record
from pb.record.models import SITE_CHAIN

ASK, SET = "/sign-in/password", "/sign-in/password/new"
ADA, FRESH = "ada@partners.example", "lamp river onion seven"


@pytest.fixture
def office(sessions):
    return make_partnership(sessions)


@pytest.fixture
def browser(sessions, keys, office):
    with browser_of(sessions, keys, NOW) as opened:
        yield opened


def ask(browser, email=ADA):
    return browser.get(ASK).post(ASK, {"email": email}, status=303).follow()


def code(browser):
    with browser.sessions.read() as session:
        letters = post.outbox(session)
    return letters[0].body.partition("Your code is ")[2].split("\n")[0] if letters else ""


def may_sign_in(browser, password, email=ADA):
    try:
        with browser.sessions.read() as session:
            actions.recognise_staff(session, email, password)
    except SignInRefused:
        return False
    return True


def test_a_password_is_chosen_by_the_code_in_the_letter_and_takes_the_place_of_the_old(browser):
    ask(browser).post(SET, {"code": code(browser), "password": FRESH}, status=303).follow()
    assert "Your new password is kept" in browser.text
    assert may_sign_in(browser, FRESH)
    assert not may_sign_in(browser, PASSWORD)
    browser.post("/sign-in", {"email": ADA, "password": FRESH, "next": ""}, status=303)


def test_a_code_may_be_typed_in_small_letters_and_without_dashes(browser):
    typed = code(ask(browser)).lower().replace("-", " ")
    browser.post(SET, {"code": typed, "password": FRESH}, status=303)
    assert may_sign_in(browser, FRESH)


def test_the_answer_does_not_tell_who_works_here(browser):
    ask(browser, "nobody@partners.example")
    unknown = browser.text.replace("nobody@partners.example", "")
    assert not code(browser)
    assert ask(browser.forget()).text.replace(ADA, "") == unknown


def test_other_browsers_are_signed_out_by_a_new_password(browser, sessions, keys):
    with browser_of(sessions, keys, NOW) as other:
        other.sign_in("ada").get("/desk")
        ask(browser).post(SET, {"code": code(browser), "password": FRESH}, status=303)
        other.get("/desk", status=303)


def test_a_code_works_once(browser):
    used = code(ask(browser))
    browser.post(SET, {"code": used, "password": FRESH}, status=303)
    with browser.sessions.write() as session, pytest.raises(SignInRefused):
        actions.set_password(session, ADA, used, "another four plain words", NOW)


def test_a_wrong_code_is_said_beside_its_field_and_the_password_is_not_shown_again(browser):
    ask(browser).post(SET, {"code": "0000-0000-0000", "password": FRESH}, status=422)
    assert list(browser.mistakes) == ["code"]
    assert browser.value("password") == ""
    assert FRESH not in browser.last.text
    assert may_sign_in(browser, PASSWORD)


@pytest.mark.parametrize("password", ["", "short", ADA, "x" * 1001])
def test_an_unfit_password_is_said_and_spends_no_try(browser, password):
    right = code(ask(browser))  # once: a letter that was sent forgets its words
    for _ in range(TRIES_OF_A_CODE + 1):
        browser.post(SET, {"code": right, "password": password}, status=422)
        assert list(browser.mistakes) == ["password"]
    browser.post(SET, {"code": right, "password": FRESH}, status=303)


def test_after_five_wrong_tries_the_right_code_is_worthless(browser):
    right = code(ask(browser))
    for _ in range(TRIES_OF_A_CODE):
        browser.post(SET, {"code": "0000-0000-0000", "password": FRESH}, status=422)
    browser.post(SET, {"code": right, "password": FRESH}, status=422)
    assert may_sign_in(browser, PASSWORD)


def test_a_code_ages(browser):
    right = code(ask(browser))
    with browser.sessions.write() as session, pytest.raises(SignInRefused):
        actions.set_password(session, ADA, right, FRESH, NOW + CODE_LIFE + timedelta(seconds=1))


def test_a_code_for_bids_is_none_for_a_password_nor_the_other_way_round(browser, sessions):
    kept = []
    with sessions.write() as session:
        actions.send_email_code(session, ADA, NOW, lambda digits: (kept.append(digits) or "Code", digits))
    with sessions.write() as session, pytest.raises(SignInRefused):
        actions.set_password(session, ADA, kept[0], FRESH, NOW)
    right = code(ask(browser))
    with sessions.write() as session, pytest.raises(SignInRefused):
        actions.sign_in_bidder(session, ADA, right, NOW)


def test_one_who_has_left_gets_no_code(browser, office, sessions):
    with sessions.write() as session:
        actions.end_staff(session, office.ids["ada"], "the tests", NOW)
    ask(browser)
    assert not code(browser)


def test_a_browser_that_asked_for_no_code_begins_at_the_beginning(browser):
    browser.get(SET, status=303).follow()
    assert browser.h1 == "Choose a password"
    browser.post(SET, {"code": "x", "password": FRESH}, status=303)


def test_nobody_is_flooded_with_codes(browser):
    for _ in range(10):
        browser.get(ASK).post(ASK, {"email": ADA}, status=303)
    browser.post(ASK, {"email": ADA}, status=429)


def test_the_record_says_that_a_password_was_chosen_and_nothing_of_it(browser):
    used = code(ask(browser))
    browser.post(SET, {"code": used, "password": FRESH}, status=303)
    with browser.sessions.read() as session:
        entry = record.head(session, SITE_CHAIN)
    assert entry.verb == "PasswordSet"
    assert used not in str(entry.body)
    assert FRESH not in str(entry.body)
