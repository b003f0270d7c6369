"""The sectors, themes and areas of a bid: ticked by its bidder, checked by an officer, and told to everybody."""

from datetime import timedelta

import pytest
from desk_rounds import BIDS_OPEN, make_desk_round, submit
from pages import browser_of

from pb.proposals import actions, queries
from pb.record import queries as record
from pb.rounds import actions as rounds
from pb.rounds.rules.labels import LabelDraft, LabelKind, NotALabel
from pb.rounds.rules.phases import Phase

NOW = BIDS_OPEN + timedelta(days=2)
SAM = "sam@families.example"
ROUND = "autumn-round"
LABELS = (
    LabelDraft("health", LabelKind.SECTOR, "Health"),
    LabelDraft("calm", LabelKind.THEME, "Calm places"),
    LabelDraft("north", LabelKind.AREA, "North"),
)
IDEA = {"title": "Board games", "sentence": "Games every Friday.", "what": "We play.", "place": ""}


@pytest.fixture
def desk(sessions, keys):
    found = make_desk_round(sessions, keys, phase=Phase.BIDDING)
    with sessions.write() as session:
        rounds.set_labels(session, found.id, LABELS, "Ada", NOW)
    return found


@pytest.fixture
def browser(sessions, keys, desk):
    with browser_of(sessions, keys, NOW) as opened:
        yield opened


def labels(desk, bid):
    with desk.sessions.read() as session:
        return queries.one(session, bid).labels


def ticked(browser):
    found = browser.page.all("input", name="labels")
    return [one.attributes["value"] for one in found if "checked" in one.attributes]


def test_a_bidder_ticks_what_the_bid_is_about_and_finds_it_again(browser, desk):
    browser.sign_in(SAM).get(f"/bids/start/{ROUND}").post(f"/bids/start/{ROUND}", status=303)
    at = browser.last.headers["location"]
    browser.get(f"{at}/idea")
    browser.post(f"{at}/idea", {**IDEA, "rev": browser.value("rev"), "labels": ["north", "calm", "north"]}, status=303)
    assert labels(desk, at.removeprefix("/bids/")) == ("calm", "north")
    browser.get(f"{at}/idea")
    assert ticked(browser) == ["calm", "north"]
    browser.get(f"{at}/check")
    assert "Calm places, North" in browser.text
    browser.get(f"{at}/idea")
    browser.post(f"{at}/idea", {**IDEA, "title": "", "rev": browser.value("rev"), "labels": ["health"]}, status=422)
    assert ticked(browser) == ["health"]


def test_two_versions_of_what_a_bid_is_about_are_both_shown_and_either_can_be_kept(browser, desk):
    browser.sign_in(SAM).get(f"/bids/start/{ROUND}").post(f"/bids/start/{ROUND}", status=303)
    at = browser.last.headers["location"]
    browser.post(f"{at}/idea", {**IDEA, "rev": "1", "labels": ["calm"]}, status=303)
    browser.post(f"{at}/idea", {**IDEA, "rev": "1", "labels": ["health", "north"]}, status=409)
    assert "About: Health, North" in browser.text
    assert "About: Calm places" in browser.text
    fields = {one.attributes["name"]: one.attributes["value"] for one in browser.page.all("input", name="rev")}
    mine = [one.attributes["value"] for one in browser.page.all("input", name="labels")]
    browser.post(f"{at}/idea", {**IDEA, **fields, "labels": mine, "later": "yes"}, status=303)
    assert labels(desk, at.removeprefix("/bids/")) == ("health", "north")


def test_a_label_that_is_not_there_any_more_is_refused_and_nothing_is_saved(browser, desk):
    browser.sign_in(SAM).get(f"/bids/start/{ROUND}").post(f"/bids/start/{ROUND}", status=303)
    at = browser.last.headers["location"]
    browser.post(f"{at}/idea", {**IDEA, "rev": "1", "labels": ["south"]}, status=409)
    with desk.sessions.read() as session:
        assert queries.one(session, at.removeprefix("/bids/")).title == ""


def test_an_officer_sees_which_money_may_go_to_a_bid_and_corrects_what_it_is_about(browser, desk, sessions):
    with sessions.write() as session:
        rounds.add_contribution(session, desk.id, desk.people.agencies["board"], 1_234_00, "", "Ada", NOW, ["calm"])
    bid = submit(desk)
    browser.sign_in("cleo").get(f"/desk/rounds/{ROUND}/bids/{bid}")
    before = browser.text
    assert "Nothing ticked" in before
    fields = {"decision": "admit", "reason": "", "rev": browser.value("rev"), "labels": ["calm"]}
    browser.post(f"/desk/rounds/{ROUND}/bids/{bid}/decision", {**fields, "decision": ""}, status=422)
    assert ticked(browser) == ["calm"]
    browser.post(f"/desk/rounds/{ROUND}/bids/{bid}/decision", fields, status=303)
    assert labels(desk, bid) == ("calm",)
    with sessions.read() as session:
        view = queries.rounds.by_id(session, desk.id)
        assert view.may_go_to(("calm",)) - view.may_go_to(()) == 1_234_00
        facts = [entry.facts for entry in record.entries(session, desk.id) if entry.verb == "ProposalAdmitted"]
    assert facts[-1]["labels"] == ["calm"]


def test_everybody_reads_what_an_admitted_bid_is_about(browser, desk, sessions):
    bid = submit(desk)
    with sessions.write() as session:
        rev = queries.one(session, bid).rev
        actions.admit_proposal(session, bid, rev, "", desk.cleo, NOW, ["north"])
        number = queries.one(session, bid).number
    browser.get(f"/rounds/{ROUND}/bids/{number}")
    assert "What it is about" in browser.text
    assert "North" in browser.text


def test_a_bid_loses_a_label_that_the_round_loses(desk, sessions):
    bid = submit(desk)
    with sessions.write() as session:
        rev = queries.one(session, bid).rev
        actions.admit_proposal(session, bid, rev, "", desk.cleo, NOW, ["north", "calm"])
        rounds.set_labels(session, desk.id, LABELS[:2], "Ada", NOW)
    assert labels(desk, bid) == ("calm",)


def test_an_officer_cannot_give_a_bid_a_label_that_the_round_does_not_have(desk, sessions):
    bid = submit(desk)
    with sessions.read() as session:
        rev = queries.one(session, bid).rev
    with pytest.raises(NotALabel), sessions.write() as session:
        actions.admit_proposal(session, bid, rev, "", desk.cleo, NOW, ["south"])
    assert labels(desk, bid) == ()
