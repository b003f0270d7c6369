"""Sealing the list: after the close the commits of all ballots are fixed and signed, before any ballot is opened."""

import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from pb.ballots import queries
from pb.ballots.models import SealedList, UrnRow
from pb.ballots.rules import (
    DiceAlreadySet,
    ListAlreadySealed,
    ListNotSealed,
    ListSealed,
    UrnDoesNotMatchRoll,
    VotingStillOpen,
    check_dice,
    count_electorates,
    list_statement,
    urn_lock,
)
from pb.db import locks
from pb.keys import sealing
from pb.keys.folder import KeyFolder
from pb.keys.round_keys import RoundKeys
from pb.roll import queries as voters
from pb.rounds import queries as rounds
from pb.rounds.queries import RoundView
from pb.rounds.rules.phases import Phase, check_phase
from pb.seal import bundle, canonical, listing

SALT_BYTES = 32


def seal_list(session: Session, keys: KeyFolder, round_id: str, now: datetime) -> ListSealed:
    """Fix the list of (commit, electorate) pairs, sign its hash, and keep it; nothing is counted that is not on it.

    The electorate of a ballot comes from the roll: for each voter the slot is worked out and looked up in the urn.
    The caller moves the phase and writes the record, with the facts returned.

    Raises:
        WrongPhase: the round is not closed.
        VotingStillOpen: its closing instant has not come.
        ListAlreadySealed: it was done before.
        UrnDoesNotMatchRoll: rows of the urn belong to nobody on the roll or hold no readable commit.
    """
    # Waits for every cast that began while voting was open: its receipt may be in a voter's hand already.
    locks.hold(session, urn_lock(round_id), shared=False)
    view = rounds.by_id(session, round_id)
    check_phase(view.phase, Phase.CLOSED)
    if now < view.voting_closes_at:
        raise VotingStillOpen(closes_at=view.voting_closes_at)
    if queries.sealed_list_row(session, round_id):
        raise ListAlreadySealed(round=round_id)
    urn = queries.urn_rows(session, round_id)
    pairs = _pairs(session, keys.round(round_id), round_id, urn)
    salt = _salt(view)
    list_hash = listing.list_hash(pairs, salt)
    signature = keys.signing().sign(list_statement(round_id, list_hash)).hex()
    replaced = sum(row.rev - 1 for row in urn) + queries.reissued_votes(session, round_id)
    body = listing.body(pairs).decode()
    session.add(
        SealedList(round_id=round_id, body=body, salt=salt, hash=list_hash, signature=signature, replaced=replaced)
    )
    session.flush()
    return ListSealed(list_hash, signature, count_electorates(pairs))


def set_dice(session: Session, round_id: str, digits: str) -> None:
    """Keep the twenty digits of the public dice, thrown after the list was published; they seed the lots for ties.

    Raises:
        DiceMalformed: not exactly twenty digits.
        ListNotSealed: too early, the list could still be made to fit the dice.
        DiceAlreadySet: they were thrown before.
    """
    row = queries.sealed_list_row(session, round_id)
    if row is None:
        raise ListNotSealed(round=round_id)
    if row.dice:
        raise DiceAlreadySet(round=round_id)
    check_dice(digits)
    row.dice = digits
    session.flush()


def _salt(view: RoundView) -> str:
    """What veils the electorates of a list; nothing in a round whose rules were frozen in the first format."""
    version = canonical.decode(view.frozen_rules.encode())["v"] if view.frozen_rules else bundle.NEWEST
    return secrets.token_hex(SALT_BYTES) if version > 1 else ""


def _pairs(session: Session, keys: RoundKeys, round_id: str, urn: list[UrnRow]) -> list[tuple[str, str]]:
    electorates = {sealing.slot(keys, voter.voter_id): voter.electorate for voter in voters.voters(session, round_id)}
    pairs, unreadable = [], 0
    for row in urn:
        try:
            commit = sealing.decrypt_commit(keys, round_id, row.enc_commit).hex()
        except sealing.Unreadable:
            unreadable += 1
            continue
        if row.slot in electorates:
            pairs.append((commit, electorates[row.slot]))
    strangers = sum(row.slot not in electorates for row in urn)
    if strangers or unreadable:
        raise UrnDoesNotMatchRoll(strangers=strangers, unreadable=unreadable)
    return pairs
