"""Moving a round on in the browser: the name typed, two people, dice, and messages beside the fields."""

from datetime import timedelta

import pytest
from desk_rounds import AFTER, DICE, DURING, ENDS, NAME, make_desk_round
from pages import browser_of
from partnership import NOW

from pb.ballots import queries as ballots
from pb.people.rules import Kind
from pb.rounds.rules.phases import Phase


@pytest.fixture
def at(sessions, keys):
    """A function: a round in a phase, and ada's browser on it."""
    opened = []

    def start(phase, now=NOW, **changes):
        desk = make_desk_round(sessions, keys, phase=phase, **changes)
        context = browser_of(sessions, keys, now)
        opened.append(context)
        browser = context.__enter__().sign_in("ada")
        browser.get(f"{desk.path}/phase")
        return desk, browser

    yield start
    for context in opened:
        context.__exit__(None, None, None)


def named(kind, name=NAME, **more):
    return {"kind": kind, f"name-{kind}": name, **more}


def act_of(browser):
    return browser.last.headers["location"].rsplit("/", 1)[-1]


def ask(browser, desk, kind, **more):
    return act_of(browser.post(f"{desk.path}/acts", named(kind, **more), status=303))


def confirm(browser, act):
    browser.get(f"/desk/acts/{act}")
    return browser.post(f"/desk/acts/{act}/confirmation", {"effect_hash": browser.value("effect_hash")}, status=303)


def test_one_person_opens_a_round_for_bids_by_typing_its_name(at):
    desk, browser = at(Phase.SETUP)
    browser.post(f"{desk.path}/moves", named("open-bids", "  autumn   ROUND "), status=303)
    assert desk.phase is Phase.BIDDING
    browser.follow()
    assert "The round has moved on." in browser.text
    assert "The round has moved on." not in browser.get(desk.path).text


@pytest.mark.parametrize("typed", ["", "Spring round", NAME + "!", "<b>" + NAME])
def test_a_wrong_name_moves_nothing_and_stays_in_the_field(at, typed):
    desk, browser = at(Phase.SETUP)
    browser.post(f"{desk.path}/moves", named("open-bids", typed), status=422)
    assert desk.phase is Phase.SETUP
    assert NAME in browser.mistakes["name-open-bids"]
    assert browser.value("name-open-bids") == typed
    assert browser.page.all("title")[0].text.startswith("Error: ")


def test_a_move_that_needs_two_people_is_not_made_through_the_door_for_one(at):
    desk, browser = at(Phase.REVIEW)
    browser.post(f"{desk.path}/moves", named("open-voting"), status=404)
    browser.post(f"{desk.path}/acts", named("open-bids"), status=404)
    browser.post(f"{desk.path}/acts", named("no-such-move"), status=404)
    browser.post(f"{desk.path}/acts", named("publish"), status=409)
    assert desk.phase is Phase.REVIEW
    assert not desk.acts()


def test_a_proposal_shows_its_exact_effect_and_offers_its_proposer_no_confirmation(at):
    desk, browser = at(Phase.REVIEW)
    ask(browser, desk, "open-voting")
    assert desk.phase is Phase.REVIEW
    browser.follow()
    assert "Nothing happens before a second person confirms it" in browser.text
    assert desk.acts()[0].effect_hash in browser.text
    assert "3 Parent carers, 3 Young people" in browser.text
    assert not browser.page.all("input", name="effect_hash")


def test_the_second_person_confirms_and_it_is_done(at):
    desk, browser = at(Phase.REVIEW)
    act = ask(browser, desk, "open-voting")
    confirm(browser.sign_in("ben"), act).follow()
    assert desk.phase is Phase.VOTING
    assert "Voting is open, and the rules are frozen." in browser.text
    assert desk.view.rules_hash in browser.text
    browser.get(f"/desk/acts/{act}", status=404)
    browser.post(f"/desk/acts/{act}/confirmation", {"effect_hash": "0" * 64}, status=404)


@pytest.mark.parametrize(
    ("kind", "before", "now"),
    [
        (Kind.OPEN_VOTING, Phase.REVIEW, NOW),
        (Kind.CLOSE_EARLY, Phase.VOTING, DURING),
        (Kind.EXTEND_VOTING, Phase.VOTING, DURING),
        (Kind.SEAL_LIST, Phase.CLOSED, AFTER),
        (Kind.OPEN_URN, Phase.SEALED, AFTER),
        (Kind.PUBLISH, Phase.OPENED, AFTER),
    ],
)
def test_one_identity_reaches_none_of_the_effects(at, keys, kind, before, now):
    desk, browser = at(before, now)
    if kind is Kind.OPEN_URN:
        desk.throw()
    more = {"after": "2026-05-01", "after-time": "12:00"} if kind is Kind.EXTEND_VOTING else {}
    act = ask(browser, desk, kind, **more)
    shown = desk.acts()[0].effect_hash
    browser.post(f"/desk/acts/{act}/confirmation", {"effect_hash": shown}, status=403)
    assert "A second person is needed" in browser.text
    # Another browser of the same person is the same person.
    browser.forget().sign_in("ada")
    browser.post(f"/desk/acts/{act}/confirmation", {"effect_hash": shown}, status=403)
    assert desk.phase is before
    assert desk.view.voting_closes_at == ENDS
    assert keys.has_round(desk.id)


def test_a_second_person_with_another_hash_on_the_page_confirms_nothing(at):
    desk, browser = at(Phase.REVIEW)
    act = ask(browser, desk, "open-voting")
    browser.sign_in("ben")
    for shown in ("", "0" * 64, "x" * 1_000_000):
        browser.post(f"/desk/acts/{act}/confirmation", {"effect_hash": shown}, status=409)
    assert desk.phase is Phase.REVIEW


def test_what_changed_meanwhile_is_said_and_cannot_be_confirmed(at):
    desk, browser = at(Phase.REVIEW)
    act = ask(browser, desk, "open-voting")
    shown = desk.acts()[0].effect_hash
    desk.give(500_00)
    browser.sign_in("ben").get(f"/desk/acts/{act}")
    assert "Something has changed since" in browser.text
    assert not browser.page.all("input", name="effect_hash")
    browser.post(f"/desk/acts/{act}/confirmation", {"effect_hash": shown}, status=409)
    assert desk.phase is Phase.REVIEW


def test_a_proposal_is_taken_back_by_its_proposer_or_turned_down_by_another(at):
    desk, browser = at(Phase.REVIEW)
    for person in ("ada", "ben"):
        act = ask(browser.sign_in("ada"), desk, "open-voting")
        browser.sign_in(person).post(f"/desk/acts/{act}/withdrawal", {}, status=303)
        browser.follow()
        assert "The proposal is taken back." in browser.text
        browser.post(f"/desk/acts/{act}/withdrawal", {}, status=404)
    assert not desk.acts()
    assert desk.phase is Phase.REVIEW


def test_what_blocks_a_move_is_listed_with_links_to_mend_it_and_refused_when_posted(at):
    desk, browser = at(Phase.REVIEW, young=0)
    assert "Nobody is on the roll of Young people. Import the roll" in browser.text
    assert f"{desk.path}/roll" in browser.links()
    assert not browser.page.all("input", name="name-open-voting")
    browser.post(f"{desk.path}/acts", named("open-voting"), status=409)
    assert "Nobody is on the roll of Young people" in browser.text


def test_voting_is_extended_to_a_later_instant_on_londons_clocks(at):
    desk, browser = at(Phase.VOTING, DURING)
    act = ask(browser, desk, "extend-voting", **{"after": "2026-04-10", "after-time": "17:30"})
    confirm(browser.sign_in("ben"), act)
    assert desk.view.voting_closes_at.isoformat() == "2026-04-10T16:30:00+00:00"


@pytest.mark.parametrize(
    ("date", "time"),
    [("", ""), ("2026-03-25", "09:00"), ("2026-02-30", "09:00"), ("tomorrow", "noon"), ("2026-04-10", "")],
)
def test_an_extension_that_is_none_gets_a_message_beside_its_date(at, date, time):
    desk, browser = at(Phase.VOTING, DURING)
    browser.post(f"{desk.path}/acts", named("extend-voting", **{"after": date, "after-time": time}), status=422)
    assert list(browser.mistakes) == ["after"]
    assert browser.value("after") == date
    assert browser.value("after-time") == time
    assert browser.value("name-extend-voting") == NAME
    assert browser.value("name-close-early") == ""
    assert not desk.acts()


def test_the_dice_are_twenty_digits_and_entered_once(at):
    desk, browser = at(Phase.SEALED, AFTER)
    assert "Throw the public dice" in browser.text
    for wrong in ("", "1234", "1" * 21, "3141592653589793238x", "²" * 20, "1" * 1_000_000):
        browser.post(f"{desk.path}/dice", {"dice": wrong}, status=422)
        assert "dice" in browser.mistakes
        assert browser.value("dice") == wrong[:200]
    spaced = f"{DICE[:5]} {DICE[5:10]}\t{DICE[10:]}"
    browser.post(f"{desk.path}/dice", {"dice": spaced}, status=303)
    browser.follow()
    assert DICE in browser.text
    assert "Throw the public dice" not in browser.text
    browser.post(f"{desk.path}/dice", {"dice": "1" * 20}, status=409)
    assert DICE in browser.get(f"{desk.path}/phase").text


@pytest.mark.parametrize("phase", [Phase.VOTING, Phase.CLOSED])
def test_the_dice_cannot_be_thrown_before_the_list_is_sealed(at, phase):
    desk, browser = at(phase, DURING if phase is Phase.VOTING else AFTER)
    browser.post(f"{desk.path}/dice", {"dice": DICE}, status=409)
    assert "DiceThrown" not in desk.verbs()


def test_the_hash_and_signature_of_the_sealed_list_are_there_to_note_down(at):
    desk, browser = at(Phase.SEALED, AFTER)
    with desk.sessions.read() as session:
        sealed = ballots.sealed_list(session, desk.id)
    for path in (f"{desk.path}/phase", desk.path):
        browser.get(path)
        assert sealed.hash in browser.text
        assert sealed.signature in browser.text


def test_two_people_take_a_round_from_review_to_its_result_in_the_browser(at):
    desk, browser = at(Phase.REVIEW, young=10, carers=10)
    confirm_next(browser, desk, "open-voting")
    desk.vote_all()
    browser.now = ENDS + timedelta(minutes=1)
    desk.run_clock(browser.now)
    confirm_next(browser, desk, "seal-list")
    browser.sign_in("ben").post(f"{desk.path}/dice", {"dice": DICE}, status=303)
    confirm_next(browser, desk, "open-urn")
    confirm_next(browser, desk, "publish")
    browser.get(desk.path)
    assert "The result is being published" in browser.text
    desk.explain()
    desk.run_clock(browser.now)
    assert desk.phase is Phase.PUBLISHED
    browser.get(f"{desk.path}/phase")
    assert "This round is finished" in browser.text


def confirm_next(browser, desk, kind):
    act = ask(browser.sign_in("ada"), desk, kind)
    confirm(browser.sign_in("ben"), act)
