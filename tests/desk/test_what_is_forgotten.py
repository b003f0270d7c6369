"""With the clock walked two years on, nothing leads from a bid to who sent it, and nothing public is lost."""

from datetime import timedelta

import pytest
import telephones
from desk_rounds import BIDS_OPEN, ENDS, make_desk_round, new_bidder, submit
from figures import figure
from partnership import NOW
from sqlalchemy import func, select
from tables import load

from pb.db.throttle import WINDOW, Throttle
from pb.desk.queries import keeping
from pb.people import actions as people
from pb.people.models import Bidder, EmailCode, SignIn
from pb.people.rules import BIDDER_IDLE, IDLE, KEPT
from pb.post import actions as post
from pb.proposals import actions as proposals
from pb.proposals.models import CostLine, Proposal
from pb.rounds.models import Round
from pb.rounds.rules.phases import Phase

MOMENT = timedelta(microseconds=1)
BIDDING = BIDS_OPEN + timedelta(days=1)


def rows(sessions, model):
    with sessions.read() as session:
        return list(session.scalars(select(model)))


def begin_draft(desk, title):
    bidder = new_bidder(desk)
    with desk.sessions.write() as session:
        draft = proposals.start_proposal(session, desk.id, bidder, BIDDING)
        costs = [("Paint", 20_00)]
        proposals.save_section(session, draft, 1, bidder, {"title": title, "cost_lines": costs}, BIDDING)


@pytest.fixture
def desk(sessions, keys):
    """A round that was bid in: an admitted bid, a draft that was never sent, and somebody who began nothing."""
    made = make_desk_round(sessions, keys, phase=Phase.BIDDING)
    bid = submit(made, "Board games")
    with sessions.write() as session:
        proposals.admit_proposal(session, bid, 2, "", made.cleo, BIDDING)
    begin_draft(made, "Half a thought")
    new_bidder(made)
    return made


def test_until_two_years_have_passed_bids_know_their_bidders(desk, sessions):
    desk.run_clock(ENDS + KEPT - MOMENT)
    assert all(bid.bidder_id for bid in rows(sessions, Proposal))
    assert len(rows(sessions, Proposal)) == 2


def test_after_two_years_no_bid_leads_to_its_bidder_and_drafts_are_gone(desk, sessions):
    desk.run_clock(ENDS + KEPT)
    assert [(bid.title, bid.bidder_id) for bid in rows(sessions, Proposal)] == [("Board games", None)]
    assert len(rows(sessions, CostLine)) == 1
    assert rows(sessions, Bidder) == []


def test_no_address_of_a_bidder_is_left_in_any_table(desk, sessions):
    with sessions.read() as session:
        emails = list(session.scalars(select(Bidder.email)))
    with sessions.write() as session:
        post.forget_letters(session, ENDS + KEPT)
    desk.run_clock(ENDS + KEPT)
    with sessions.read() as session:
        everything = str([session.execute(select(table)).all() for table in load().sorted_tables])
    assert len(emails) == 3
    assert not [email for email in emails if email in everything]
    figure("S3", f"the clock two years on: {len(emails)} addresses of bidders were there, 0 are left in any table")


def told(sessions, now):
    """What is due of each table, those of which something is; and when more will be."""
    with sessions.read() as session:
        found = {one.table: one for one in keeping.keeping(session, now)}
    return {name: one.due.rows for name, one in found.items() if one.due.rows}, found


def counted(sessions):
    with sessions.read() as session:
        return {one.name: session.scalar(select(func.count()).select_from(one)) for one in load().sorted_tables}


def test_what_is_told_to_be_due_is_exactly_what_the_clock_then_forgets(desk, sessions):
    now = ENDS + KEPT
    Throttle(sessions).count("sign-in", "somebody", now - WINDOW - MOMENT)
    due, _ = told(sessions, now)
    before = counted(sessions)
    assert set(due) == {"bidder", "letter", "proposal", "sign_in", "throttle_try"}
    assert counted(sessions) == before  # telling changes nothing
    desk.run_clock(now)
    after = counted(sessions)
    gone = {name: before[name] - after[name] for name in before if before[name] > after[name]}
    assert gone.pop("cost_line") == 1
    assert due.pop("proposal") == gone.pop("proposal") + 1  # a draft went, and one that was sent lost its bidder
    assert gone == due
    assert told(sessions, now)[0] == {}


@pytest.mark.parametrize("table", ["bidder", "letter", "proposal", "sign_in", "throttle_try"])
def test_what_is_told_to_be_due_next_is_due_then_and_not_a_moment_before(desk, sessions, table):
    Throttle(sessions).count("sign-in", "somebody", NOW)
    _, found = told(sessions, NOW)
    assert found[table].due.rows == 0
    then = found[table].due.next_at
    assert table not in told(sessions, then - MOMENT)[0]
    # A try on the very edge of the window still counts.
    assert table in told(sessions, then + (MOMENT if table == "throttle_try" else timedelta()))[0]


def test_the_second_factor_of_somebody_who_left_is_due(desk, sessions, keys):
    with sessions.write() as session:
        telephones.give(session, keys, desk.people.ids["cleo"], BIDDING)
        people.end_staff(session, desk.people.ids["cleo"], "Ada", BIDDING)
    assert told(sessions, BIDDING)[0]["second_factor"] == 1
    desk.run_clock(BIDDING)
    assert "second_factor" not in told(sessions, BIDDING)[0]


def test_somebody_who_bids_again_stays_known(desk, sessions, keys):
    """Two years after the first round they still have a bid in a second one, which has not ended."""
    again = ENDS + KEPT
    later = make_desk_round(sessions, keys, phase=Phase.BIDDING, people=desk.people, name="The next round")
    bid = submit(later)
    with sessions.write() as session:
        proposals.admit_proposal(session, bid, 2, "", later.cleo, BIDDING)
        view = session.get(Round, later.id)
        view.voting_closes_at = again + timedelta(days=1)
    desk.run_clock(again)
    assert len(rows(sessions, Bidder)) == 1


def test_sign_ins_that_are_idle_and_codes_whose_time_is_over_go_at_once(desk, sessions):
    assert rows(sessions, SignIn)
    desk.run_clock(BIDDING + BIDDER_IDLE)
    assert rows(sessions, SignIn) == []
    assert rows(sessions, EmailCode) == []


def test_a_bidder_stays_signed_in_for_longer_than_staff(desk, sessions):
    seen = max(one.seen_at for one in rows(sessions, SignIn))
    desk.people.sign_in("ada", now=seen)
    desk.run_clock(seen + IDLE)
    assert [one.staff_id for one in rows(sessions, SignIn)] == [None] * 3
