"""What bidders and officers do with a bid, on both databases."""

from datetime import timedelta

import pytest
from desk_rounds import BIDS_CLOSE, BIDS_OPEN, DURING, draft, make_desk_round

from pb.people import actions as signing
from pb.people import queries as people
from pb.post import queries as post
from pb.proposals import actions, queries
from pb.proposals.rules import (
    AlreadyDecided,
    BidChanged,
    BidsClosed,
    ProposalChangedElsewhere,
    ProposalIncomplete,
    ProposalNotFound,
    ReasonMissing,
    Section,
    Status,
)
from pb.record import queries as record
from pb.rounds import actions as rounds
from pb.rounds.rules.phases import Phase, RulesFrozen, WrongPhase

NOW = BIDS_OPEN + timedelta(days=2)
WORDS = {
    "title": "Board games",
    "sentence": "Games every Friday.",
    "what": "We play.",
    "who_for": "Everybody.",
    "team": "Two parents",
    "symbol": "dice",
    "symbol_description": "A die",
    "cost_lines": [("Games", 600_00), ("Pizza", 99_99)],
}


@pytest.fixture
def desk(sessions, keys):
    return make_desk_round(sessions, keys, phase=Phase.BIDDING)


def bidder(desk, email="sam@families.example"):
    codes = []
    with desk.sessions.write() as session:
        signing.send_email_code(session, email, NOW, lambda code: (codes.append(code) or "Code", code))
        token = signing.sign_in_bidder(session, email, codes[0], NOW)
        return people.viewer_of(session, token, NOW)


def do(desk, act, *values, now=NOW):
    with desk.sessions.write() as session:
        return act(session, *values, now)


def begun(desk, viewer, fields=WORDS):
    bid = do(desk, actions.start_proposal, desk.id, viewer)
    do(desk, actions.save_section, bid, 1, viewer, fields)
    return bid


def sent(desk, viewer):
    bid = begun(desk, viewer)
    do(desk, actions.submit_proposal, bid, viewer)
    return bid


def seen(desk, bid):
    with desk.sessions.read() as session:
        return queries.one(session, bid)


def letters(desk):
    with desk.sessions.read() as session:
        return [letter.subject for letter in post.outbox(session)]


def entries(desk):
    with desk.sessions.read() as session:
        return record.entries(session, desk.id)


def test_a_bid_asks_for_the_sum_of_its_rows(desk):
    bid = seen(desk, begun(desk, bidder(desk)))
    assert bid.ask == 699_99
    assert [(line.what, line.amount) for line in bid.cost_lines] == WORDS["cost_lines"]


def test_rows_of_costs_are_replaced_as_a_whole(desk):
    viewer = bidder(desk)
    bid = begun(desk, viewer)
    do(desk, actions.save_section, bid, 2, viewer, {"cost_lines": [("Everything", 700_00)]})
    assert [(line.what, line.amount) for line in seen(desk, bid).cost_lines] == [("Everything", 700_00)]
    assert seen(desk, bid).title == "Board games"


def test_a_page_that_is_older_than_what_was_saved_overwrites_nothing(desk):
    viewer = bidder(desk)
    bid = begun(desk, viewer)
    with pytest.raises(ProposalChangedElsewhere):
        do(desk, actions.save_section, bid, 1, viewer, {"title": "From the other telephone"})
    assert seen(desk, bid).title == "Board games"


def test_numbers_are_given_in_the_order_of_sending_and_kept(desk):
    one, two = bidder(desk), bidder(desk, "ash@families.example")
    second, first = begun(desk, one), begun(desk, two)
    assert do(desk, actions.submit_proposal, first, two) == 1
    assert do(desk, actions.submit_proposal, second, one) == 2
    assert do(desk, actions.submit_proposal, first, two) == 1


def test_an_incomplete_bid_is_not_sent(desk):
    viewer = bidder(desk)
    bid = begun(desk, viewer, WORDS | {"team": "", "cost_lines": []})
    with pytest.raises(ProposalIncomplete) as refusal:
        do(desk, actions.submit_proposal, bid, viewer)
    assert refusal.value.facts["missing"] == [Section.PEOPLE, Section.MONEY]
    assert seen(desk, bid).status is Status.DRAFT
    assert seen(desk, bid).number is None


def test_a_bid_that_was_sent_can_be_changed_but_not_made_incomplete(desk):
    viewer = bidder(desk)
    bid = sent(desk, viewer)
    do(desk, actions.save_section, bid, 2, viewer, {"title": "More board games"})
    with pytest.raises(ProposalIncomplete):
        do(desk, actions.save_section, bid, 3, viewer, {"title": ""})
    assert (seen(desk, bid).title, seen(desk, bid).rev) == ("More board games", 3)


def test_a_bid_that_new_limits_made_incomplete_can_still_be_mended_part_by_part(desk):
    viewer = bidder(desk)
    bid = sent(desk, viewer)
    do(desk, rounds.change_round, desk.id, draft(least_cost=1_000_00), desk.ada.actor)
    do(desk, actions.save_section, bid, 2, viewer, {"title": "More board games"})
    assert seen(desk, bid).title == "More board games"


@pytest.mark.parametrize("act", [actions.submit_proposal, actions.withdraw_proposal])
def test_nobody_but_its_bidder_touches_a_bid(desk, act):
    bid = begun(desk, bidder(desk))
    with pytest.raises(ProposalNotFound):
        do(desk, act, bid, bidder(desk, "mallory@families.example"))
    with pytest.raises(ProposalNotFound):
        do(desk, actions.save_section, bid, 2, desk.ada, {"title": "Mine"})
    assert seen(desk, bid).status is Status.DRAFT


def test_at_the_closing_instant_nothing_can_be_sent_or_changed_any_more(desk):
    viewer = bidder(desk)
    bid = begun(desk, viewer)
    for act, values in ((actions.submit_proposal, ()), (actions.withdraw_proposal, ())):
        with pytest.raises(BidsClosed):
            do(desk, act, bid, viewer, *values, now=BIDS_CLOSE)
    with pytest.raises(BidsClosed):
        do(desk, actions.save_section, bid, 2, viewer, {"title": "Late"}, now=BIDS_CLOSE)
    do(desk, actions.submit_proposal, bid, viewer, now=BIDS_CLOSE - timedelta(microseconds=1))


def test_a_bid_cannot_be_begun_before_bids_open(sessions, keys):
    desk = make_desk_round(sessions, keys)
    with pytest.raises(BidsClosed):
        do(desk, actions.start_proposal, desk.id, bidder(desk))


def test_an_officer_admits_and_the_bidder_gets_a_letter(desk):
    bid = sent(desk, bidder(desk))
    do(desk, actions.admit_proposal, bid, 2, "Lovely.", desk.cleo)
    found = seen(desk, bid)
    assert (found.status, found.reason, found.decided_by) == (Status.ADMITTED, "Lovely.", desk.cleo.actor)
    assert "Your bid is on the ballot: Board games" in letters(desk)


def test_a_bid_is_not_turned_down_without_a_reason(desk):
    bid = sent(desk, bidder(desk))
    with pytest.raises(ReasonMissing):
        do(desk, actions.refuse_proposal, bid, 2, " \n", desk.cleo)
    assert seen(desk, bid).status is Status.SUBMITTED


def test_nobody_decides_about_words_that_they_have_not_read(desk):
    viewer = bidder(desk)
    bid = sent(desk, viewer)
    do(desk, actions.save_section, bid, 2, viewer, {"title": "Something quite different"})
    with pytest.raises(BidChanged):
        do(desk, actions.admit_proposal, bid, 2, "", desk.cleo)
    assert seen(desk, bid).status is Status.SUBMITTED


def test_two_officers_do_not_both_decide(desk):
    bid = sent(desk, bidder(desk))
    do(desk, actions.refuse_proposal, bid, 2, "There is one.", desk.cleo)
    with pytest.raises(AlreadyDecided):
        do(desk, actions.admit_proposal, bid, 2, "", desk.ada)
    assert seen(desk, bid).reason == "There is one."


def test_a_draft_is_nobody_elses_business(desk):
    bid = begun(desk, bidder(desk))
    with pytest.raises(ProposalNotFound):
        do(desk, actions.admit_proposal, bid, 2, "", desk.cleo)


def test_a_decision_is_undone_and_made_again(desk):
    bid = sent(desk, bidder(desk))
    do(desk, actions.refuse_proposal, bid, 2, "There is one.", desk.cleo)
    do(desk, actions.undo_decision, bid, desk.ada)
    assert (seen(desk, bid).status, seen(desk, bid).reason) == (Status.SUBMITTED, "")
    do(desk, actions.admit_proposal, bid, 2, "", desk.ada)
    assert seen(desk, bid).status is Status.ADMITTED


def test_what_was_never_decided_cannot_be_undone(desk):
    bid = sent(desk, bidder(desk))
    with pytest.raises(AlreadyDecided):
        do(desk, actions.undo_decision, bid, desk.cleo)


def test_a_withdrawn_bid_is_not_decided_about(desk):
    viewer = bidder(desk)
    bid = sent(desk, viewer)
    do(desk, actions.withdraw_proposal, bid, viewer)
    with pytest.raises(AlreadyDecided):
        do(desk, actions.admit_proposal, bid, 2, "", desk.cleo)


def test_once_voting_has_opened_every_decision_stands(sessions, keys):
    desk = make_desk_round(sessions, keys, phase=Phase.VOTING)
    with sessions.read() as session:
        bid = queries.by_number(session, desk.id, 1)
    with pytest.raises(RulesFrozen):
        do(desk, actions.undo_decision, bid.id, desk.cleo, now=DURING)
    with pytest.raises(WrongPhase):
        do(desk, actions.refuse_proposal, bid.id, bid.rev, "Late", desk.cleo, now=DURING)


def test_every_step_is_a_line_of_the_record_without_the_bidders_address(desk):
    viewer = bidder(desk)
    bid = sent(desk, viewer)
    do(desk, actions.refuse_proposal, bid, 2, "There is one.", desk.cleo)
    do(desk, actions.undo_decision, bid, desk.cleo)
    do(desk, actions.withdraw_proposal, bid, viewer)
    verbs = [entry.verb for entry in entries(desk)][-4:]
    assert verbs == ["ProposalSubmitted", "ProposalRefused", "DecisionUndone", "ProposalWithdrawn"]
    assert "sam@families.example" not in str(entries(desk))
