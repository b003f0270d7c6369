"""Reading proposals, as frozen values with their cost lines."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from pb.db.retention import Due
from pb.people.models import Bidder
from pb.people.rules import KEPT
from pb.proposals.models import CostLine, Proposal, ProposalLabel, ProposalText
from pb.proposals.rules import GREATEST_NUMBER, TRANSLATED, ProposalNotFound, Status
from pb.rounds import queries as rounds
from pb.rounds.models import Round


@dataclass(frozen=True, slots=True)
class CostLineView:
    """One row of a bid's costs, in pence."""

    what: str
    amount: int


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A bid as it stands.

    `number` is None until it is sent; `ask` is in pence, the sum of the cost lines; `labels` are keys of its round's.
    """

    id: str
    round_id: str
    bidder_id: str | None
    number: int | None
    status: Status
    team: str
    title: str
    sentence: str
    what: str
    who_for: str
    place: str
    symbol: str
    symbol_description: str
    picture: str
    ask: int
    rev: int
    created_at: datetime
    submitted_at: datetime | None
    decided_at: datetime | None
    decided_by: str
    reason: str
    cost_lines: tuple[CostLineView, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextView:
    """The words of a bid in another language; a part that was not translated is empty.

    `of_rev` is the rev of the bid that was translated.
    """

    proposal_id: str
    language: str
    title: str
    sentence: str
    what: str
    who_for: str
    translated_by: str
    of_rev: int


def one(session: Session, proposal_id: str) -> ProposalView:
    """A bid.

    Raises:
        ProposalNotFound: there is none of this id.
    """
    return _views(session, [row(session, proposal_id)])[0]


def own(session: Session, proposal_id: str, bidder_id: str) -> ProposalView:
    """A bidder's own bid.

    Raises:
        ProposalNotFound: there is none of this id, or it is somebody else's.
    """
    found = one(session, proposal_id)
    if not bidder_id or found.bidder_id != bidder_id:
        raise ProposalNotFound(proposal=proposal_id)
    return found


def by_number(session: Session, round_id: str, number: int) -> ProposalView | None:
    """The bid with this public number in a round, or None."""
    if number > GREATEST_NUMBER:
        return None
    wanted = select(Proposal).where(Proposal.round_id == round_id, Proposal.number == number)
    found = session.scalars(wanted).one_or_none()
    return None if found is None else _views(session, [found])[0]


def of_round(session: Session, round_id: str, *statuses: Status) -> list[ProposalView]:
    """The bids of a round in these states (all, where none is named), by number, drafts last."""
    wanted = select(Proposal).where(Proposal.round_id == round_id)
    if statuses:
        wanted = wanted.where(Proposal.status.in_(statuses))
    order = (Proposal.number.is_(None), Proposal.number, Proposal.created_at, Proposal.id)
    return _views(session, list(session.scalars(wanted.order_by(*order))))


def of_bidder(session: Session, bidder_id: str) -> list[ProposalView]:
    """A bidder's own bids, the newest first."""
    wanted = select(Proposal).where(Proposal.bidder_id == bidder_id).order_by(Proposal.created_at.desc(), Proposal.id)
    return _views(session, list(session.scalars(wanted)))


def past_keeping(session: Session, now: datetime) -> list[tuple[str, Status]]:
    """Bids that lead to their bidder although their round ended two years ago: ids and states."""
    ended = rounds.ended_before(session, now - KEPT)
    wanted = select(Proposal.id, Proposal.status).where(Proposal.round_id.in_(ended), Proposal.bidder_id.is_not(None))
    return [(proposal_id, Status(status)) for proposal_id, status in session.execute(wanted)] if ended else []


def bids_due(session: Session, now: datetime) -> Due:
    """Bids past keeping: drafts to delete, others that still lead to their bidder; and when the next will be."""
    leading = set(session.scalars(select(Proposal.round_id).where(Proposal.bidder_id.is_not(None)).distinct()))
    until = [end + KEPT for round_id, end in rounds.ends_of_votes(session).items() if round_id in leading]
    return Due(len(past_keeping(session, now)), min((one for one in until if one > now), default=None))


def bidders_due(session: Session, now: datetime) -> Due:
    """Bidders with whom nothing ties us any more: known for two years, and no bid in a round that ended later."""
    ended = select(func.max(Round.voting_closes_at)).join(Proposal, Proposal.round_id == Round.id)
    last = ended.where(Proposal.bidder_id == Bidder.id).scalar_subquery()
    since = case((last > Bidder.created_at, last), else_=Bidder.created_at)
    rows = session.scalars(select(func.count()).select_from(Bidder).where(since <= now - KEPT)).one()
    oldest = session.scalars(select(func.min(since)).select_from(Bidder).where(since > now - KEPT)).one()
    return Due(rows, oldest + KEPT if oldest else None)


def with_bids(session: Session, bidder_ids: Collection[str]) -> set[str]:
    """Those of some bidders who have a bid."""
    wanted = select(Proposal.bidder_id).where(Proposal.bidder_id.in_(bidder_ids))
    return {found for found in session.scalars(wanted) if found is not None}


def row(session: Session, proposal_id: str) -> Proposal:
    """The row of a bid, for the actions that change it.

    Raises:
        ProposalNotFound: there is none of this id.
    """
    wanted = select(Proposal).where(Proposal.id == proposal_id).execution_options(populate_existing=True)
    found = session.scalars(wanted).one_or_none()
    if found is None:
        raise ProposalNotFound(proposal=proposal_id)
    return found


def cost_line_rows(session: Session, proposal_id: str) -> list[CostLine]:
    """The rows of a bid's costs, for the action that replaces them."""
    return list(session.scalars(select(CostLine).where(CostLine.proposal_id == proposal_id)))


def label_rows(session: Session, proposal_id: str) -> list[ProposalLabel]:
    """The rows of a bid's labels, for the action that replaces them."""
    return list(session.scalars(select(ProposalLabel).where(ProposalLabel.proposal_id == proposal_id)))


def text_row(session: Session, proposal_id: str, language: str) -> ProposalText | None:
    """The row of a bid's words in a language, for the action that changes them."""
    return session.get(ProposalText, (proposal_id, language))


def texts_in(session: Session, round_id: str, language: str = "") -> dict[tuple[str, str], TextView]:
    """The words of a round's bids in a language, or in every one: by id of the bid and language."""
    wanted = select(ProposalText).join(Proposal).where(Proposal.round_id == round_id)
    if language:
        wanted = wanted.where(ProposalText.language == language)
    return {(found.proposal_id, found.language): _text(found) for found in session.scalars(wanted)}


def texts_of(session: Session, proposal_id: str) -> list[TextView]:
    """The words of one bid in other languages, by language."""
    wanted = select(ProposalText).where(ProposalText.proposal_id == proposal_id).order_by(ProposalText.language)
    return [_text(found) for found in session.scalars(wanted)]


def greatest_number(session: Session, round_id: str) -> int:
    """The greatest public number given in a round so far; 0 for none."""
    return session.scalar(select(func.max(Proposal.number)).where(Proposal.round_id == round_id)) or 0


def _views(session: Session, found: list[Proposal]) -> list[ProposalView]:
    lines: dict[str, list[CostLineView]] = {one.id: [] for one in found}
    wanted = select(CostLine).where(CostLine.proposal_id.in_(lines)).order_by(CostLine.proposal_id, CostLine.position)
    for line in session.scalars(wanted):
        lines[line.proposal_id].append(CostLineView(line.what, line.amount))
    labels: dict[str, list[str]] = {one.id: [] for one in found}
    chosen = select(ProposalLabel).where(ProposalLabel.proposal_id.in_(labels)).order_by(ProposalLabel.label_key)
    for label in session.scalars(chosen):
        labels[label.proposal_id].append(label.label_key)
    return [_view(one, tuple(lines[one.id]), tuple(labels[one.id])) for one in found]


def _view(found: Proposal, lines: tuple[CostLineView, ...], labels: tuple[str, ...]) -> ProposalView:
    return ProposalView(
        id=found.id,
        round_id=found.round_id,
        bidder_id=found.bidder_id,
        number=found.number,
        status=Status(found.status),
        team=found.team,
        title=found.title,
        sentence=found.sentence,
        what=found.what,
        who_for=found.who_for,
        place=found.place,
        symbol=found.symbol,
        symbol_description=found.symbol_description,
        picture=found.picture,
        ask=found.ask,
        rev=found.rev,
        created_at=found.created_at,
        submitted_at=found.submitted_at,
        decided_at=found.decided_at,
        decided_by=found.decided_by,
        reason=found.reason,
        cost_lines=lines,
        labels=labels,
    )


def _text(found: ProposalText) -> TextView:
    names = ("proposal_id", "language", *TRANSLATED, "translated_by", "of_rev")
    return TextView(**{name: getattr(found, name) for name in names})
