"""Reissuing codes: the old code dies, and the ballot that was cast with it leaves the urn."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import cast

from sqlalchemy import Table as SqlTable
from sqlalchemy import bindparam, delete
from sqlalchemy.orm import Session

from pb.ballots import queries
from pb.ballots.models import ReissuedBallots, UrnRow
from pb.ballots.rules import check_open, urn_lock
from pb.db import locks
from pb.keys import sealing
from pb.keys.folder import KeyFolder
from pb.record import actions as record
from pb.roll import actions as roll
from pb.roll import queries as voters
from pb.roll.rules import BEFORE_CLOSE, IssuedCode
from pb.rounds import queries as rounds
from pb.rounds.rules.phases import Phase, check_phase


def reissue(
    session: Session, keys: KeyFolder, round_id: str, partner_ref: str, actor: str, now: datetime
) -> IssuedCode:
    """Give a person a new voting code in place of a lost one; what was cast with the old one counts no more.

    Neither the answer nor the record says whether anything had been cast.

    Raises:
        ReferenceUnknown: the roll has no such reference.
        WrongPhase, VotingClosed: too late to vote again, so the ballot in the urn stands.
    """
    _hold_open(session, round_id, now)
    before, issued = roll.replace_code(session, keys, round_id, partner_ref)
    slot = sealing.slot(keys.round(round_id), before.voter_id)
    gone = session.execute(
        delete(UrnRow).where(UrnRow.round_id == round_id, UrnRow.slot == slot).returning(UrnRow.rev)
    ).all()
    _count(session, round_id, sum(row.rev for row in gone))
    record.append(session, round_id, actor, "CodeReissued", {"electorate": before.electorate}, now)
    return issued


def reissue_groups(
    session: Session, keys: KeyFolder, round_id: str, electorates: Collection[str], actor: str, now: datetime
) -> list[IssuedCode]:
    """Give everybody of whole electorates a new code, since their letters are lost. The caller holds the approval.

    What was cast online with the old codes counts no more, and is counted as replaced. A ballot that was cast in
    person stands: a steward saw who cast it. Codes that were revoked stay worthless. Neither the answer nor the record
    says how many had voted.

    Returns: the new codes, to be shown once, by the partners' references.

    Raises:
        WrongPhase, VotingClosed: too late to vote again, so the ballots in the urn stand.
    """
    _hold_open(session, round_id, now)
    held, round_keys = voters.held_codes(session, round_id, electorates), keys.round(round_id)
    owner = {sealing.slot(round_keys, one.voter_id): one.voter_id for one in held}
    lying = [one for one in queries.standings(session, round_id) if one[0] in owner]
    staying = {owner[slot] for slot, _, channel in lying if channel.in_person}
    gone = [(slot, rev) for slot, rev, channel in lying if not channel.in_person]
    if gone:
        urn = cast("SqlTable", UrnRow.__table__)
        emptied = delete(urn).where(urn.c.round_id == round_id, urn.c.slot == bindparam("gone"))
        session.execute(emptied, [{"gone": slot} for slot, _ in gone])
    _count(session, round_id, sum(rev for _, rev in gone))
    issued = roll.replace_codes(session, keys, round_id, held, staying)
    groups = dict(sorted(Counter(one.electorate for one in issued).items()))
    record.append(session, round_id, actor, "CodesReissued", {"codes": len(issued), "groups": groups}, now)
    return issued


def _hold_open(session: Session, round_id: str, now: datetime) -> None:
    """Hold the urn, and refuse where it is too late to vote again."""
    locks.hold(session, urn_lock(round_id), shared=False)
    view = rounds.by_id(session, round_id)
    check_phase(view.phase, *BEFORE_CLOSE)
    if view.phase == Phase.VOTING:
        check_open(view.phase, view.voting_closes_at, now)


def _count(session: Session, round_id: str, votes: int) -> None:
    row = queries.reissued_row(session, round_id)
    if row is None:
        session.add(ReissuedBallots(round_id=round_id, votes=votes))
    else:
        row.votes += votes
    session.flush()
