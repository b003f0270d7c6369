"""What the desk shows and what an act would do, put together from lower rooms."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from pb.ballots import queries as ballots
from pb.desk.rules import check_later
from pb.keys.folder import KeyFolder
from pb.people import queries as people
from pb.people.queries import OpenAct
from pb.people.rules import Kind
from pb.proposals import queries as proposals
from pb.proposals.rules import Status
from pb.results import actions as counting
from pb.results import queries as results
from pb.results.rules import may_be_public
from pb.roll import queries as roll
from pb.rounds.queries import RoundView
from pb.rounds.rules import Calendar, Phase, blocks_opening
from pb.seal import canonical, listing


@dataclass(frozen=True, slots=True)
class Overview:
    """A round as its desk shows it.

    Attributes:
        round: the round.
        bids: bids by state.
        roll: people on the roll by electorate key.
        so_far: ballots in whole tens while voting is open; exactly afterwards; None before.
        acts: what waits for a second person.
    """

    round: RoundView
    bids: dict[Status, int]
    roll: dict[str, int]
    so_far: int | None
    acts: list[OpenAct]


def overview(session: Session, view: RoundView) -> Overview:
    """Everything that the desk shows of a round at a glance."""
    sent = proposals.of_round(session, view.id)
    counted = {status: sum(one.status is status for one in sent) for status in Status}
    voting = view.phase is Phase.VOTING
    so_far = ballots.ballots_so_far(session, view.id) if voting else _ballots_after(session, view)
    return Overview(
        view, counted, roll.size_by_electorate(session, view.id), so_far, people.open_acts(session, view.id)
    )


def blocks(session: Session, view: RoundView, kind: str, now: datetime) -> list[str]:
    """What still stands in the way of a move, in plain sentences."""
    match kind:
        case Kind.OPEN_VOTING:
            return _blocks_of_opening(session, view, now)
        case Kind.SEAL_LIST if now < view.voting_closes_at:
            return ["Voting is still open"]
        case Kind.OPEN_URN:
            listed = ballots.sealed_list(session, view.id)
            return [] if listed and listed.dice else ["The public dice have not been thrown. Throw them and enter them"]
    return []


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
            counted = {"bids": len(terms["proposals"]), "pot": terms["pot_pence"], "roll": sizes}
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


def _blocks_of_opening(session: Session, view: RoundView, now: datetime) -> list[str]:
    return blocks_opening(
        pot=view.pot,
        greatest_cost=view.greatest_cost,
        calendar=Calendar(*view.calendar),
        admitted=len(proposals.of_round(session, view.id, Status.ADMITTED)),
        undecided=len(proposals.of_round(session, view.id, Status.SUBMITTED)),
        roll=roll.size_by_electorate(session, view.id),
        electorates={group.key: group.name for group in view.electorates},
        now=now,
    )


def _effect_of_publishing(session: Session, view: RoundView) -> dict[str, Any]:
    outcome, _ = counting.count_round(session, view.id)
    titles = {project["id"]: project["title"] for project in results.frozen_terms(view)["proposals"]}
    pairs = listing.read(results.sealed_list(session, view.id).body.encode())
    return {
        "ballots": ballots.count_opened(session, view.id),
        "cost": outcome.cost,
        "public": may_be_public((electorate for _, electorate in pairs), view.disclosure_floor),
        "titles": [titles[name] for name in outcome.order],
        "winners": outcome.winners,
    }


def _ballots_after(session: Session, view: RoundView) -> int | None:
    if not view.phase.reached(Phase.VOTING):
        return None
    sums = ballots.reconciliation(session, view.id)
    return sums.cast if sums else ballots.ballots_in_urn(session, view.id)
