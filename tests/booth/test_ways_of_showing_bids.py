"""However bids are shown, by page, one at a time or as a list, the same is cast; and choosing how loses nothing."""

import pytest
from booth_walks import cast, enter, hidden, opened_marks, shown, touch, travelling

from pb.web.look import COOKIE

WANTED = {
    "approval": {"chosen": ["3", "8"]},
    "stars": {"stars": {"2": 3, "9": 1}},
    "ranked": {"ranked": ["7", "1", "12"]},
    "faces": {"faces": {str(number): ("yes", "bit", "no")[number % 3] for number in range(1, 13)}},
}
SHOWN = ["", "one", "list"]


def fill_in(browser, kind, alone):
    """Mark what is wanted on this page, and go on."""
    (wanted,) = WANTED[kind].values()
    here = shown(browser)
    if kind in {"approval", "faces"}:
        answers = {
            number: wanted[number] if kind == "faces" else "yes" if number in wanted else "no" for number in here
        }
        return answer_one(browser, answers) if alone else answer_all(browser, kind, answers)
    for number in here:
        if kind == "stars":
            for _ in range(wanted.get(number, 0)):
                touch(browser, more=number)
        elif number in wanted:
            touch(browser, touch=number)
    return touch(browser, go="next")


def answer_one(browser, answers):
    (answer,) = answers.values()
    return touch(browser, answer=answer)


def answer_all(browser, kind, answers):
    if kind == "faces":
        return touch(browser, **{f"face-{number}": answer for number, answer in answers.items()}, go="next")
    return touch(browser, chosen=[number for number, answer in answers.items() if answer == "yes"], go="next")


def put_in_order(browser, wanted):
    """Press Up on the check screen until the places are as wanted."""
    for place, number in enumerate(wanted):
        while hidden(browser, "draft").split().index(number) > place:
            fields = {**travelling(browser), "envelope": hidden(browser, "envelope"), "up": number}
            browser.post("/vote/check", fields, status=200)


@pytest.mark.parametrize("show", SHOWN)
@pytest.mark.parametrize(("box", "kind"), [(kind, kind) for kind in WANTED], indirect=["box"])
def test_the_same_marks_are_cast_however_bids_are_shown(browser, box, sessions, keys, kind, show):
    browser.post("/easier", {"show": show}, status=303)
    enter(browser, box).get("/vote/ballot")
    seen = []
    while browser.h1 != "Is this your vote?":
        seen += shown(browser)
        fill_in(browser, kind, show == "one")
    assert sorted(seen, key=int) == [str(number) for number in range(1, 13)]
    if kind == "ranked":
        put_in_order(browser, WANTED["ranked"]["ranked"])
    cast(browser, hidden(browser, "draft"), hidden(browser, "envelope")).follow()
    assert browser.h1 == "Thank you. Your vote is in."
    (marks,) = opened_marks(box, sessions, keys)
    if kind == "approval":
        marks = {"chosen": sorted(marks["chosen"], key=int)}
    assert marks == WANTED[kind]


@pytest.mark.parametrize("show", SHOWN)
@pytest.mark.parametrize("box", ["approval"], indirect=True)
def test_the_check_comes_only_when_every_bid_was_seen(browser, box, show):
    browser.post("/easier", {"show": show}, status=303)
    enter(browser, box).get("/vote/ballot")
    count = {"": 2, "one": 12, "list": 1}[show]
    for _ in range(count - 1):
        fields = travelling(browser)
        touch(browser, go="check")
        assert "Look at these first." in browser.text
        assert int(travelling(browser)["at"]) == int(fields["seen"])
    touch(browser, go="check")
    assert browser.h1 == "Is this your vote?"
    touch(browser, go="start")
    assert travelling(browser)["at"] == "0"
    if count > 1:
        assert "To the check" in browser.text
    touch(browser, go="check")
    assert browser.h1 == "Is this your vote?"


@pytest.mark.parametrize("box", ["approval"], indirect=True)
def test_one_at_a_time_a_full_ballot_takes_no_more_and_says_so(browser, box):
    browser.post("/easier", {"show": "one"}, status=303)
    enter(browser, box).get("/vote/ballot")
    touch(browser, answer="yes")
    touch(browser, answer="yes")
    draft = hidden(browser, "draft")
    here = shown(browser)
    touch(browser, answer="yes")
    assert "Take one back first." in browser.text
    assert (hidden(browser, "draft"), shown(browser)) == (draft, here)
    touch(browser, go="back")
    touch(browser, answer="no")
    touch(browser, answer="yes")
    assert hidden(browser, "draft").split() == [draft.split()[0], here[0]]


@pytest.mark.parametrize("box", ["approval"], indirect=True)
def test_a_ballot_that_became_too_full_elsewhere_can_be_emptied_one_at_a_time(browser, box):
    browser.post("/easier", {"show": "one"}, status=303)
    enter(browser, box)
    browser.post("/vote/check", {"draft": "4 5 6", "seen": "12"}, status=200)
    assert "Take one back first." in browser.text
    assert shown(browser) == ["4"]
    touch(browser, answer="no")
    touch(browser, go="check")
    assert browser.h1 == "Is this your vote?"


@pytest.mark.parametrize("box", ["approval"], indirect=True)
def test_making_it_easier_in_the_middle_keeps_every_mark_and_the_place(browser, box):
    enter(browser, box).get("/vote/ballot")
    first = shown(browser)[:2]
    touch(browser, chosen=first, go="next")
    sixth = shown(browser)[0]
    touch(browser, go="easier")
    assert browser.h1 == "Make it easier."
    browser.post("/vote/easier", {**carried(browser), "show": "one", "theme": "dark"}, status=200)
    assert shown(browser) == [sixth]
    assert hidden(browser, "draft").split() == first
    assert browser.page.all("html")[0].attributes["data-theme"] == "dark"
    touch(browser, answer="no")
    assert shown(browser) != [sixth]
    assert hidden(browser, "draft").split() == first


@pytest.mark.parametrize("box", ["approval"], indirect=True)
def test_ticks_that_were_not_sent_yet_are_not_lost_by_making_it_easier(browser, box):
    enter(browser, box).get("/vote/ballot")
    ticked = shown(browser)[:1]
    touch(browser, chosen=ticked, go="easier")
    browser.post("/vote/easier", {**carried(browser), "go": "back"}, status=200)
    assert hidden(browser, "draft").split() == ticked


@pytest.mark.parametrize("box", ["approval"], indirect=True)
@pytest.mark.parametrize("screen", ["how", "check", "welcome"])
def test_every_screen_comes_back_as_it_was(browser, box, screen):
    enter(browser, box)
    fields = {"draft": "2 3", "at": "0", "seen": "12", "envelope": "ab" * 16}
    browser.post("/vote/ballot", {**fields, "screen": screen, "go": "easier"}, status=200)
    browser.post("/vote/easier", {**carried(browser), "size": "large"}, status=200)
    assert browser.h1 == {"how": "How to vote.", "check": "Is this your vote?", "welcome": "Hello."}[screen]
    assert hidden(browser, "draft") == "2 3"
    if screen == "check":
        assert hidden(browser, "envelope") == "ab" * 16


@pytest.mark.parametrize("box", ["approval"], indirect=True)
def test_choices_kept_while_a_code_is_typed_again_go_on_where_not_all_was_seen(browser, box):
    browser.post("/vote/ballot", {"draft": "2 3", "at": "0", "seen": "6", "go": "next"}, status=200)
    assert "Your choices are kept" in browser.text
    browser.post("/vote/easier", {"draft": "2 3", "seen": "6", "screen": "code", "go": "easier"}, status=200)
    browser.post("/vote/easier", {**carried(browser), "theme": "cream"}, status=200)
    assert browser.h1 == "Type your code."
    enter(browser, box, **travelling(browser))
    assert hidden(browser, "draft") == "2 3"
    assert travelling(browser)["at"] == "0"
    touch(browser, chosen=[number for number in shown(browser) if number in {"2", "3"}], go="next")
    touch(browser, chosen=[number for number in shown(browser) if number in {"2", "3"}], go="next")
    assert browser.h1 == "Is this your vote?"
    assert sorted(hidden(browser, "draft").split()) == ["2", "3"]


@pytest.mark.parametrize("box", ["approval", "faces"], indirect=True)
@pytest.mark.parametrize(("before", "after"), [("one", ""), ("", "one"), ("list", ""), ("one", "list")])
def test_a_screen_that_was_open_while_another_tab_changed_the_way_marks_the_bid_that_it_showed(
    browser, box, before, after
):
    faces = box.view().ballot_kind == "faces"
    browser.post("/easier", {"show": before}, status=303)
    enter(browser, box).get("/vote/ballot")
    for _ in range(7 if before == "one" else 0):
        touch(browser, answer="no")
    here, fields = shown(browser)[-1], travelling(browser)
    page = browser.page
    browser.get("/easier").post("/easier", {"show": after}, status=303)
    browser.page = page
    marks = {"answer": "yes"} if before == "one" else {f"face-{here}": "yes"} if faces else {"chosen": [here]}
    browser.post("/vote/ballot", {**fields, **marks, "go": "stay"}, status=200)
    given = [word for word in hidden(browser, "draft").split() if word.partition(":")[2] in {"", "yes"}]
    assert given == [f"{here}:yes" if faces else here]


@pytest.mark.parametrize("box", ["approval"], indirect=True)
def test_forgetting_it_leaves_the_language_and_nothing_else(browser, box):
    browser.post("/easier", {"show": "list", "theme": "dark"}, status=303)
    enter(browser, box)
    browser.post("/vote/easier", {"go": "forget"}, status=303)
    assert COOKIE not in browser.client.cookies


@pytest.mark.parametrize("box", ["approval"], indirect=True)
def test_with_symbols_a_card_shows_its_symbol_and_words_only_says_so_to_the_page(browser, box):
    enter(browser, box).get("/vote/ballot")
    plain = browser.client.get("/vote/ballot").text
    browser.post("/easier", {"pictures": "symbols"}, status=303)
    assert browser.client.get("/vote/ballot").text.count("picture--symbol") >= plain.count("picture--symbol")
    browser.post("/easier", {"pictures": "words"}, status=303)
    browser.get("/vote/ballot")
    assert browser.page.all("html")[0].attributes["data-pictures"] == "words"


def carried(browser):
    """Everything hidden in the form of the page."""
    fields = {one.attributes["name"]: one.attributes["value"] for one in browser.page.all("input", type="hidden")}
    return {name: value for name, value in fields.items() if name in {"draft", "at", "seen", "envelope", "screen"}}
