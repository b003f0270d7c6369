"""Signing in with the second step, too many wrong codes, and being asked again before an act."""

from datetime import timedelta

import pytest
import telephones
from desk_rounds import make_desk_round
from pages import browser_of
from partnership import NOW, PASSWORD, make_partnership
from telephones import STEP, code

from pb.people.guards import COOKIE
from pb.people.rules import FRESH, Role
from pb.post import queries as post
from pb.rounds.rules.phases import Phase

SIGN_IN, SECOND, AGAIN = "/sign-in", "/sign-in/second-step", "/sign-in/second-step/again"
WARNING = "Somebody may know your password for Choose Together"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def office(sessions, keys):
    made = make_partnership(sessions)
    with sessions.write() as session:
        for name in ("ada", "ben"):
            telephones.give(session, keys, made.ids[name], NOW)
    return made


@pytest.fixture
def browser(sessions, keys, office):
    with browser_of(sessions, keys, NOW) as opened:
        yield opened


def password(browser, name="ada", then=""):
    fields = {"email": f"{name}@partners.example", "password": PASSWORD, "next": then}
    return browser.get(SIGN_IN).post(SIGN_IN, fields, status=303)


def typed(browser, what, status=None):
    return browser.post(SECOND, {"second_step_code": what, "next": "/desk/people"}, status=status)


def letters(browser):
    with browser.sessions.read() as session:
        return [(letter.to, letter.subject) for letter in post.outbox(session)]


def test_after_the_password_the_code_is_asked_for_on_a_page_of_its_own(browser):
    password(browser, then="/desk/people").follow()
    assert browser.h1 == "Your second step"
    assert browser.value("next") == "/desk/people"
    half = browser.client.cookies[COOKIE]
    typed(browser, code(NOW), 303)
    assert browser.last.headers["location"] == "/desk/people"
    assert browser.client.cookies[COOKIE] != half
    browser.follow()
    browser.hold(half)
    browser.get("/desk", 303)


def test_before_the_code_no_page_of_the_desk_opens(browser):
    password(browser).get("/desk", 303)
    assert browser.last.headers["location"].startswith(SIGN_IN)
    browser.get("/desk/second-step", 303)
    browser.post("/desk/account/sign-ins", {"end": "all"}, status=403)


def test_who_typed_no_password_begins_with_it(browser):
    browser.get(SECOND, 303)
    assert browser.last.headers["location"].startswith(SIGN_IN)
    browser.get(SIGN_IN)
    typed(browser, code(NOW), 303)
    assert browser.last.headers["location"].startswith(SIGN_IN)


@pytest.mark.parametrize("what", ["", "000000", "12345", "AAAAA-AAAAA", "x" * 41])
def test_a_wrong_code_is_said_beside_its_field(browser, what):
    password(browser).follow()
    typed(browser, what, 422)
    assert list(browser.mistakes) == ["second_step_code"]
    assert browser.value("second_step_code") == ""
    assert browser.value("next") == "/desk/people"


def test_the_sixth_wrong_code_has_to_wait_even_the_right_one_and_waiting_mends_it(browser):
    password(browser).follow()
    for _ in range(5):
        typed(browser, "000000", 422)
    typed(browser, code(NOW), 429)
    browser.now += 11 * MINUTE
    password(browser)
    typed(browser, code(browser.now), 303)


def test_wrong_codes_of_one_do_not_keep_another_out(browser, sessions, keys):
    password(browser).follow()
    for _ in range(6):
        typed(browser, "000000")
    with browser_of(sessions, keys, NOW) as other:
        password(other, "ben")
        typed(other, code(NOW), 303)


def test_right_codes_do_not_count(browser):
    for _ in range(7):
        browser.now += MINUTE
        password(browser)
        typed(browser, code(browser.now), 303)


def test_a_browser_that_tries_for_one_after_another_has_to_wait(browser, sessions, keys, office):
    more = [f"officer-{number}" for number in range(5)]
    for name in more:
        office.join(name, Role.OFFICER, "board")
        with sessions.write() as session:
            telephones.give(session, keys, office.ids[name], NOW)
    for name in ("ada", *more):
        password(browser, name)
        for _ in range(5):
            typed(browser, "000000", 422)
    password(browser, "ben")
    typed(browser, code(NOW), 429)


def test_five_wrong_codes_after_the_right_password_write_one_letter(browser):
    password(browser).follow()
    for number in range(1, 8):
        typed(browser, "000000")
        assert letters(browser).count(("ada@partners.example", WARNING)) == (number >= 5)


def test_a_code_seen_over_the_shoulder_lets_nobody_in(browser, sessions, keys):
    password(browser)
    typed(browser, code(NOW), 303)
    with browser_of(sessions, keys, NOW) as other:
        password(other)
        typed(other, code(NOW), 422)


@pytest.mark.parametrize("demo", [False, True])
def test_only_a_demonstration_tells_what_the_telephone_shows(sessions, keys, office, demo):
    with browser_of(sessions, keys, NOW, demo=demo) as browser:
        password(browser).follow()
        assert (code(NOW) in browser.last.text) is demo
        if demo:
            typed(browser, code(NOW), 303)
            password(browser).follow()
            assert code(NOW + STEP) in browser.last.text


# --- once more before an act ----------------------------------------------------------------------------------------


@pytest.fixture
def late(sessions, keys):
    """A round in review, and ada's browser whose second step is two hours old."""
    desk = make_desk_round(sessions, keys, phase=Phase.REVIEW)
    with browser_of(sessions, keys, NOW) as browser:
        browser.sign_in("ada")
        for _ in range(5):
            browser.now += FRESH / 5
            browser.get("/desk")
        yield desk, browser


def asked(desk, browser):
    browser.get(f"{desk.path}/phase")
    fields = {"kind": "open-voting", "name-open-voting": "Autumn   round"}
    return browser.post(f"{desk.path}/acts", fields, status=403)


def carried(browser):
    hidden = [one.attributes for one in browser.page.all("input", type="hidden")]
    return {one["name"]: one["value"] for one in hidden}


def test_an_act_asks_again_after_two_hours_and_then_goes_on_with_what_was_filled_in(late):
    desk, browser = late
    asked(desk, browser)
    assert browser.h1 == "Show your second step again"
    assert desk.acts() == []
    before, fields = browser.client.cookies[COOKIE], carried(browser) | {"second_step_code": code(browser.now)}
    browser.post(AGAIN, fields, status=307)
    assert browser.last.headers["location"] == f"{desk.path}/acts"
    assert browser.client.cookies[COOKIE] != before
    # A browser that is answered with 307 sends the same form again to the address that it is told.
    browser.post(browser.last.headers["location"], fields, status=303)
    (act,) = desk.acts()
    assert (act.kind, act.proposer) == ("open-voting", "Ada (Brookfield Council)")


def test_a_moment_earlier_it_does_not_ask(sessions, keys):
    desk = make_desk_round(sessions, keys, phase=Phase.REVIEW)
    with browser_of(sessions, keys, NOW) as browser:
        browser.sign_in("ada")
        for _ in range(5):
            browser.now += (FRESH - timedelta(seconds=1)) / 5
            browser.get(f"{desk.path}/phase")
        browser.post(f"{desk.path}/acts", {"kind": "open-voting", "name-open-voting": "Autumn round"}, status=303)


def test_a_wrong_code_keeps_what_was_filled_in_and_the_right_one_still_goes_on(late):
    desk, browser = late
    asked(desk, browser)
    fields = carried(browser)
    browser.post(AGAIN, fields | {"second_step_code": "000000"}, status=422)
    assert list(browser.mistakes) == ["second_step_code"]
    assert carried(browser) == fields
    browser.post(AGAIN, carried(browser) | {"second_step_code": code(browser.now)}, status=307)


def test_showing_it_again_does_not_make_the_sign_in_younger(late):
    desk, browser = late
    asked(desk, browser)
    browser.post(AGAIN, carried(browser) | {"second_step_code": code(browser.now)}, status=307)
    while browser.now < NOW + timedelta(hours=12) - 20 * MINUTE:
        browser.now += 20 * MINUTE
        browser.get("/desk")
    browser.now = NOW + timedelta(hours=12)
    browser.get("/desk", 303)


@pytest.mark.parametrize("elsewhere", ["https://evil.example", "//evil.example", "/\\evil.example", ""])
def test_the_form_is_never_sent_on_to_another_site(late, elsewhere):
    desk, browser = late
    asked(desk, browser)
    fields = carried(browser) | {"second_step_to": elsewhere, "second_step_code": code(browser.now)}
    browser.post(AGAIN, fields, status=307)
    assert browser.last.headers["location"] == "/desk"


def test_who_has_no_second_step_is_led_to_setting_it_up_and_back(sessions, keys):
    desk = make_desk_round(sessions, keys, phase=Phase.REVIEW)
    with browser_of(sessions, keys, NOW) as browser:
        browser.hold(desk.people.sign_in("ada"))
        browser.get(f"{desk.path}/phase")
        assert "Set up your second step first" in browser.text
        browser.client.headers["Referer"] = f"http://testserver.local{desk.path}/phase"
        fields = {"kind": "open-voting", "name-open-voting": "Autumn round"}
        browser.post(f"{desk.path}/acts", fields, status=403)
        assert browser.h1 == "Set up your second step first"
        assert f"/desk/second-step?next={desk.path}/phase" in browser.links()
        assert desk.acts() == []
