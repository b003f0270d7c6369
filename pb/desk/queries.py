"""What the desk shows and what an act would do, put together from lower rooms."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from pb.ballots import queries as ballots
from pb.ballots.rules import SealedListView
from pb.desk.rules.moves import CloseNotLater, Move, check_later, effect_rows, move_of, moves_of
from pb.desk.rules.sentences import actor_name, sentence
from pb.desk.rules.tasks import Figures
from pb.keys.folder import KeyFolder
from pb.people import queries as people
from pb.people.queries import OpenAct
from pb.people.rules import ActNotFound, Kind, Role, effect_hash
from pb.proposals import queries as proposals
from pb.proposals.rules import Status
from pb.record import queries as record
from pb.record.queries import Entry
from pb.results import actions as counting
from pb.results import queries as results
from pb.results.rules.publication import may_be_public
from pb.roll import queries as roll
from pb.rounds import queries as rounds
from pb.rounds.queries import RoundView
from pb.rounds.rules.opening import Block, Readiness, TooDear, blocks_opening, idle_money
from pb.rounds.rules.phases import Phase, check_phase
from pb.seal import bundle, canonical, listing
from pb.tally.outcome import GREEDY, Step

ENTRIES_ON_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class Said:
    """One entry of the record with what it says in plain words; `facts` is canonical JSON."""

    entry: Entry
    who: str
    words: str
    facts: str


@dataclass(frozen=True, slots=True)
class Overview:
    """A round as its desk shows it.

    Attributes:
        round: the round.
        bids: bids by state.
        roll: people on the roll by electorate key.
        so_far: ballots in whole tens while voting is open; exactly afterwards; None before.
        acts: what waits for a second person and can still be done in this phase.
        sealed: the sealed list, once there is one.
        publishing: whether publication was agreed and goes on by itself.
        explained: how many bids are explained, and how many there are, once the ballots are opened; else (0, 0).
        blocks: what stands in the way of the usual next move.
    """

    round: RoundView
    bids: dict[Status, int]
    roll: dict[str, int]
    so_far: int | None
    acts: list[OpenAct]
    sealed: SealedListView | None
    publishing: bool
    explained: tuple[int, int]
    blocks: list[Block]

    @property
    def waiting(self) -> int:
        """How many bids wait for a decision."""
        return self.bids[Status.SUBMITTED]

    @property
    def sent(self) -> int:
        """How many bids were sent and not taken back."""
        return self.waiting + self.bids[Status.ADMITTED] + self.bids[Status.REFUSED]

    @property
    def figures(self) -> Figures:
        """What the tasks of the round depend on."""
        return Figures(
            pot=self.round.pot,
            bids=self.bids,
            labels=len(self.round.labels),
            groups=len(self.round.electorates),
            roll=sum(self.roll.values()),
            blocks=len(self.blocks),
            asked=frozenset(act.kind for act in self.acts),
            dice=bool(self.sealed and self.sealed.dice),
            publishing=self.publishing,
            explained=self.explained,
        )


@dataclass(frozen=True, slots=True)
class Panel:
    """A move that can come now.

    Attributes:
        move: the move.
        blocks: what stands in its way.
        notes: what to know, and what does not stand in its way.
        asked: the act that waits for a second person, if one does.
    """

    move: Move
    blocks: list[Block]
    notes: list[str]
    asked: OpenAct | None


@dataclass(frozen=True, slots=True)
class ActPage:
    """An act as the second person reads it; `stands` says whether it would still do exactly what was proposed."""

    act: OpenAct
    round: RoundView
    move: Move
    rows: list[tuple[str, str]]
    stands: bool


@dataclass(frozen=True, slots=True)
class Chain:
    """One page of a record, the newest first; `fault` is the number of the first entry that does not fit, or None."""

    said: list[Said]
    entries: int
    fault: int | None
    head: str


@dataclass(frozen=True, slots=True)
class Counted:
    """A bid in the count. `supporters` and `part` are None and "" where it is not funded."""

    number: str
    title: str
    cost: int
    supporters: int | None
    part: str
    by_points: bool | None


@dataclass(frozen=True, slots=True)
class Preview:
    """The count as publication would show it.

    Attributes:
        funded: the funded bids in the order chosen.
        unfunded: the others, by number.
        pot: pence.
        cost: what the funded bids cost together, in pence.
        cost_by_points: the same, had points alone decided; None where they do.
        ballots: how many were counted.
        ties: how many ties the public lot or a rule had to break.
        public: whether ballots may be published; not where a group of voters is too small.
        explained: as in `Overview`.
    """

    funded: list[Counted]
    unfunded: list[Counted]
    pot: int
    cost: int
    cost_by_points: int | None
    ballots: int
    ties: int
    public: bool
    explained: tuple[int, int]

    @property
    def left(self) -> int:
        """What stays in the pot, in pence."""
        return self.pot - self.cost


def every_round(session: Session, now: datetime) -> list[Overview]:
    """All rounds for the front page of the desk, those with work to do before those that are published."""
    views = sorted(rounds.list_rounds(session), key=lambda view: view.phase is Phase.PUBLISHED)
    return [overview(session, view, now) for view in views]


def overview(session: Session, view: RoundView, now: datetime) -> Overview:
    """Everything that the desk shows of a round at a glance."""
    sent = proposals.of_round(session, view.id)
    possible = moves_of(view.phase)
    sealed = ballots.sealed_list(session, view.id)
    return Overview(
        round=view,
        bids={status: sum(one.status is status for one in sent) for status in Status},
        roll=roll.size_by_electorate(session, view.id),
        so_far=_ballots_so_far(session, view),
        acts=[act for act in people.open_acts(session, view.id) if act.kind in {move.key for move in possible}],
        sealed=sealed,
        publishing=_publishing(view, sealed),
        explained=_explained(session, view),
        blocks=blocks(session, view, possible[0].key, now) if possible else [],
    )


def commissioners(session: Session) -> int:
    """How many commissioners are at work; the acts that need two people need two of them."""
    return sum(one.active and one.role is Role.COMMISSIONER for one in people.staff_list(session))


def panels(session: Session, view: RoundView, now: datetime) -> list[Panel]:
    """The moves that can come now, the usual one first."""
    asked = {act.kind: act for act in people.open_acts(session, view.id)}
    return [
        Panel(move, blocks(session, view, move.key, now), notes(session, view, move.key), asked.get(move.key))
        for move in moves_of(view.phase)
    ]


def act_page(session: Session, keys: KeyFolder, act_id: str, now: datetime) -> ActPage:
    """An act that waits for a second person.

    Raises:
        ActNotFound: it was confirmed or withdrawn, or never was.
    """
    act = people.open_act(session, act_id)
    if act is None:
        raise ActNotFound(act=act_id)
    view, kind = rounds.by_id(session, act.round_id), Kind(act.kind)
    stands = _stands(session, keys, view, act, now)
    return ActPage(act, view, move_of(kind), effect_rows(kind, act.effect), stands)


def chain(session: Session, name: str, at: int = 1, size: int = ENTRIES_ON_A_PAGE) -> Chain:
    """One page of the record of a round or of the installation, the newest entries first.

    Args:
        session: any session.
        name: the id of a round, or `SITE_CHAIN`.
        at: the page, from 1; beyond the last one there is nothing on it.
        size: entries on a page.
    """
    found = record.entries(session, name)
    newest = found[::-1][(at - 1) * size : at * size]
    agencies = dict(people.agencies(session))
    said = [
        Said(entry, actor_name(entry.actor), sentence(entry.verb, entry.facts, agencies), _facts(entry))
        for entry in newest
    ]
    return Chain(said, len(found), record.first_fault(session, name), found[-1].hash if found else "")


def chain_text(session: Session, name: str) -> bytes:
    """The record as lines of canonical JSON, the oldest first, as `record.ndjson` of a bundle has it."""
    lines = [{**entry.body, "hash": entry.hash, "previous": entry.previous} for entry in record.entries(session, name)]
    return bundle.write_file(bundle.RECORD, lines)


def preview(session: Session, view: RoundView) -> Preview:
    """The count of the opened ballots; nothing is written.

    Raises:
        WrongPhase: the ballots are not opened.
    """
    check_phase(view.phase, Phase.OPENED, Phase.PUBLISHED)
    outcome, comparisons = counting.count_round(session, view.id)
    by_points = comparisons.get(GREEDY)
    others = set(by_points.order) if by_points else None
    steps = {step.project: step for step in outcome.steps}
    counted = {
        project["id"]: _counted(project, steps.get(project["id"]), others)
        for project in results.frozen_terms(view)["proposals"]
    }
    return Preview(
        funded=[counted[name] for name in outcome.order],
        unfunded=[one for name, one in counted.items() if name not in steps],
        pot=results.frozen_terms(view)["pot_pence"],
        cost=outcome.cost,
        cost_by_points=by_points.cost if by_points else None,
        ballots=ballots.count_opened(session, view.id),
        ties=len(outcome.ties),
        public=_is_public(session, view),
        explained=_explained(session, view),
    )


def blocks(session: Session, view: RoundView, kind: str, now: datetime) -> list[Block]:
    """What still stands in the way of a move, in plain sentences."""
    match kind:
        case Kind.OPEN_VOTING:
            return _blocks_of_opening(session, view, now)
        case Kind.SEAL_LIST if now < view.voting_closes_at:
            return [Block("Voting is still open")]
        case Kind.OPEN_URN:
            listed = ballots.sealed_list(session, view.id)
            words = "The public dice have not been thrown. Throw them and enter them"
            return [] if listed and listed.dice else [Block(words, "/phase#dice-panel")]
        case Kind.PUBLISH if _publishing(view, ballots.sealed_list(session, view.id)):
            return [Block("Publication was agreed already and goes on by itself")]
    return []


def notes(session: Session, view: RoundView, kind: str) -> list[str]:
    """What to know before a move, in plain sentences; it does not stand in its way."""
    if kind != Kind.OPEN_VOTING:
        return []
    admitted = proposals.of_round(session, view.id, Status.ADMITTED)
    return idle_money(view.pieces, [bid.labels for bid in admitted], view.labels) if admitted else []


def effect_of(
    session: Session, keys: KeyFolder, view: RoundView, kind: Kind, chosen: Mapping[str, Any], now: datetime
) -> dict[str, Any]:
    """Exactly what an act would do now, as plain values; two people agree on its hash.

    Args:
        session: any session.
        keys: the key folder.
        view: the round.
        kind: the act.
        chosen: what the proposer chose: {"after": an instant in ISO form} for an extension, else nothing.
        now: the present.

    Raises:
        CloseNotLater: an extension that is none.
    """
    match kind:
        case Kind.OPEN_VOTING:
            terms = results.terms(session, keys, view.id)
            sizes = {group["label"]: terms["roll"][group["id"]] for group in terms["rules"]["electorates"]}
            kept = sum(piece.pence for piece in view.pieces if piece.only)
            counted = {"bids": len(terms["proposals"]), "kept": kept, "pot": terms["pot_pence"], "roll": sizes}
            return {**counted, "closes_at": view.voting_closes_at.isoformat(), "rules_hash": rules_hash(terms)}
        case Kind.CLOSE_EARLY:
            return {"before": view.voting_closes_at.isoformat()}
        case Kind.EXTEND_VOTING:
            check_later(view.voting_closes_at, datetime.fromisoformat(chosen["after"]), now)
            return {"after": chosen["after"], "before": view.voting_closes_at.isoformat()}
        case Kind.SEAL_LIST:
            return {"ballots": ballots.ballots_in_urn(session, view.id)}
        case Kind.OPEN_URN:
            listed = results.sealed_list(session, view.id)
            return {"dice": listed.dice, "list": listed.hash}
        case Kind.PUBLISH:
            return _effect_of_publishing(session, view)


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
    return blocks_opening(found, now)


def _effect_of_publishing(session: Session, view: RoundView) -> dict[str, Any]:
    outcome, _ = counting.count_round(session, view.id)
    titles = {project["id"]: project["title"] for project in results.frozen_terms(view)["proposals"]}
    return {
        "ballots": ballots.count_opened(session, view.id),
        "cost": outcome.cost,
        "public": _is_public(session, view),
        "titles": [titles[name] for name in outcome.order],
        "winners": outcome.winners,
    }


def _is_public(session: Session, view: RoundView) -> bool:
    pairs = listing.read(results.sealed_list(session, view.id).body.encode())
    return may_be_public((electorate for _, electorate in pairs), view.disclosure_floor)


def _ballots_so_far(session: Session, view: RoundView) -> int | None:
    if not view.phase.reached(Phase.VOTING):
        return None
    if view.phase is Phase.VOTING:
        return ballots.ballots_so_far(session, view.id)
    sums = ballots.reconciliation(session, view.id)
    return sums.cast if sums else ballots.ballots_in_urn(session, view.id)


def _publishing(view: RoundView, sealed: SealedListView | None) -> bool:
    return view.phase is Phase.OPENED and sealed is not None and sealed.keys_destroyed


def _explained(session: Session, view: RoundView) -> tuple[int, int]:
    if view.phase is not Phase.OPENED:
        return 0, 0
    every = len(results.frozen_terms(view)["proposals"])
    return every - len(results.to_explain(session, view)), every


def _stands(session: Session, keys: KeyFolder, view: RoundView, act: OpenAct, now: datetime) -> bool:
    kind = Kind(act.kind)
    if view.phase not in move_of(kind).phases or blocks(session, view, kind, now):
        return False
    try:
        effect = effect_of(session, keys, view, kind, act.effect, now)
    except CloseNotLater:
        return False
    return effect_hash(kind, view.id, effect) == act.effect_hash


def _facts(entry: Entry) -> str:
    return canonical.encode(entry.facts).decode()


def _counted(project: Mapping[str, Any], step: Step | None, by_points: set[str] | None) -> Counted:
    return Counted(
        number=project["id"],
        title=project["title"],
        cost=project["cost_pence"],
        supporters=step.supporters if step else None,
        part=step.part if step else "",
        by_points=None if by_points is None else project["id"] in by_points,
    )
