"""Where the letters of a whole group are lost: new codes, no ballot under an old one, and sums that still hold."""

from datetime import timedelta

import pytest
from ballot_rounds import CLOSES, NOON, make_box
from sqlalchemy import func, select

from pb.ballots import queries
from pb.ballots.actions.listing import seal_list
from pb.ballots.actions.reissue import reissue, reissue_groups
from pb.ballots.rules import Channel, InPersonVoteStands, VotingClosed
from pb.record import queries as record
from pb.roll import actions as roll
from pb.roll import queries as voters
from pb.roll.models import DeadCode, RollLink
from pb.roll.rules import CodeUnknown
from pb.rounds.rules.phases import Phase, WrongPhase

ONE, TWO = {"chosen": ["1"]}, {"chosen": ["2", "3"]}
YOUNG, CARERS = "young-people", "parent-carers"


@pytest.fixture
def box(sessions, keys):
    return make_box(sessions, keys)


def reissue_all(box, *groups, now=NOON):
    """New codes for whole groups; the old ones by reference are returned."""
    old = dict(box.codes)
    with box.sessions.write() as session:
        issued = reissue_groups(session, box.keys, box.id, groups, "Ada and Ben", now)
    box.codes |= {one.partner_ref.split("-")[0]: one.code for one in issued}
    return {name: code for name, code in old.items() if box.codes[name] != code}


def replaced(box):
    with box.sessions.read() as session:
        return queries.reissued_votes(session, box.id)


def found(box, code):
    with box.sessions.read() as session:
        return voters.voter_by_code(session, box.keys, box.id, code)


def test_every_code_of_the_group_is_new_and_every_old_one_is_dead(box):
    old = reissue_all(box, YOUNG)
    assert set(old) == {"Y1", "Y2", "Y3"}
    assert all(box.voter(name).electorate == YOUNG for name in old)
    assert [found(box, code) for code in old.values()] == [None] * 3  # as for a code that never was
    with box.sessions.read() as session:
        assert all(voters.is_dead(session, box.keys, box.id, code) for code in old.values())
        assert voters.size_by_electorate(session, box.id) == {YOUNG: 3, CARERS: 3}
    assert found(box, box.codes["C1"]).electorate == CARERS


def test_votes_cast_online_with_the_old_codes_are_counted_as_replaced_and_those_of_others_stand(box):
    box.cast("Y1", ONE)
    box.cast("Y1", TWO, rev=1)
    box.cast("Y2", ONE)
    box.cast("C1", ONE)
    reissue_all(box, YOUNG)
    assert (box.in_urn(), replaced(box)) == (1, 3)
    assert box.standing("Y1") is None
    assert box.standing("C1").rev == 1
    assert box.cast("Y1", ONE).rev == 1


def test_the_sums_of_the_sealed_list_still_hold(box):
    for name in ("Y1", "Y2", "C1"):
        box.cast(name, ONE)
    reissue_all(box, YOUNG, CARERS)
    for name in ("Y1", "Y3"):
        box.cast(name, TWO)
    box.set(phase=Phase.CLOSED)
    with box.sessions.write() as session:
        sealed = seal_list(session, box.keys, box.id, CLOSES)
    assert sealed.by_electorate == {YOUNG: 2}
    with box.sessions.read() as session:
        sums = queries.reconciliation(session, box.id)
    assert (sums.cast, sums.replaced) == (2, 3)  # five votes came in


@pytest.mark.parametrize("channel", [Channel.TABLET, Channel.PAPER])
def test_a_vote_cast_in_person_stands_and_the_new_code_says_so(box, channel):
    box.cast("Y1", ONE, channel=channel)
    box.cast("Y2", ONE)
    old = reissue_all(box, YOUNG)
    assert "Y1" in old
    assert (box.in_urn(), replaced(box)) == (1, 1)
    assert box.standing("Y1").channel is channel
    with pytest.raises(InPersonVoteStands):
        box.cast("Y1", TWO, rev=1)
    box.set(phase=Phase.CLOSED)
    with box.sessions.write() as session:  # the urn still fits the roll
        assert seal_list(session, box.keys, box.id, CLOSES).by_electorate == {YOUNG: 1}


def test_a_browser_that_is_still_signed_in_with_an_old_code_casts_nothing(box):
    voter = box.voter("Y1").voter_id
    reissue_all(box, YOUNG)
    with pytest.raises(CodeUnknown):
        box.cast_as(voter, ONE)
    assert box.in_urn() == 0


def test_a_code_that_was_revoked_stays_worthless_and_no_new_one_is_made(box):
    with box.sessions.write() as session:
        roll.revoke(session, box.id, "Y2-7QX", "Ada", NOON)
    assert set(reissue_all(box, YOUNG)) == {"Y1", "Y3"}
    assert found(box, box.codes["Y2"]) is None


def test_who_is_given_a_new_code_later_alone_or_with_all_is_still_one_voter(box):
    for again in (False, True):
        reissue_all(box, YOUNG)
        if again:
            with box.sessions.write() as session:
                box.codes["Y1"] = reissue(session, box.keys, box.id, "Y1-7QX", "Ada", NOON).code
    with box.sessions.read() as session:
        heirs = set(session.scalars(select(DeadCode.voter_id)))
        linked = set(session.scalars(select(RollLink.voter_id)))
        assert session.scalar(select(func.count()).select_from(DeadCode)) == 7
        assert heirs <= linked  # every dead code leads to who holds a living one now
    assert box.cast("Y1", ONE).rev == 1


def test_the_record_says_how_many_codes_and_not_how_many_votes(box):
    box.cast("Y1", ONE)
    reissue_all(box, YOUNG)
    with box.sessions.read() as session:
        entry = record.head(session, box.id)
    assert (entry.verb, entry.actor) == ("CodesReissued", "Ada and Ben")
    assert entry.facts == {"codes": 3, "groups": {YOUNG: 3}}


def test_it_is_refused_when_it_is_too_late_to_vote_again(box):
    with pytest.raises(VotingClosed):
        reissue_all(box, YOUNG, now=CLOSES)
    box.set(phase=Phase.CLOSED)
    with pytest.raises(WrongPhase):
        reissue_all(box, YOUNG, now=NOON)


def test_the_hash_of_codes_is_another_after_any_of_them_was_replaced_and_not_after_a_vote(box):
    def hashed():
        with box.sessions.read() as session:
            return voters.hash_of_codes(session, box.id, [YOUNG])

    before = hashed()
    box.cast("Y1", ONE)
    assert hashed() == before
    with box.sessions.write() as session:
        reissue(session, box.keys, box.id, "C1-7QX", "Ada", NOON + timedelta(minutes=1))
    assert hashed() == before
    with box.sessions.write() as session:
        reissue(session, box.keys, box.id, "Y2-7QX", "Ada", NOON + timedelta(minutes=2))
    assert hashed() != before
