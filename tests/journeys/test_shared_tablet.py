"""A tablet at an event, in a real browser: joining, voting by pictures, and what the next voter can find: nothing."""

import pytest
from browsers import step_in_history
from signing_in import press, sign_in

ROUND, EVENT, PIN = "The shared pot 2026", "Voting at the youth club", "2468"
TOUCH = {"has_touch": True}
STOOD = "performance.now = () => window.later ?? 1e6"
"""Time goes by where a test says so and nowhere else."""


HELD = """() => ({
  cookies: document.cookie,
  local: localStorage.length,
  session: sessionStorage.length,
  state: history.state,
  focus: document.activeElement.tagName,
  hidden: document.querySelectorAll("input[name=draft]").length,
})"""


@pytest.fixture
def desk(served, open_page):
    page = open_page(1280, 900)
    sign_in(page, served, "nia")
    page.goto("/desk/rounds/the-shared-pot-2026/events")
    with page.expect_navigation():
        page.get_by_role("link", name=EVENT).click()
    return page


@pytest.fixture
def tablet(open_page, desk, request):
    """An enrolled tablet that says hello."""
    page = open_page(820, 1180, **TOUCH)
    page.goto("/tablet")
    press(page, "Ask to join")
    desk.fill("#digits", page.locator(".digits").inner_text())
    desk.fill("#tablet", request.node.name[-40:])
    press(desk, "Let it in")
    page.wait_for_selector("#tablet_password")  # it looks by itself
    page.goto("/vote")
    return page


def tap(page, name, role="button"):
    page.wait_for_timeout(350)  # a touch right after a screen has changed does not count
    page.get_by_role(role, name=name, exact=True).tap()


def heading(page, words):
    page.get_by_role("heading", level=1, name=words, exact=True).wait_for()


def checked_in(desk, who):
    """The words of the pictures that a voter is given."""
    desk.goto(desk.url.split("/check-in")[0] + "/check-in")
    desk.fill("#who", who)
    press(desk, "Check in")
    words = desk.locator(".picture-card__row span").all_inner_texts()
    desk.goto(desk.url.split("/check-in")[0])
    return words


def begin(page, pictures):
    tap(page, "Start", "link")
    for word in pictures:
        heading(page, "Touch what is on your card.")
        tap(page, word)
        page.wait_for_timeout(250)
    heading(page, "How to vote.")


def vote(page):
    """Give the first bid a star and cast."""
    tap(page, "Next")
    page.wait_for_selector("[name=more]")
    page.wait_for_timeout(350)
    page.locator("[name=more]").first.tap()
    page.wait_for_selector("text=9 left")
    while page.locator("h1").inner_text() != "Is this your vote?":
        tap(page, "Next")
        page.wait_for_timeout(350)
    tap(page, "Yes, vote")
    heading(page, "Thank you. Your vote is in.")


def in_practice(page):
    page.goto("/tablet")
    page.fill("#tablet_password", PIN)
    press(page, "Open the menu")
    press(page, "Practice: nothing is kept")
    press(page, "Hand it over")


def test_a_voter_who_does_not_read_votes_by_pictures_and_leaves_nothing(served, desk, tablet):
    code = served.codes[ROUND, "young people"][0]
    begin(tablet, checked_in(desk, code))
    vote(tablet)
    assert "Your check code" in tablet.locator("body").inner_text()
    before = tablet.evaluate("history.length")
    finish = tablet.get_by_role("button", name="Finish").bounding_box()
    tap(tablet, "Finish")
    heading(tablet, "All done.")
    goodbye = tablet.get_by_role("link", name="Next person").bounding_box()
    assert "Your check code" not in tablet.locator("body").inner_text()
    tap(tablet, "Next person", "link")
    heading(tablet, "Hello.")
    for other in (finish, tablet.get_by_role("link", name="Start").bounding_box()):  # a slow touch begins nothing
        assert goodbye["y"] + goodbye["height"] < other["y"]
    held = tablet.evaluate(HELD)
    assert held == {"cookies": "", "local": 0, "session": 0, "state": None, "focus": "BODY", "hidden": 0}
    assert tablet.evaluate("history.length") <= before
    assert {one["name"] for one in tablet.context.cookies()} == {"pb_form", "pb_tablet"}
    assert tablet.evaluate("(async () => (await caches.keys()).length + (await indexedDB.databases()).length)()") == 0
    for _ in range(3):  # Back never shows what was
        step_in_history(tablet, -1)
        tablet.wait_for_timeout(700)
        words = tablet.locator("body").inner_text()
        assert "Your check code" not in words
        assert "stars" not in words
    desk.reload()
    assert desk.locator("text=1 ballot,").count() == 1


def test_who_goes_away_is_asked_and_then_forgotten_and_who_is_there_carries_on(tablet):
    in_practice(tablet)
    tablet.add_init_script(STOOD)
    tablet.goto("/vote")
    tablet.evaluate("window.later = 1e6 + 400")
    tap(tablet, "Start")
    heading(tablet, "Touch what is on your card.")
    tablet.evaluate("window.later = 1e6 + 800")
    tap(tablet, "Go on without")
    heading(tablet, "How to vote.")
    question = tablet.get_by_text("Are you still there?")
    tablet.evaluate("window.later = 1e6 + 80_000")
    tablet.wait_for_timeout(700)
    assert not question.is_visible()
    tablet.evaluate("window.later = 1e6 + 95_000")
    question.wait_for()
    assert tablet.evaluate("document.activeElement.innerText") == "Yes, carry on"
    tap(tablet, "Yes, carry on")
    tablet.wait_for_timeout(700)
    assert not question.is_visible()
    heading(tablet, "How to vote.")  # the touch reached nothing that lies behind
    tablet.evaluate("window.later = 1e6 + 190_000")
    question.wait_for()
    tablet.evaluate("window.later = 1e6 + 216_000")
    heading(tablet, "Hello.")


def test_who_listens_is_there_however_long_it_takes(tablet):
    in_practice(tablet)
    tablet.add_init_script(STOOD)
    tablet.goto("/vote")
    tablet.evaluate("window.later = 1e6 + 400")
    tap(tablet, "Start")
    heading(tablet, "Touch what is on your card.")
    tablet.evaluate("window.later = 1e6 + 800")
    tap(tablet, "Go on without")
    heading(tablet, "How to vote.")
    tablet.evaluate("""() => { const on = Object.assign(document.createElement("button"), { hidden: true });
        on.dataset.listen = "words"; on.setAttribute("aria-pressed", "true"); document.body.append(on); }""")
    for later in (100, 200, 400):
        tablet.evaluate(f"window.later = 1e6 + {later} * 1000")
        tablet.wait_for_timeout(700)
        assert not tablet.get_by_text("Are you still there?").is_visible()


def test_a_code_that_is_not_right_is_answered_at_the_tablet_and_can_be_mended(served, tablet):
    tap(tablet, "Start", "link")
    heading(tablet, "Touch what is on your card.")
    tap(tablet, "I have a code", "link")
    right = served.codes[ROUND, "young people"][3]
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
    for typed, answer in ((wrong, "Look again at the third group of four."), ("K7Q2", "Look again")):
        heading(tablet, "Type your code.")
        tablet.fill("#voting_code", typed)
        tap(tablet, "Next")
        tablet.wait_for_selector(f".field__wrong:has-text('{answer}')")
        assert tablet.locator("#voting_code").input_value() == typed


def test_the_last_screen_gives_way_by_itself_unless_somebody_waits(served, desk, tablet):
    tablet.add_init_script(STOOD)
    for which, waits in ((1, False), (2, True)):
        tablet.goto("/vote")
        tablet.evaluate("window.later = 1e6 + 400")
        words = checked_in(desk, served.codes[ROUND, "parent carers"][which])
        tap(tablet, "Start", "link")
        later = 1000
        for word in words:
            heading(tablet, "Touch what is on your card.")
            later += 400
            tablet.evaluate(f"window.later = 1e6 + {later}")
            tap(tablet, word)
            tablet.wait_for_timeout(400)
        heading(tablet, "How to vote.")
        for name, next_one in (("Next", "Give your stars."), ("Next", None), ("Next", None)):
            later += 400
            tablet.evaluate(f"window.later = 1e6 + {later}")
            tap(tablet, name)
            tablet.wait_for_timeout(500)
            if next_one is None and tablet.locator("h1").inner_text() == "Is this your vote?":
                break
        later += 400
        tablet.evaluate(f"window.later = 1e6 + {later}")
        tap(tablet, "I do not want to choose")
        heading(tablet, "Thank you. Your vote is in.")
        later += 400
        tablet.evaluate(f"window.later = 1e6 + {later}")
        if waits:
            tap(tablet, "Wait")
        else:  # a touch on the slip, a while later, is by somebody who is there
            tablet.evaluate(f"window.later = 1e6 + {later} + 15_000")
            tablet.locator(".slip").tap()
            tablet.evaluate(f"window.later = 1e6 + {later} + 30_000")
            tablet.wait_for_timeout(900)
            assert tablet.locator("h1").inner_text() == "Thank you. Your vote is in."
            later += 15_000
        tablet.evaluate(f"window.later = 1e6 + {later} + 21_000")
        tablet.wait_for_timeout(900)
        assert tablet.locator("h1").inner_text() == ("Thank you. Your vote is in." if waits else "All done.")
        if not waits:  # the goodbye gives way too, so that nobody takes the hello of the next for their own
            tablet.evaluate(f"window.later = 1e6 + {later} + 38_000")
            heading(tablet, "Hello.")


def test_somebody_can_hold_up_that_they_would_like_help_and_nothing_is_lost(tablet):
    in_practice(tablet)
    tap(tablet, "Start")
    heading(tablet, "Touch what is on your card.")
    tap(tablet, "Go on without")
    heading(tablet, "How to vote.")
    tap(tablet, "Next")
    tablet.wait_for_selector("[name=more]")
    tablet.wait_for_timeout(350)
    tablet.locator("[name=more]").first.tap()
    tablet.wait_for_selector("text=9 left")
    tap(tablet, "Help")
    card = tablet.get_by_text("I would like some help.")
    card.wait_for()
    tap(tablet, "Go on")
    tablet.wait_for_timeout(200)
    assert not card.is_visible()
    assert tablet.get_by_text("9 left").is_visible()


def test_what_made_it_easier_for_one_voter_is_put_back_for_the_next(tablet):
    in_practice(tablet)
    tap(tablet, "Language", "link")
    tablet.locator("[value=ur]").first.wait_for()
    tablet.wait_for_timeout(350)
    tablet.locator("button[value=ur], label[for^='language']:has-text('اردو')").first.tap()
    tablet.wait_for_selector("html[lang=ur]")
    tablet.add_init_script(STOOD)
    tablet.goto("/vote")
    assert tablet.locator("html").get_attribute("lang") == "ur"
    tablet.evaluate("window.later = 1e6 + 95_000")
    tablet.wait_for_selector("html[lang='en-GB']")
