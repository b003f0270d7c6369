"""A device is turned round, touched by two fingers, or left alone for long, in the middle of a vote."""

import pytest
from signing_in import press

ROUND = "The shared pot 2026"


@pytest.fixture
def tablet(served, open_page):
    """A tablet on the first bids, one of which has a star."""
    page = open_page(820, 1180, has_touch=True, is_mobile=True)
    page.goto("/vote")
    page.get_by_label("Your voting code").fill(served.codes[ROUND, "parent carers"][0])
    press(page, "Next")
    page.wait_for_url("**/vote/welcome")
    tap(page, "Start", "link")
    page.get_by_role("heading", level=1, name="How to vote.").wait_for()
    tap(page, "Next")
    page.wait_for_selector("[name=more]")
    page.wait_for_timeout(350)
    page.locator("[name=more]").first.tap()
    page.wait_for_selector("text=9 left")
    return page


def tap(page, name, role="button"):
    page.wait_for_timeout(350)
    page.get_by_role(role, name=name, exact=True).tap()


def draft(page):
    return page.locator("input[name=draft]").first.input_value()


def overflow(page):
    """How many css pixels stick out at the side."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def test_a_tablet_that_is_turned_round_keeps_the_marks_and_cuts_nothing_off(tablet):
    kept = draft(tablet)
    for width, height in ((1180, 820), (820, 1180), (390, 844), (844, 390), (320, 568)):
        tablet.set_viewport_size({"width": width, "height": height})
        tablet.wait_for_timeout(150)
        assert overflow(tablet) <= 0, (width, height)
        assert draft(tablet) == kept
        way = tablet.get_by_role("button", name="Next", exact=True).bounding_box()
        assert way["x"] >= 0
        assert way["x"] + way["width"] <= width
        assert way["height"] >= 72
    tap(tablet, "Next")
    tablet.wait_for_selector("text=Page 2")
    assert draft(tablet) == kept


def test_two_fingers_on_two_bids_give_one_star_at_most_and_lose_none(tablet):
    kept = draft(tablet)
    boxes = [tablet.locator("[name=more]").nth(which).bounding_box() for which in (1, 2)]
    points = [{"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2} for box in boxes]
    fingers = tablet.context.new_cdp_session(tablet)
    tablet.wait_for_timeout(350)
    fingers.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points})
    fingers.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    tablet.wait_for_timeout(700)
    assert draft(tablet).startswith(kept)
    assert sum(int(one.split(":")[1]) for one in draft(tablet).split()) in {1, 2}


def test_nothing_forbids_to_pinch_it_bigger(tablet):
    told = tablet.locator("meta[name=viewport]").get_attribute("content")
    assert "maximum-scale" not in told
    assert "user-scalable" not in told
    touched = tablet.evaluate("getComputedStyle(document.body).touchAction")
    assert touched in {"auto", "manipulation"}  # both let two fingers zoom


def test_who_was_away_for_too_long_types_the_code_again_and_keeps_every_mark(served, tablet):
    kept = draft(tablet)
    tablet.context.clear_cookies(name="pb_voter")
    while tablet.locator("h1").inner_text() != "Is this your vote?":
        tap(tablet, "Next")
        tablet.wait_for_timeout(350)
    tap(tablet, "Yes, vote")
    tablet.get_by_text("Your choices are kept.").wait_for()
    tablet.wait_for_timeout(350)
    tablet.get_by_label("Your voting code").fill(served.codes[ROUND, "parent carers"][0])
    tap(tablet, "Next")
    tablet.get_by_role("heading", level=1, name="Is this your vote?").wait_for()
    assert draft(tablet) == kept
