"""A member of staff about themselves: the second step, its recovery codes, and where they are signed in."""

import re
from datetime import timedelta

import pytest
import telephones
from pages import browser_of
from partnership import NOW, make_partnership
from telephones import code

from pb.factors import queries
from pb.factors.rules import ENROLMENT_LIFE
from pb.people.guards import COOKIE
from pb.people.rules import JUST_NOW
from pb.web.browsers import kind_of
from pb.web.qr import square

ACCOUNT, SECOND_STEP = "/desk/account", "/desk/second-step"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def office(sessions):
    return make_partnership(sessions)


@pytest.fixture
def browser(sessions, keys, office):
    """Ada's, who has no second factor yet."""
    with browser_of(sessions, keys, NOW) as opened:
        opened.hold(office.sign_in("ada"))
        yield opened


def secret_on(browser):
    return re.search(r'enrolment__secret">([A-Z2-7 ]+)<', browser.last.text)[1].replace(" ", "")


def begin(browser, then="/desk/people"):
    browser.get(f"{SECOND_STEP}?next={then}")
    return {"enrolment": browser.value("enrolment"), "next": browser.value("next")}, secret_on(browser)


def set_up(browser):
    fields, secret = begin(browser)
    browser.post(SECOND_STEP, fields | {"code": code(browser.now, secret)}, status=200)
    return secret, codes_on(browser)


def codes_on(browser):
    return re.findall(r"<code>([0-9A-Z]{5}-[0-9A-Z]{5})</code>", browser.last.text)


def recovery_left(browser, office, name="ada"):
    with browser.sessions.read() as session:
        return queries.recovery_left(session, office.ids[name])


def test_setting_it_up_shows_ten_codes_once_and_goes_on_to_where_one_came_from(browser, office):
    before = browser.client.cookies[COOKIE]
    _, codes = set_up(browser)
    assert (browser.h1, len(set(codes))) == ("Your recovery codes", 10)
    assert "/desk/people" in browser.links()
    assert browser.client.cookies[COOKIE] != before
    browser.get(ACCOUNT)
    assert "Recovery codes that you have not used: 10" in browser.text
    assert not [one for one in codes if one in browser.last.text]


def test_the_square_the_link_and_the_words_hold_the_same_secret(browser):
    _, secret = begin(browser)
    (link,) = [one for one in browser.links() if one.startswith("otpauth://totp/")]
    assert f"secret={secret}" in link
    assert str(square(link)) in browser.last.text


@pytest.mark.parametrize("what", ["", "000000", "x" * 41])
def test_a_wrong_first_code_is_said_and_the_square_stays_the_same(browser, office, what):
    fields, secret = begin(browser)
    browser.post(SECOND_STEP, fields | {"code": what}, status=422)
    assert list(browser.mistakes) == ["code"]
    assert secret_on(browser) == secret
    assert browser.value("next") == "/desk/people"
    assert recovery_left(browser, office) == 0


def test_a_page_that_was_open_for_too_long_gives_another_square(browser):
    fields, secret = begin(browser)
    browser.now += ENROLMENT_LIFE
    browser.post(SECOND_STEP, fields | {"code": code(browser.now, secret)}, status=422)
    assert list(browser.mistakes) == ["code"]
    assert secret_on(browser) != secret


def test_the_secret_of_one_persons_page_is_none_for_another(browser, sessions, keys, office):
    fields, secret = begin(browser)
    with browser_of(sessions, keys, NOW) as other:
        other.hold(office.sign_in("cleo"))
        other.get(SECOND_STEP).post(SECOND_STEP, fields | {"code": code(NOW, secret)}, status=422)
    assert recovery_left(browser, office, "cleo") == 0


def test_the_secret_that_travels_with_the_page_cannot_be_read_or_chosen(browser):
    fields, secret = begin(browser)
    assert secret not in fields["enrolment"]
    browser.post(SECOND_STEP, {"enrolment": "A" * 60, "code": code(NOW, "A" * 32)}, status=422)


def test_an_officer_may_go_on_without_one(sessions, keys, office):
    with browser_of(sessions, keys, NOW) as browser:
        browser.hold(office.sign_in("cleo"))
        browser.get(f"{SECOND_STEP}?next=/desk/rounds/x")
        assert "/desk/rounds/x" in browser.links()
        browser.get("/desk")


def test_another_telephone_takes_the_second_step_anew_where_it_is_old(browser, office):
    set_up(browser)
    browser.now += JUST_NOW
    fields, secret = begin(browser)
    browser.post(SECOND_STEP, fields | {"code": code(browser.now, secret)}, status=403)
    assert browser.h1 == "Show your second step again"
    browser.post(f"{SECOND_STEP}/codes", status=403)
    assert recovery_left(browser, office) == 10


def test_another_telephone_takes_the_place_of_the_old_one(browser):
    old, old_codes = set_up(browser)
    browser.now += 2 * MINUTE
    new, new_codes = set_up(browser)
    assert old != new
    assert not set(old_codes) & set(new_codes)
    browser.now += 2 * MINUTE
    again = "/sign-in/second-step/again"
    browser.get("/desk").post(
        again, {"second_step_code": code(browser.now, old), "second_step_to": "/desk"}, status=422
    )
    browser.post(again, {"second_step_code": code(browser.now, new), "second_step_to": "/desk"}, status=307)


def test_new_recovery_codes_are_shown_once(browser):
    _, old = set_up(browser)
    browser.get(ACCOUNT).post(f"{SECOND_STEP}/codes", status=200)
    assert len(set(codes_on(browser)) - set(old)) == 10


def test_who_has_no_second_step_has_no_recovery_codes(browser):
    browser.get(ACCOUNT).post(f"{SECOND_STEP}/codes", status=403)
    assert browser.h1 == "Set up your second step first"


# --- where one is signed in -----------------------------------------------------------------------------------------


@pytest.fixture
def two(sessions, keys, office):
    """Ada at two browsers, signed in by the form so that their kind is noted."""
    with sessions.write() as session:
        telephones.give(session, keys, office.ids["ada"], NOW)
    with browser_of(sessions, keys, NOW) as here, browser_of(sessions, keys, NOW) as there:
        for one, agent, now in ((here, FIREFOX, NOW), (there, "", NOW + MINUTE)):
            one.client.headers["User-Agent"] = agent
            one.now = now
            sign_in = {"email": "ada@partners.example", "password": "four plain unrelated words"}
            one.get("/sign-in").post("/sign-in", sign_in, status=303)
            one.post("/sign-in/second-step", {"second_step_code": code(now)}, status=303)
        here.now = there.now = NOW + 2 * MINUTE
        yield here, there


def test_the_list_says_which_browser_since_when_and_no_address(two):
    here, there = two
    here.get(ACCOUNT)
    assert "Firefox on Linux This browser Signed in Monday 2 March 2026, 9:30am" in here.text
    assert "A browser Signed in Monday 2 March 2026, 9:31am" in here.text
    assert "testclient" not in here.last.text
    there.get(ACCOUNT)
    assert "A browser This browser" in there.text


def test_one_browser_is_signed_out_from_another(two):
    here, there = two
    here.get(ACCOUNT)
    (other,) = [
        one.attributes["value"] for one in here.page.all("button", name="end") if len(one.attributes["value"]) > 9
    ]
    here.post(f"{ACCOUNT}/sign-ins", {"end": other}, status=303).follow()
    assert "You are signed out there." in here.text
    there.get("/desk", 303)


def test_signing_out_everywhere_else_leaves_this_one(two):
    here, there = two
    here.get(ACCOUNT).post(f"{ACCOUNT}/sign-ins", {"end": "others"}, status=303).follow()
    assert here.h1 == "Your account"
    there.get("/desk", 303)


def test_signing_out_everywhere_ends_at_the_front_door(two):
    here, _ = two
    here.get(ACCOUNT).post(f"{ACCOUNT}/sign-ins", {"end": "all"}, status=303).follow()
    assert (here.h1, "You are signed out." in here.text) == ("Sign in to the desk", True)
    for one in two:
        one.get("/desk", 303)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1",
            "Safari on an iPhone",
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/19.0 Safari/605.1", "Safari on a Mac"),
        ("Mozilla/5.0 (X11; CrOS x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "Chrome on a Chromebook"),
        ("curl/8", "A browser"),
        ("", "A browser"),
    ],
)
def test_a_browser_is_told_roughly(agent, words):
    assert kind_of(agent) == words
    assert len(kind_of("x" * 10_000 + agent)) <= 60
