"""How long somebody stays signed in: staff for twelve hours at most, whatever they do."""

from datetime import timedelta

import pytest
from partnership import NOW, make_partnership
from sqlalchemy import text

from pb.db.retention import Due
from pb.people import actions, queries
from pb.people.rules import LONGEST, PUBLIC

SECOND = timedelta(seconds=1)


@pytest.fixture
def partnership(sessions):
    return make_partnership(sessions)


def viewer(sessions, token, now):
    with sessions.read() as session:
        return queries.viewer_of(session, token, now)


def keep_clicking(sessions, token, until):
    now = NOW
    while now < until:
        with sessions.write() as session:
            actions.touch(session, token, now)
        now += timedelta(minutes=20)
    with sessions.write() as session:
        actions.touch(session, token, until - SECOND)


def test_whoever_keeps_clicking_is_signed_out_after_twelve_hours(sessions, partnership):
    token, end = partnership.sign_in("ada"), NOW + LONGEST
    assert timedelta(hours=12) == LONGEST
    keep_clicking(sessions, token, end)
    assert viewer(sessions, token, end - SECOND).name == "Ada"
    assert viewer(sessions, token, end) is PUBLIC


def test_such_a_sign_in_is_deleted(sessions, partnership):
    end = NOW + LONGEST
    keep_clicking(sessions, partnership.sign_in("ada"), end)
    with sessions.read() as session:
        assert queries.sign_ins_due(session, end - SECOND) == Due(0, end)
        assert queries.sign_ins_due(session, end) == Due(1)
    with sessions.write() as session:
        actions.forget_idle(session, end)
        assert session.scalar(text("SELECT count(*) FROM sign_in")) == 0


def test_a_bidder_who_goes_on_writing_is_not(sessions):
    codes = []
    with sessions.write() as session:
        actions.send_email_code(session, "sam@families.example", NOW, lambda code: (codes.append(code) or "Code", code))
        token = actions.sign_in_bidder(session, "sam@families.example", codes[0], NOW)
    keep_clicking(sessions, token, NOW + LONGEST)
    assert viewer(sessions, token, NOW + LONGEST).is_bidder


def test_signing_out_elsewhere_leaves_this_browser_and_other_people_alone(sessions, partnership):
    here, there, ben = partnership.sign_in("ada"), partnership.sign_in("ada"), partnership.sign_in("ben")
    with sessions.write() as session:
        actions.end_sign_ins(session, partnership.ids["ada"], but=here)
    assert viewer(sessions, there, NOW) is PUBLIC
    assert [viewer(sessions, one, NOW).name for one in (here, ben)] == ["Ada", "Ben"]
    with sessions.write() as session:
        actions.end_sign_ins(session, partnership.ids["ada"])
    assert viewer(sessions, here, NOW) is PUBLIC


def test_nobody_ends_the_sign_in_of_somebody_else(sessions, partnership):
    ada, ben = partnership.sign_in("ada"), partnership.sign_in("ben")
    with sessions.write() as session:
        (of_ben,) = queries.sign_ins(session, partnership.ids["ben"], NOW)
        actions.end_sign_in(session, partnership.ids["ada"], of_ben.digest)
    assert viewer(sessions, ben, NOW).name == "Ben"
    with sessions.write() as session:
        (of_ada,) = queries.sign_ins(session, partnership.ids["ada"], NOW)
        actions.end_sign_in(session, partnership.ids["ada"], of_ada.digest)
    assert viewer(sessions, ada, NOW) is PUBLIC


def test_the_list_has_no_browser_that_is_idle_or_too_old(sessions, partnership):
    token = partnership.sign_in("ada")
    partnership.sign_in("ada", now=NOW + timedelta(minutes=10))
    with sessions.write() as session:
        actions.touch(session, token, NOW + timedelta(minutes=20))
    with sessions.read() as session:
        listed = queries.sign_ins(session, partnership.ids["ada"], NOW + timedelta(minutes=45))
    assert [one.begun_at for one in listed] == [NOW]
