"""Opening the urn: every ballot is decrypted, held against the sealed list, shuffled and written down."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import insert
from sqlalchemy.orm import Session

from pb.ballots import queries
from pb.ballots.models import OpenedBallot, UrnRow
from pb.ballots.rules import (
    AlreadyOpened,
    BallotPaper,
    DiceMissing,
    KeyDoesNotFit,
    ListNotSealed,
    Marks,
    Opening,
    first_of_each,
    read_body,
)
from pb.core.refusals import Invalid
from pb.keys import locking, sealing
from pb.keys.folder import KeyFolder
from pb.keys.locking import Unlocked
from pb.keys.round_keys import point_of
from pb.rounds import queries as rounds
from pb.rounds.queries import RoundView
from pb.rounds.rules.phases import Phase, check_phase
from pb.seal import canonical, listing
from pb.seal import commit as commits


def open_urn(session: Session, keys: KeyFolder, round_id: str, unlocked: Unlocked | None = None) -> Opening:
    """Open every ballot and write down those that the sealed list names, in the order of their commits.

    A ballot that cannot be decrypted, is not on the list, or says what no ballot may say is counted as unreadable; one
    whose commit another ballot had is counted as repeated. The caller moves the phase and writes the record.

    Args:
        session: a writing session.
        keys: the key folder.
        round_id: the round.
        unlocked: its private key, where key holders had to unlock it; None where nobody has to.

    Raises:
        PassphraseMissing: it is locked.
        KeyDoesNotFit: the key is not the one that was frozen with the rules.
        WrongPhase, ListNotSealed: the list is not sealed.
        DiceMissing: the public dice have not been thrown.
        AlreadyOpened: it was done before.
    """
    view = rounds.by_id(session, round_id)
    check_phase(view.phase, Phase.SEALED)
    row = queries.sealed_list_row(session, round_id)
    if row is None:
        raise ListNotSealed(round=round_id)
    if not row.dice:
        raise DiceMissing(round=round_id)
    if queries.count_opened(session, round_id):
        raise AlreadyOpened(round=round_id)
    opener = _Opener(
        _private(keys, view, unlocked),
        queries.ballot_paper(session, view),
        first_of_each(listing.read(row.body.encode())),
    )
    urn = queries.urn_rows(session, round_id)
    secrets.SystemRandom().shuffle(urn)
    ballots = [ballot for sealed in urn if (ballot := opener.open(sealed)) is not None]
    once = {ballot.commit: ballot for ballot in ballots}
    _write(session, round_id, [once[commit] for commit in sorted(once)])
    row.unreadable, row.repeated = len(urn) - len(ballots), len(ballots) - len(once)
    session.flush()
    return Opening(opened=len(once), unreadable=row.unreadable, repeated=row.repeated)


@dataclass(frozen=True, slots=True)
class _Opened:
    commit: str
    electorate: str
    nonce: str
    marks: Marks


@dataclass(frozen=True, slots=True)
class _Opener:
    private: ec.EllipticCurvePrivateKey
    paper: BallotPaper
    listed: Mapping[str, str]

    def open(self, row: UrnRow) -> _Opened | None:
        """The ballot in a row of the urn, or None where it is unreadable."""
        try:
            body = commits.unpad(sealing.open_sealed(self.private, row.round_id, row.sealed))
            commit = commits.commit(body)
            marks, nonce = read_body(self.paper, body)
        except (sealing.Unreadable, ValueError, Invalid):
            return None
        return _Opened(commit, self.listed[commit], nonce, marks) if commit in self.listed else None


def _private(keys: KeyFolder, view: RoundView, unlocked: Unlocked | None) -> ec.EllipticCurvePrivateKey:
    private = (unlocked or locking.unlock(keys, view.id)).private
    # With any other key each ballot would be counted as unreadable, and then be destroyed.
    if view.public_key and point_of(private.public_key()).hex() != view.public_key:
        raise KeyDoesNotFit(round=view.id)
    return private


def _write(session: Session, round_id: str, ballots: list[_Opened]) -> None:
    trackers = commits.trackers([ballot.commit for ballot in ballots])
    rows = [
        {
            "round_id": round_id,
            "commit": ballot.commit,
            "tracker": trackers[ballot.commit],
            "electorate": ballot.electorate,
            "nonce": ballot.nonce,
            "marks": canonical.encode(ballot.marks).decode(),
        }
        for ballot in ballots
    ]
    if rows:
        session.execute(insert(OpenedBallot), rows)
