"""One commissioner proposes, a second confirms exactly that; nobody does both, and nothing may change in between."""

import threading
from datetime import timedelta

import pytest
from partnership import NOW, make_partnership
from sqlalchemy import text

from pb.people import actions, queries
from pb.people.rules import (
    PUBLIC,
    ActChanged,
    ActNotFound,
    CommissionersOnly,
    Kind,
    SecondPersonNeeded,
    Viewer,
    effect_hash,
)
from pb.record import queries as record
from pb.seal.canonical import NotCanonical

ROUND = "autumn"
EFFECT = {"rules": "ab" * 32, "closes": "2026-09-15T16:00:00Z", "roll": {"young-people": 40, "parent-carers": 60}}
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def two(sessions):
    """The partnership with viewers `ada`, `ben` (commissioners) and `cleo` (an officer)."""
    partnership = make_partnership(sessions)
    partnership.ada, partnership.ben, partnership.cleo = (partnership.viewer(name) for name in ("ada", "ben", "cleo"))
    return partnership


def propose(two, viewer, effect=None, kind=Kind.OPEN_VOTING, round_id=ROUND, now=NOW):
    with two.sessions.write() as session:
        return actions.propose_act(session, kind, round_id, EFFECT if effect is None else effect, viewer, now)


def confirm(two, act, viewer, effect=None, shown=None):
    effect = EFFECT if effect is None else effect
    shown = effect_hash(Kind.OPEN_VOTING, ROUND, EFFECT) if shown is None else shown
    with two.sessions.write() as session:
        return actions.confirm_act(session, act, effect, shown, viewer, LATER)


def withdraw(two, act, viewer):
    with two.sessions.write() as session:
        actions.withdraw_act(session, act, viewer, LATER)


def open_acts(two, round_id=ROUND):
    with two.sessions.read() as session:
        return queries.open_acts(session, round_id)


def verbs(two):
    with two.sessions.read() as session:
        assert record.first_fault(session, ROUND) is None
        return [(entry.actor, entry.verb) for entry in record.entries(session, ROUND)]


def test_two_people_agree_on_one_effect(two):
    act = propose(two, two.ada)
    (waiting,) = open_acts(two)
    assert (waiting.id, waiting.kind, waiting.effect) == (act, "open-voting", EFFECT)
    assert (waiting.proposed_by, waiting.proposer) == (two.ids["ada"], "Ada (Brookfield Council)")
    assert waiting.effect_hash == effect_hash(Kind.OPEN_VOTING, ROUND, EFFECT)
    assert (waiting.proposed_at, waiting.round_id) == (NOW, ROUND)
    approval = confirm(two, act, two.ben, shown=waiting.effect_hash)
    assert (approval.kind, approval.round_id, approval.effect_hash) == (Kind.OPEN_VOTING, ROUND, waiting.effect_hash)
    assert (approval.proposed_by, approval.confirmed_by) == ("Ada (Brookfield Council)", "Ben (Brookfield ICB)")
    assert open_acts(two) == []
    assert verbs(two) == [("Ada (Brookfield Council)", "ActProposed"), ("Ben (Brookfield ICB)", "ActConfirmed")]


def test_the_order_in_which_an_effect_is_written_down_does_not_matter(two):
    act = propose(two, two.ada)
    assert confirm(two, act, two.ben, effect=dict(reversed(EFFECT.items())))


def test_the_hash_is_of_kind_and_round_too():
    hashes = {effect_hash(kind, round_id, EFFECT) for kind in Kind for round_id in (ROUND, "spring")}
    assert len(hashes) == 2 * len(Kind)


def test_the_one_who_proposed_cannot_confirm(two):
    act = propose(two, two.ada)
    with pytest.raises(SecondPersonNeeded):
        confirm(two, act, two.ada)
    with pytest.raises(SecondPersonNeeded):
        confirm(two, act, two.viewer("ada", LATER))
    assert confirm(two, act, two.ben)


@pytest.mark.parametrize("who", ["cleo", "bidder", "public"])
def test_only_commissioners_propose_confirm_and_withdraw(two, who):
    viewer = {"cleo": two.cleo, "bidder": Viewer(bidder_id="b"), "public": PUBLIC}[who]
    with pytest.raises(CommissionersOnly):
        propose(two, viewer)
    act = propose(two, two.ada)
    with pytest.raises(CommissionersOnly):
        confirm(two, act, viewer)
    with pytest.raises(CommissionersOnly):
        withdraw(two, act, viewer)
    assert [one.id for one in open_acts(two)] == [act]


def test_what_changed_meanwhile_is_not_confirmed(two):
    act = propose(two, two.ada)
    changed = EFFECT | {"roll": {"young-people": 41, "parent-carers": 60}}
    with pytest.raises(ActChanged):
        confirm(two, act, two.ben, effect=changed)
    with pytest.raises(ActChanged):
        confirm(two, act, two.ben, effect=changed, shown=effect_hash(Kind.OPEN_VOTING, ROUND, changed))
    assert confirm(two, act, two.ben)


@pytest.mark.parametrize("shown", ["", "0" * 64])
def test_what_was_not_shown_is_not_confirmed(two, shown):
    act = propose(two, two.ada)
    with pytest.raises(ActChanged):
        confirm(two, act, two.ben, shown=shown)


def test_an_effect_that_was_altered_in_the_database_is_not_confirmed(two):
    act = propose(two, two.ada)
    other = EFFECT | {"rules": "cd" * 32}
    with two.sessions.write() as session:
        session.execute(
            text("UPDATE two_person_act SET effect_hash = :hash"), {"hash": effect_hash("close-early", ROUND, other)}
        )
    with pytest.raises(ActChanged):
        confirm(two, act, two.ben)


def test_an_act_is_confirmed_once(two):
    act = propose(two, two.ada)
    confirm(two, act, two.ben)
    with pytest.raises(ActNotFound):
        confirm(two, act, two.ben)
    with pytest.raises(ActNotFound):
        withdraw(two, act, two.ada)


def test_an_act_that_was_withdrawn_cannot_be_confirmed(two):
    act = propose(two, two.ada)
    withdraw(two, act, two.ben)
    with pytest.raises(ActNotFound):
        confirm(two, act, two.ben)
    assert verbs(two)[-1] == ("Ben (Brookfield ICB)", "ActWithdrawn")


def test_an_act_that_never_was_is_not_found(two):
    with pytest.raises(ActNotFound):
        confirm(two, "nothing", two.ben)
    with two.sessions.read() as session:
        assert queries.open_act(session, "nothing") is None


def test_proposing_again_makes_the_earlier_proposal_lapse(two):
    first = propose(two, two.ada)
    elsewhere = propose(two, two.ada, round_id="spring")
    other_kind = propose(two, two.ada, kind=Kind.EXTEND_VOTING)
    second = propose(two, two.ben, now=LATER)
    assert [one.id for one in open_acts(two)] == [other_kind, second]
    assert [one.id for one in open_acts(two, "spring")] == [elsewhere]
    with pytest.raises(ActNotFound):
        confirm(two, first, two.ben)
    assert confirm(two, second, two.ada)


def test_what_somebody_proposed_who_has_left_lapses(two):
    act = propose(two, two.ada)
    with two.sessions.write() as session:
        actions.end_staff(session, two.ids["ada"], two.ben.actor, NOW)
    with pytest.raises(ActNotFound):
        confirm(two, act, two.ben)


def test_an_effect_that_is_not_made_of_plain_values_cannot_be_proposed(two):
    with pytest.raises(NotCanonical):
        propose(two, two.ada, effect={"share": 0.5})
    with pytest.raises(ValueError, match="take-the-money"):
        propose(two, two.ada, kind="take-the-money")


def test_confirming_at_once_twice_gives_one_approval(two):
    act, answers = propose(two, two.ada), []

    def browser():
        try:
            answers.append(confirm(two, act, two.ben).effect_hash)
        except ActNotFound:
            answers.append("")

    threads = [threading.Thread(target=browser) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 4
    assert sum(answer != "" for answer in answers) == 1
    assert [verb for _, verb in verbs(two)] == ["ActProposed", "ActConfirmed"]
