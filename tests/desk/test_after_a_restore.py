"""After a restore everybody is told: staff on the desk and in the record, and voters on the page of their round."""

from datetime import timedelta

import pytest
from desk_rounds import AFTER, DURING, make_desk_round
from pages import browser_of

from pb.desk import actions
from pb.rounds.rules.phases import Phase

MADE, RESTORED = DURING, DURING + timedelta(hours=2)
LOST = "Some votes were lost"


@pytest.fixture
def desk(sessions, keys):
    return make_desk_round(sessions, keys, phase=Phase.VOTING)


def note(desk, *, voting):
    with desk.sessions.write() as session:
        actions.note_restore(session, {desk.id: voting}, MADE, "0" * 64, RESTORED)


def pages(desk, who=None, now=RESTORED):
    with browser_of(desk.sessions, desk.keys, now) as browser:
        if who:
            browser.sign_in(who)
        for path in (desk.path, "/desk", f"{desk.path}/record", "/desk/record") if who else (desk.path[5:],):
            browser.get(path)
            yield browser.text


def test_the_desk_says_what_is_missing_and_what_to_do(desk):
    note(desk, voting=True)
    overview, home, record, installation = pages(desk, "cleo")
    assert "This round was restored from a backup" in overview
    assert "Votes cast in between are missing too." in overview
    assert "Restored from a backup" in home
    for text in (record, installation):
        assert "The command line restored the backup of" in text
        assert "votes cast and acts done after it are missing" in text


def test_voters_of_a_round_are_asked_to_vote_again_with_the_same_code(desk):
    note(desk, voting=True)
    (shown,) = pages(desk)
    assert LOST in shown
    assert "Please vote again, with the same code." in shown


def test_a_restore_that_lost_no_vote_frightens_no_voter(desk):
    note(desk, voting=False)
    assert LOST not in next(iter(pages(desk)))
    overview, *_ = pages(desk, "cleo")
    assert "This round was restored from a backup" in overview
    assert "Votes cast in between" not in overview


def test_after_the_close_the_page_still_says_so_and_asks_nobody_to_vote(desk):
    note(desk, voting=True)
    desk.run_clock(AFTER)
    (shown,) = pages(desk, now=AFTER)
    assert LOST in shown
    assert "Please vote again" not in shown


def test_where_nothing_was_restored_nothing_is_said(desk):
    (shown,) = pages(desk)
    overview, home, *_ = pages(desk, "cleo")
    assert LOST not in shown
    assert "backup" not in overview + home
