"""Casting a ballot: it is sealed first, and then placed in the urn, many in one transaction where many come at once.

A cast writes one row of the urn and nothing else: no record, no log, no mark on the roll. Whoever receives the
receipt after the commit holds a promise that the ballot is stored.
"""

import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Table, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from pb.ballots import queries
from pb.ballots.models import UrnRow
from pb.ballots.queries import InSlot
from pb.ballots.rules import (
    NONCE_BYTES,
    BallotPaper,
    Channel,
    LaterVoteStands,
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
from pb.core.refusals import Refusal
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


@dataclass(frozen=True, slots=True)
class Envelope:
    """A sealed ballot on its way to the urn. Nothing here says what the ballot says; it is never stored as a whole.

    Attributes:
        voter_id, slot: whose it is, and so where it goes.
        id: the sender's own id of this cast; the same at every resend.
        replaces_rev: the `rev` of the ballot that the sender saw and means to replace; 0 or None for none.
        commit: fingerprint of the body, in hex; `enc_commit` is the same, encrypted under the link key.
        sealed: the padded body, encrypted to the round's key.
        at: the server's time when it came.
    """

    round_id: str
    voter_id: str
    slot: str
    id: str
    replaces_rev: int | None
    channel: Channel
    commit: str
    enc_commit: bytes
    sealed: bytes
    at: datetime


@dataclass(frozen=True, slots=True)
class Placed:
    """A ballot that lies in the urn: this one, or, where `already`, the one that was stored before under its id."""

    round_id: str
    rev: int
    enc_commit: bytes
    already: bool


def seal_ballot(
    keys: KeyFolder,
    paper: BallotPaper,
    voter_id: str,
    marks: object,
    *,
    envelope_id: str,
    replaces_rev: int | None,
    channel: str = Channel.ONLINE,
    now: datetime,
) -> Envelope:
    """Seal a ballot for `place_ballots`; asks nothing of the database.

    Args:
        keys: the key folder.
        paper: the ballot paper of the round.
        voter_id: who votes, from `roll.queries.voter_by_code`.
        marks: what the voter wants, in the shape of the round's ballot kind.
        envelope_id: the sender's own random id of this cast, 16 to 32 letters and digits.
        replaces_rev: see `Envelope`.
        channel: "online", "tablet" or "paper".
        now: the server's time.

    Raises:
        Invalid: the envelope's id is malformed, or the marks are not those of a ballot of this round.
        KeysMissing: the round has no keys, or none any more.
    """
    check_envelope(envelope_id)
    secret = keys.held(paper.round_id)
    # The key of the frozen rules, whatever this process remembers: what is sealed to another could not be opened.
    public = sealing.public_key(paper.key) if paper.key else secret.public
    body = body_of(paper.round_id, clean_marks(paper, marks), secrets.token_hex(NONCE_BYTES))
    commit = commits.commit(body)
    return Envelope(
        round_id=paper.round_id,
        voter_id=voter_id,
        slot=sealing.slot(secret, voter_id),
        id=envelope_id,
        replaces_rev=replaces_rev,
        channel=Channel(channel),
        commit=commit,
        enc_commit=sealing.encrypt_commit(secret, paper.round_id, bytes.fromhex(commit)),
        sealed=sealing.seal(public, paper.round_id, commits.pad(body, greatest_body(paper))),
        at=now,
    )


def place_ballots(session: Session, envelopes: Sequence[Envelope]) -> list[Placed | Exception]:
    """Place envelopes in the urn, once for each person.

    Args:
        session: a writing session; a receipt may be made only after its commit.
        envelopes: from `seal_ballot`, of any rounds, in the order in which they came.
    Returns: for each what lies in the urn, or its refusal, which wrote nothing: VotingClosed, CodeUnknown (the voter's
    code was replaced or revoked since), LaterVoteStands, InPersonVoteStands. A resend of an envelope that is stored
    is answered as before, after the close too.
    """
    answers: dict[int, Placed | Exception] = {}
    numbered = sorted(enumerate(envelopes), key=lambda one: one[1].round_id)
    for round_id, of_round in groupby(numbered, key=lambda one: one[1].round_id):
        answers |= _Urn(session, round_id).place(dict(of_round))
    return [answers[number] for number in range(len(envelopes))]


def receipt_for(keys: KeyFolder, placed: Placed) -> Receipt:
    """What the voter is given, once the transaction that placed the ballot is committed."""
    secret = keys.held(placed.round_id)
    commit = sealing.decrypt_commit(secret, placed.round_id, placed.enc_commit).hex()
    signature = keys.signing().sign(receipt_statement(placed.round_id, commit, placed.rev)).hex()
    return Receipt(
        commits.tracker(commit), placed.rev, commit, signature, replaced=placed.rev > 1, already=placed.already
    )


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
    """Seal one ballot and place it; the receipt may be shown only after the session's commit.

    Args:
        session: a writing session.
        keys: the key folder.
        round_view: the round; its phase and closing instant are read again here.
        voter_id: who votes; see `seal_ballot` for this and what follows.
        marks: what the voter wants.
        envelope_id: the sender's own id of this cast.
        replaces_rev: the `rev` that the sender means to replace.
        channel: how it came.
        now: the server's time.
        paper: the ballot paper, where the caller holds it; else it is read.

    Raises:
        VotingClosed, CodeUnknown, LaterVoteStands, InPersonVoteStands: see `place_ballots`.
        Invalid, KeysMissing: see `seal_ballot`.
    """
    envelope = seal_ballot(
        keys,
        paper or queries.ballot_paper(session, round_view),
        voter_id,
        marks,
        envelope_id=envelope_id,
        replaces_rev=replaces_rev,
        channel=channel,
        now=now,
    )
    (placed,) = place_ballots(session, [envelope])
    if isinstance(placed, Exception):
        raise placed
    return receipt_for(keys, placed)


class _Urn:
    """The urn of one round, in one transaction."""

    def __init__(self, session: Session, round_id: str) -> None:
        self._session, self._round_id = session, round_id
        self._answers: dict[int, Placed | Exception] = {}

    def place(self, envelopes: dict[int, Envelope]) -> dict[int, Placed | Exception]:
        """The answer to each envelope, by its number."""
        locks.hold(self._session, urn_lock(self._round_id), shared=True)
        box = rounds.ballot_box(self._session, self._round_id)
        if box.phase not in {Phase.VOTING, Phase.CLOSED}:
            return dict.fromkeys(envelopes, VotingClosed(phase=box.phase, closes_at=box.closes_at))
        known = voters.among(self._session, self._round_id, [one.voter_id for one in envelopes.values()])
        left = {number: one for number, one in envelopes.items() if one.voter_id in known}
        self._answers = {number: CodeUnknown() for number in envelopes.keys() - left.keys()}
        # Envelopes of one person follow each other, whatever else is placed meanwhile.
        for _ in range(TRIES * len(envelopes)):
            if not left:
                break
            left = self._next(left, box)
        return self._answers | {number: LaterVoteStands() for number in left}

    def _next(self, left: dict[int, Envelope], box: rounds.BallotBox) -> dict[int, Envelope]:
        """Place the first envelope of each person; left are the others, and what lost a race to another process."""
        first = {one.slot: number for number, one in reversed(left.items())}
        lying = queries.lying_in(self._session, self._round_id, first)
        new, instead = dict[int, Envelope](), dict[int, Envelope]()
        for slot, number in first.items():
            envelope, there = left[number], lying.get(slot)
            try:
                placing = _decide(envelope, there, box)
            except Refusal as refusal:
                self._answers[number] = refusal
                continue
            if placing is Placing.ALREADY and there:
                self._answers[number] = Placed(self._round_id, there.standing.rev, there.enc_commit, already=True)
            else:
                (new if placing is Placing.FIRST else instead)[number] = envelope
        self._note(new, self._insert(new.values()), lying)
        self._note(instead, self._replace(instead.values(), lying), lying)
        return {number: one for number, one in left.items() if number not in self._answers}

    def _note(self, tried: dict[int, Envelope], written: Collection[str], lying: dict[str, InSlot]) -> None:
        for number, one in tried.items():
            if one.slot in written:
                rev = lying[one.slot].standing.rev if one.slot in lying else 0
                self._answers[number] = Placed(self._round_id, rev + 1, one.enc_commit, already=False)

    def _insert(self, envelopes: Collection[Envelope]) -> set[str]:
        """Write new rows; gives the slots in which nobody else had written meanwhile."""
        if not envelopes:
            return set()
        connection = self._session.connection()
        values = [{"round_id": self._round_id, "slot": one.slot, "rev": 1, **_content(one)} for one in envelopes]
        return set(connection.execute(_INSERT[connection.dialect.name], values).scalars())

    def _replace(self, envelopes: Iterable[Envelope], lying: dict[str, InSlot]) -> set[str]:
        """Write over rows; gives the slots in which nobody else had written meanwhile."""
        return {one.slot for one in envelopes if self._written_over(one, lying[one.slot].standing.rev)}

    def _written_over(self, envelope: Envelope, rev: int) -> bool:
        here = (_TABLE.c.round_id == self._round_id, _TABLE.c.slot == envelope.slot, _TABLE.c.rev == rev)
        row = update(_TABLE).where(*here).values(rev=rev + 1, **_content(envelope)).returning(_TABLE.c.rev)
        return self._session.connection().execute(row).first() is not None


_TABLE: Table = UrnRow.__table__  # type: ignore[assignment] # of a declared class it is a Table
# What was inserted is asked for by RETURNING: a driver's count of rows is no witness after ON CONFLICT.
_INSERT = {
    name: dialect.insert(_TABLE).on_conflict_do_nothing().returning(_TABLE.c.slot)
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}


def _content(envelope: Envelope) -> dict[str, Any]:
    return {
        "envelope_id": envelope.id,
        "channel": envelope.channel.value,
        "enc_commit": envelope.enc_commit,
        "sealed": envelope.sealed,
    }


def _decide(envelope: Envelope, there: InSlot | None, box: rounds.BallotBox) -> Placing:
    """What becomes of an envelope; one that is stored already is answered after the close too."""
    standing = there.standing if there else None
    if standing is None or standing.envelope_id != envelope.id:
        check_open(box.phase, box.closes_at, envelope.at)
    return place(standing, envelope.id, envelope.replaces_rev, envelope.channel)
