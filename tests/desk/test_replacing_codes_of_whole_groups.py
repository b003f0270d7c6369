"""All codes of a group are replaced by two people in the browser, who learn nothing of what was voted."""

import re

import pytest
from desk_rounds import AFTER, CARERS, DURING, YOUNG, make_desk_round
from pages import browser_of

from pb.people.rules import ActChanged, Kind
from pb.roll import queries as voters
from pb.rounds.rules.phases import Phase

CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


@pytest.fixture
def desk(sessions, keys):
    return make_desk_round(sessions, keys, phase=Phase.VOTING, voting=False)


@pytest.fixture
def browser(sessions, keys, desk):
    with browser_of(sessions, keys, DURING) as opened:
        yield opened


def ask(browser, desk, groups=(YOUNG,), name="Autumn round", status=303):
    path = f"{desk.path}/reissue/groups"
    fields = {"groups": list(groups), "name-reissue-in-bulk": name}
    return browser.sign_in("ada").get(path).post(path, fields, status=status)


def agree(browser, desk):
    """Ada asks and Ben confirms; the page with the new codes is open afterwards."""
    ask(browser, desk).follow()
    path = browser.last.request.url.path
    browser.sign_in("ben").get(path)
    return browser.post(f"{path}/confirmation", {"effect_hash": browser.value("effect_hash")}, status=200)


def test_two_people_replace_the_codes_of_a_group_and_the_second_gets_the_sheets(browser, desk, sessions, keys):
    agree(browser, desk)
    codes = CODE.findall(browser.text)
    assert len(codes) == 3
    assert "These codes are shown only now." in browser.text
    assert "The old codes of these people do not work any more." in browser.text
    assert len(browser.page.all("svg")) >= 3
    assert browser.last.headers["cache-control"] == "no-store"
    with sessions.read() as session:
        assert {voters.voter_by_code(session, keys, desk.id, code).electorate for code in codes} == {YOUNG}
        assert voters.voter_by_code(session, keys, desk.id, desk.codes["Y001"]) is None
        assert voters.voter_by_code(session, keys, desk.id, desk.codes["C001"]) is not None
    browser.get(f"{desk.path}/record")
    assert "replaced the voting codes of whole groups: 3 of young people" in browser.text
    assert not [code for code in codes if code in browser.text]


def test_before_they_ask_and_before_they_confirm_both_are_warned_in_plain_words(browser, desk):
    browser.sign_in("ada").get(f"{desk.path}/reissue/groups")
    for words in (
        "Votes that were cast online with the old codes no longer count.",
        "Voting is open.",
        "lose their vote",
    ):
        assert words in browser.text
    ask(browser, desk, (CARERS, YOUNG)).follow()
    browser.sign_in("ben").get(browser.last.request.url.path)
    for words in ("no longer count", "Young people3 new codes", "Parent carers3 new codes", "Have a printer ready"):
        assert words in browser.text


def test_the_pages_are_the_same_whether_or_not_anybody_had_voted(browser, desk):
    pages = []
    for vote in (False, True):
        if vote:
            desk.vote("Y001", "1")
        ask(browser, desk).follow()
        pages.append([*re.findall(r"<dd>.*?</dd>", browser.last.text)])
    assert pages[0] == pages[1]


def test_an_old_code_gets_the_answer_of_a_code_that_never_was(browser, desk):
    agree(browser, desk)
    browser.forget()
    answers = []
    for code in (desk.codes["Y001"], "K7Q29HXMT4VR"):
        browser.get("/vote").post("/vote", {"code": code})
        answers.append((browser.last.status_code, browser.text.replace(code, "CODE")))
    assert answers[0] == answers[1]


def test_nothing_is_asked_without_a_group_and_the_name_of_the_round(browser, desk):
    ask(browser, desk, (), "", status=422)
    assert list(browser.mistakes) == ["groups", "name-reissue-in-bulk"]
    ask(browser, desk, ("nobody",), status=422)
    assert browser.mistakes == {"groups": "Choose each group whose letters are lost"}
    ask(browser, desk, (CARERS,), "Another round", status=422)
    ticked = [
        one.attributes["value"] for one in browser.page.all("input", name="groups") if "checked" in one.attributes
    ]
    assert ticked == [CARERS]
    assert browser.value("name-reissue-in-bulk") == "Another round"
    assert not desk.acts()


def test_a_code_that_was_replaced_meanwhile_makes_the_act_another_one(browser, desk):
    act = desk.propose(Kind.REISSUE_IN_BULK, groups=[YOUNG], now=DURING)
    desk.vote("Y001", "1")  # a vote changes nothing of it
    path = f"{desk.path}/reissue"
    browser.sign_in("ada").get(path).post(path, {"reference": "Y002"}, status=200)
    with pytest.raises(ActChanged):
        desk.confirm(act, now=DURING)


def test_it_is_not_among_the_moves_of_a_round_and_not_reached_through_them(browser, desk):
    browser.sign_in("ada").get(f"{desk.path}/phase")
    assert "Replace the codes" not in browser.h1
    assert "move-reissue-in-bulk" not in browser.last.text
    browser.post(f"{desk.path}/acts", {"kind": "reissue-in-bulk", "name-reissue-in-bulk": "Autumn round"}, status=404)
    assert not desk.acts()


def test_what_waits_is_shown_on_the_overview_and_on_the_page_itself(browser, desk):
    act = desk.propose(Kind.REISSUE_IN_BULK, groups=[YOUNG], now=DURING)
    browser.sign_in("ben").get(desk.path)
    assert "A second person is needed to replace the codes of whole groups" in browser.text
    browser.get(f"{desk.path}/reissue/groups")
    assert f"/desk/acts/{act}" in browser.links()
    assert not browser.page.all("input", name="groups")


def test_after_the_close_it_is_refused(browser, desk):
    browser.now = AFTER
    path = f"{desk.path}/reissue/groups"
    fields = {"groups": [YOUNG], "name-reissue-in-bulk": "Autumn round"}
    browser.sign_in("ada").post(path, fields, status=409)
    assert not desk.acts()


def test_a_round_with_replaced_codes_is_published_with_sums_that_hold(sessions, keys):
    desk = make_desk_round(sessions, keys, phase=Phase.VOTING)
    done = desk.agree(Kind.REISSUE_IN_BULK, groups=[YOUNG], now=DURING)
    assert len(done.issued) == 3
    desk.codes |= {one.partner_ref: one.code for one in done.issued}
    desk.vote("Y002", "1")
    desk.run_clock(AFTER)
    desk.agree(Kind.SEAL_LIST, now=AFTER)
    desk.throw()
    desk.agree(Kind.OPEN_URN, now=AFTER)
    desk.agree(Kind.PUBLISH, now=AFTER)
    desk.explain()
    desk.run_clock(AFTER)
    assert desk.phase is Phase.PUBLISHED
    with browser_of(sessions, keys, AFTER) as browser:
        browser.sign_in("ada").get(desk.path)
    assert "On the sealed list 4" in browser.text
    assert "Replaced before the close, and so not on it 3" in browser.text
    assert "Every ballot of the list is accounted for." in browser.text
