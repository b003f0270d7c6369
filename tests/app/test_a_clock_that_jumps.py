"""A machine whose clock jumps by years for a while loses no vote and closes none."""

import asyncio
from datetime import timedelta

import pytest
from ballot_rounds import CLOSES, NOON, make_box
from pages import settings_of

from pb.app.house import open_house
from pb.app.main import run_clock
from pb.app.steady import TOLERANCE, TRUSTED_AFTER, Steadiness
from pb.ballots.rules import VotingClosed
from pb.rounds.rules.phases import Phase

YEARS = timedelta(days=3653)
SECOND = timedelta(seconds=1)


class Time:
    """What has passed, which nobody can set, and what the clock says beside it."""

    def __init__(self):
        self.passed, self.wrong = timedelta(), timedelta()
        self.steadiness = Steadiness(self.seconds)

    def seconds(self):
        return self.passed.total_seconds()

    def __call__(self):
        return NOON + self.passed + self.wrong

    def holds(self, after=SECOND):
        self.passed += after
        return self.steadiness.holds(self())


def test_a_clock_that_goes_on_is_believed_however_long_nobody_looked():
    time = Time()
    assert time.holds()
    assert time.holds(YEARS)


@pytest.mark.parametrize("jump", [YEARS, -YEARS, TOLERANCE + SECOND])
def test_a_clock_that_was_set_is_believed_when_it_is_right_again(jump):
    time = Time()
    assert time.holds()
    time.wrong = jump
    assert not time.holds()
    assert not time.holds(timedelta(minutes=30))
    time.wrong = timedelta()
    assert time.holds()


def test_a_clock_that_stays_where_it_was_set_is_believed_after_an_hour():
    time = Time()
    assert time.holds()
    time.wrong = YEARS
    assert not time.holds()
    assert [time.steadiness.is_news() for _ in range(2)] == [True, False]
    assert not time.holds(TRUSTED_AFTER - SECOND)
    assert time.holds()
    assert time.holds()


def test_a_clock_that_jumps_about_is_not_believed():
    time = Time()
    assert time.holds()
    for number in range(1, 9):
        time.wrong = YEARS * (-1) ** number
        assert not time.holds(timedelta(minutes=50))


def test_small_corrections_are_followed_one_after_another():
    time = Time()
    for _ in range(9):
        assert time.holds()
        time.wrong += TOLERANCE / 2


def test_votes_cast_while_the_clock_jumps_are_stored_once_or_refused_and_the_order_of_arrival_decides(sessions, keys):
    box = make_box(sessions, keys)
    first = box.cast("Y1", {"chosen": ["1"]}, now=NOON)
    with pytest.raises(VotingClosed):
        box.cast("Y1", {"chosen": ["2"]}, rev=1, now=NOON + YEARS)
    with pytest.raises(VotingClosed):
        box.cast("Y2", {"chosen": ["2"]}, now=CLOSES)
    assert box.standing("Y1").rev == first.rev == 1
    later = box.cast("Y1", {"chosen": ["3"]}, rev=1, now=NOON - YEARS)
    assert later.rev == 2
    assert box.cast("Y2", {"chosen": ["2"]}, now=NOON).rev == 1
    assert box.in_urn() == 2


def test_a_jump_beyond_the_close_closes_no_vote(sessions, keys, tmp_path):
    box, time = make_box(sessions, keys), Time()
    house = open_house(settings_of(sessions, keys), time)
    house.steadiness.passed = time.seconds
    asyncio.run(run_clock(house, asyncio.Event()))
    time.wrong = YEARS
    asyncio.run(run_clock(house, asyncio.Event()))
    assert box.view().phase is Phase.VOTING
    time.passed, time.wrong = CLOSES - NOON, timedelta()
    asyncio.run(run_clock(house, asyncio.Event()))
    house.close()
    assert box.view().phase is Phase.CLOSED
