"""Destroying the keys of a round, and with them every way back from an opened ballot to a person."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from pb.ballots import queries
from pb.ballots.models import ReissuedBallots, UrnRow
from pb.ballots.rules import Destruction, ListNotSealed, urn_lock
from pb.db import locks
from pb.keys.folder import KeyFolder
from pb.roll import actions as roll
from pb.rounds import queries as rounds
from pb.rounds.rules.phases import Phase, check_phase


def destroy_keys(session: Session, keys: KeyFolder, round_id: str) -> Destruction:
    """Delete a round's urn, partners' references and dead codes, then its keys; before anything is revealed.

    After the commit the caller runs `db.rewrite.rewrite_database`, since deleted rows may linger in the files. Doing it
    again after a failure between the keys and the commit finishes what was begun. The digests of codes stay on the
    roll: without the pepper they mean nothing.

    Returns: what was destroyed, for the attestation in the record.

    Raises:
        WrongPhase: the urn has not been opened, so the ballots would be lost.
        KeyCopyUnaccounted: a registered copy of the keys cannot be destroyed; nothing was.
    """
    locks.hold(session, urn_lock(round_id), shared=False)
    check_phase(rounds.by_id(session, round_id).phase, Phase.OPENED)
    row = queries.sealed_list_row(session, round_id)
    if row is None:
        raise ListNotSealed(round=round_id)
    urn = session.execute(delete(UrnRow).where(UrnRow.round_id == round_id).returning(UrnRow.slot)).all()
    session.execute(delete(ReissuedBallots).where(ReissuedBallots.round_id == round_id))
    links, dead = roll.forget_people(session, round_id)
    row.keys_destroyed = True
    session.flush()
    # Last, since it cannot be rolled back: whatever could fail in the database has been tried.
    files = keys.destroy_round(round_id) if keys.has_round(round_id) else []
    return Destruction(len(urn), links, dead, tuple(files))
