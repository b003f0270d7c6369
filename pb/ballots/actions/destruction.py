"""Destroying the keys of a round, and with them every way back from an opened ballot to a person."""

from collections.abc import Mapping

from sqlalchemy import delete
from sqlalchemy.orm import Session

from pb.ballots import queries
from pb.ballots.models import ReissuedBallots, UrnRow
from pb.ballots.rules import Destruction, ListNotSealed, urn_lock
from pb.db import locks
from pb.keys.copies import KeyFile, State
from pb.keys.folder import KeyFolder
from pb.roll import actions as roll
from pb.rounds import queries as rounds
from pb.rounds.rules.phases import Phase, check_phase


def destroy_keys(
    session: Session, keys: KeyFolder, round_id: str, told: Mapping[str, str] | None = None
) -> Destruction:
    """Delete a round's urn, partners' references and dead codes, then its keys; before anything is revealed.

    After the commit the caller runs `db.rewrite.rewrite_database`, since deleted rows may linger in the files. Doing it
    again after a failure between the keys and the commit finishes what was begun. The digests of codes stay on the
    roll: without the pepper they mean nothing.

    Args:
        session: a writing session.
        keys: the key folder.
        round_id: the round.
        told: what two people said became of copies that cannot be destroyed, by their places.
    Returns: what was destroyed, and what was said, for the attestation in the record.

    Raises:
        WrongPhase: the urn has not been opened, so the ballots would be lost.
        KeyCopyUnaccounted: a copy of the keys can neither be destroyed nor was accounted for; nothing was done.
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
    said = told or {}
    files = keys.destroy_round(round_id, said)
    gone = tuple(one.file.name for one in files if one.state is State.DESTROYED)
    return Destruction(
        len(urn), links, dead, gone, tuple(_fate(one, said) for one in files if one.matter or not one.own)
    )


def _fate(one: KeyFile, said: Mapping[str, str]) -> dict[str, str]:
    if not one.matter:
        return {"fate": "destroyed", "place": one.place}
    return {"fate": "attested", "matter": one.matter, "place": one.place, "words": said[one.place]}
