"""Reissuing a code: the old code dies, and the ballot that was cast with it leaves the urn."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from pb.ballots import queries
from pb.ballots.models import ReissuedBallots, UrnRow
from pb.ballots.rules import check_open, urn_lock
from pb.db import locks
from pb.keys import sealing
from pb.keys.folder import KeyFolder
from pb.record import actions as record
from pb.roll import actions as roll
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
    locks.hold(session, urn_lock(round_id), shared=False)
    view = rounds.by_id(session, round_id)
    check_phase(view.phase, *BEFORE_CLOSE)
    if view.phase == Phase.VOTING:
        check_open(view.phase, view.voting_closes_at, now)
    before, issued = roll.replace_code(session, keys, round_id, partner_ref)
    slot = sealing.slot(keys.round(round_id), before.voter_id)
    gone = session.execute(
        delete(UrnRow).where(UrnRow.round_id == round_id, UrnRow.slot == slot).returning(UrnRow.rev)
    ).all()
    _count(session, round_id, sum(row.rev for row in gone))
    record.append(session, round_id, actor, "CodeReissued", {"electorate": before.electorate}, now)
    return issued


def _count(session: Session, round_id: str, votes: int) -> None:
    row = queries.reissued_row(session, round_id)
    if row is None:
        session.add(ReissuedBallots(round_id=round_id, votes=votes))
    else:
        row.votes += votes
    session.flush()
