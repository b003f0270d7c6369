"""Reading what a result is made of, and results that were published."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.ballots import queries as ballots
from pb.ballots.rules import ListNotSealed, SealedListView
from pb.keys.folder import KeyFolder
from pb.proposals import queries as proposals
from pb.proposals.queries import ProposalView
from pb.proposals.rules import Status
from pb.results.models import Explanation, Result
from pb.results.rules.publication import LOT, NotPublished, may_be_public, read_anew, shown_pairs
from pb.roll import queries as roll
from pb.rounds import queries as rounds
from pb.rounds.queries import RoundView
from pb.rounds.rules.pot import Piece
from pb.seal import bundle, canonical, listing
from pb.tally.explained import Case, case_of
from pb.tally.outcome import Outcome
from pb.tally.published import Vote, election_of, rule_of, votes_of
from pb.tally.rules import count
from pb.tally.ties import lot_seed


@dataclass(frozen=True, slots=True)
class ResultView:
    """A published result.

    Attributes:
        terms: the value of `round.json`, frozen when voting opened.
        shown: the value of `result.json` that the public has.
        explained: what `explanations.json` says of each bid, by number as text; empty where that is withheld.
        bundle_hash: SHA-256 of the public bundle, in hex.
        is_public: whether ballots and steps are in it, or withheld because an electorate is small.
    """

    terms: dict[str, Any]
    shown: dict[str, Any]
    explained: dict[str, Any]
    bundle_hash: str
    is_public: bool


@dataclass(frozen=True, slots=True)
class SealedListPage:
    """What is public of a sealed list: the value of `list.json` but for the lot, whose dice may still be to come."""

    hash: str
    salt: str
    signature: str
    dice: str
    ballots: int
    pairs: list[list[str]]


def terms(session: Session, keys: KeyFolder, round_id: str) -> dict[str, Any]:
    """The value of `round.json` as it would be frozen now."""
    view = rounds.by_id(session, round_id)
    admitted = proposals.of_round(session, round_id, Status.ADMITTED)
    sizes = roll.size_by_electorate(session, round_id)
    return {
        "contributions": [_contribution(piece) for piece in view.pieces],
        "format": bundle.FORMATS[bundle.NEWEST],
        "id": view.id,
        "keys": {
            "round": keys.round(round_id).public_point.hex() if keys.has_round(round_id) else "",
            "signing": keys.signing_public().hex(),
        },
        "name": view.name,
        "pot_pence": view.pot,
        "proposals": [_proposal(view, one) for one in admitted],
        "roll": {group.key: sizes.get(group.key, 0) for group in view.electorates},
        "rules": _rules(view),
        "v": bundle.NEWEST,
    }


def frozen_terms(view: RoundView) -> dict[str, Any]:
    """The value of `round.json` that was frozen when voting opened."""
    value: dict[str, Any] = canonical.decode(view.frozen_rules.encode())
    return value


def votes(session: Session, round_id: str, frozen: Mapping[str, Any]) -> list[Vote]:
    """Points and electorate of every opened ballot, in the order of commits."""
    return votes_of(frozen, [(one.marks, one.electorate) for one in ballots.opened_ballots(session, round_id)])


def seed(session: Session, round_id: str) -> str:
    """The seed of the lot: from the sealed list's hash and the public dice.

    Raises:
        ListNotSealed: there is no list yet.
    """
    found = sealed_list(session, round_id)
    return lot_seed(found.hash, found.dice)


def sealed_list(session: Session, round_id: str) -> SealedListView:
    """The sealed list.

    Raises:
        ListNotSealed: there is none yet.
    """
    found = ballots.sealed_list(session, round_id)
    if found is None:
        raise ListNotSealed(round=round_id)
    return found


def sealed_list_page(session: Session, view: RoundView) -> SealedListPage | None:
    """What is public of a round's sealed list; None before it was sealed."""
    found = ballots.sealed_list(session, view.id)
    if found is None:
        return None
    pairs = listing.read(found.body.encode())
    public = may_be_public((electorate for _, electorate in pairs), view.disclosure_floor)
    shown = shown_pairs(pairs, found.salt, public=public)
    salt = found.salt if public else ""
    return SealedListPage(found.hash, salt, found.signature, found.dice, len(pairs), shown)


def official(session: Session, round_id: str) -> Outcome:
    """The opened ballots counted by the frozen rules."""
    frozen = frozen_terms(rounds.by_id(session, round_id))
    election = election_of(frozen, seed(session, round_id), votes(session, round_id, frozen))
    return count(election, rule_of(frozen))


def case(session: Session, view: RoundView) -> Case:
    """The round as its opened ballots are counted by the frozen rules, ready to be explained."""
    frozen = frozen_terms(view)
    given, lot = votes(session, view.id, frozen), seed(session, view.id)
    return case_of(frozen, lot, given, official(session, view.id))


def explained(session: Session, round_id: str) -> dict[str, Any]:
    """What was worked out so far of `explanations.json`, by bid."""
    found = session.execute(select(Explanation.project, Explanation.value).where(Explanation.round_id == round_id))
    return {project: canonical.decode(value.encode()) for project, value in found}


def to_explain(session: Session, view: RoundView) -> list[str]:
    """The bids of an opened round that are not explained yet; none in the first format, which has no explanations."""
    frozen = frozen_terms(view)
    done = set(session.scalars(select(Explanation.project).where(Explanation.round_id == view.id)))
    return [one["id"] for one in frozen["proposals"] if one["id"] not in done] if frozen["v"] > 1 else []


def explanation_row(session: Session, round_id: str, project: str) -> Explanation | None:
    """The row of an explanation, for the action that keeps it."""
    return session.get(Explanation, (round_id, project))


def row(session: Session, round_id: str) -> Result | None:
    """The row of a result, or None before publication."""
    return session.get(Result, round_id)


def published(session: Session, view: RoundView) -> ResultView:
    """The result of a round, as the public has it.

    Raises:
        NotPublished: there is none.
    """
    columns = (Result.shown, Result.bundle_hash, Result.audit_bundle.is_(None).label("is_public"))
    found = session.execute(select(*columns).where(Result.round_id == view.id)).one_or_none()
    if found is None:
        raise NotPublished(round=view.id)
    shown, frozen = canonical.decode(found.shown.encode()), frozen_terms(view)
    told = explained(session, view.id) if found.is_public else {}
    if frozen["v"] == 1 and not found.is_public:
        shown |= {"measures": {}, "money": {}, "uncounted": ""}
    elif frozen["v"] == 1:
        shown, told = read_anew(frozen, seed(session, view.id), votes(session, view.id, frozen), shown)
    return ResultView(frozen, shown, told, found.bundle_hash, found.is_public)


def funded(session: Session, round_id: str) -> tuple[list[str], bool]:
    """The funded bids of a published round, by number as text, and whether the public may know why.

    Raises:
        NotPublished: there is no result.
    """
    found = _found(session, round_id)
    return canonical.decode(found.shown.encode())["outcome"]["winners"], found.audit_bundle is None


def public_bundle(session: Session, round_id: str) -> bytes:
    """The bundle as a zip, as the public has it.

    Raises:
        NotPublished: there is none.
    """
    return _found(session, round_id).bundle


def audit_bundle(session: Session, round_id: str) -> bytes:
    """The bundle with the ballots, for named auditors; the public one where nothing had to be withheld.

    Raises:
        NotPublished: there is none.
    """
    found = _found(session, round_id)
    return found.audit_bundle or found.bundle


def pabulib_text(session: Session, round_id: str) -> str:
    """The election as a Pabulib file.

    Raises:
        NotPublished: there is none, or ballots are withheld.
    """
    text = _found(session, round_id).pabulib
    if not text:
        raise NotPublished(round=round_id)
    return text


def _found(session: Session, round_id: str) -> Result:
    found = row(session, round_id)
    if found is None:
        raise NotPublished(round=round_id)
    return found


def _contribution(piece: Piece) -> dict[str, Any]:
    only = {"only": list(piece.only)} if piece.only else {}
    return {"agency": piece.agency, **only, "pence": piece.pence}


def _proposal(view: RoundView, bid: ProposalView) -> dict[str, Any]:
    labels = {"labels": list(bid.labels)} if view.labels else {}
    return {"cost_pence": bid.ask, "id": str(bid.number), **labels, "title": bid.title}


def _rules(view: RoundView) -> dict[str, Any]:
    named = [{"id": one.key, "kind": one.kind.value, "label": one.name} for one in view.labels]
    return {
        "ballot": {"kind": view.ballot_kind.value, "limit": view.ballot_limit, "most": view.ballot_most},
        "disclosure_floor": view.disclosure_floor,
        "electorates": [
            {"id": group.key, "label": group.name, "share": f"{group.share.numerator}/{group.share.denominator}"}
            for group in view.electorates
        ],
        **({"labels": named} if named else {}),
        "lot": LOT,
        "rule": view.rule.as_json(),
        "weight_factor": view.weight_factor,
    }
