"""Back, Forward and Reload of the browser in the middle of a vote at home: no mark is lost, nothing is sent twice."""

import pytest
from browsers import step_in_history
from signing_in import press


@pytest.fixture
def phone(served, open_page):
    """A telephone on the first bids, two of which have a star each."""
    page = open_page(390, 844, has_touch=True)
    page.goto("/vote")
    page.get_by_label("Your voting code").fill(served.codes["The shared pot 2026", "young people"][3])
    press(page, "Next")
    page.wait_for_url("**/vote/welcome")
    tap(page, "Start", "link")
    heading(page, "How to vote.")
    tap(page, "Next")
    heading(page, "Give your stars.")
    for left in (9, 8):
        page.wait_for_timeout(350)
        page.locator("[name=more]").nth(9 - left).tap()
        page.wait_for_selector(f"text={left} left")
    return page


def tap(page, name, role="button"):
    page.wait_for_timeout(350)
    page.get_by_role(role, name=name, exact=True).tap()


def heading(page, words):
    page.get_by_role("heading", level=1, name=words, exact=True).wait_for()


def draft(page):
    return page.locator("input[name=draft]").first.input_value()


def test_back_of_the_browser_is_back_of_the_screen_and_keeps_the_marks(phone):
    kept = draft(phone)
    assert kept.count(":1") == 2
    tap(phone, "Next")
    phone.wait_for_selector("text=Page 2")
    step_in_history(phone, -1)
    phone.wait_for_selector("text=Page 1")
    assert draft(phone) == kept
    step_in_history(phone, -1)
    heading(phone, "How to vote.")
    assert draft(phone) == kept
    step_in_history(phone, 1)
    phone.wait_for_timeout(500)
    assert draft(phone) == kept


def test_a_reload_shows_the_same_screen_with_every_mark_and_asks_nothing(phone):
    kept = draft(phone)
    tap(phone, "Next")
    phone.wait_for_selector("text=Page 2")
    asked = []
    phone.on("dialog", lambda one: asked.append(one.message) or one.dismiss())
    phone.reload()
    phone.wait_for_selector("text=Page 2")
    assert draft(phone) == kept
    assert asked == []


def test_from_the_first_screen_back_leaves_the_booth(phone):
    for _ in range(2):
        step_in_history(phone, -1)
        phone.wait_for_timeout(700)
    heading(phone, "Hello.")
    step_in_history(phone, -1)
    phone.wait_for_timeout(700)
    assert "Give your stars." not in phone.locator("body").inner_text()


def test_after_the_vote_back_shows_no_marks_and_sends_nothing_again(phone):
    while phone.locator("h1").inner_text() != "Is this your vote?":
        tap(phone, "Next")
        phone.wait_for_timeout(400)
    tap(phone, "Yes, vote")
    heading(phone, "Thank you. Your vote is in.")
    sent = []
    phone.on("request", lambda one: sent.append(one.url) if one.method == "POST" else None)
    step_in_history(phone, -1)
    phone.wait_for_timeout(700)
    assert sent == []
    assert phone.locator("input[name=draft]").count() == 0


def test_the_screen_is_told_to_who_listens_and_begins_at_its_top(phone):
    phone.evaluate("window.scrollTo(0, 9999)")
    tap(phone, "Next")
    phone.wait_for_selector("text=Page 2")
    assert phone.evaluate("document.activeElement.tagName") == "H1"
    assert phone.evaluate("scrollY") == 0
    assert phone.title().startswith("Give your stars.")
