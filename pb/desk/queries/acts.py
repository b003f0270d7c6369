"""The moves that a round can make, what stands in their way, and exactly what an act would do."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from pb.ballots import queries as ballots
from pb.ballots.rules import SealedListView
from pb.desk.queries.count import is_public
from pb.desk.rules.key_copies import Copy, words_by_place
from pb.desk.rules.moves import CloseNotLater, GroupsUnfit, Move, check_later, effect_rows, move_of, moves_of
from pb.holders import queries as holders
from pb.holders.rules import blocks_opening as passphrases_to_try
from pb.holders.rules import to_know
from pb.keys.copies import KeyCopyUnaccounted, KeyFile, check_accounted, unaccounted
from pb.keys.folder import KeyFolder
from pb.people import queries as people
from pb.people.queries import OpenAct, PastAct
from pb.people.rules import ActNotFound, Kind, Viewer, effect_hash
from pb.proposals import queries as proposals
from pb.proposals.rules import Status
from pb.results import queries as results
from pb.roll import queries as roll
from pb.rounds import queries as rounds
from pb.rounds.queries import RoundView
from pb.rounds.rules.opening import Block, Readiness, RoundNotReady, TooDear, blocks_opening, idle_money
from pb.rounds.rules.phases import Phase
from pb.seal import canonical


@dataclass(frozen=True, slots=True)
class Panel:
    """A move that can come now.

    Attributes:
        move: the move.
        blocks: what stands in its way.
        notes: what to know, and what does not stand in its way.
        asked: the act that waits for a second person, if one does.
        copies: files with the round's keys for which two people have to account; only where it is published.
    """

    move: Move
    blocks: list[Block]
    notes: list[str]
    asked: OpenAct | None
    copies: list[KeyFile]


@dataclass(frozen=True, slots=True)
class ActPage:
    """An act as the second person reads it.

    Attributes:
        act: as it was proposed.
        round: the round.
        move: what it is a proposal of.
        rows: its exact effect.
        stands: whether it would still do exactly what was proposed.
        holders: of whom two must type their passphrases to confirm it; mostly nobody.
        copies: files with the round's keys for which the act does not account.
    """

    act: OpenAct
    round: RoundView
    move: Move
    rows: list[tuple[str, str]]
    stands: bool
    holders: list[str]
    copies: list[KeyFile]


def panels(session: Session, keys: KeyFolder, view: RoundView, now: datetime) -> list[Panel]:
    """The moves that can come now, the usual one first."""
    asked = {act.kind: act for act in people.open_acts(session, view.id)}
    return [
        Panel(
            move,
            blocks(session, view, move.key, now),
            notes(session, view, move.key),
            asked.get(move.key),
            copies_to_tell(session, keys, view) if move.key == Kind.PUBLISH else [],
        )
        for move in moves_of(view.phase)
    ]


def copies_to_tell(session: Session, keys: KeyFolder, view: RoundView, copies: Iterable[Copy] = ()) -> list[KeyFile]:
    """The files with a round's keys that cannot be destroyed, but for those that `copies` of an effect account for.

    None after publication was agreed, when all are destroyed or accounted for.
    """
    if is_publishing(view, ballots.sealed_list(session, view.id)):
        return []
    return unaccounted(keys.key_files(view.id), words_by_place(copies))


@dataclass(frozen=True, slots=True)
class ActTold:
    """An act of a round, whatever became of it, as it is listed; `rows` is its exact effect."""

    act: PastAct
    title: str
    rows: list[tuple[str, str]]


def acts_told(session: Session, view: RoundView, viewer: Viewer) -> list[ActTold]:
    """Every act of a round, the newest first."""
    return [
        ActTold(act, move_of(act.kind).title, rows_for(viewer, view, Kind(act.kind), act.effect))
        for act in people.acts_of(session, view.id)
    ]


def rows_for(viewer: Viewer, view: RoundView, kind: Kind, effect: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The exact effect of an act as this person may read it: who is no staff learns a result when everybody does."""
    return effect_rows(kind, effect, result=viewer.is_staff or view.phase is Phase.PUBLISHED)


def act_page(session: Session, keys: KeyFolder, act_id: str, viewer: Viewer, now: datetime) -> ActPage:
    """An act that waits for a second person.

    Raises:
        ActNotFound: it was confirmed or withdrawn, or never was.
    """
    act = people.open_act(session, act_id)
    if act is None:
        raise ActNotFound(act=act_id)
    view, kind = rounds.by_id(session, act.round_id), Kind(act.kind)
    stands = _stands(session, keys, view, act, now)
    needed = holders.who_unlocks(session, keys, view.id) if kind is Kind.OPEN_URN else []
    copies = copies_to_tell(session, keys, view, act.effect.get("copies", ())) if kind is Kind.PUBLISH else []
    return ActPage(act, view, move_of(kind), rows_for(viewer, view, kind, act.effect), stands, needed, copies)


def blocks(session: Session, view: RoundView, kind: str, now: datetime) -> list[Block]:
    """What still stands in the way of a move, in plain sentences."""
    match kind:
        case Kind.OPEN_VOTING:
            return _blocks_of_opening(session, view, now)
        case Kind.REISSUE_IN_BULK if view.phase is Phase.VOTING and now >= view.voting_closes_at:
            return [Block("Voting has closed, and what was voted stands")]
        case Kind.SEAL_LIST if now < view.voting_closes_at:
            return [Block("Voting is still open")]
        case Kind.OPEN_URN:
            listed = ballots.sealed_list(session, view.id)
            words = "The public dice have not been thrown. Throw them and enter them"
            return [] if listed and listed.dice else [Block(words, "/phase#dice-panel")]
        case Kind.PUBLISH if is_publishing(view, ballots.sealed_list(session, view.id)):
            return [Block("Publication was agreed already and goes on by itself")]
    return []


def notes(session: Session, view: RoundView, kind: str) -> list[str]:
    """What to know before a move, in plain sentences; it does not stand in its way."""
    if kind != Kind.OPEN_VOTING:
        return []
    admitted = proposals.of_round(session, view.id, Status.ADMITTED)
    idle = idle_money(view.pieces, [bid.labels for bid in admitted], view.labels) if admitted else []
    return [*idle, *to_know(holders.holders(session, view.id))]


def effect_of(
    session: Session, keys: KeyFolder, view: RoundView, kind: Kind, chosen: Mapping[str, Any], now: datetime
) -> dict[str, Any]:
    """Exactly what an act would do now, as plain values; two people agree on its hash.

    Args:
        session: any session.
        keys: the key folder.
        view: the round.
        kind: the act.
        chosen: what the proposer chose: {"after": an instant in ISO form} for an extension, {"groups": keys of
            electorates} for a reissue in bulk, {"copies": what is said of keys that cannot be destroyed} for
            publishing, else nothing.
        now: the present.

    Raises:
        CloseNotLater: an extension that is none.
        GroupsUnfit: a reissue of no group, or of one without codes.
        RoundNotReady: the key that would be frozen is not the one that the sheets of the key holders open.
        KeyCopyUnaccounted: keys can neither be destroyed nor does `chosen` say what became of them.
    """
    match kind:
        case Kind.OPEN_VOTING:
            if misfits := holders.misfits(session, keys, view.id):
                raise RoundNotReady(blocks=misfits)
            terms = results.terms(session, keys, view.id)
            sizes = {group["label"]: terms["roll"][group["id"]] for group in terms["rules"]["electorates"]}
            kept = sum(piece.pence for piece in view.pieces if piece.only)
            counted = {"bids": len(terms["proposals"]), "kept": kept, "pot": terms["pot_pence"], "roll": sizes}
            counted |= {"holders": who} if (who := holders.who_unlocks(session, keys, view.id)) else {}
            return {**counted, "closes_at": view.voting_closes_at.isoformat(), "rules_hash": rules_hash(terms)}
        case Kind.CLOSE_EARLY | Kind.EXTEND_VOTING:
            return _effect_of_closing(view, kind, chosen, now)
        case Kind.SEAL_LIST:
            return {"ballots": ballots.ballots_in_urn(session, view.id)}
        case Kind.OPEN_URN:
            listed = results.sealed_list(session, view.id)
            return {"dice": listed.dice, "list": listed.hash}
        case Kind.PUBLISH:
            return _effect_of_publishing(session, keys, view, list(chosen.get("copies", ())))
        case Kind.REISSUE_IN_BULK:
            return _effect_of_reissuing(session, view, list(chosen.get("groups", ())))


def rules_hash(terms: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical `round.json`, in hex; it stands on the poster and in the record."""
    return hashlib.sha256(canonical.encode(dict(terms))).hexdigest()


def _blocks_of_opening(session: Session, view: RoundView, now: datetime) -> list[Block]:
    admitted = proposals.of_round(session, view.id, Status.ADMITTED)
    priced = [TooDear(bid.title, bid.ask, view.may_go_to(bid.labels)) for bid in admitted]
    found = Readiness(
        pot=view.pot,
        open_money=view.open_money,
        reserved=view.reserved,
        greatest_cost=view.greatest_cost,
        admitted=len(admitted),
        undecided=len(proposals.of_round(session, view.id, Status.SUBMITTED)),
        too_dear=[bid for bid in priced if bid.money < bid.cost],
        roll=roll.size_by_electorate(session, view.id),
        electorates={group.key: group.name for group in view.electorates},
        closes_at=view.voting_closes_at,
    )
    return [*blocks_opening(found, now), *passphrases_to_try(holders.holders(session, view.id))]


def _effect_of_closing(view: RoundView, kind: Kind, chosen: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    before = {"before": view.voting_closes_at.isoformat()}
    if kind is Kind.CLOSE_EARLY:
        return before
    check_later(view.voting_closes_at, datetime.fromisoformat(chosen["after"]), now)
    return {**before, "after": chosen["after"]}


def _effect_of_publishing(session: Session, keys: KeyFolder, view: RoundView, copies: list[Copy]) -> dict[str, Any]:
    # What was said of a copy stays in the effect when the copy is back: both agreed to it, and it is destroyed then.
    check_accounted(view.id, keys.key_files(view.id), words_by_place(copies))
    outcome = results.official(session, view.id)
    titles = {project["id"]: project["title"] for project in results.frozen_terms(view)["proposals"]}
    return {
        "ballots": ballots.count_opened(session, view.id),
        "cost": outcome.cost,
        "public": is_public(session, view),
        "titles": [titles[name] for name in outcome.order],
        "winners": outcome.winners,
        **({"copies": copies} if copies else {}),
    }


def _effect_of_reissuing(session: Session, view: RoundView, groups: list[str]) -> dict[str, Any]:
    """How many codes die, of which group, and which; never how many of them were used."""
    names, sizes = {one.key: one.name for one in view.electorates}, roll.size_by_electorate(session, view.id)
    if not groups or any(key not in names or not sizes.get(key) for key in groups):
        raise GroupsUnfit(groups=groups)
    found = {key: {"codes": sizes[key], "name": names[key]} for key in sorted(groups)}
    return {"codes": roll.hash_of_codes(session, view.id, groups), "groups": found}


def is_publishing(view: RoundView, sealed: SealedListView | None) -> bool:
    """Whether publication was agreed and goes on by itself."""
    return view.phase is Phase.OPENED and sealed is not None and sealed.keys_destroyed


def _stands(session: Session, keys: KeyFolder, view: RoundView, act: OpenAct, now: datetime) -> bool:
    kind = Kind(act.kind)
    if view.phase not in move_of(kind).phases or blocks(session, view, kind, now):
        return False
    try:
        effect = effect_of(session, keys, view, kind, act.effect, now)
    except (CloseNotLater, GroupsUnfit, KeyCopyUnaccounted, RoundNotReady):
        return False
    return effect_hash(kind, view.id, effect) == act.effect_hash
