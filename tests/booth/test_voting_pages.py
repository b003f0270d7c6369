"""The road of a voter through the pages, without JavaScript: code, welcome, ballot, check, thank you."""

import json
import secrets
from datetime import timedelta

import pytest
from ballot_rounds import CLOSES, NOON, make_box
from booth_walks import KINDS, cast, enter, hidden, opened_marks, touch, travelling, walk
from click.testing import CliRunner
from pages import browser_of
from sqlalchemy import text

from pb.ballots import queries as ballots
from pb.booth.voter import RECEIPT, RECEIPT_LIFE
from pb.cli.signature import verify_signature
from pb.keys import cookies
from pb.roll.rules import grouped, new_code
from pb.rounds.rules.draft import BallotKind
from pb.rounds.rules.phases import Phase
from pb.seal import canonical


@pytest.fixture
def box(request, sessions, keys):
    kind, limit, most = KINDS[getattr(request, "param", "approval")]
    return make_box(sessions, keys, kind=kind, limit=limit, most=most)


@pytest.fixture
def browser(sessions, keys, box):
    with browser_of(sessions, keys, NOON) as opened:
        yield opened


def standing(box, sessions, keys, reference="Y1"):
    voter = box.voter(reference)
    with sessions.read() as session:
        return ballots.standing(session, keys, box.id, voter.voter_id)


@pytest.mark.parametrize(
    ("box", "touches", "words"),
    [
        ("approval", [{"chosen": ["1"], "go": "stay"}], "Proposal 1"),
        ("stars", [{"more": "4"}, {"more": "4"}, {"more": "9"}, {"fewer": "9"}], "2 stars"),
        ("ranked", [{"touch": "7"}, {"touch": "3"}], "1st"),
        ("faces", [{f"face-{number}": "bit" for number in range(1, 13)}], "A bit"),
    ],
    indirect=["box"],
)
def test_a_vote_of_each_kind_goes_in_and_its_check_code_is_shown(browser, box, sessions, keys, touches, words):
    enter(browser, box)
    assert browser.h1 == "Hello."
    walk(browser, *touches)
    if box.view().ballot_kind is not BallotKind.APPROVAL:
        assert words in browser.text
    cast(browser, hidden(browser, "draft"), hidden(browser, "envelope"))
    browser.follow()
    assert browser.h1 == "Thank you. Your vote is in."
    assert box.in_urn() == 1
    assert standing(box, sessions, keys).rev == 1


def test_nothing_of_the_voter_stays_in_the_browser_after_finish(browser, box):
    enter(browser, box)
    cast(browser, "1 2").follow()
    browser.post("/vote/finish", status=303)
    assert not {name for name in browser.client.cookies if name.startswith(("pb_voter", "pb_receipt"))}
    browser.get("/vote/done", 303)
    browser.get("/vote/ballot", 303)


def test_a_voter_can_keep_a_receipt_that_the_command_finds_genuine_and_no_other(browser, box, keys, tmp_path):
    enter(browser, box)
    browser.get("/vote/receipt.json", 303)
    cast(browser, "1 2").follow()
    assert "You can vote again until voting closes." in browser.text
    kept = tmp_path / "receipt.json"
    kept.write_bytes(browser.client.get("/vote/receipt.json").content)
    told = json.loads(kept.read_bytes())
    assert grouped(told["check_code"]) in browser.text

    def ask(*more):
        ran = CliRunner().invoke(verify_signature, [str(kept), *more])
        return ran.exit_code, ran.output

    assert ask("--key", keys.signing_public().hex())[0] == 0
    assert f"the ballot {told['check_code']} was stored, as vote 1 of its voter" in ask()[1]
    assert ask("--key", "00" * 32)[0] == 1
    for change in ({"rev": 2}, {"round": "another"}, {"commit": "ab" * 32}, {"signature": "00" * 64}):
        kept.write_bytes(canonical.encode(told | change))
        assert ask()[0] == 1
    kept.write_bytes(b'{"rev":1}')
    assert "This is no receipt, or a damaged one" in ask()[1]
    browser.post("/vote/finish", status=303)
    browser.get("/vote/receipt.json", 303)


def test_a_receipt_of_an_earlier_release_leads_to_the_code_and_breaks_nothing(browser, box, keys):
    kept = {"round": box.id, "tracker": "0123456789AB", "replaced": False}
    closed = cookies.close(keys.session(), RECEIPT, kept, NOON + RECEIPT_LIFE)
    browser.client.cookies.set(RECEIPT, closed)
    for path in ("/vote/done", "/vote/receipt.json"):
        browser.get(path, 303)
        assert browser.last.headers["location"] == "/vote"


@pytest.mark.parametrize("slip", ["change", "swap"])
def test_a_mistyped_code_says_which_group_to_look_at(browser, box, slip):
    code = box.codes["Y1"]
    first = "0" if code[5] != "0" else "1"
    typed = code[:5] + first + code[6:] if slip == "change" else code[:-1]
    browser.post("/vote", {"voting_code": typed}, status=422)
    assert ("the second group of four" if slip == "change" else "You have typed 11") in browser.text
    assert browser.value("voting_code") == typed


def test_an_unknown_code_a_replaced_one_and_none_at_all_are_answered_kindly(browser, box):
    browser.post("/vote", {}, status=422)
    assert "Type the code from your letter or card." in browser.text
    browser.post("/vote", {"voting_code": new_code()}, status=422)
    assert "We do not know this code" in browser.text
    assert "Then it is your check code. Keep it safe." in browser.text


def test_after_ten_wrong_codes_the_client_waits_and_no_code_is_locked(browser, box):
    for _ in range(10):
        browser.post("/vote", {"voting_code": "0000-0000-0000"}, status=422)
    browser.post("/vote", {"voting_code": box.codes["Y1"]}, status=429)
    browser.now += timedelta(minutes=11)
    enter(browser, box)
    assert browser.h1 == "Hello."


def test_slips_are_no_guesses_and_keep_nobody_behind_the_same_address_waiting(browser, box):
    code = box.codes["Y1"]
    for place in range(12):
        slip = "0" if code[place] != "0" else "1"
        browser.post("/vote", {"voting_code": code[:place] + slip + code[place + 1 :]}, status=422)
    enter(browser, box)
    assert browser.h1 == "Hello."


def test_where_the_keys_of_a_vote_are_gone_no_right_code_is_called_unknown(browser, box, keys):
    file = keys.path / "rounds" / f"{box.id}.json"
    kept = file.read_bytes()
    file.unlink()
    for _ in range(11):
        browser.post("/vote", {"voting_code": box.codes["Y1"]}, status=503)
    assert browser.h1 == "Codes do not work just now."
    file.write_bytes(kept)
    enter(browser, box)
    assert browser.h1 == "Hello."


def test_a_cast_that_finds_no_keys_is_said_not_to_be_saved_and_can_be_sent_again(browser, box, sessions, keys):
    enter(browser, box)
    file = keys.path / "rounds" / f"{box.id}.json"
    kept = file.read_bytes()
    file.unlink()
    with browser_of(sessions, keys, NOON) as restarted:  # a process that has the keys in memory goes on without
        restarted.client.cookies.update(browser.client.cookies)
        restarted.token = browser.token
        fields = {"draft": "1 2", "envelope": secrets.token_hex(16), "choice": "vote"}
        restarted.post("/vote/cast", fields, status=503)
        assert restarted.h1 == "Your vote was not saved."
        assert "Nothing was counted. Try again." in restarted.text
        file.write_bytes(kept)
        cast(restarted, hidden(restarted, "draft"), hidden(restarted, "envelope")).follow()
        assert restarted.h1 == "Thank you. Your vote is in."
    assert box.in_urn() == 1


def test_too_many_ticks_are_kept_and_the_page_asks_to_take_one_back(browser, box):
    enter(browser, box).get("/vote/ballot")
    shown = [one.attributes["value"] for one in browser.page.all("input", name="chosen")][:3]
    touch(browser, chosen=shown, go="next")
    assert "Take one back first." in browser.text
    ticked = {
        one.attributes["value"] for one in browser.page.all("input", name="chosen") if "checked" in one.attributes
    }
    assert ticked == set(shown)


def test_choosing_nothing_is_a_vote_too(browser, box):
    enter(browser, box)
    walk(browser)
    assert "I do not want to choose" in browser.text
    cast(browser, "", hidden(browser, "envelope"), choice="blank")
    assert browser.follow().h1 == "Thank you. Your vote is in."
    assert box.in_urn() == 1


def test_voting_again_replaces_the_old_vote_and_says_so(browser, box, sessions, keys):
    enter(browser, box)
    cast(browser, "1")
    enter(browser, box)
    assert "A new vote takes the place of the old one" in browser.text
    cast(browser, "2").follow()
    assert "It took the place of your vote before" in browser.text
    assert box.in_urn() == 1
    assert standing(box, sessions, keys).rev == 2


def test_pressing_twice_gives_the_same_receipt_and_one_ballot(browser, box):
    enter(browser, box)
    cookies = dict(browser.client.cookies)
    envelope = secrets.token_hex(16)
    cast(browser, "1", envelope)
    first = browser.follow().page.with_class("slip__code") or browser.text
    browser.client.cookies.update(cookies)  # the second press left before the first was answered
    cast(browser, "1", envelope)
    again = browser.follow().page.with_class("slip__code") or browser.text
    assert [getattr(one, "text", one) for one in first] == [getattr(one, "text", one) for one in again]
    assert box.in_urn() == 1


def test_a_page_that_was_left_open_cannot_undo_a_later_vote(browser, box, sessions, keys):
    enter(browser, box)
    stale = dict(browser.client.cookies)
    cast(browser, "1")
    browser.client.cookies.update(stale)
    cast(browser, "2")
    assert browser.last.status_code == 409
    assert "later vote" in browser.text.lower()
    assert standing(box, sessions, keys).rev == 1


def test_after_the_closing_instant_nothing_is_cast_whatever_the_phase_says(browser, box):
    enter(browser, box)
    browser.now = CLOSES
    browser.client.cookies.update(browser.client.cookies)
    box.set(voting_closes_at=NOON)
    browser.now = NOON
    cast(browser, "1")
    assert browser.last.status_code == 409
    assert box.in_urn() == 0
    enter(browser, box, "Y2")
    assert browser.last.status_code == 409


def test_a_code_of_a_round_that_has_closed_says_that_voting_is_over(browser, box):
    box.set(phase=Phase.CLOSED)
    browser.post("/vote", {"voting_code": box.codes["Y1"]}, status=409)


def test_a_forged_project_or_a_forged_limit_is_refused_and_nothing_is_stored(browser, box):
    enter(browser, box)
    for draft in ("99", "1 2 3", "13"):
        assert cast(browser, draft).last.status_code == 422
    cast(browser, "1 2 3")
    assert browser.h1 == "That is more than you have."
    browser.post("/vote/check", travelling(browser), status=200)
    assert "Take one back first." in browser.text
    assert hidden(browser, "draft") == "1 2 3"
    assert cast(browser, "1", "short").last.status_code == 422
    assert box.in_urn() == 0


def test_choices_are_kept_while_a_code_has_to_be_typed_again(browser, box):
    browser.post("/vote/cast", {"draft": "1 2", "envelope": secrets.token_hex(16)}, status=200)
    assert "Your choices are kept" in browser.text
    assert hidden(browser, "draft") == "1 2"
    enter(browser, box, draft="1 2", seen="12")
    assert browser.h1 == "Is this your vote?"
    assert "Proposal 1" in browser.text
    assert "Proposal 2" in browser.text


@pytest.mark.parametrize("path", ["/vote/ballot", "/vote/check", "/vote/cast", "/vote/easier"])
def test_a_megabyte_of_text_does_no_harm(browser, box, path):
    enter(browser, box)
    long = "1:1 " * 35_000  # seven fields of it
    names = ("draft", "at", "seen", "envelope", "more", "touch", "chosen", "go", "screen")
    browser.post(path, dict.fromkeys(names, long))
    assert browser.last.status_code in {200, 303, 422}
    assert box.in_urn() == 0


def test_a_code_of_a_megabyte_is_answered(browser, box):
    browser.post("/vote", {"voting_code": "K" * 1_000_000}, status=422)


@pytest.mark.parametrize("path", ["/vote/welcome", "/vote/how", "/vote/ballot", "/vote/done"])
def test_without_a_code_every_page_leads_to_the_code(browser, box, path):
    browser.get(path, 303)
    assert browser.last.headers["location"] == "/vote"


def test_a_bid_that_is_not_on_the_ballot_cannot_be_looked_at(browser, box):
    enter(browser, box)
    browser.get("/vote/bids/1")
    browser.get("/vote/bids/13", 404)
    browser.get("/vote/bids/nothing", 404)


def test_who_voted_in_person_is_told_that_this_vote_stands(browser, box):
    box.cast("Y1", {"chosen": ["1"]}, channel="paper")
    browser.post("/vote", {"voting_code": box.codes["Y1"]}, status=409)
    assert "in person" in browser.text


@pytest.mark.parametrize("box", ["ranked"], indirect=True)
def test_places_can_be_swapped_on_the_check_screen(browser, box):
    enter(browser, box)
    walk(browser, {"touch": "7"}, {"touch": "3"})
    envelope = hidden(browser, "envelope")
    browser.post("/vote/check", {"draft": "7 3", "seen": "12", "envelope": envelope, "up": "3"}, status=200)
    assert hidden(browser, "draft") == "3 7"
    assert hidden(browser, "envelope") == envelope


@pytest.mark.parametrize("box", ["faces"], indirect=True)
def test_faces_are_read_back_in_words_and_a_bid_without_one_counts_as_no(browser, box, sessions, keys):
    enter(browser, box).get("/vote/ballot")
    walk(browser, faces(browser, "yes", "bit", "no"))
    heads = [one.text for one in browser.page.all("h2")]
    assert heads == ["Yes", "A bit", "No", "No answer"]
    assert "No answer counts as No." in browser.text
    given = dict(word.split(":") for word in hidden(browser, "draft").split())
    assert sorted(given.values()) == ["bit", "no", "yes"]
    cast(browser, hidden(browser, "draft"), hidden(browser, "envelope"))
    assert opened_marks(box, sessions, keys) == [{"faces": given}]


@pytest.mark.parametrize("box", ["faces"], indirect=True)
def test_a_face_can_be_changed_and_comes_back_as_it_was_left(browser, box):
    enter(browser, box).get("/vote/ballot")
    first = next(iter(faces(browser, "yes")))
    touch(browser, **{first: "yes"}, go="next")
    touch(browser, go="back")
    assert chosen_faces(browser) == {first: "yes"}
    touch(browser, **{first: "no"}, go="stay")
    assert chosen_faces(browser) == {first: "no"}


@pytest.mark.parametrize("box", ["faces"], indirect=True)
def test_a_vote_of_nothing_but_no_is_a_vote_and_keeps_what_was_said(browser, box, sessions, keys):
    enter(browser, box)
    walk(browser, {f"face-{number}": "no" for number in range(1, 13)})
    assert [one.text for one in browser.page.all("h2")] == ["No", "No answer"]
    assert "Yes, vote" in browser.text
    cast(browser, hidden(browser, "draft"), hidden(browser, "envelope"))
    ((marks,),) = [opened_marks(box, sessions, keys)]
    assert set(marks["faces"].values()) == {"no"}


@pytest.mark.parametrize("box", ["faces"], indirect=True)
@pytest.mark.parametrize(
    "forged",
    [
        {"face-99": "yes"},
        {"face-": "yes"},
        {"face-1": "perhaps"},
        {"face-1": "2"},
        {"more": "1"},
        {"chosen": ["1"]},
        {"answer": "yes"},
        {"answer": "yes", "of": "99"},
    ],
)
def test_a_forged_answer_changes_nothing(browser, box, forged):
    enter(browser, box).get("/vote/ballot")
    touch(browser, draft="2:yes", go="stay", **forged)
    assert hidden(browser, "draft") == "2:yes"
    assert "Take" not in browser.text
    assert cast(browser, "99:yes").last.status_code == 422
    assert box.in_urn() == 0


def faces(browser, *answers):
    """The fields by which the first bids of the page are given these answers."""
    shown = dict.fromkeys(one.attributes["name"] for one in browser.page.all("input", type="radio"))
    return dict(zip(shown, answers, strict=False))


def chosen_faces(browser):
    radios = browser.page.all("input", type="radio")
    return {one.attributes["name"]: one.attributes["value"] for one in radios if "checked" in one.attributes}


def test_a_vote_that_could_not_be_stored_is_said_not_to_be_and_try_again_sends_the_same(browser, box, sessions):
    enter(browser, box)
    walk(browser, {"chosen": ["1"], "go": "stay"})
    fields = {name: hidden(browser, name) for name in ("draft", "envelope")}
    rename(sessions, "urn", "urn_out_of_reach")
    browser.post("/vote/cast", {**fields, "choice": "vote"}, status=503)
    assert browser.h1 == "Your vote was not saved."
    assert "Nothing was counted. Try again." in browser.text
    again = {name: hidden(browser, name) for name in ("draft", "envelope", "choice")}
    assert again == {**fields, "choice": "vote"}
    rename(sessions, "urn_out_of_reach", "urn")
    assert box.in_urn() == 0
    browser.post("/vote/cast", again, status=303).follow()
    assert browser.h1 == "Thank you. Your vote is in."
    assert box.in_urn() == 1


def rename(sessions, before, after):
    with sessions.writing.begin() as connection:
        connection.execute(text(f"ALTER TABLE {before} RENAME TO {after}"))
