"""What commissioners do with the sheets of key holders: make them, try them, do without them."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from pb.db import locks
from pb.db.throttle import Throttle
from pb.holders import queries
from pb.holders.models import KeyHolder
from pb.holders.rules import TRIES, NoKeyHolders, PassphrasesThrottled, SheetsMadeMeanwhile, names_of, state
from pb.keys import locking, sealing
from pb.keys.folder import KeyFolder
from pb.keys.passphrases import NEEDED, PassphrasesDoNotFit
from pb.people.rules import Viewer, check_second_step
from pb.record import actions as record
from pb.rounds import queries as rounds
from pb.rounds.rules.phases import check_not_frozen
from pb.seal import commit as commits

NONCE_BYTES = 32
ROOM = 64
TRIED = "passphrases"


def key_lock(round_id: str) -> str:
    """The name of the lock that is held by whoever gives a round another key, and by whoever freezes the key it has."""
    return f"round-key|{round_id}"


def make_sheets(
    session: Session, keys: KeyFolder, round_id: str, names: Sequence[str], seen: str, viewer: Viewer, now: datetime
) -> tuple[str, ...]:
    """Give a round a new key that two of three holders must unlock; all sheets that were made before are void.

    Args:
        session: a writing session.
        keys: the key folder.
        round_id: the round.
        names: of the three holders.
        seen: what `rules.state` said when the page was made from which this comes.
        viewer: who makes them.
        now: when.
    Returns: the passphrases of holders 1 to 3. They are in this answer and nowhere else.

    Raises:
        RulesFrozen: voting has opened.
        SheetsMadeMeanwhile: the page is older than the sheets that there are.
        SecondFactorNeeded, SecondStepStale: as `people.rules.check_second_step`.
        KeyCopyAway: a copy of the keys cannot be told of the new one.
    """
    _prepare(session, round_id, seen, viewer, now)
    for old in queries.rows(session, round_id):
        session.delete(old)
    session.flush()
    made = [
        KeyHolder(round_id=round_id, number=number, name=name, opens="", sheet_at=now)
        for number, name in enumerate(names, 1)
    ]
    session.add_all(made)
    session.flush()
    record.append(session, round_id, viewer.actor, "KeySheetsMade", {"holders": list(names)}, now)
    # Last, since a file cannot be rolled back. Should the commit fail, the sheets fit no key, and no vote is opened.
    passphrases = locking.lock(keys, round_id)
    for one in made:
        one.opens = keys.round(round_id).public_point.hex()
    session.flush()
    return passphrases


def do_without(session: Session, keys: KeyFolder, round_id: str, seen: str, viewer: Viewer, now: datetime) -> None:
    """Let a round have no key holders; it gets a new key, and all sheets that were made are void.

    Raises:
        NoKeyHolders: it has none.
        RulesFrozen, SheetsMadeMeanwhile, SecondFactorNeeded, SecondStepStale, KeyCopyAway: as `make_sheets`.
    """
    _prepare(session, round_id, seen, viewer, now)
    there = queries.rows(session, round_id)
    if not there:
        raise NoKeyHolders(round=round_id)
    for one in there:
        session.delete(one)
    session.flush()
    record.append(session, round_id, viewer.actor, "KeyHoldersLeftOut", {}, now)
    locking.do_without(keys, round_id)


def rehearse(
    session: Session, keys: KeyFolder, round_id: str, typed: Sequence[str], viewer: Viewer, now: datetime
) -> list[str]:
    """Try two passphrases: a test ballot is sealed to the round's key and opened again; nothing of it is kept.

    Returns: the names of the two holders.

    Raises:
        NoKeyHolders: the round has none.
        RulesFrozen: voting has opened; from then on the key is unlocked once, to open the votes.
        PassphraseRefused: they do not unlock it; its kinds say why.
    """
    locks.hold(session, key_lock(round_id), shared=False)
    check_not_frozen(rounds.by_id(session, round_id).phase)
    holders = queries.holders(session, round_id)
    if not holders:
        raise NoKeyHolders(round=round_id)
    unlocked = locking.unlock(keys, round_id, typed)
    if not unlocked.holders or not _opens(round_id, unlocked, holders[0].opens):
        raise PassphrasesDoNotFit(which=NEEDED)
    for row in queries.rows(session, round_id):
        if row.number in unlocked.holders:
            row.tried_at = now
    session.flush()
    names = names_of(holders, unlocked.holders)
    record.append(session, round_id, viewer.actor, "KeySheetsTried", {"holders": names}, now)
    return names


def count_try(throttle: Throttle, viewer: Viewer, now: datetime) -> None:
    """Count a try of passphrases, before any work is done for it and before the caller's own transaction begins.

    Raises:
        PassphrasesThrottled: there were too many of this person.
    """
    if throttle.count(TRIED, viewer.staff_id, now) > TRIES:
        raise PassphrasesThrottled


def forget_tries(throttle: Throttle, session: Session, viewer: Viewer) -> None:
    """Begin to count again, after passphrases that opened, in the transaction that they opened in."""
    throttle.forget_within(session, TRIED, viewer.staff_id)


def _prepare(session: Session, round_id: str, seen: str, viewer: Viewer, now: datetime) -> None:
    check_second_step(viewer, now)
    locks.hold(session, key_lock(round_id), shared=False)
    check_not_frozen(rounds.by_id(session, round_id).phase)
    if seen != state(queries.holders(session, round_id)):
        raise SheetsMadeMeanwhile(round=round_id)


def _opens(round_id: str, unlocked: locking.Unlocked, point: str) -> bool:
    """Whether a blank ballot, sealed to the key for which the sheets were made, comes out whole."""
    body = commits.body_of(round_id, {"chosen": []}, secrets.token_hex(NONCE_BYTES))
    padded = commits.pad(body, len(body) + ROOM)
    sealed = sealing.seal(sealing.public_key(point), round_id, padded)
    try:
        return sealing.open_sealed(unlocked.private, round_id, sealed) == padded
    except sealing.Unreadable:
        return False
