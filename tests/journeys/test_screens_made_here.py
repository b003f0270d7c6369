"""The browser makes the screens of a ballot by itself, from the ballot pack: the very same, and without the server."""

import json
from pathlib import Path

import pytest

from pb.web.look import Look, to_cookie

WALK = (Path(__file__).parent / "same_screens.js").read_text(encoding="utf-8")
ROUNDS = {
    "stars": "The shared pot 2026",
    "approval": "Summer short breaks",
    "ranked": "Getting about together",
    "faces": "Fun after school",
}
LOOKS = {
    "as it is": Look(),
    "one at a time, symbols": Look(show="one", pictures="symbols"),
    "a list in Urdu": Look(show="list", language="ur"),
    "Polish, one switch": Look(language="pl", scan="auto-3"),
}
STEPS = 60


def enter(page, served, kind):
    page.goto("/vote")
    page.get_by_label("Your voting code").fill(served.codes[ROUNDS[kind], "young people"][0])
    page.get_by_role("button", name="Next").click()
    page.wait_for_url("**/vote/welcome")


def press(page, name):
    page.wait_for_timeout(350)  # a touch right after a screen has changed does not count
    page.get_by_role("button", name=name, exact=True).click()


def with_pack(page):
    """The first page of the ballot, and the pack with it."""
    with page.expect_response("**/vote/pack.json*") as told:
        page.goto("/vote/ballot")
    page.wait_for_load_state("networkidle")
    return told.value


def to_the_check(page):
    while page.locator("h1").inner_text() != "Is this your vote?":
        page.evaluate("document.body.dataset.before = 'yes'")
        press(page, "Next")
        page.wait_for_selector("body:not([data-before])")


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("kind", ROUNDS)
def test_what_the_browser_makes_is_what_the_server_makes(served, open_page, kind, look):
    """To the letter, on a walk at random: touches, pages, too much, places swapped, all about a bid, the check."""
    page = open_page()
    enter(page, served, kind)
    page.context.add_cookies([{"name": "pb_look", "value": to_cookie(LOOKS[look]), "url": served.address}])
    page.goto("/vote/ballot")
    scripts = page.locator("script[src*='js/booth.js']").get_attribute("src").removesuffix("/booth.js")
    told = page.evaluate(WALK, [scripts, len(kind) * len(look), STEPS])
    assert told["faults"] == []
    assert sum(told["seen"].values()) == STEPS
    assert len(told["seen"]) > 3, told["seen"]


def test_a_hall_without_a_network_holds_nobody_up_before_the_vote_is_sent(served, open_page):
    page = open_page()
    enter(page, served, "stars")
    with_pack(page)
    page.context.set_offline(True)
    page.wait_for_timeout(350)
    page.locator("button[name=more]").first.click()
    page.wait_for_timeout(350)
    page.locator("button[name=more]").first.click()
    assert page.locator(".stars__count").first.inner_text() == "2 stars"
    to_the_check(page)
    assert page.locator(".checklist > li").count() == 1
    pictures = page.locator("main img").evaluate_all(
        "all => all.filter((one) => one.complete && !one.naturalWidth).length"
    )
    assert pictures == 0, "a picture is missing"
    press(page, "No, change it")
    page.wait_for_timeout(350)
    page.locator("button[name=more]").nth(1).click()
    to_the_check(page)
    page.context.set_offline(False)
    press(page, "Yes, vote")
    page.wait_for_url("**/vote/done")


@pytest.mark.parametrize("altered", ["no JSON", "another format", "words missing", "templates missing", "refused"])
def test_a_pack_that_is_not_what_it_should_be_never_stops_a_vote(served, open_page, altered):
    page = open_page()
    page.route("**/vote/pack.json*", lambda route: spoil(route, altered))
    enter(page, served, "approval")
    asked = []
    page.on("request", lambda request: asked.append(request.method))
    with_pack(page)
    page.wait_for_timeout(350)
    page.locator("label.face").first.click()
    to_the_check(page)
    assert page.locator(".checklist > li").count() == 1
    assert "POST" in asked, "the server was not asked"
    page.unroute_all(behavior="wait")


def spoil(route, altered):
    answer = route.fetch()
    pack = answer.json()
    match altered:
        case "no JSON":
            return route.fulfill(response=answer, body="<html>")
        case "another format":
            pack["format"] = "pb/pack/v999"
        case "words missing":
            pack["words"] = {"sentences": {}, "numbers": {}}
        case "templates missing":
            pack["templates"]["screens"] = {}
        case "refused":
            return route.fulfill(status=404, body="")
    return route.fulfill(response=answer, body=json.dumps(pack))
