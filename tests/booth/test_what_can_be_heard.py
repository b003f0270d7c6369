"""What Listen reads: each text has the sound of exactly its words, and all that a screen says can be recorded."""

import pytest
import sounds
from ballot_rounds import NOON, make_box
from booth_walks import KINDS, cast, enter, touch, travelling
from pages import browser_of, plain

from pb.booth.rules.draft import Limits
from pb.booth.rules.screens import screens
from pb.desk.queries.sounds import listening
from pb.media import actions, queries
from pb.media.rules import Kind, Said, digest_of
from pb.proposals import queries as bids
from pb.rounds import queries as rounds
from pb.rounds.rules.draft import Tone
from pb.web.languages import language

BLOCKS = {"h1", "h2", "p"}
CLASSES = {"face__name", "face__sentence", "face__state", "coins", "rank__name", "part"}


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


@pytest.fixture
def box(sessions, keys, kind):
    ballot_kind, limit, most = KINDS[kind]
    return make_box(sessions, keys, kind=ballot_kind, limit=limit, most=most)


@pytest.fixture
def browser(sessions, keys, box):
    with browser_of(sessions, keys, NOON) as opened:
        yield opened


def record_everything(sessions, box, tongue=""):
    """A sound for every text that the desk lists, each of its own bytes."""
    with sessions.read() as session:
        found = listening(session, rounds.by_id(session, box.id), language(tongue))
    for at, line in enumerate(found.lines):
        content = sounds.MP3 + at.to_bytes(4, "big")
        with sessions.write() as session:
            actions.keep_clip(session, box.id, line.said, Kind.RECORDED, content, "cleo", NOON)
    with sessions.read() as session:
        standing = queries.standing(session, box.id, found.language.tag)
    return {clip.address: digest for digest, clip in standing.items()}


def every_screen(browser, box, kind):
    """Each screen of a vote, as pages and one at a time, empty and with marks, and too full a ballot."""
    enter(browser, box)
    yield browser
    yield browser.get("/vote/how")
    yield browser.get("/vote/bids/1")
    for show in ("", "one"):
        browser.post("/vote/easier", {"screen": "welcome", "show": show})
        yield browser.get("/vote/ballot")
        yield touch(browser, go="check")
        yield from walked(browser)
        yield from marked(browser, kind)
    cast(browser, "").follow()
    yield browser
    enter(browser, box)
    yield browser
    cast(browser, "").follow()
    yield browser


def walked(browser):
    while travelling(browser).get("draft", "x") != "x" and browser.h1 != "Is this your vote?":
        yield touch(browser, go="next")


def marked(browser, kind):
    if kind == "faces":
        draft = "1:yes 2:bit 3:no"
    elif kind == "stars":
        draft = "1:3 2:2"
    else:
        draft = "1 2 3" if kind == "ranked" else "1 2"
    yield browser.post("/vote/ballot", {"draft": draft, "at": "0", "seen": "99", "go": "stay"}, status=200)
    yield browser.post("/vote/ballot", {"draft": draft, "at": "0", "seen": "99", "more": "3", "touch": "4"}, status=200)
    yield browser.post("/vote/ballot", {"draft": draft, "at": "0", "seen": "99", "go": "check"}, status=200)


def blocks(page):
    """Every text in a place that Listen reads, as the script of the page cuts them."""
    wanted = {word for one in page.all("button") for word in (one.attributes.get("data-listen") or "").split()}
    places = [one for one in page.elements if one.attributes.get("id") in wanted]
    for one in page.elements:
        is_block = one.tag in BLOCKS or CLASSES & set((one.attributes.get("class") or "").split())
        inside = any(place is one or place in one.around for place in places)
        around = any("data-clip" in other.attributes or "part" in (other.attributes.get("class") or "").split()
                     for other in page.elements if one in other.around)  # fmt: skip
        nested = any(
            other.tag in BLOCKS or CLASSES & set((other.attributes.get("class") or "").split()) for other in one.around
        )
        pressed = any(one in button.around for button in page.all("button"))
        said = not nested or "data-clip" in one.attributes or plain(one.text)
        if is_block and inside and not pressed and not around and said:
            yield one


def test_every_text_that_listen_reads_has_its_own_sound_once_all_is_recorded(browser, box, sessions, kind):
    words_of = record_everything(sessions, box)
    silent, wrong, seen = [], [], 0
    for screen in every_screen(browser, box, kind):
        for block in blocks(screen.page):
            seen += 1
            said, address = plain(block.text), block.attributes.get("data-clip")
            silent += [(screen.h1, said)] * (address is None and said not in {"", "·"})
            wrong += [(screen.h1, said)] * (address is not None and words_of[address] != digest_of(said))
    assert not wrong
    assert not set(silent)
    assert seen > 60


def test_every_screen_of_a_vote_has_something_to_listen_to(browser, box, sessions, kind):
    for screen in every_screen(browser, box, kind):
        assert any("data-listen" in one.attributes for one in screen.page.all("button")), screen.h1


@pytest.mark.parametrize("kind", ["stars"], indirect=True)
def test_a_name_that_changes_has_no_sound_any_more_and_others_keep_theirs(browser, box, sessions):
    record_everything(sessions, box)
    with sessions.write() as session:
        row = bids.row(session, bids.by_number(session, box.id, 1).id)
        before, row.title = row.title, f"{row.title} too"
    enter(browser, box).get("/vote/bids/1")
    (name,) = browser.page.all("h1")
    assert "data-clip" not in name.attributes
    assert plain(name.text) == f"{before} too"
    assert browser.page.with_class("say")[0].attributes["data-clip"]


@pytest.mark.parametrize("kind", ["faces"], indirect=True)
def test_a_sound_is_heard_in_its_own_language_alone(browser, box, sessions):
    record_everything(sessions, box)
    browser.get("/vote/language").post("/vote/easier", {"language": "pl", "screen": "code"}, status=303)
    enter(browser, box).get("/vote/ballot")
    heard = [one for one in browser.page.elements if "data-clip" in one.attributes]
    # Bids that nobody translated are heard in their own words; what the screen says in Polish is not.
    assert heard
    assert {one.attributes.get("lang") for one in heard} == {"en-GB"}
    assert "data-clip" not in browser.page.all("h1")[0].attributes
    assert record_everything(sessions, box, "pl")
    browser.get("/vote/ballot")
    assert browser.page.all("h1")[0].attributes["data-clip"]


@pytest.mark.parametrize("kind", ["approval"], indirect=True)
def test_numbers_that_change_are_listed_up_to_a_bound_and_no_sentence_twice_in_a_screen(kind):
    for ballot_kind, limit, most in KINDS.values():
        for one in screens(Limits(ballot_kind, 500 if limit else 0, most), Tone.PLAIN, language("").words):
            assert len(one.sentences) < 60
            assert len(set(one.sentences)) == len(one.sentences), one.key


def test_what_was_said_is_what_is_kept(box, sessions):
    record_everything(sessions, box)
    with sessions.read() as session:
        for digest, clip in queries.standing(session, box.id, "en-GB").items():
            assert Said(clip.said.words, "en-GB").digest == digest
