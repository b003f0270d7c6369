"""Everything that touches the vote is done by two people, on exactly what the second one saw, and never by one."""

from datetime import timedelta

import pytest
from desk_rounds import AFTER, DURING, ENDS, VOTES, YOUNG, make_desk_round, submit

from pb.desk.rules.moves import AlreadyMoved, CloseNotLater, GroupsUnfit, NoSuchMove, move_of
from pb.people.rules import ActChanged, ActNotFound, CommissionersOnly, Kind, SecondPersonNeeded
from pb.record import queries as record
from pb.rounds.rules.opening import RoundNotReady
from pb.rounds.rules.phases import Phase

LATER = ENDS + timedelta(days=2)
# kind: phase before, phase after, when
ACTS = {
    Kind.OPEN_VOTING: (Phase.REVIEW, Phase.VOTING, DURING),
    Kind.CLOSE_EARLY: (Phase.VOTING, Phase.CLOSED, DURING),
    Kind.EXTEND_VOTING: (Phase.VOTING, Phase.VOTING, DURING),
    Kind.SEAL_LIST: (Phase.CLOSED, Phase.SEALED, AFTER),
    Kind.OPEN_URN: (Phase.SEALED, Phase.OPENED, AFTER),
    Kind.PUBLISH: (Phase.OPENED, Phase.OPENED, AFTER),
    Kind.REISSUE_IN_BULK: (Phase.VOTING, Phase.VOTING, DURING),
}
CHOSEN = {Kind.EXTEND_VOTING: {"after": LATER}, Kind.REISSUE_IN_BULK: {"groups": [YOUNG]}}


def test_every_kind_of_act_is_tried_here():
    assert set(ACTS) == set(Kind)


@pytest.fixture(params=list(Kind))
def ready(request, sessions, keys):
    """A round in which this kind of act can come next, and how to propose it."""
    before, after, now = ACTS[request.param]
    desk = make_desk_round(sessions, keys, phase=before)
    if request.param is Kind.OPEN_URN:
        desk.throw()
    desk.kind, desk.before, desk.after, desk.now = request.param, before, after, now
    desk.chosen = CHOSEN.get(request.param, {})
    return desk


def test_the_proposer_alone_gets_nowhere_and_two_people_get_it_done(ready):
    act = ready.propose(ready.kind, now=ready.now, **ready.chosen)
    assert ready.phase is ready.before
    with pytest.raises(SecondPersonNeeded):
        ready.confirm(act, by=ready.ada, now=ready.now)
    with pytest.raises(CommissionersOnly):
        ready.confirm(act, by=ready.cleo, now=ready.now)
    assert ready.phase is ready.before
    assert ready.verbs()[-1] == "ActProposed"
    done = ready.confirm(act, now=ready.now)
    assert (done.kind, done.round_id) == (ready.kind, ready.id)
    assert ready.phase is ready.after
    assert "ActConfirmed" in ready.verbs()
    with pytest.raises((ActNotFound, AlreadyMoved)):
        ready.confirm(act, now=ready.now, shown="0" * 64)


def test_an_officer_cannot_propose_it(ready):
    with pytest.raises(CommissionersOnly):
        ready.propose(ready.kind, by=ready.cleo, now=ready.now, **ready.chosen)
    assert not ready.acts()


def test_another_hash_than_the_proposed_one_confirms_nothing(ready):
    act = ready.propose(ready.kind, now=ready.now, **ready.chosen)
    with pytest.raises(ActChanged):
        ready.confirm(act, now=ready.now, shown="0" * 64)
    assert ready.phase is ready.before


def test_it_can_come_in_its_own_phase_only(ready, sessions):
    for kind in Kind:
        if ready.before not in move_of(kind).phases:
            with pytest.raises(AlreadyMoved):
                ready.propose(kind, now=ready.now, after=LATER)


def test_what_changed_after_the_proposal_has_to_be_proposed_anew(sessions, keys):
    desk = make_desk_round(sessions, keys, phase=Phase.REVIEW)
    act = desk.propose(Kind.OPEN_VOTING)
    desk.give(1_00)
    with pytest.raises(ActChanged):
        desk.confirm(act)
    assert desk.phase is Phase.REVIEW
    assert desk.agree(Kind.OPEN_VOTING).kind is Kind.OPEN_VOTING


def test_voting_that_was_extended_meanwhile_is_not_closed_early_by_an_old_proposal(sessions, keys):
    desk = make_desk_round(sessions, keys, phase=Phase.VOTING)
    early = desk.propose(Kind.CLOSE_EARLY, now=DURING)
    desk.agree(Kind.EXTEND_VOTING, now=DURING, after=LATER)
    with pytest.raises(ActChanged):
        desk.confirm(early, now=DURING)
    assert desk.view.voting_closes_at == LATER


def test_an_extension_must_be_later_than_the_close_and_than_now(sessions, keys):
    desk = make_desk_round(sessions, keys, phase=Phase.VOTING, voting=False)
    for instant in (ENDS, ENDS - timedelta(days=1), DURING - timedelta(days=1)):
        with pytest.raises(CloseNotLater):
            desk.propose(Kind.EXTEND_VOTING, now=DURING, after=instant)


def test_an_extension_that_came_too_late_to_be_confirmed_is_refused(sessions, keys):
    desk = make_desk_round(sessions, keys, phase=Phase.VOTING, voting=False)
    act = desk.propose(Kind.EXTEND_VOTING, now=DURING, after=ENDS + timedelta(hours=1))
    with pytest.raises(CloseNotLater):
        desk.confirm(act, now=ENDS + timedelta(hours=2))


def test_voting_does_not_open_while_anything_is_missing(sessions, keys):
    desk = make_desk_round(sessions, keys, phase=Phase.BIDDING)
    submit(desk)
    desk.move("close-bids")
    with pytest.raises(RoundNotReady) as refused:
        desk.propose(Kind.OPEN_VOTING)
    blocks = refused.value.facts["blocks"]
    assert blocks == [
        "No bid is admitted, so there is nothing to vote on",
        "1 bid is not decided yet",
        "Nobody is on the roll of Young people. Import the roll",
        "Nobody is on the roll of Parent carers. Import the roll",
    ]
    assert [block.mended_at for block in blocks] == ["/bids", "/bids", "/roll", "/roll"]


def test_something_that_came_in_the_way_after_the_proposal_stops_the_confirmation(sessions, keys):
    desk = make_desk_round(sessions, keys, phase=Phase.REVIEW)
    act = desk.propose(Kind.OPEN_VOTING)
    with pytest.raises(RoundNotReady):
        desk.confirm(act, now=ENDS)
    assert desk.phase is Phase.REVIEW


def test_the_ballots_are_not_opened_before_the_public_dice(sessions, keys):
    desk = make_desk_round(sessions, keys, phase=Phase.SEALED)
    with pytest.raises(RoundNotReady):
        desk.propose(Kind.OPEN_URN, now=AFTER)
    assert desk.phase is Phase.SEALED


def test_publication_that_was_agreed_is_not_proposed_again(sessions, keys):
    desk = make_desk_round(sessions, keys, phase=Phase.OPENED)
    desk.agree(Kind.PUBLISH, now=AFTER)
    with pytest.raises(RoundNotReady):
        desk.propose(Kind.PUBLISH, now=AFTER)


def test_what_two_people_must_do_is_no_move_for_one(sessions, keys):
    desk = make_desk_round(sessions, keys, phase=Phase.REVIEW)
    for kind in Kind:
        with pytest.raises(NoSuchMove):
            desk.move(kind)
    with pytest.raises(AlreadyMoved):
        desk.move("open-bids")


def test_opening_puts_the_same_hash_on_the_round_that_the_second_person_saw(sessions, keys):
    desk = make_desk_round(sessions, keys, phase=Phase.REVIEW)
    act_id = desk.propose(Kind.OPEN_VOTING)
    seen = desk.acts()[0].effect
    desk.confirm(act_id)
    assert desk.view.rules_hash == seen["rules_hash"]
    assert seen["roll"] == {"Young people": 3, "Parent carers": 3}
    assert seen["pot"] == 10_000_00
    assert seen["bids"] == 4


@pytest.mark.parametrize("days", [-3, 3])
def test_a_vote_that_opens_on_another_day_than_was_planned_says_the_day_on_which_it_did(sessions, keys, days):
    desk = make_desk_round(sessions, keys, phase=Phase.REVIEW)
    opened = VOTES + timedelta(days=days)
    desk.confirm(desk.propose(Kind.OPEN_VOTING, now=opened), now=opened)
    assert desk.view.voting_opens_at == opened


@pytest.mark.parametrize("groups", [None, ["nobody"], [YOUNG, "nobody"]])
def test_codes_of_no_group_are_not_replaced(sessions, keys, groups):
    desk = make_desk_round(sessions, keys, phase=Phase.VOTING, voting=False)
    with pytest.raises(GroupsUnfit):
        desk.propose(Kind.REISSUE_IN_BULK, groups=groups, now=DURING)


def test_the_record_names_both_people(sessions, keys):
    desk = make_desk_round(sessions, keys, phase=Phase.VOTING, voting=False)
    with sessions.read() as session:
        opened = next(one for one in record.entries(session, desk.id) if one.verb == "VotingOpened")
    assert opened.actor == "Ada (Brookfield Council) and Ben (Brookfield ICB)"
