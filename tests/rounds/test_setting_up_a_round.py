"""The pages on which commissioners set a round up."""

from fractions import Fraction

import pytest
from ballot_rounds import make_box
from pages import browser_of
from partnership import NOW, make_partnership
from sqlalchemy import update

from pb.record import queries as record
from pb.rounds import queries
from pb.rounds.models import Round
from pb.rounds.rules.draft import Slip, Tone
from pb.rounds.rules.phases import Phase
from pb.rounds.rules.words import SLIPS_IN_WORDS, TONES_IN_WORDS

TYPED = {
    "name": "The shared pot",
    "summary": "Money for children and young people.",
    "bids_open_at": "2026-04-01",
    "bids_open_at-time": "09:00",
    "bids_close_at": "2026-05-01",
    "bids_close_at-time": "17:00",
    "voting_opens_at": "2026-06-01",
    "voting_opens_at-time": "09:00",
    "voting_closes_at": "2026-06-14",
    "voting_closes_at-time": "17:00",
    "least_cost": "500",
    "greatest_cost": "15,000",
    "ballot_kind": "stars",
    "stars_limit": "10",
    "stars_most": "4",
    "rule": "equal-shares",
    "utility": "cost",
    "more": "yes",
    "step": "1",
    "rest": "yes",
    "weight_factor": "3",
    "disclosure_floor": "30",
    "slip": "full",
    "tone": "plain",
}
POT = "/desk/rounds/the-shared-pot/pot"
GROUPS = "/desk/rounds/the-shared-pot/electorates"
PAGES = ("settings", "pot", "electorates")


@pytest.fixture
def office(sessions):
    return make_partnership(sessions)


@pytest.fixture
def browser(sessions, keys, office):
    with browser_of(sessions, keys, NOW) as opened:
        yield opened.sign_in("ada")


def made(browser):
    browser.get("/desk/rounds/new").post("/desk/rounds/new", TYPED, status=303)
    return browser


def view(sessions, slug="the-shared-pot"):
    with sessions.read() as session:
        return queries.by_slug(session, slug)


def test_a_commissioner_makes_a_round_and_goes_on_to_its_pot(browser, sessions):
    made(browser)
    assert browser.last.headers["location"] == POT
    found = view(sessions)
    assert (found.ballot_kind, found.ballot_limit, found.ballot_most) == ("stars", 10, 4)
    assert (found.least_cost, found.greatest_cost) == (500_00, 15_000_00)
    assert found.bids_open_at.isoformat() == "2026-04-01T08:00:00+00:00"  # nine o'clock in London, in summer
    assert [group.share for group in found.electorates] == [Fraction(1, 2), Fraction(1, 2)]


def test_the_settings_come_back_as_they_were_typed_and_can_be_changed(browser, sessions):
    made(browser).get("/desk/rounds/the-shared-pot/settings")
    assert {name: browser.value(name) for name in ("name", "bids_open_at", "bids_open_at-time", "stars_most")} == {
        "name": "The shared pot",
        "bids_open_at": "2026-04-01",
        "bids_open_at-time": "09:00",
        "stars_most": "4",
    }
    changed = {**TYPED, "ballot_kind": "approval", "chosen_limit": ""}
    browser.post("/desk/rounds/the-shared-pot/settings", changed, status=303)
    assert (view(sessions).ballot_kind, view(sessions).ballot_limit) == ("approval", 0)


@pytest.mark.parametrize("slip", Slip)
@pytest.mark.parametrize("tone", Tone)
def test_what_voters_keep_and_whom_the_screens_are_for_come_back_and_freeze_with_the_rest(
    browser, sessions, slip, tone
):
    chosen = {**TYPED, "slip": slip.value, "tone": tone.value}
    browser.get("/desk/rounds/new").post("/desk/rounds/new", chosen, status=303)
    assert (view(sessions).slip, view(sessions).tone) == (slip, tone)
    browser.get("/desk/rounds/the-shared-pot/settings")
    for field in ("slip", "tone"):
        checked = [one for one in browser.page.all("input", name=field) if "checked" in one.attributes]
        assert [one.attributes["value"] for one in checked] == [chosen[field]]
    with sessions.write() as session:
        session.execute(update(Round).values(phase=Phase.VOTING))
    browser.get("/desk/rounds/the-shared-pot/settings")
    assert SLIPS_IN_WORDS[slip] in browser.text
    assert TONES_IN_WORDS[tone] in browser.text
    browser.post("/desk/rounds/the-shared-pot/settings", {**TYPED, "tone": "plain", "slip": "none"}, status=409)
    assert (view(sessions).slip, view(sessions).tone) == (slip, tone)


def test_what_was_decided_of_slip_and_tone_is_in_the_record(browser, sessions):
    made(browser)
    changed = {**TYPED, "slip": "none", "tone": "grown"}
    browser.post("/desk/rounds/the-shared-pot/settings", changed, status=303)
    with sessions.read() as session:
        facts = record.newest_of(session, queries.by_slug(session, "the-shared-pot").id, "RoundChanged").facts
    assert (facts["slip"], facts["tone"]) == ("none", "grown")


@pytest.mark.parametrize("tone", Tone)
def test_each_tone_can_be_looked_at_before_it_is_chosen(browser, tone):
    browser.get("/desk/rounds/new")
    assert f"/desk/tones/{tone.value}" in browser.links()
    browser.get(f"/desk/tones/{tone.value}")
    told = browser.page.all("html")[0].attributes.get("data-tone")
    assert told == (None if tone is Tone.PLAIN else tone.value)
    assert not browser.page.all("form", method="post"), "nothing of it is a vote"
    browser.get("/desk/tones/angry", 404)


def test_a_round_of_faces_has_no_limits_and_says_what_voters_do_when_it_is_frozen(browser, sessions):
    browser.get("/desk/rounds/new").post("/desk/rounds/new", {**TYPED, "ballot_kind": "faces"}, status=303)
    found = view(sessions)
    assert (found.ballot_kind, found.ballot_limit, found.ballot_most) == ("faces", 0, 0)
    browser.get("/desk/rounds/the-shared-pot/settings")
    checked = [one for one in browser.page.all("input", name="ballot_kind") if "checked" in one.attributes]
    assert [one.attributes["value"] for one in checked] == ["faces"]
    browser.post("/desk/rounds/the-shared-pot/settings", {**TYPED, "ballot_kind": "faces"}, status=303)
    with sessions.write() as session:
        session.execute(update(Round).values(phase=Phase.VOTING))
    browser.get("/desk/rounds/the-shared-pot/settings")
    assert "Each voter says yes, a bit or no to each bid. A bid without an answer counts as a no." in browser.text


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("voting_closes_at", "2026-05-31", "Voting must close after it opens"),
        ("bids_open_at", "yesterday", "Enter a date and a time"),
        ("greatest_cost", "10", "at least the least"),
        ("least_cost", "0", "above £0"),
        ("least_cost", "lots", "Enter an amount in pounds"),
        ("stars_most", "11", "cannot be more than all the stars"),
        ("stars_limit", "0", "whole number from 1"),
        ("disclosure_floor", "9", "from 10 to 100"),
        ("ballot_kind", "smileys", "Choose how people vote"),
        ("rule", "coin", "Choose how the votes are counted"),
        ("slip", "", "Choose what voters may keep"),
        ("slip", "everything", "Choose what voters may keep"),
        ("tone", "angry", "Choose whom the voting screens are made for"),
    ],
)
def test_a_slip_is_said_beside_its_field_and_nothing_typed_is_lost(browser, sessions, field, typed, words):
    browser.post("/desk/rounds/new", {**TYPED, field: typed}, status=422)
    assert words in browser.mistakes[field]
    assert browser.value("name") == "The shared pot"
    with sessions.read() as session:
        assert queries.list_rounds(session) == []


def test_an_empty_form_names_every_field_that_is_missing(browser):
    browser.post("/desk/rounds/new", {}, status=422)
    assert {"name", "summary", "bids_open_at", "voting_closes_at", "least_cost", "ballot_kind"} <= set(browser.mistakes)


@pytest.mark.parametrize("path", ["/desk/rounds/new", POT, GROUPS])
def test_a_megabyte_of_text_is_answered_with_a_message(browser, path):
    made(browser)
    long = "9" * 200_000
    names = ["name", "summary", "note", "amount", "share-1", "name-1"]
    browser.post(path, {**dict.fromkeys(names, long), "bids_open_at": long}, status=422)
    assert browser.mistakes


def test_money_goes_into_the_pot_and_out_again_after_being_asked(browser, sessions, office):
    made(browser).post(POT, {"agency": office.agencies["board"], "amount": "12,500.50", "note": ""}, status=303)
    browser.follow()
    assert "£12,500.50" in browser.text
    assert "Brookfield ICB" in browser.text
    contribution = view(sessions).contributions[0]
    browser.get(f"{POT}/{contribution.id}").post(f"{POT}/{contribution.id}/removal", status=303)
    assert view(sessions).pot == 0


def test_an_agency_and_an_amount_are_needed(browser):
    made(browser).post(POT, {"agency": "nobody", "amount": "-5"}, status=422)
    assert set(browser.mistakes) == {"agency", "amount"}
    assert browser.value("amount") == "-5"


def test_a_contribution_of_another_round_cannot_be_taken_out(browser, sessions, office):
    made(browser).post(POT, {"agency": office.agencies["board"], "amount": "1"}, status=303)
    browser.post("/desk/rounds/new", {**TYPED, "name": "Other"}, status=303)
    foreign = view(sessions).contributions[0].id
    browser.get(f"/desk/rounds/other/pot/{foreign}", 404)
    browser.post(f"/desk/rounds/other/pot/{foreign}/removal", status=404)
    assert view(sessions).pot == 1_00


def test_groups_and_shares_can_be_set_and_keep_their_keys(browser, sessions):
    made(browser).get(GROUPS)
    typed = {"name-1": "Young people", "share-1": "2/5", "name-2": "Parent carers", "share-2": "40%"}
    browser.post(GROUPS, {**typed, "name-3": "Teachers", "share-3": "20%"}, status=303)
    groups = view(sessions).electorates
    assert [(group.key, group.share) for group in groups] == [
        ("young-people", Fraction(2, 5)),
        ("parent-carers", Fraction(2, 5)),
        ("teachers", Fraction(1, 5)),
    ]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name-1": "A", "share-1": "1/2"}, "share-1"),
        ({"name-1": "A", "share-1": "1/0"}, "share-1"),
        ({"name-1": "A", "share-1": "half"}, "share-1"),
        ({"name-1": "A", "share-1": "1/2", "name-2": "a", "share-2": "1/2"}, "name-1"),
        ({"share-1": "1"}, "name-1"),
        ({}, "name-1"),
    ],
)
def test_shares_that_do_not_make_one_whole_are_refused_beside_the_field(browser, typed, field):
    made(browser).post(GROUPS, typed, status=422)
    assert field in browser.mistakes


def test_once_voting_is_open_everything_is_shown_and_nothing_can_change(browser, sessions, keys, office):
    box = make_box(sessions, keys)
    base = f"/desk/rounds/{box.view().slug}"
    for name in PAGES:
        browser.get(f"{base}/{name}")
        assert "frozen" in browser.text
    browser.post(f"{base}/settings", TYPED, status=409)
    browser.post(f"{base}/pot", {"agency": office.agencies["board"], "amount": "5"}, status=409)
    browser.post(f"{base}/electorates", {"name-1": "A", "share-1": "1"}, status=409)


@pytest.mark.parametrize("name", PAGES)
def test_there_is_no_such_page_for_a_round_that_is_not_there(browser, name):
    browser.get(f"/desk/rounds/nothing/{name}", 404)
    browser.post(f"/desk/rounds/nothing/{name}", TYPED, status=404)


def test_officers_and_strangers_cannot_set_rounds_up(browser):
    made(browser)
    paths = ["/desk/rounds/new", *(f"/desk/rounds/the-shared-pot/{name}" for name in PAGES)]
    browser.forget().sign_in("cleo")
    for path in paths:
        browser.get(path, 403)
        browser.post(path, TYPED, status=403)
    browser.forget()
    for path in paths:
        browser.get(path, 303)
        assert browser.last.headers["location"].startswith("/sign-in")
