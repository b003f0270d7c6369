"""Voters at a tablet: by touch, by keyboard alone, and without scripts; and a server that is killed in the middle."""

import signal

import pytest
from targets import too_small_or_too_near

ROUNDS = {
    "stars": "The shared pot 2026",
    "approval": "Summer short breaks",
    "ranked": "Getting about together",
    "faces": "Fun after school",
}


def enter(page, served, kind, which, group="young people"):
    page.goto("/vote")
    page.get_by_label("Your voting code").fill(served.codes[ROUNDS[kind], group][which])
    page.get_by_role("button", name="Next").click()
    page.wait_for_url("**/vote/welcome")


def press(page, name):
    page.wait_for_timeout(350)  # a touch right after a screen has changed does not count
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def tap(page, selector):
    """Touch the first of these, which sends the form."""
    page.wait_for_timeout(350)
    with page.expect_navigation():
        page.locator(selector).first.tap()


def to_the_check(page):
    while page.locator("h1").inner_text() != "Is this your vote?":
        press(page, "Next")


def check_code(page):
    page.wait_for_url("**/vote/done")
    assert page.locator("h1").inner_text().endswith("Your vote is in.")
    return page.locator(".slip__code").inner_text()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("kind", ROUNDS)
def test_a_young_person_votes_by_touch(served, open_page, kind, scripts):
    page = open_page(has_touch=True, java_script_enabled=scripts)
    enter(page, served, kind, 0 if scripts else 1)
    page.wait_for_timeout(350)
    page.get_by_role("link", name="Start").tap()
    page.wait_for_url("**/vote/how")
    press(page, "Next")
    if kind == "stars":
        tap(page, "button[name=more]")
        page.wait_for_timeout(350)
        page.locator("label.face").first.tap()  # the card gives one too
        page.wait_for_selector("text=8 left")
        assert "8 left" in page.locator("main").inner_text()
    elif kind == "approval":
        page.wait_for_timeout(350)
        page.locator("label.face").first.tap()
        assert page.locator("input[name=chosen]").first.is_checked()
    elif kind == "faces":
        page.wait_for_timeout(350)
        page.locator(".pick--bit input").first.tap()
        assert page.locator("input[value=bit]").first.is_checked()
        assert page.locator(".pick__chosen:visible").count() == 1
    else:
        tap(page, "button[name=touch]")
        assert "1st" in page.locator("main").inner_text()
    to_the_check(page)
    press(page, "Yes, vote")
    assert len(check_code(page)) == 14
    press(page, "Finish")
    page.wait_for_url("**/vote/finished")
    assert page.locator("h1").inner_text() == "All done."


def test_nothing_moves_from_under_the_finger_that_gives_stars(served, open_page):
    page = open_page(390, 844, has_touch=True)
    enter(page, served, "stars", 2)
    page.goto("/vote/ballot")
    card = page.locator("label.face .picture").first
    page.evaluate("window.scrollTo(0, 180)")
    at = card.bounding_box()
    for _ in range(5):  # the fifth is one too many: it is said, above the card
        page.wait_for_timeout(400)
        page.touchscreen.tap(at["x"] + 60, at["y"] + 60)
    page.wait_for_selector("text=4 is the most for one.")
    assert card.bounding_box()["y"] == pytest.approx(at["y"], abs=1)
    assert page.locator("input[name=draft]").input_value().endswith(":4")


@pytest.mark.parametrize("kind", ["ranked", "approval"])
def test_one_bid_too_many_is_said_in_sight_of_the_finger_however_far_down_it_is(served, open_page, kind):
    page = open_page(390, 844, has_touch=True)
    enter(page, served, kind, 2)
    page.goto("/vote/ballot")
    pictures = page.locator(".face .picture")
    for number in range(4):
        page.wait_for_timeout(400)
        pictures.nth(number).tap()
    if kind == "approval":
        press(page, "Next")
    said = page.locator(".heads-up")
    said.wait_for()
    page.wait_for_timeout(400)
    place = said.bounding_box()
    assert page.evaluate("scrollY") > 900 or kind == "approval"
    assert 0 <= place["y"] < place["y"] + place["height"] <= 844
    if kind == "ranked":
        order = page.locator(".so-far li")
        assert order.locator(".for-listeners").all_inner_texts() == page.locator(".face__name").all_inner_texts()[:3]
        assert 0 <= order.last.bounding_box()["y"] <= 844 - place["height"]


@pytest.mark.parametrize("kind", ["ranked", "stars"])
def test_what_is_given_so_far_stays_in_sight_to_the_last_bid(served, open_page, kind):
    page = open_page(390, 844, has_touch=True)
    enter(page, served, kind, 3)
    page.goto("/vote/ballot")
    page.evaluate("window.scrollTo(0, document.body.scrollHeight - 1200)")
    place = page.locator(".so-far" if kind == "ranked" else ".pile").bounding_box()
    assert 0 <= place["y"] <= 60


@pytest.mark.parametrize("show", ["", "one", "list"], ids=["cards", "one at a time", "list"])
@pytest.mark.parametrize("kind", ROUNDS)
def test_the_same_is_read_back_however_bids_are_shown(served, open_page, kind, show):
    page = open_page(has_touch=True)
    enter(page, served, kind, 1)
    like(page, show="list")
    bids = sorted(page.locator(".face__name").all_inner_texts())
    like(page, show=show)
    told = []
    while page.locator("h1").inner_text() != "Is this your vote?":
        names = [bid_alone(page)] if show == "one" else page.locator(".face__name").all_inner_texts()
        told += names
        for _ in range((2 if kind == "stars" else 1) * (bids[0] in names)):
            want(page, kind, bids[0], alone=show == "one")
        if page.locator("button[value=next]").count():
            press(page, "Next")
        elif page.locator("button[name=answer]").count() and bid_alone(page) == told[-1]:
            tap(page, "button[name=answer][value=no]")
    assert sorted(told) == bids
    assert page.locator(".face--chosen .face__name, .rank__name").all_inner_texts() == [bids[0]]
    if kind == "stars":
        assert "2 stars" in page.locator("main").inner_text()


@pytest.mark.parametrize("kind", ROUNDS)
def test_every_control_is_large_and_apart_in_all_sizes_and_ways_of_showing(served, open_page, kind):
    page, faults = open_page(820, 1180, has_touch=True), []
    enter(page, served, kind, 1)
    for show in ("", "one", "list"):
        for size in ("", "large", "larger", "largest"):
            like(page, show=show, size=size)
            found = too_small_or_too_near(page)
            faults += [f"{show or 'cards'}, {size or 'big'}: {one}" for one in found]
    assert not faults


def like(page, **choices):
    """Choose what makes it easier, in the booth, and come to the first bids."""
    page.goto("/vote/easier")
    for part, value in choices.items():
        page.locator(f"input[name={part}][value='{value}']").check(force=True)
    press(page, "Use this")
    page.goto("/vote/ballot")


def bid_alone(page):
    """The name of the bid that is shown alone."""
    return page.locator("h1").inner_text().rsplit(". ", 1)[0]


def want(page, kind, name, alone):
    """Give this bid one star, a place, a tick or a Yes."""
    bid = page.locator("main") if alone else page.locator(".choice", has=page.get_by_text(name, exact=True))
    page.wait_for_timeout(350)
    if kind == "approval" and not alone:
        bid.locator("label.face").tap()
    elif kind == "faces" and not alone:
        bid.locator(".pick--yes input").tap()
    else:
        name = {"stars": "more", "ranked": "touch"}.get(kind, "answer")
        with page.expect_navigation():
            bid.locator(f"button[name={name}]").first.tap()


@pytest.mark.parametrize("kind", ROUNDS)
def test_the_keyboard_alone_is_enough(served, open_page, kind):
    page = open_page()
    page.goto("/vote")
    tab_to(page, "input#voting_code")
    page.keyboard.type(served.codes[ROUNDS[kind], "parent carers"][0])
    page.keyboard.press("Enter")
    page.wait_for_url("**/vote/welcome")
    activate(page, ".press--main")
    activate(page, ".press--main")
    if kind == "approval":
        tab_to(page, "input[name=chosen]")
        page.keyboard.press("Space")
    elif kind == "faces":
        tab_to(page, "input[value=yes]")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
        assert page.evaluate("document.activeElement.value") == "bit"
        assert page.locator("input[value=bit]").first.is_checked()
    else:
        activate(page, "button[name=more]" if kind == "stars" else "button[name=touch]")
    while page.locator("h1").inner_text() != "Is this your vote?":
        activate(page, "button[value=next]")
    activate(page, "button[value=vote]")
    check_code(page)


@pytest.mark.parametrize(("width", "height"), [(390, 844), (820, 1180)])
def test_faces_are_large_apart_and_read_back_in_words(served, open_page, width, height):
    page = open_page(width, height, has_touch=True)
    enter(page, served, "faces", 2 if width == 390 else 3)
    page.goto("/vote/ballot")
    assert too_small_or_too_near(page) == []
    answers = ("yes", "bit", "no")
    for at, answer in enumerate(answers):
        radio = page.locator(f".pick--{answer} input").nth(at)
        radio.scroll_into_view_if_needed()
        radio.tap()
    # Somebody looks at the next page and comes back: what was said is still there, and can be said otherwise.
    press(page, "Next")
    press(page, "Back")
    assert [page.locator(f"input[value={one}]:checked").count() for one in answers] == [1, 1, 1]
    page.wait_for_timeout(350)
    page.locator(".pick--yes input").nth(1).tap()
    titles = page.locator(".face__name").all_inner_texts()
    to_the_check(page)
    told = {one.locator("h2").inner_text(): one.inner_text() for one in page.locator(".answered").all()}
    assert list(told) == ["Yes", "No", "No answer"]
    assert all(title in told["Yes"] for title in titles[:2])
    assert titles[2] in told["No"]
    assert "No answer counts as No." in told["No answer"]
    press(page, "No, change it")
    assert page.locator("input[value=yes]:checked").count() == 2
    to_the_check(page)
    press(page, "Yes, vote")
    check_code(page)


def tab_to(page, selector):
    page.wait_for_timeout(350)
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached with the Tab key")


def activate(page, selector):
    """Reach it with Tab and press Enter, as somebody does who uses no mouse."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_vote_that_was_thanked_for_is_there_after_the_server_was_killed(served, open_page):
    page = open_page()
    enter(page, served, "stars", 2)
    page.wait_for_timeout(350)
    page.get_by_role("link", name="Start").click()
    press(page, "Next")
    page.wait_for_timeout(350)
    with page.expect_navigation():
        page.locator("button[name=more]").first.click()
    to_the_check(page)
    press(page, "Yes, vote")
    check_code(page)
    served.stop(signal.SIGKILL)
    served.start()
    again = open_page()
    enter(again, served, "stars", 2)
    assert "You have voted." in again.locator("main").inner_text()


def test_a_code_from_a_square_never_reaches_the_server_in_an_address(served, open_page):
    page, asked = open_page(), []
    page.on("request", lambda request: asked.append(request.url))
    code = served.codes[ROUNDS["stars"], "young people"][3]
    page.goto(f"/vote#{code}")
    page.wait_for_url("**/vote/welcome")
    assert not any(code in url.split("#")[0] for url in asked)
    assert code not in page.url


def test_a_check_code_from_a_square_finds_the_vote_and_never_reaches_the_server_in_an_address(served, open_page):
    page, asked, result = open_page(), [], "/rounds/spring-round"
    code = page.request.get(f"{result}/round.pb").text().partition("VOTES\n")[2].splitlines()[1].split(";")[0]
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{result}/ballot#{code}")
    page.get_by_text("It is in the count").wait_for()
    assert page.locator(".three li").count() == 3
    assert not any(code in url.split("#")[0] for url in asked)
    assert code not in page.url


@pytest.mark.parametrize("still", ["", "reduced", "calm"])
def test_joy_comes_once_where_things_may_move_and_is_a_still_picture_where_not(served, open_page, still):
    page = open_page(reduced_motion="reduce" if still == "reduced" else "no-preference")
    enter(page, served, "approval", 3)
    if still == "calm":
        like(page, calm="calm")
    page.goto("/vote/ballot")
    to_the_check(page)
    page.wait_for_timeout(350)
    page.get_by_role("button", name="I do not want to choose").click()
    page.wait_for_url("**/vote/done")
    moving = page.evaluate("document.getAnimations().map((one) => one.effect.getComputedTiming())")
    assert bool(moving) == (still == "")
    assert all(one["iterations"] == 1 and one["endTime"] < 2000 for one in moving)
    page.wait_for_timeout(2000)
    places = page.locator(".joy__bit").evaluate_all("bits => bits.map((one) => one.getBoundingClientRect().x)")
    assert len(set(places)) > 10, "a garland, not a heap"
    assert page.evaluate("document.getAnimations().length") == 0


def test_one_tick_too_many_is_said_at_once_and_taken_back_when_it_is(served, open_page):
    page = open_page(390, 844, has_touch=True)
    enter(page, served, "approval", 2)
    page.goto("/vote/ballot")
    for card, left in ((0, "2 left"), (1, "1 left"), (2, "0 left"), (3, "0 left")):
        page.locator("label.face").nth(card).tap()
        page.wait_for_selector(f"#left:has-text('{left}')")
    page.wait_for_selector("#told:has-text('Take one back first.')")
    assert 0 <= page.locator("#told .heads-up").bounding_box()["y"] <= 844
    page.locator("label.face").nth(3).tap()
    page.wait_for_selector("#told:not(:has(*))", state="attached")
    assert page.locator("input[name=chosen]:checked").count() == 3


def test_a_slip_is_kept_as_a_picture_by_one_touch_and_no_server_hears_of_it(served, open_page):
    page, asked = open_page(accept_downloads=True), []
    enter(page, served, "approval", 2)
    page.goto("/vote/ballot")
    to_the_check(page)
    page.wait_for_timeout(350)
    page.get_by_role("button", name="I do not want to choose").click()
    check_code(page)
    page.wait_for_timeout(350)
    page.on("request", lambda request: asked.append(request.url))
    with page.expect_download() as kept:
        page.get_by_role("button", name="Save a picture of it").click()
    drawn = kept.value.path().read_bytes()
    assert drawn.startswith(b"\x89PNG")
    assert int.from_bytes(drawn[16:20]) == 1080  # css pixels wide, by the head of the file
    assert not [one for one in asked if one.startswith("http")]


def test_on_paper_there_is_the_slip_alone(served, open_page):
    page = open_page()
    enter(page, served, "approval", 3)
    page.goto("/vote/ballot")
    to_the_check(page)
    page.wait_for_timeout(350)
    page.get_by_role("button", name="I do not want to choose").click()
    code = check_code(page)
    page.wait_for_timeout(350)
    page.get_by_text("More ways to keep it").click()
    page.evaluate("window.print = () => { document.title = 'printed'; }")
    page.wait_for_timeout(350)
    page.get_by_role("button", name="Print it").click()
    assert page.title() == "printed"
    page.emulate_media(media="print")
    words = page.locator("body").inner_text()
    assert code in words
    assert "Summer short breaks" in words
    assert f"{served.address}/rounds/summer-short-breaks/ballot" in words
    for hidden in ("Finish", "Choose Together", "Keep a signed receipt", "You can vote again"):
        assert hidden not in words
