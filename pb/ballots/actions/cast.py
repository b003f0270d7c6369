"""Casting a ballot.

A cast writes one row of the urn and nothing else: no record, no log, no mark on the roll. Whoever receives the
receipt after the commit holds a promise that the ballot is stored.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from pb.ballots import queries
from pb.ballots.models import UrnRow
from pb.ballots.rules import (
    NONCE_BYTES,
    BallotPaper,
    Channel,
    LaterVoteStands,
    Marks,
    Placing,
    Receipt,
    VotingClosed,
    body_of,
    check_envelope,
    check_open,
    clean_marks,
    greatest_body,
    place,
    receipt_statement,
    urn_lock,
)
from pb.db import locks
from pb.keys import sealing
from pb.keys.folder import KeyFolder
from pb.roll import queries as voters
from pb.roll.rules import CodeUnknown
from pb.rounds import queries as rounds
from pb.rounds.queries import RoundView
from pb.rounds.rules.phases import Phase
from pb.seal import commit as commits

TRIES = 8  # each lost race means that another cast of the same person went through


def cast(  # noqa: PLR0913 - what names a cast and what guards it; a bundle would only move the list
    session: Session,
    keys: KeyFolder,
    round_view: RoundView,
    voter_id: str,
    marks: object,
    *,
    envelope_id: str,
    replaces_rev: int | None,
    channel: str = Channel.ONLINE,
    now: datetime,
    paper: BallotPaper | None = None,
) -> Receipt:
    """Seal a ballot and place it in the urn, once for each person.

    Args:
        session: a writing session; the receipt may be shown only after its commit.
        keys: the key folder.
        round_view: the round; its phase and closing instant are read again here.
        voter_id: who votes, from `roll.queries.voter_by_code`.
        marks: what the voter wants, in the shape of the round's ballot kind.
        envelope_id: the sender's own random id of this cast, 16 to 32 letters and digits; the same at every resend.
        replaces_rev: the `rev` of the ballot that the sender saw and means to replace; 0 or None for a first vote.
        channel: "online", "tablet" or "paper".
        now: the server's time.
        paper: the ballot paper, where the caller holds it; else it is read.

    Returns: the receipt; a resend of the same envelope gets the same receipt again, after the close too.

    Raises:
        VotingClosed: the round does not take ballots now.
        CodeUnknown: the voter's code was replaced or revoked since.
        LaterVoteStands, InPersonVoteStands: another ballot of this person stands.
        Invalid: the marks are not those of a ballot of this round, see `rules.clean_marks`.
    """
    check_envelope(envelope_id)
    locks.hold(session, urn_lock(round_view.id), shared=True)
    view = rounds.by_id(session, round_view.id)
    if view.phase not in {Phase.VOTING, Phase.CLOSED}:
        raise VotingClosed(phase=view.phase, closes_at=view.voting_closes_at)
    if voters.voter_by_id(session, view.id, voter_id) is None:
        raise CodeUnknown
    urn = _Place(session, keys, view.id, sealing.slot(keys.round(view.id), voter_id))
    if again := urn.receipt_again(envelope_id):
        return again
    check_open(view.phase, view.voting_closes_at, now)
    paper = paper or queries.ballot_paper(session, view)
    envelope = _Envelope(envelope_id, replaces_rev, Channel(channel), clean_marks(paper, marks), greatest_body(paper))
    return urn.put(envelope)


@dataclass(frozen=True, slots=True)
class _Envelope:
    id: str
    replaces_rev: int | None
    channel: Channel
    marks: Marks
    size: int


@dataclass(frozen=True, slots=True)
class _Place:
    """One person's place in the urn."""

    session: Session
    keys: KeyFolder
    round_id: str
    slot: str

    def receipt_again(self, envelope_id: str) -> Receipt | None:
        """The receipt of this very envelope, where it lies in the urn already."""
        lying = queries.in_slot(self.session, self.round_id, self.slot)
        return self._again(lying) if lying and lying.standing.envelope_id == envelope_id else None

    def put(self, envelope: _Envelope) -> Receipt:
        """Place the envelope here, or refuse it; two that come at once are parted by the primary key and by `rev`."""
        for _ in range(TRIES):
            lying = queries.in_slot(self.session, self.round_id, self.slot)
            standing = lying.standing if lying else None
            placing = place(standing, envelope.id, envelope.replaces_rev, envelope.channel)
            if lying and placing is Placing.ALREADY:
                return self._again(lying)
            if receipt := self._write(envelope, standing.rev if standing else 0):
                return receipt
        raise LaterVoteStands

    def _write(self, envelope: _Envelope, rev_before: int) -> Receipt | None:
        """Write the row unless somebody else changed it meanwhile; None where they did."""
        secret = self.keys.round(self.round_id)
        body = body_of(self.round_id, envelope.marks, secrets.token_hex(NONCE_BYTES))
        commit = commits.commit(body)
        values = {
            "envelope_id": envelope.id,
            "rev": rev_before + 1,
            "channel": envelope.channel,
            "enc_commit": sealing.encrypt_commit(secret, self.round_id, bytes.fromhex(commit)),
            "sealed": sealing.seal(secret, self.round_id, commits.pad(body, envelope.size)),
        }
        written = self._replace(values, rev_before) if rev_before else self._insert(values)
        return self._receipt(commit, rev_before + 1, already=False) if written else None

    def _insert(self, values: dict[str, Any]) -> bool:
        dialect = sqlite if self.session.get_bind().dialect.name == "sqlite" else postgresql
        row = dialect.insert(UrnRow).values(round_id=self.round_id, slot=self.slot, **values)
        # What was inserted is asked for by RETURNING: a driver's count of rows is no witness after ON CONFLICT.
        return self.session.execute(row.on_conflict_do_nothing().returning(UrnRow.rev)).first() is not None

    def _replace(self, values: dict[str, Any], rev_before: int) -> bool:
        here = (UrnRow.round_id == self.round_id, UrnRow.slot == self.slot, UrnRow.rev == rev_before)
        return (
            self.session.execute(update(UrnRow).where(*here).values(**values).returning(UrnRow.rev)).first() is not None
        )

    def _again(self, lying: queries.InSlot) -> Receipt:
        commit = sealing.decrypt_commit(self.keys.round(self.round_id), self.round_id, lying.enc_commit)
        return self._receipt(commit.hex(), lying.standing.rev, already=True)

    def _receipt(self, commit: str, rev: int, *, already: bool) -> Receipt:
        signature = self.keys.signing().sign(receipt_statement(self.round_id, commit, rev)).hex()
        return Receipt(commits.tracker(commit), rev, commit, signature, replaced=rev > 1, already=already)
