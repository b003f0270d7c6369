"""Every page on which an idea is sent, with every mistake and in every state of a bid, goes through the catalogue."""

from datetime import timedelta
from functools import partial

import pseudo
import pytest
from desk_rounds import BIDS_CLOSE, BIDS_OPEN, make_desk_round
from pages import browser_of
from partnership import NOW

from pb.desk.rules.moves import CLOSE_BIDS
from pb.people import queries as people
from pb.proposals import actions, queries
from pb.rounds import actions as rounds
from pb.rounds.rules.labels import DEFAULT_LABELS, LabelDraft, LabelKind
from pb.rounds.rules.phases import Phase

SAM = "sam@families.example"
DURING = BIDS_OPEN + timedelta(days=2)
OPEN, CLOSED = "autumn-round", "spring-ideas"
COSTS = {"cost_lines": [("Hire of a hall", 600_00), ("Pizza", 99_99)]}
WHOLE = {
    "sentence": "Games on Fridays.",
    "what": "We play together.",
    "place": "The town hall",
    "who_for": "Everybody who comes.",
    "team": "Two parents",
    "symbol": "dice",
    "symbol_description": "Dice that we know",
    "labels": ("health", "calm"),
    **COSTS,
}
"""A bid in which each part is somebody's words."""
NAMES = ("Dice that we know",)
IDEA = {"title": "Board games", "sentence": "Games on Fridays.", "what": "We play together.", "place": ""}


@pytest.fixture(scope="module")
def desk(kept, brackets):
    """A round that takes bids and one that does not any more."""
    made = make_desk_round(*kept, phase=Phase.BIDDING)
    more = make_desk_round(*kept, phase=Phase.BIDDING, people=made.people, name="Spring ideas")
    labels = (*DEFAULT_LABELS, LabelDraft("calm", LabelKind.THEME, "Calm places"))
    with kept[0].write() as session:
        for one in (made, more):
            rounds.set_labels(session, one.id, labels, one.ada.actor, NOW)
    made.closed = more
    return made


@pytest.fixture(scope="module")
def reader(kept, desk):
    with browser_of(*kept, DURING) as browser:
        browser.get("/").post("/easier", {"language": pseudo.KEY, "back": "/"}, status=303)
        yield browser.sign_in(SAM)


@pytest.fixture(scope="module")
def bids(kept, desk, reader):
    """One bid in each state, by its name, all of them Sam's."""
    sessions, viewer = kept[0], _viewer(kept[0], reader)
    of = partial(_bid, sessions, viewer)
    found = {name: of(desk.id, **{"title": name} | WHOLE) for name in ("Draft", "Sent", "On it", "Not on it", "Away")}
    found |= {
        "Bare": of(desk.id),
        "Late": of(desk.closed.id, title="Late"),
        "Wait": of(desk.closed.id, **WHOLE, title="W"),
    }
    with sessions.write() as session:
        for name in ("Sent", "On it", "Not on it", "Away", "Wait"):
            actions.submit_proposal(session, found[name], viewer, DURING)
        actions.withdraw_proposal(session, found["Away"], viewer, DURING)
        rev = queries.one(session, found["On it"]).rev
        actions.admit_proposal(session, found["On it"], rev, "It is safe.", desk.cleo, DURING)
        actions.refuse_proposal(session, found["Not on it"], rev, "It is for one person.", desk.cleo, DURING)
    desk.closed.move(CLOSE_BIDS, BIDS_CLOSE)
    return found


def _viewer(sessions, browser):
    token = browser.client.cookies["pb_sign_in"]
    with sessions.read() as session:
        return people.viewer_of(session, token, DURING)


def _bid(sessions, viewer, round_id, **fields):
    with sessions.write() as session:
        made = actions.start_proposal(session, round_id, viewer, DURING)
        if fields:
            actions.save_section(session, made, 1, viewer, fields, DURING)
    return made


def is_told(browser):
    """Whether the page speaks, and says everything through the catalogue."""
    html = browser.page.all("html")[0].attributes
    title = pseudo.unsaid(browser.page.all("title")[0].text.removesuffix("— Choose Together"))
    assert (html["lang"], html["dir"]) == (pseudo.KEY, "rtl")
    assert "lang" not in browser.page.all("main")[0].attributes
    assert pseudo.FIRST in pseudo.main_of(browser.last.text).words
    assert pseudo.untold(browser.last.text, NAMES) == []
    assert all(
        one.attributes["content"].startswith(pseudo.FIRST) for one in browser.page.all("meta", name="description")
    )
    return title


STARTS = ("/bids/start", f"/bids/start/{OPEN}", f"/bids/start/{CLOSED}", f"/bids/begin/{OPEN}", f"/bids/begin/{CLOSED}")


@pytest.mark.parametrize("path", [*STARTS, "/bids", "/bids/sign-in", "/bids/nothing", "/bids/nothing/idea"])
def test_the_ways_in_and_the_list_of_ones_own_bids(reader, bids, path):
    reader.get(path, 404 if "nothing" in path else 200)
    assert is_told(reader) in ([], ["Autumn round"], ["Spring ideas"])


@pytest.mark.parametrize("name", ["Draft", "Bare", "Sent", "On it", "Not on it", "Away", "Late", "Wait"])
def test_a_bid_in_each_state(reader, bids, name):
    assert is_told(reader.get(f"/bids/{bids[name]}")) in ([], [name])


@pytest.mark.parametrize("page", ["idea", "people", "money", "picture", "check", "withdraw"])
@pytest.mark.parametrize("name", ["Draft", "Bare", "Sent"])
def test_each_part_of_a_bid_and_what_comes_after_them(reader, bids, name, page):
    assert is_told(reader.get(f"/bids/{bids[name]}/{page}")) == []


def test_the_thanks(reader, bids):
    assert is_told(reader.get(f"/bids/{bids['Sent']}/sent")) == []


@pytest.mark.parametrize(
    ("page", "fields"),
    [
        ("idea", {"title": "", "sentence": "x" * 161, "what": ""}),
        ("people", {}),
        ("money", {}),
        (
            "money",
            {"what-1": "Pizza", "amount-1": "a lot", "what-2": "", "amount-2": "7", "what-3": "Tea", "amount-3": "0"},
        ),
        ("money", {"what-1": "Pizza", "amount-1": "", "what-2": "x" * 121, "amount-2": "7"}),
        ("money", {"what-1": "Pizza", "amount-1": "1"}),
        ("picture", {"symbol": ""}),
        ("picture", {"symbol": "a unicorn"}),
        ("check", {}),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_above(reader, bids, page, fields):
    path = f"/bids/{bids['Bare']}/{page}"
    reader.get(path).post(path, {"rev": "1", **fields}, status=422)
    assert is_told(reader) == []
    assert reader.mistakes
    assert all(words.startswith(pseudo.FIRST) for words in reader.mistakes.values())


@pytest.mark.parametrize("press", ["add", "remove-1"])
def test_a_row_of_costs_comes_and_goes(reader, bids, press):
    path = f"/bids/{bids['Draft']}/money"
    reader.get(path).post(path, {"rev": "2", "what-1": "Pizza", "amount-1": "7", "press": press}, status=200)
    assert is_told(reader) == []


@pytest.mark.parametrize("group", ["art", "animals", "voting", "access", "people"])
def test_the_pictures_of_each_kind(reader, bids, group):
    path = f"/bids/{bids['Draft']}/picture"
    reader.get(path).post(path, {"rev": "2", "symbol": "tree", "symbol_description": "", "press": group}, status=200)
    assert is_told(reader) == []
    assert reader.value("symbol_description") == pseudo.wrapped("A round green tree")


@pytest.mark.parametrize(
    ("page", "fields"),
    [
        ("idea", {**IDEA, "labels": ["education"]}),
        ("idea", IDEA),
        ("people", {"who_for": "Nobody", "team": ""}),
        ("money", {"what-1": "Pizza", "amount-1": "700"}),
        ("picture", {"symbol": "tree", "symbol_description": "Our oak"}),
        ("picture", {"symbol": "", "symbol_description": ""}),
    ],
)
def test_two_versions_stand_beside_each_other(reader, bids, page, fields):
    path = f"/bids/{bids['Draft']}/{page}"
    reader.get(path).post(path, {"rev": "1", "later": "yes", **fields}, status=409)
    assert is_told(reader) == []


def test_what_was_typed_comes_back_when_bids_have_closed_meanwhile(reader, bids):
    path = f"/bids/{bids['Late']}/idea"
    reader.get(path).post(path, {"rev": "2", **IDEA}, status=409)
    assert is_told(reader) == []
    assert reader.value("title") == "Board games"


def test_refusals_on_the_way(reader, bids):
    reader.post(f"/bids/start/{CLOSED}", status=409)
    is_told(reader)
    for path in (f"/bids/{bids['Away']}/withdraw", f"/bids/{bids['Late']}/withdraw"):
        is_told(reader.post(path, status=409))
    reader.get("/bids").post(f"/bids/{bids['Draft']}/idea", {"rev": "2", **IDEA, "form_token": "old"}, status=403)
    is_told(reader)


def test_a_round_that_takes_no_bids_and_a_person_without_any(kept, reader, bids):
    with browser_of(*kept, DURING) as browser:
        browser.get("/").post("/easier", {"language": pseudo.KEY, "back": "/"}, status=303)
        browser.sign_in("wren@families.example")
        assert is_told(browser.get("/bids")) == []


def test_saved_and_withdrawn_are_said_once(kept, reader, bids):
    spare = _bid(kept[0], _viewer(kept[0], reader), queries_round(kept, bids), title="Spare")
    reader.get(f"/bids/{spare}/people")
    reader.post(f"/bids/{spare}/people", {"rev": "2", "who_for": "Us", "later": "yes"}, status=303).follow()
    assert pseudo.wrapped("Saved.") in reader.text
    assert is_told(reader) == []
    reader.post(f"/bids/{spare}/withdraw", status=303).follow()
    assert pseudo.wrapped("The bid is withdrawn.") in reader.text
    assert is_told(reader) == []


def queries_round(kept, bids):
    with kept[0].read() as session:
        return queries.one(session, bids["Draft"]).round_id


@pytest.mark.parametrize("email", ["", "sam", "x" * 300])
def test_signing_in_by_email_with_a_mistake(reader, email):
    reader.get("/bids/sign-in").post("/bids/sign-in", {"email": email}, status=422)
    assert is_told(reader) == []


@pytest.fixture
def stranger(kept, desk):
    with browser_of(*kept, DURING, demo=True) as browser:
        yield browser.get("/").post("/easier", {"language": pseudo.KEY, "back": "/"}, status=303)


@pytest.mark.parametrize("code", ["", "000000", "1" * 50])
def test_signing_in_by_code_with_a_mistake(stranger, code):
    stranger.get("/bids/sign-in").post("/bids/sign-in", {"email": "finch@families.example"}, status=303).follow()
    assert is_told(stranger) == []
    assert pseudo.wrapped("Your code is {code}").split("{")[0] in stranger.get("/outbox").last.text
    stranger.get("/bids/code").post("/bids/code", {"code": code}, status=422)
    assert is_told(stranger) == []


def test_words_are_kept_for_somebody_who_is_signed_out_in_the_middle(stranger, bids):
    path = f"/bids/{bids['Draft']}/idea"
    stranger.get("/bids/sign-in").post(path, {"rev": "2", **IDEA}, status=200)
    assert is_told(stranger) == []
    assert stranger.value("title") == "Board games"
    stranger.post(f"/bids/{bids['Draft']}/check", {"true": "yes"}, status=403)
    assert is_told(stranger) == []


def test_too_many_tries_are_told(stranger):
    stranger.get("/bids/sign-in")
    for _ in range(11):
        stranger.post("/bids/sign-in", {"email": "wagtail@families.example"})
    assert stranger.last.status_code == 429
    assert is_told(stranger) == []


def test_when_no_round_takes_bids_that_is_said(sessions, keys, brackets):
    make_desk_round(sessions, keys, phase=Phase.REVIEW)
    with browser_of(sessions, keys, DURING) as browser:
        browser.get("/").post("/easier", {"language": pseudo.KEY, "back": "/"}, status=303)
        assert is_told(browser.get("/bids/start")) == []
        assert is_told(browser.sign_in(SAM).get("/bids")) == []
        assert is_told(browser.get(f"/bids/begin/{OPEN}")) in ([], ["Autumn round"])


def test_the_desk_stays_in_english_for_an_officer_whose_browser_speaks(kept, desk, bids):
    with browser_of(*kept, DURING) as browser:
        browser.get("/").post("/easier", {"language": pseudo.KEY, "back": "/"}, status=303)
        browser.sign_in("cleo")
        for path in (f"/desk/rounds/{OPEN}/bids", f"/desk/rounds/{OPEN}/bids/{bids['On it']}", "/desk/nothing"):
            browser.get(path, 404 if "nothing" in path else 200)
            assert pseudo.FIRST not in pseudo.main_of(browser.last.text).words
            assert browser.page.all("html")[0].attributes["lang"] == "en-GB"
        path = f"/desk/rounds/{OPEN}/bids/{bids['Sent']}"
        browser.get(path).post(f"{path}/decision", {"decision": "refuse", "reason": "", "rev": "2"}, status=422)
        assert pseudo.FIRST not in browser.last.text
        assert "There is a problem" in browser.text
