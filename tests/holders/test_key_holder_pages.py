"""Key holders in the browser: sheets that are shown once, passphrases that no page repeats, and the opening."""

import logging
import re
from datetime import timedelta

import pytest
from desk_rounds import AFTER, ENDS, make_desk_round
from key_holders import NAMES, holders, make_sheets, pieces, shows, stored, try_all
from pages import browser_of
from partnership import NOW, make_partnership
from sqlalchemy import update

from pb.db.throttle import WINDOW
from pb.holders.rules import TRIES
from pb.people.models import SignIn
from pb.people.rules import FRESH, Kind
from pb.rounds.rules.phases import Phase

# What the database has a part in is tried on both kinds by test_sheets.py and test_two_of_three.py.
pytestmark = pytest.mark.parametrize("kept", ["sqlite"], indirect=True, scope="module")

FIELDS = ("passphrase-1", "passphrase-2")
SHEET = re.compile(r'<ol class="words"[^>]*>(.*?)</ol>', re.DOTALL)
HELD = dict(zip(("holder-1", "holder-2", "holder-3"), NAMES, strict=True))


@pytest.fixture(scope="module")
def people(kept):
    return make_partnership(kept[0])


@pytest.fixture(scope="module")
def site(kept, people):
    """The application and a browser, with a clock that goes on from test to test."""
    with browser_of(*kept, NOW) as opened:
        yield opened


@pytest.fixture(scope="module")
def desk(kept, people):
    """A round that could open for voting; each test makes sheets of its own."""
    return make_desk_round(*kept, phase=Phase.REVIEW, people=people)


@pytest.fixture
def browser(site, desk):
    """Ada's browser; what was tried in an earlier test is a while ago."""
    site.now += 2 * WINDOW
    return site.forget().sign_in("ada")


def print_sheets(browser, desk, status=200, **changes):
    """Press the button of the page; the passphrases on the sheets."""
    browser.get(f"{desk.path}/key-holders")
    fields = HELD | {"state": browser.value("state")} | changes
    browser.post(f"{desk.path}/key-holders", fields, status=status)
    return [" ".join(re.findall(r"<li>(\w+)</li>", words)) for words in SHEET.findall(browser.last.text)]


def both(first, second):
    return dict(zip(FIELDS, (first, second), strict=True))


def rehearse(browser, desk, typed, status):
    return browser.post(f"{desk.path}/key-holders/rehearsal", typed, status=status)


def swap(sheet, *changes):
    words = sheet.split()
    for place, word in zip(changes[::2], changes[1::2], strict=True):
        words[place - 1] = word
    return " ".join(words)


def test_three_sheets_are_printed_and_no_page_shows_them_again(browser, desk):
    sheets = print_sheets(browser, desk)
    assert [len(words.split()) for words in sheets] == [20, 20, 20]
    assert len(set(sheets)) == 3
    assert all(name in browser.text for name in NAMES)
    assert browser.last.headers["cache-control"] == "no-store"
    for path in ("", "/phase", "/record", "/key-holders", "/key-holders/rehearsal"):
        assert not shows(browser.get(f"{desk.path}{path}").last.text, sheets), path
    print_sheets(browser, desk, 409, state="none")  # as a browser does that loads the page of the sheets again
    assert not SHEET.findall(browser.last.text)
    assert "The sheets that were printed last are still good" in browser.text
    rehearse(browser, desk, both(*sheets[:2]), 200)


def test_names_that_are_missing_too_long_or_alike_are_said_beside_them(browser, desk):
    before = holders(desk.sessions, desk.id)
    print_sheets(browser, desk, 422, **{"holder-1": " ", "holder-2": "x" * 81, "holder-3": "The Forum"})
    assert set(browser.mistakes) == {"holder-1", "holder-2"}
    assert browser.value("holder-3") == "The Forum"
    print_sheets(browser, desk, 422, **{"holder-3": NAMES[0].upper()})
    assert list(browser.mistakes) == ["holder-3"]
    assert holders(desk.sessions, desk.id) == before


def test_each_holder_tries_theirs_and_the_page_says_that_it_works(browser, desk):
    sheets = print_sheets(browser, desk)
    rehearse(browser, desk, both(sheets[0], sheets[1]), 200)
    assert "It works" in browser.text
    assert "passphrases of the commissioner and the parent carer forum opened it" in browser.text
    assert f"Still to try: {NAMES[2]}" in browser.text
    rehearse(browser, desk, both(sheets[2].upper(), sheets[0]), 200)
    assert "All three have been tried" in browser.text
    assert "All three work" in browser.get(f"{desk.path}/key-holders").text


def slips(sheets):
    """What is typed, beside which field it is told, and how."""
    first, second, _ = sheets
    return [
        (both("", second), 0, "Type the first passphrase"),
        (both(first, " "), 1, "Type the second passphrase"),
        (both(first, first), 1, "Both are from one sheet"),
        (both(swap(first, 7, "xylophone"), second), 0, "Word 7 is not one of the words"),
        (both(first, swap(second, 1, "zzz", 9, "zzz")), 1, "Words 1 and 9 are not among the words"),
        (both(first, second.rsplit(" ", 1)[0]), 1, "19 words were typed"),
        (both(" ".join(reversed(first.split())), second), 0, "Compare them one by one"),
        (both("zzz " * 20, second), 0, "20 of the words are not among those"),
    ]


def test_a_slip_is_told_beside_its_field_which_comes_back_empty(browser, desk):
    sheets = print_sheets(browser, desk)
    for typed, field, said in slips(sheets):
        rehearse(browser, desk, typed, 422)
        assert said in browser.mistakes[FIELDS[field]]
        assert [browser.value(name) for name in FIELDS] == ["", ""]
        assert "please type both again" in browser.text
        assert not shows(browser.last.text, sheets)
        assert "xylophone" not in browser.last.text
        assert "zzz" not in browser.last.text
    assert [one.tried_at for one in holders(desk.sessions, desk.id)] == [None] * 3


def test_void_and_foreign_sheets_are_told_apart(browser, desk, kept, people):
    void = print_sheets(browser, desk)
    sheets = print_sheets(browser, desk)
    other = make_desk_round(*kept, phase=Phase.SETUP, people=people, name="Another round")
    foreign = make_sheets(*kept, other.id)
    for wrong, said in [(void[1], "This sheet is void"), (foreign[1], "This sheet was not made for this round")]:
        rehearse(browser, desk, both(sheets[0], wrong), 422)
        assert said in browser.mistakes["passphrase-2"]


def test_many_wrong_tries_have_to_wait_and_a_right_one_begins_afresh(browser, desk):
    sheets = print_sheets(browser, desk)
    for _ in range(TRIES - 1):
        rehearse(browser, desk, both("zzz", "zzz"), 422)
    rehearse(browser, desk, both(*sheets[:2]), 200)
    for _ in range(TRIES):
        rehearse(browser, desk, both("zzz", "zzz"), 422)
    rehearse(browser, desk, both(*sheets[:2]), 429)
    assert "Wait ten minutes" in browser.text


def test_doing_without_key_holders_is_one_press(browser, desk):
    print_sheets(browser, desk)
    browser.get(f"{desk.path}/key-holders")
    state = browser.value("state")
    browser.post(f"{desk.path}/key-holders/removal", {"state": "none"}, status=409)
    browser.post(f"{desk.path}/key-holders/removal", {"state": state}, status=303)
    assert "the sheets that were made are void" in browser.follow().text
    assert desk.keys.round(desk.id).private is not None
    browser.post(f"{desk.path}/key-holders/removal", {"state": "none"}, status=404)
    assert "This round has no key holders" in browser.get(f"{desk.path}/key-holders/rehearsal").text
    assert "sheets" not in browser.get(f"{desk.path}/phase").text


def test_what_is_lost_with_two_sheets_is_said_before_voting_opens(browser, desk):
    sheets = print_sheets(browser, desk)
    browser.get(f"{desk.path}/phase")
    assert "The passphrase of the parent carer forum has not been tried" in browser.text
    assert f"{desk.path}/key-holders/rehearsal" in browser.links()
    try_all(desk.sessions, desk.keys, desk.id, sheets)
    assert "If two sheets are lost, nobody can ever open them" in browser.get(f"{desk.path}/phase").text


def test_nothing_of_a_passphrase_is_stored_or_logged_on_the_way(browser, desk, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    sheets = print_sheets(browser, desk)
    rehearse(browser, desk, both(sheets[0], "zzz"), 422)
    rehearse(browser, desk, both(*sheets[:2]), 200)
    rehearse(browser, desk, both(*sheets[1:]), 200)
    everything = stored(desk.sessions, desk.keys.path.parent)
    assert desk.id.encode() in everything
    assert not [piece for piece in pieces(sheets) if piece.encode() in everything]
    said = capfd.readouterr()
    assert not shows(caplog.text + said.out + said.err, sheets)


# --- the opening ---------------------------------------------------------------------------------------------------


def ready_to_open(kept, people, name):
    """A round whose votes ada has asked to open, the act, and the three sheets."""
    desk = make_desk_round(*kept, phase=Phase.REVIEW, people=people, name=name)
    sheets = make_sheets(*kept, desk.id)
    try_all(*kept, desk.id, sheets)
    desk.agree(Kind.OPEN_VOTING)
    desk.vote_all()
    desk.run_clock(ENDS)
    desk.agree(Kind.SEAL_LIST, now=AFTER)
    desk.throw()
    return desk, desk.propose(Kind.OPEN_URN, now=AFTER), sheets


@pytest.fixture(scope="module")
def asked(kept, people):
    return ready_to_open(kept, people, "Winter round")


@pytest.fixture
def ben(site, asked):
    """Ben's browser on the page of the act."""
    site.now = max(site.now + 2 * WINDOW, AFTER)
    return site.forget().sign_in("ben").get(f"/desk/acts/{asked[1]}")


def confirm(browser, act, typed, status):
    browser.get(f"/desk/acts/{act}")
    fields = {"effect_hash": browser.value("effect_hash")} | typed
    return browser.post(f"/desk/acts/{act}/confirmation", fields, status=status)


def test_a_refused_confirmation_changes_nothing_and_repeats_nothing(ben, asked):
    desk, act, sheets = asked
    assert "Two of the three key holders" in ben.text
    before, verbs = desk.in_urn(), desk.verbs()
    for typed in [{}, *(typed for typed, *_ in slips(sheets))]:
        confirm(ben, act, typed, 422)
        assert ben.mistakes
        assert not shows(ben.last.text, sheets)
        assert [ben.value(name) for name in FIELDS] == ["", ""]
    assert desk.phase is Phase.SEALED
    assert (desk.in_urn(), desk.verbs()) == (before, verbs)
    assert [one.id for one in desk.acts()] == [act]


def test_who_asked_for_it_is_refused_whatever_they_type(ben, asked):
    desk, act, sheets = asked
    shown = ben.value("effect_hash")
    ada = ben.sign_in("ada").get(f"/desk/acts/{act}")
    assert not ada.page.all("textarea")
    for typed in (both(*sheets[:2]), both("zzz", "zzz")):
        ada.post(f"/desk/acts/{act}/confirmation", {"effect_hash": shown} | typed, status=403)
        assert "A second person is needed" in ada.text
    assert desk.phase is Phase.SEALED


def test_the_page_that_asks_for_the_second_step_again_carries_no_passphrase(ben, asked):
    desk, act, sheets = asked
    with desk.sessions.write() as session:
        session.execute(update(SignIn).values(second_step_at=ben.now - FRESH))
    confirm(ben, act, both(*sheets[:2]), 403)
    assert ben.h1 == "Show your second step again"
    assert "Passphrases are never kept" in ben.text
    assert ben.value("effect_hash")
    assert not shows(ben.last.text, sheets)
    assert not any(ben.page.all("input", name=name) for name in FIELDS)


def test_the_page_that_offers_to_send_an_old_form_again_carries_none_either(ben, asked):
    _, act, sheets = asked
    sent = {"effect_hash": ben.value("effect_hash"), "form_token": "old"} | both(*sheets[:2])
    answer = ben.client.post(f"/desk/acts/{act}/confirmation", data=sent, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 403
    assert 'name="effect_hash"' in answer.text
    assert "passwords and passphrases cannot be kept" in answer.text
    assert not shows(answer.text, sheets)


def test_a_round_without_key_holders_asks_for_nothing(ben, kept, people):
    desk = make_desk_round(*kept, phase=Phase.SEALED, people=people, name="Plain round")
    desk.throw()
    act = desk.propose(Kind.OPEN_URN, now=AFTER)
    ben.get(f"/desk/acts/{act}")
    assert not ben.page.all("textarea")
    confirm(ben, act, {}, 303)
    assert desk.phase is Phase.OPENED
    assert "KeyUnlocked" not in desk.verbs()
    assert "hold the key" not in ben.get(f"/rounds/{desk.view.slug}").text


def test_the_second_person_opens_with_two_holders_and_everybody_is_told_what_that_means(ben, kept, people):
    desk, act, sheets = ready_to_open(kept, people, "Spring round")
    here = f"{desk.path}/key-holders"
    assert "Three hold the key to the votes of this round" in ben.get(f"/rounds/{desk.view.slug}").text
    assert "two of the three must come with their sheets" in ben.sign_in("ada").get(here).text
    assert not [one for one in ben.page.all("form") if "key-holders" in one.attributes.get("action", here)]
    assert "Two of three must come" in ben.get(desk.path).text
    ben.sign_in("ben")
    for _ in range(TRIES):
        confirm(ben, act, both("zzz", "zzz"), 422)
    confirm(ben, act, both(*sheets[1:]), 429)
    assert desk.phase is Phase.SEALED
    ben.now += WINDOW + timedelta(seconds=1)
    confirm(ben, act, both(sheets[2], sheets[1]), 303)
    assert desk.phase is Phase.OPENED
    assert "The ballots are opened and counted." in ben.follow().text
    assert "passphrases of the parent carer forum and the young people’s group" in ben.text
    assert "The sheets are not needed again" in ben.get(here).text
    desk.agree(Kind.PUBLISH, now=AFTER)
    desk.explain()
    desk.run_clock(AFTER)
    assert "The sheets open nothing any more" in ben.get(here).text
