"""What the voting screens do for who touches twice, waits long, uses a switch, or listens; in a real browser."""

import pytest
from booth_in_a_browser import VOICES, enter

PRESS_WHEN_TOLD = """setInterval(() => {
  const told = document.querySelector("[data-waiting]");
  if (told.checkVisibility() && told.innerText.includes("Nothing is lost.")) told.querySelector("button").click();
}, 100)"""
"""While a request hangs, the browser's driver waits with it: the page itself presses what it shows."""


def test_the_second_touch_of_two_does_nothing_and_a_touch_right_after_a_change_neither(served, open_page):
    page = open_page(has_touch=True)
    page.add_init_script("performance.now = () => window.later ?? 0")  # no time passes by itself
    enter(page, served, show="one")
    page.goto("/vote/ballot")
    with page.expect_navigation():  # nothing was before this screen; the second click of the two comes to nothing
        page.locator("button[name=answer][value=yes]").dblclick(no_wait_after=True)
    page.wait_for_timeout(200)
    assert page.locator("header").inner_text().endswith("2 of 7")
    assert page.locator("input[name=draft]").input_value().count(":yes") == 1
    page.locator("button[name=answer][value=yes]").click()
    page.wait_for_timeout(200)
    assert page.locator("header").inner_text().endswith("2 of 7")
    page.evaluate("window.later = 301")
    with page.expect_navigation():
        page.locator("button[name=answer][value=yes]").click()
    assert page.locator("header").inner_text().endswith("3 of 7")


def test_a_request_that_nobody_answers_says_so_and_the_same_is_sent_again(served, open_page):
    page, sent = open_page(has_touch=True), []
    enter(page, served)

    def hang_once(route):
        sent.append(route.request.post_data)
        if len(sent) > 1:
            route.continue_()

    page.route("**/vote/pack.json*", lambda route: route.fulfill(status=404))  # else the browser answers by itself
    page.goto("/vote/ballot")
    page.route(
        "**/vote/ballot", lambda route: hang_once(route) if route.request.method == "POST" else route.continue_()
    )
    page.locator(".pick--yes input").first.check(force=True)
    page.evaluate(PRESS_WHEN_TOLD)
    page.wait_for_timeout(350)
    page.locator("button[value=next]").first.dispatch_event("click")
    page.wait_for_selector("h1:has-text('Is this your vote?'), header:has-text('2 of 2')", timeout=30_000)
    assert len(sent) == 2  # the answer is that to the second; the first never comes
    assert sent[0] == sent[1]
    assert page.locator("input[name=draft]").input_value().endswith(":yes")


@pytest.mark.parametrize("scan", ["step", "auto-1"])
def test_a_whole_vote_with_two_switches_and_with_one(served, open_page, scan):
    page = open_page()
    enter(page, served, which=2 if scan == "step" else 3, show="one", scan=scan)
    page.goto("/vote/ballot")
    wanted = ["yes", "bit", "no", "no", "yes", "no", "no"]
    for answer in wanted:
        press_when_framed(page, f"button[name=answer][value={answer}]", scan)
    assert page.locator("h1").inner_text() == "Is this your vote?"
    given = page.locator("#cast input[name=draft]").input_value().split()
    assert [one.split(":")[1] for one in given] == wanted
    press_when_framed(page, "button[value=vote]", scan)
    assert page.locator("h1").inner_text().endswith("Your vote is in.")


def press_when_framed(page, selector, scan):
    """Move the frame, or wait for it, until this can be pressed; cards and other groups are opened on the way."""
    for _ in range(60):
        framed = page.evaluate(
            """wanted => { const one = document.querySelector(".framed"); return !one ? "" : one.matches(wanted) ? "it"
               : one.controls && one.querySelector(wanted) ? "around it" : "other"; }""",
            selector,
        )
        if framed == "it":
            with page.expect_navigation():
                page.keyboard.press("Space" if scan == "auto-1" else "Enter")
            return
        if framed == "around it":
            page.keyboard.press("Space" if scan == "auto-1" else "Enter")
        elif scan == "step" or not framed:
            page.keyboard.press("Space")
        page.wait_for_timeout(20 if scan == "step" else 120)
    raise AssertionError(f"{selector} was never framed")


def test_a_card_is_framed_first_and_then_what_is_in_it(served, open_page):
    page = open_page()
    enter(page, served, scan="step")
    page.goto("/vote/ballot")
    assert page.locator(".framed").get_attribute("class").startswith("choice")
    first = page.locator(".choice").first
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.value") == "yes"
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    assert first.locator("input[value=bit]").is_checked()
    assert page.locator(".framed").get_attribute("class").startswith("choice")


def test_a_switch_goes_on_where_it_chose_with_the_name_in_sight_and_one_frame(served, open_page):
    page = open_page(1024, 768)
    enter(page, served, which=1, scan="step")
    page.goto("/vote/ballot")
    page.keyboard.press("Space")  # on to the second card
    second = page.locator(".choice").nth(1)
    assert "framed" in second.get_attribute("class")
    page.keyboard.press("Enter")
    name = second.locator(".face__name").bounding_box()
    assert 0 <= name["y"] < second.locator(".picks").bounding_box()["y"]
    page.keyboard.press("Enter")
    assert second.locator("input[value=yes]").is_checked()
    assert "framed" in second.get_attribute("class"), "it would begin at the first card again"
    assert not page.locator(".picks :focus").count()
    page.keyboard.press("Space")
    assert "framed" in page.locator(".choice").nth(2).get_attribute("class")


def test_with_a_switch_change_leads_to_the_very_bid_and_each_screen_begins_with_its_heading(served, open_page):
    page = open_page(1024, 768)
    enter(page, served, which=1, scan="step")
    page.goto("/vote/ballot")
    third = page.locator(".choice").nth(2)
    number = third.get_attribute("id")
    for card in (third, page.locator(".choice").nth(3)):
        card.locator("input[value=no]").check(force=True)
    while page.locator("h1").inner_text() != "Is this your vote?":
        page.wait_for_timeout(350)
        page.locator(".way button[value=next]").click()
        page.wait_for_timeout(400)
    assert page.evaluate("scrollY") == 0
    press_until(page, "Space", ".answered.framed:has([value='" + number.removeprefix("bid-") + "'])")
    page.keyboard.press("Enter")
    press_until(page, "Space", ".name.framed[value='" + number.removeprefix("bid-") + "']")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"#{number}.framed")


def test_with_a_switch_the_way_on_comes_before_the_way_back_but_a_vote_is_never_cast_by_pressing_twice(
    served, open_page
):
    page = open_page(1024, 768)
    enter(page, served, which=1, scan="step")
    page.goto("/vote/ballot")
    press_until(page, "Space", ".way.framed")
    page.keyboard.press("Enter")
    assert page.locator(".framed").get_attribute("value") == "next"
    page.locator(".pick--yes input").first.check(force=True)
    while page.locator("h1").inner_text() != "Is this your vote?":
        page.wait_for_timeout(350)
        page.locator(".way button[value=next]").click()
        page.wait_for_timeout(400)
    press_until(page, "Space", ".way.framed")
    page.keyboard.press("Enter")
    assert page.locator(".framed").inner_text() == "No, change it"


def press_until(page, key, selector):
    for _ in range(30):
        if page.locator(selector).count():
            return
        page.keyboard.press(key)
        page.wait_for_timeout(30)
    raise AssertionError(f"{selector} was never framed")


def test_a_frame_that_rests_says_how_it_goes_on(served, open_page):
    page = open_page(1024, 768)
    page.clock.install()
    enter(page, served, which=1, show="one", scan="auto-1")
    page.goto("/vote/ballot")
    told = page.locator("[data-rests]")
    assert not told.is_visible()
    page.clock.run_for(60_000)
    assert told.is_visible()
    assert told.inner_text() == "The frame rests. Press your switch to go on."
    assert not page.locator(".framed").count()
    page.keyboard.press("Space")
    assert not told.is_visible()
    assert page.locator(".framed").count() == 1


def test_with_a_switch_more_is_shown_without_being_thrown_back(served, open_page):
    page = open_page(1024, 768)
    enter(page, served, which=1, scan="step")
    page.goto("/vote/ballot")
    page.evaluate("window.scrollTo(0, 0)")
    more = page.locator("[data-look-on]")
    for _ in range(20):
        if more.get_attribute("class").endswith("framed"):
            break
        page.keyboard.press("Space")
    page.evaluate("window.scrollTo(0, 0)")
    page.keyboard.press("Enter")
    shown = page.evaluate("scrollY")
    assert shown > 200
    page.keyboard.press("Space")  # the way on, which is in sight
    assert page.evaluate("scrollY") == shown


def test_listen_reads_exactly_the_words_on_the_screen_and_a_second_touch_ends_it(served, open_page):
    page = open_page()
    page.add_init_script(VOICES)
    enter(page, served, show="one")
    page.goto("/vote/ballot")
    assert set(page.evaluate("said")) <= {"(end)"}, "nothing is read before it is asked for"
    button = page.get_by_role("button", name="Listen")
    page.wait_for_timeout(350)
    button.click()
    on_screen = " ".join(page.locator(".one__told").inner_text().split())
    page.wait_for_function("told => said.filter((one) => one !== '(end)').join(' ') === told", arg=on_screen)
    page.evaluate("window.hold = true")
    button.click()
    assert page.locator(".read").count() == 1
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    assert page.locator(".read").count() == 0
    assert button.get_attribute("aria-pressed") == "false"


def test_without_a_voice_of_the_language_on_the_device_there_is_no_listen(served, open_page):
    page = open_page()
    page.add_init_script(VOICES)
    enter(page, served, language="ur")
    page.goto("/vote/how")
    assert page.locator("[data-listen]").count() > 0
    assert page.locator("[data-listen]:visible").count() == 0
