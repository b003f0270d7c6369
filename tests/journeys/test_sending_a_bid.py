"""A parent writes a bid on a phone: without scripts, on two devices, signed out in the middle; an officer answers."""

import re

import pytest

AUTUMN = "autumn-ideas"
PHONE = {"width": 390, "height": 844}


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def sign_in(page, email, then="/bids"):
    page.goto(f"/bids/sign-in?next={then}")
    page.fill("#email", email)
    press(page, "Send me a code")
    letters = page.context.new_page()
    letters.goto("/outbox")
    code = re.search(rf"{re.escape(email)}.*?\b(\d{{6}})\b", letters.inner_text("main"), re.DOTALL)[1]
    letters.close()
    page.fill("#code", code)
    press(page, "Continue")


def begin(page):
    page.goto(f"/bids/start/{AUTUMN}")
    press(page, "Start now")
    return page.url


def fill_idea(page, title):
    page.fill("#title", title)
    page.fill("#sentence", f"{title} for everybody.")
    page.fill("#what", "Something good.")


def fill_all(page, bid, title):
    page.goto(f"{bid}/idea")
    fill_idea(page, title)
    press(page, "Continue")
    page.fill("#who_for", "All families.")
    page.fill("#team", "Two parents")
    press(page, "Continue")
    page.fill("#what-1", "Hire of the pool")
    page.fill("#amount-1", "1,250.50")
    press(page, "Continue")
    page.locator("input[name=symbol]").first.check()
    press(page, "Continue")


def decide(page, served, title, choice, reason):
    page.goto("/sign-in")
    email, password = served.sign_in_of("nia")
    page.fill("#email", email)
    page.fill("#password", password)
    press(page, "Sign in")
    page.goto(f"/desk/rounds/{AUTUMN}/bids")
    page.get_by_role("link", name=title).click()
    page.check(f"input[name=decision][value={choice}]")
    page.fill("#reason", reason)
    press(page, "Decide")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_bid_is_written_checked_and_sent(served, open_page, scripts):
    title = f"Swim club {'with' if scripts else 'without'} scripts"
    page = open_page(**PHONE, has_touch=True, java_script_enabled=scripts)
    sign_in(page, f"otter-{scripts}@families.example".lower())
    bid = begin(page)
    fill_all(page, bid, title)
    assert "£1,250.50" in page.inner_text("main")
    page.check("#true")
    press(page, "Send my bid")
    assert "We have your bid" in page.inner_text("h1")
    page.goto("/bids")
    assert title in page.inner_text("main")


def test_the_sum_grows_while_amounts_are_typed_and_rows_come_and_go(served, open_page):
    page = open_page(**PHONE)
    sign_in(page, "wagtail@families.example")
    bid = begin(page)
    page.goto(f"{bid}/money")
    page.fill("#what-1", "Paint")
    page.fill("#amount-1", "20.25")
    page.fill("#amount-2", "1,000")
    page.locator("#amount-2").press("Tab")
    assert page.inner_text("#total") == "£1,020.25"
    press(page, "Add a row")
    rows = page.locator(".cost-row").count()
    press(page, "Remove row 2")
    assert page.locator(".cost-row").count() == rows - 1
    assert page.input_value("#what-1") == "Paint"


def test_what_was_typed_on_two_devices_is_all_kept_and_the_writer_chooses(served, open_page):
    page = open_page(**PHONE)
    sign_in(page, "dipper@families.example")
    bid = begin(page)
    other = page.context.new_page()
    page.goto(f"{bid}/people")
    other.goto(f"{bid}/people")
    other.fill("#team", "Three parents")
    press(other, "Save and come back later")
    page.fill("#team", "Four parents")
    press(page, "Save and come back later")
    words = page.inner_text("main")
    assert "Three parents" in words
    assert "Four parents" in words
    press(page, "Keep this one")
    page.goto(f"{bid}/people")
    assert page.input_value("#team") == "Four parents"


def test_words_are_kept_when_the_sign_in_has_ended_in_the_middle(served, open_page):
    page = open_page(**PHONE)
    sign_in(page, "robin@families.example")
    bid = begin(page)
    page.goto(f"{bid}/idea")
    fill_idea(page, "Words that took an hour")
    page.context.clear_cookies(name="pb_sign_in")
    press(page, "Continue")
    assert "nothing is lost" in page.inner_text("main")
    assert page.input_value("#title") == "Words that took an hour"
    again = page.context.new_page()
    sign_in(again, "robin@families.example")
    press(page, "Continue")
    again.goto(f"{bid}/idea")
    assert again.input_value("#title") == "Words that took an hour"


def test_a_bidder_learns_the_answer_and_why_and_a_decision_can_be_undone(served, open_page):
    page, officer = open_page(**PHONE), open_page(width=1280, height=900)
    sign_in(page, "siskin@families.example")
    bid = begin(page)
    fill_all(page, bid, "Trips by boat")
    page.check("#true")
    press(page, "Send my bid")
    decide(officer, served, "Trips by boat", "refuse", "There is no safe place to board.")
    page.goto(bid)
    assert "There is no safe place to board." in page.inner_text("main")
    officer.goto(f"/desk/rounds/{AUTUMN}/bids")
    officer.get_by_role("link", name="Trips by boat").click()
    press(officer, "Undo the decision")
    page.goto(bid)
    assert "There is no safe place to board." not in page.inner_text("main")
