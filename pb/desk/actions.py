"""Moving a round on: alone where little hangs on it, by two people where the vote does."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from pb.ballots import queries as ballots
from pb.ballots.actions import destruction, listing, opening, reissue
from pb.db import locks
from pb.desk.queries import acts as queries
from pb.desk.rules.key_copies import words_by_place
from pb.desk.rules.moves import CLOSE_BIDS, OPEN_BIDS, AlreadyMoved, NoSuchMove, move_of
from pb.events import actions as events
from pb.holders import queries as holders
from pb.holders.actions import key_lock
from pb.holders.rules import names_of
from pb.keys import locking
from pb.keys.folder import KeyFolder
from pb.observers import actions as observers
from pb.observers.rules import Occasion
from pb.people import actions as people
from pb.people import queries as staff
from pb.people.rules import ActNotFound, Approval, Kind, Viewer
from pb.record import actions as record
from pb.record.models import SITE_CHAIN
from pb.results import actions as results
from pb.results import queries as published
from pb.roll.rules import IssuedCode
from pb.rounds import actions as rounds
from pb.rounds import queries as views
from pb.rounds.queries import RoundView
from pb.rounds.rules.opening import RoundNotReady
from pb.rounds.rules.phases import Phase, check_phase
from pb.seal import canonical

THE_CLOCK, THE_PLATFORM, THE_COMMAND_LINE = "the clock", "the platform", "the command line"
NEXT = {OPEN_BIDS: Phase.BIDDING, CLOSE_BIDS: Phase.REVIEW}


def move_alone(session: Session, round_id: str, key: str, viewer: Viewer, now: datetime) -> None:
    """Open or close a round for bids.

    Raises:
        NoSuchMove: this is no move that one person may do.
        AlreadyMoved: the round is not in the phase for it.
    """
    if key not in NEXT:
        raise NoSuchMove(move=key)
    _check_phase(views.by_id(session, round_id), key)
    rounds.move(session, round_id, NEXT[key], viewer.actor, now)


def propose(
    session: Session,
    keys: KeyFolder,
    round_id: str,
    kind: Kind,
    viewer: Viewer,
    now: datetime,
    chosen: Mapping[str, Any] | None = None,
) -> str:
    """Propose an act for a second person to confirm; returns its id. `chosen` is as for `queries.acts.effect_of`.

    Raises:
        AlreadyMoved: the round is not in the phase for it.
        RoundNotReady: something blocks it.
        CommissionersOnly, CloseNotLater, GroupsUnfit, KeyCopyUnaccounted: as they say.
    """
    view = views.by_id(session, round_id)
    check_ready(session, view, kind, now)
    effect = queries.effect_of(session, keys, view, kind, chosen or {}, now)
    return people.propose_act(session, kind, round_id, effect, viewer, now)


@dataclass(frozen=True, slots=True)
class Done:
    """An act that was done; `issued` are codes that it made, to be shown this once to whoever confirmed it."""

    kind: Kind
    round_id: str
    issued: tuple[IssuedCode, ...] = ()


def confirm(
    session: Session,
    keys: KeyFolder,
    act_id: str,
    shown_hash: str,
    viewer: Viewer,
    now: datetime,
    passphrases: Sequence[str] = (),
) -> Done:
    """Confirm an act as the second person, and do it in the same transaction.

    The head of the record after it goes to every observer.

    Publishing goes on in `clockwork`: the database must be written anew, without what was destroyed, in between.
    `passphrases` are two of those of the key holders, where the urn is to be opened of a round that has any.

    Raises:
        ActNotFound, SecondPersonNeeded, ActChanged, CommissionersOnly: as `people.confirm_act`.
        AlreadyMoved, RoundNotReady, KeyCopyUnaccounted: as for proposing.
        PassphraseRefused: they do not unlock the votes; its kinds say why. Nothing is confirmed then.
    """
    act = staff.open_act(session, act_id)
    if act is None:
        raise ActNotFound(act=act_id)
    if act.kind == Kind.OPEN_VOTING:  # the key that is frozen stays the one of the round
        locks.hold(session, key_lock(act.round_id), shared=False)
    view, kind = views.by_id(session, act.round_id), Kind(act.kind)
    check_ready(session, view, kind, now)
    effect = queries.effect_of(session, keys, view, kind, act.effect, now)
    with session.begin_nested():  # passphrases that open nothing leave nothing behind, whatever the caller does then
        approval = people.confirm_act(session, act_id, effect, shown_hash, viewer, now)
        if kind is Kind.OPEN_URN:
            _open_urn(session, keys, approval, passphrases, now)
            issued = None
        else:
            issued = _DO[kind](session, keys, view, approval, now)
    observers.send_heads(session, view.id, Occasion(kind.value), now)
    return Done(kind, view.id, tuple(issued or ()))


def throw_dice(session: Session, round_id: str, digits: str, viewer: Viewer, now: datetime) -> None:
    """Enter the twenty digits of the public dice.

    Raises:
        DiceMalformed, DiceAlreadySet, ListNotSealed: as `ballots.actions.listing.set_dice`.
    """
    listing.set_dice(session, round_id, digits)
    record.append(session, round_id, viewer.actor, "DiceThrown", {"dice": digits}, now)


def close_by_the_clock(session: Session, round_id: str, now: datetime) -> None:
    """Move on a round whose bids or votes have closed by their instant; one that has more time by now is left alone."""
    if round_id in to_close(session, now):
        bidding = views.by_id(session, round_id).phase is Phase.BIDDING
        rounds.move(session, round_id, Phase.REVIEW if bidding else Phase.CLOSED, THE_CLOCK, now)


def to_close(session: Session, now: datetime) -> list[str]:
    """Rounds whose bids or votes have closed by their instant, and that nobody has moved on yet."""
    return [
        view.id
        for view in views.list_rounds(session, Phase.BIDDING, Phase.VOTING)
        if now >= (view.bids_close_at if view.phase is Phase.BIDDING else view.voting_closes_at)
    ]


def to_publish(session: Session) -> list[str]:
    """Rounds whose publication was agreed and whose keys are destroyed, but whose result is not out yet."""
    opened = [view.id for view in views.list_rounds(session, Phase.OPENED)]
    listed = {round_id: ballots.sealed_list(session, round_id) for round_id in opened}
    return [round_id for round_id, found in listed.items() if found and found.keys_destroyed]


def finish_publication(session: Session, keys: KeyFolder, round_id: str, now: datetime) -> None:
    """Count, keep the bundles, and show the result to everybody; after the database was written anew.

    Raises:
        WrongPhase: the ballots are not opened, or the result is out.
    """
    check_phase(views.by_id(session, round_id).phase, Phase.OPENED)
    results.publish_result(session, keys, round_id, THE_PLATFORM, now)
    rounds.move(session, round_id, Phase.PUBLISHED, THE_PLATFORM, now)
    observers.send_heads(session, round_id, Occasion.PUBLISHED, now)


def note_restore(
    session: Session, rounds_in_vote: Mapping[str, bool], made_at: datetime, manifest: str, now: datetime
) -> None:
    """Say in the record that a backup was put in the place of what was there, and that what came after it is missing.

    Args:
        session: a session of the restored database.
        rounds_in_vote: ids of the rounds that are not published, each with whether votes may be missing.
        made_at: when the backup was made.
        manifest: SHA-256 of the list of the backup, in hex.
        now: the present.
    """
    for chain, voting in {SITE_CHAIN: any(rounds_in_vote.values()), **rounds_in_vote}.items():
        facts = {"made_at": made_at.isoformat(), "manifest": manifest, "voting": voting}
        record.append(session, chain, THE_COMMAND_LINE, "BackupRestored", facts, now)


def _check_phase(view: RoundView, key: str) -> None:
    if view.phase not in move_of(key).phases:
        raise AlreadyMoved(phase=view.phase)


def check_ready(session: Session, view: RoundView, kind: Kind, now: datetime) -> None:
    """Refuse an act that cannot be done now.

    Raises:
        AlreadyMoved: the round is not in the phase for it.
        RoundNotReady: something blocks it.
    """
    _check_phase(view, kind)
    if blocks := queries.blocks(session, view, kind, now):
        raise RoundNotReady(blocks=blocks)


def _both(approval: Approval) -> str:
    return f"{approval.proposed_by} and {approval.confirmed_by}"


def _open_voting(session: Session, keys: KeyFolder, view: RoundView, approval: Approval, now: datetime) -> None:
    terms = published.terms(session, keys, view.id)
    frozen, own_hash = canonical.encode(terms).decode(), queries.rules_hash(terms)
    rounds.open_voting(session, view.id, frozen, own_hash, terms["keys"]["round"], _both(approval), now)


def _close_early(session: Session, _: KeyFolder, view: RoundView, approval: Approval, now: datetime) -> None:
    rounds.set_voting_close(session, view.id, now, _both(approval), now)
    rounds.move(session, view.id, Phase.CLOSED, _both(approval), now)


def _extend(session: Session, _: KeyFolder, view: RoundView, approval: Approval, now: datetime) -> None:
    after = datetime.fromisoformat(canonical.decode(approval.effect.encode())["after"])
    rounds.set_voting_close(session, view.id, after, _both(approval), now)


def _seal_list(session: Session, keys: KeyFolder, view: RoundView, approval: Approval, now: datetime) -> None:
    sealed = listing.seal_list(session, keys, view.id, now)
    # How many of each electorate voted may give a small one away; the record is public, so it has the sum alone.
    facts = {"ballots": sum(sealed.by_electorate.values()), "hash": sealed.hash, "signature": sealed.signature}
    record.append(session, view.id, _both(approval), "ListSealed", facts, now)
    rounds.move(session, view.id, Phase.SEALED, _both(approval), now)


def _open_urn(session: Session, keys: KeyFolder, approval: Approval, passphrases: Sequence[str], now: datetime) -> None:
    # The key is held by this call alone, and is gone with it.
    round_id, unlocked = approval.round_id, locking.unlock(keys, approval.round_id, passphrases)
    if unlocked.holders:
        names = names_of(holders.holders(session, round_id), unlocked.holders)
        record.append(session, round_id, _both(approval), "KeyUnlocked", {"holders": names}, now)
    opened = opening.open_urn(session, keys, round_id, unlocked)
    record.append(session, round_id, _both(approval), "UrnOpened", asdict(opened), now)
    rounds.move(session, round_id, Phase.OPENED, _both(approval), now)


def _publish(session: Session, keys: KeyFolder, view: RoundView, approval: Approval, now: datetime) -> None:
    told = words_by_place(canonical.decode(approval.effect.encode()).get("copies", ()))
    events.forget(session, now)  # who was at an event, and when, does not outlive the keys
    gone = destruction.destroy_keys(session, keys, view.id, told)
    record.append(session, view.id, _both(approval), "KeysDestroyed", asdict(gone), now)


def _reissue(session: Session, keys: KeyFolder, view: RoundView, approval: Approval, now: datetime) -> list[IssuedCode]:
    groups = list(canonical.decode(approval.effect.encode())["groups"])
    return reissue.reissue_groups(session, keys, view.id, groups, _both(approval), now)


_DO: dict[Kind, Callable[[Session, KeyFolder, RoundView, Approval, datetime], list[IssuedCode] | None]] = {
    Kind.OPEN_VOTING: _open_voting,
    Kind.CLOSE_EARLY: _close_early,
    Kind.EXTEND_VOTING: _extend,
    Kind.SEAL_LIST: _seal_list,
    Kind.PUBLISH: _publish,
    Kind.REISSUE_IN_BULK: _reissue,
}
