"""Later work is taken in hand by one process, done once, and left to the next where that one dies."""

from datetime import UTC, datetime, timedelta

import pytest

from pb.jobs import actions, queries
from pb.jobs.rules import LEASE, LONGEST_WAIT, JobLost, Work, wait_after

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


def take(sessions, now=NOW, subject="site"):
    with sessions.write() as session:
        return actions.take(session, Work.FORGET, subject, now)


def waiting(sessions):
    with sessions.read() as session:
        return queries.waiting(session)


def test_of_two_who_ask_one_gets_the_work(sessions):
    held = take(sessions)
    assert (held.kind, held.subject, held.tries) == (Work.FORGET, "site", 1)
    assert take(sessions) is None
    assert take(sessions, NOW + LEASE - MOMENT) is None
    assert take(sessions, subject="another").subject == "another"


def test_work_that_is_done_is_gone_and_can_come_again(sessions):
    for _ in range(2):
        held = take(sessions)
        with sessions.write() as session:
            actions.finish(session, held)
        assert waiting(sessions) == []


def test_who_died_with_work_in_hand_leaves_it_to_the_next_and_cannot_finish_it_any_more(sessions):
    dead = take(sessions)
    heir = take(sessions, NOW + LEASE)
    assert heir.tries == 2
    with pytest.raises(JobLost), sessions.write() as session:
        actions.finish(session, dead)
    with sessions.write() as session:
        actions.give_back(session, dead, "Late", NOW)
    assert [job.fault for job in waiting(sessions)] == [""]
    with sessions.write() as session:
        actions.finish(session, heir)
    with pytest.raises(JobLost), sessions.write() as session:
        actions.finish(session, heir)


def test_what_failed_waits_ever_longer_and_says_what_went_wrong(sessions):
    now = NOW
    for tries in range(1, 12):
        held = take(sessions, now)
        with sessions.write() as session:
            actions.give_back(session, held, "DatabaseBusy" * 20, now)
        (job,) = waiting(sessions)
        assert (job.tries, job.fault, job.due_at) == (tries, ("DatabaseBusy" * 20)[:100], now + wait_after(tries))
        assert take(sessions, job.due_at - MOMENT) is None
        now = job.due_at
    assert [wait_after(tries).total_seconds() for tries in (1, 2, 3)] == [2, 4, 8]
    assert wait_after(40) == LONGEST_WAIT


def test_work_that_is_not_due_any_more_is_dropped_and_the_rest_stays(sessions):
    for subject in ("site", "another"):
        take(sessions, subject=subject)
    with sessions.write() as session:
        actions.drop(session, {Work.FORGET: {"site"}, Work.CLOSE: set()})
    assert [job.subject for job in waiting(sessions)] == ["site"]
    with sessions.write() as session:
        actions.drop(session, {Work.FORGET: set()})
    assert waiting(sessions) == []
