"""Tell me more, and Back: every mark is kept, without scripts too, in each kind of ballot and way of showing it."""

import pytest
from booth_walks import KINDS, enter, hidden, shown, touch, travelling

SHOWN = ["", "one", "list"]


def mark_and_ask(browser, kind, number, *, alone):
    """Mark this bid, in the same touch where the page sends it with every button, and ask for more about it."""
    if kind == "stars":
        return touch(touch(browser, more=number), about=number)
    if kind == "ranked":
        return touch(touch(browser, touch=number), about=number)
    if alone:  # an answer leads on by itself; one comes back to it
        touch(browser, answer="yes")
        return touch(touch(browser, go="back"), about=number)
    return touch(browser, **({"chosen": [number]} if kind == "approval" else {f"face-{number}": "yes"}), about=number)


@pytest.mark.parametrize("show", SHOWN)
@pytest.mark.parametrize(("box", "kind"), [(kind, kind) for kind in KINDS], indirect=["box"])
def test_telling_more_and_back_keeps_every_mark_and_the_page(browser, box, kind, show):
    browser.post("/easier", {"show": show}, status=303)
    enter(browser, box).get("/vote/ballot")
    touch(browser, **({"go": "next"} if kind in {"stars", "ranked"} or show != "one" else {"answer": "no"}))
    if show == "list":
        touch(browser, go="start")
    before, number = shown(browser), shown(browser)[-1]
    assert browser.page.all("button", name="about", value=number)
    mark_and_ask(browser, kind, number, alone=show == "one")
    assert browser.h1 == f"Proposal {number}"
    (form,) = browser.page.all("form", id="back")
    assert (form.attributes["method"], form.attributes["action"]) == ("post", f"/vote/ballot#about-{number}")
    kept = hidden(browser, "draft")
    assert number in kept.replace(":", " ").split()
    touch(browser, go="stay")
    assert shown(browser) == before
    assert hidden(browser, "draft") == kept
    assert browser.page.all("button", id=f"about-{number}")


@pytest.mark.parametrize("box", ["approval"], indirect=True)
def test_who_has_ticked_too_much_is_told_more_too_and_then_asked_to_take_one_back(browser, box):
    enter(browser, box).get("/vote/ballot")
    here = shown(browser)
    touch(browser, chosen=here[:3], about=here[0])
    assert browser.h1 == f"Proposal {here[0]}"
    touch(browser, go="stay")
    assert "Take one back first." in browser.text
    assert hidden(browser, "draft").split() == here[:3]


@pytest.mark.parametrize("box", ["approval"], indirect=True)
def test_the_address_of_a_bid_still_leads_to_it_and_back_to_a_ballot(browser, box):
    enter(browser, box).get("/vote/bids/4")
    assert browser.h1 == "Proposal 4"
    touch(browser, go="stay")
    assert shown(browser)
    browser.get("/vote/bids/99", 404)


@pytest.mark.parametrize("box", ["approval"], indirect=True)
def test_more_about_a_bid_that_is_not_there_leaves_the_page_as_it_is(browser, box):
    enter(browser, box).get("/vote/ballot")
    here = shown(browser)
    touch(browser, chosen=here[:1], about="13")
    assert shown(browser) == here
    assert hidden(browser, "draft").split() == here[:1]


@pytest.mark.parametrize("box", ["approval"], indirect=True)
def test_who_was_away_too_long_keeps_what_was_ticked(browser, box):
    enter(browser, box).get("/vote/ballot")
    fields = {**travelling(browser), "chosen": shown(browser)[:1], "about": "1", "draft": "5"}
    browser.forget().post("/vote/ballot", fields, status=200)
    assert "Your choices are kept." in browser.text
    assert hidden(browser, "draft") == "5"
