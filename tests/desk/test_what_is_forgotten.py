"""With the clock walked two years on, nothing leads from a bid to who sent it, and nothing public is lost."""

from datetime import timedelta

import pytest
from desk_rounds import BIDS_OPEN, ENDS, make_desk_round, new_bidder, submit
from sqlalchemy import select
from tables import load

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
