"""What bidders do with a bid, and how officers answer it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from pb.core.ids import new_id
from pb.people import queries as people
from pb.people.rules import Viewer
from pb.post import actions as post
from pb.proposals import letters, queries
from pb.proposals.models import CostLine, Proposal, ProposalLabel, ProposalText
from pb.proposals.queries import CostLineView
from pb.proposals.rules import (
    DECIDED,
    TRANSLATED,
    AlreadyDecided,
    BidChanged,
    ProposalChangedElsewhere,
    ProposalIncomplete,
    ProposalNotFound,
    ReasonMissing,
    Section,
    Status,
    check_bids_open,
    check_undecided,
    missing_sections,
)
from pb.record import actions as record
from pb.rounds import queries as rounds
from pb.rounds.queries import RoundView
from pb.rounds.rules.labels import check_known
from pb.rounds.rules.phases import Phase, check_not_frozen, check_phase


def start_proposal(session: Session, round_id: str, viewer: Viewer, now: datetime) -> str:
    """Begin a draft in a round that takes bids; returns its id.

    Raises:
        BidsClosed: the round takes none now.
    """
    view = rounds.by_id(session, round_id)
    check_bids_open(view.phase, view.bids_close_at, now)
    proposal_id = new_id()
    session.add(
        Proposal(
            id=proposal_id, round_id=round_id, bidder_id=viewer.bidder_id, status=Status.DRAFT, rev=1, created_at=now
        )
    )
    session.flush()
    return proposal_id


def save_section(
    session: Session, proposal_id: str, rev: int, viewer: Viewer, fields: Mapping[str, Any], now: datetime
) -> int:
    """Save some fields of a bid; returns its new rev.

    Args:
        session: a writing session.
        proposal_id: the bid.
        rev: of the bid as the page showed it.
        viewer: its bidder.
        fields: texts by name; `cost_lines`, where given, holds (what, pence) pairs and replaces all of them, and
            `labels` keys of labels of the round.
        now: when.

    Raises:
        ProposalNotFound: there is no such bid, or it is somebody else's.
        BidsClosed: bids are closed.
        AlreadyDecided: it was decided or withdrawn.
        ProposalChangedElsewhere: another device saved it since.
        ProposalIncomplete: it was sent already, and this would leave a part of it missing.
        NotALabel: the round does not have such a label.
    """
    row, view = _own(session, proposal_id, viewer, now)
    if row.rev != rev:
        raise ProposalChangedElsewhere(proposal=proposal_id, theirs=row.rev, mine=rev)
    before = _missing(session, proposal_id, view)
    for name, value in fields.items():
        if name == "cost_lines":
            row.ask = _replace_costs(session, proposal_id, value)
        elif name == "labels":
            _replace_labels(session, row, view, value)
        else:
            setattr(row, name, value)
    row.rev += 1
    session.flush()
    lost = [section for section in _missing(session, proposal_id, view) if section not in before]
    if lost and Status(row.status) is not Status.DRAFT:
        raise ProposalIncomplete(missing=lost)
    return row.rev


def submit_proposal(
    session: Session,
    proposal_id: str,
    viewer: Viewer,
    now: datetime,
    letter: Callable[[str, int, str], tuple[str, str]] = letters.received,
) -> int:
    """Send a bid to be checked; returns its public number. Sending it again after a change keeps the number.

    Args:
        session: a writing session.
        proposal_id: the bid.
        viewer: its bidder.
        now: when.
        letter: makes (subject, body) of the letter that says so, from title, number and name of the round.

    Raises:
        ProposalNotFound, BidsClosed, AlreadyDecided: as for saving.
        ProposalIncomplete: a part is missing.
    """
    row, view = _own(session, proposal_id, viewer, now)
    missing = _missing(session, proposal_id, view)
    if missing:
        raise ProposalIncomplete(missing=missing)
    if row.number is None:
        row.number = queries.greatest_number(session, row.round_id) + 1
    row.status, row.submitted_at = Status.SUBMITTED, now
    session.flush()
    facts = {"ask": row.ask, "number": row.number, "title": row.title}
    record.append(session, row.round_id, viewer.actor, "ProposalSubmitted", facts, now)
    _write(session, row, letter(row.title, row.number, view.name), now)
    return row.number


def withdraw_proposal(session: Session, proposal_id: str, viewer: Viewer, now: datetime) -> None:
    """Take a bid back, while bids are open.

    Raises:
        ProposalNotFound, BidsClosed, AlreadyDecided: as for saving.
    """
    row, _ = _own(session, proposal_id, viewer, now)
    row.status = Status.WITHDRAWN
    session.flush()
    record.append(session, row.round_id, viewer.actor, "ProposalWithdrawn", {"number": row.number or 0}, now)


def admit_proposal(
    session: Session,
    proposal_id: str,
    rev: int,
    reason: str,
    viewer: Viewer,
    now: datetime,
    labels: Collection[str] | None = None,
) -> None:
    """Put a bid on the ballot; kind words for the public are welcome and may be left out.

    Args:
        session: a writing session.
        proposal_id: the bid.
        rev: of the bid as the officer read it.
        reason: what everybody can read beside it.
        viewer: the officer.
        now: when.
        labels: what it is about, as the officer found; None to leave them as the bidder ticked them.

    Raises:
        NotALabel: the round does not have such a label.
        BidChanged: the bidder changed it since.
        ProposalNotFound: there is no such bid, or it was never sent.
        AlreadyDecided: it was decided or withdrawn.
        WrongPhase: bids are not being checked now.
    """
    row, view = _decide(session, proposal_id, rev, Status.ADMITTED, reason, viewer, now)
    if labels is not None:
        _replace_labels(session, row, view, labels)
    facts = {"labels": list(queries.one(session, proposal_id).labels)} if view.labels else {}
    _tell(session, row, view, "ProposalAdmitted", viewer, now, facts)


def refuse_proposal(session: Session, proposal_id: str, rev: int, reason: str, viewer: Viewer, now: datetime) -> None:
    """Turn a bid down, with a reason that everybody can read.

    Raises:
        ReasonMissing: there is none.
        BidChanged, ProposalNotFound, AlreadyDecided, WrongPhase: as for admitting.
    """
    if not reason.strip():
        raise ReasonMissing
    row, view = _decide(session, proposal_id, rev, Status.REFUSED, reason, viewer, now)
    _tell(session, row, view, "ProposalRefused", viewer, now, {})


def undo_decision(session: Session, proposal_id: str, viewer: Viewer, now: datetime) -> None:
    """Let a decided bid wait for a decision again, until voting opens.

    Raises:
        ProposalNotFound: there is no such bid.
        AlreadyDecided: it was not decided, or was withdrawn.
        RulesFrozen: voting has opened.
    """
    row = queries.row(session, proposal_id)
    check_not_frozen(rounds.by_id(session, row.round_id).phase)
    if Status(row.status) not in DECIDED:
        raise AlreadyDecided(status=row.status)
    before, row.status = row.status, Status.SUBMITTED
    row.decided_at, row.decided_by, row.reason = None, "", ""
    session.flush()
    facts = {"before": str(before), "number": row.number or 0}
    record.append(session, row.round_id, viewer.actor, "DecisionUndone", facts, now)


def translate_proposal(
    session: Session,
    proposal_id: str,
    language: str,
    words: Mapping[str, str],
    translated_by: str,
    viewer: Viewer,
    now: datetime,
) -> None:
    """Say a bid in another language, part by part, until voting opens; no words at all take the translation away.

    Args:
        session: a writing session.
        proposal_id: the bid.
        language: the key of a language.
        words: those of TRANSLATED that are translated.
        translated_by: who did, in words for everybody.
        viewer: the member of staff who enters them.
        now: when.

    Raises:
        ProposalNotFound: there is no such bid, or it was never sent.
        RulesFrozen: voting has opened; what some have read must be what others read.
    """
    row = queries.row(session, proposal_id)
    if Status(row.status) is Status.DRAFT:
        raise ProposalNotFound(proposal=proposal_id)
    check_not_frozen(rounds.by_id(session, row.round_id).phase)
    given = {part: words.get(part, "").strip() for part in TRANSLATED}
    found = queries.text_row(session, proposal_id, language)
    if not any(given.values()):
        if found is None:
            return
        session.delete(found)
    elif found is None:
        text = ProposalText(proposal_id=proposal_id, language=language, translated_by=translated_by, **given)
        text.of_rev, text.at = row.rev, now
        session.add(text)
    else:
        for name, value in {**given, "translated_by": translated_by, "of_rev": row.rev, "at": now}.items():
            setattr(found, name, value)
    session.flush()
    facts = {"language": language, "number": row.number or 0, "parts": [part for part in TRANSLATED if given[part]]}
    record.append(session, row.round_id, viewer.actor, "ProposalTranslated", facts, now)


def add_imported_proposal(
    session: Session, round_id: str, *, number: int, title: str, ask: int, actor: str, now: datetime, **texts: str
) -> str:
    """Put a bid that was admitted elsewhere on the ballot of a round being set up; returns its id.

    Raises:
        RulesFrozen: voting has opened.
    """
    check_not_frozen(rounds.by_id(session, round_id).phase)
    proposal_id = new_id()
    row = Proposal(id=proposal_id, round_id=round_id, number=number, status=Status.ADMITTED, title=title, ask=ask)
    row.rev, row.created_at, row.submitted_at, row.decided_at, row.decided_by = 1, now, now, now, actor
    for name, value in texts.items():
        setattr(row, name, value)
    session.add(row)
    session.flush()
    session.add(CostLine(proposal_id=proposal_id, position=1, what="As in the imported file", amount=ask))
    session.flush()
    record.append(session, round_id, actor, "ProposalImported", {"ask": ask, "number": number, "title": title}, now)
    return proposal_id


def forget_bidders(session: Session, now: datetime) -> None:
    """In rounds that ended two years ago: delete drafts that were never sent, and let no bid lead to its bidder."""
    old = queries.past_keeping(session, now)
    drafts = [proposal_id for proposal_id, status in old if status is Status.DRAFT]
    session.execute(delete(CostLine).where(CostLine.proposal_id.in_(drafts)))
    session.execute(delete(ProposalLabel).where(ProposalLabel.proposal_id.in_(drafts)))
    session.execute(delete(ProposalText).where(ProposalText.proposal_id.in_(drafts)))
    session.execute(delete(Proposal).where(Proposal.id.in_(drafts)))
    sent = [proposal_id for proposal_id, status in old if status is not Status.DRAFT]
    session.execute(update(Proposal).where(Proposal.id.in_(sent)).values(bidder_id=None))


def _own(session: Session, proposal_id: str, viewer: Viewer, now: datetime) -> tuple[Proposal, RoundView]:
    row = queries.row(session, proposal_id)
    if not viewer.bidder_id or row.bidder_id != viewer.bidder_id:
        raise ProposalNotFound(proposal=proposal_id)
    view = rounds.by_id(session, row.round_id)
    check_bids_open(view.phase, view.bids_close_at, now)
    check_undecided(Status(row.status))
    return row, view


def _missing(session: Session, proposal_id: str, view: RoundView) -> list[Section]:
    return missing_sections(queries.one(session, proposal_id), view.least_cost, view.greatest_cost)


def _replace_costs(session: Session, proposal_id: str, lines: Sequence[CostLineView | tuple[str, int]]) -> int:
    for old in queries.cost_line_rows(session, proposal_id):
        session.delete(old)
    session.flush()
    pairs = [(line.what, line.amount) if isinstance(line, CostLineView) else line for line in lines]
    for position, (what, amount) in enumerate(pairs, 1):
        session.add(CostLine(proposal_id=proposal_id, position=position, what=what, amount=amount))
    return sum(amount for _, amount in pairs)


def _replace_labels(session: Session, row: Proposal, view: RoundView, labels: Collection[str]) -> None:
    check_known(labels, view.labels)
    for old in queries.label_rows(session, row.id):
        session.delete(old)
    session.flush()
    for key in sorted(set(labels)):
        session.add(ProposalLabel(proposal_id=row.id, label_key=key, round_id=row.round_id))
    session.flush()


def _decide(
    session: Session, proposal_id: str, rev: int, status: Status, reason: str, viewer: Viewer, now: datetime
) -> tuple[Proposal, RoundView]:
    row = queries.row(session, proposal_id)
    view = rounds.by_id(session, row.round_id)
    check_phase(view.phase, Phase.BIDDING, Phase.REVIEW)
    if Status(row.status) is Status.DRAFT:
        raise ProposalNotFound(proposal=proposal_id)
    if Status(row.status) is not Status.SUBMITTED:
        raise AlreadyDecided(status=row.status)
    if row.rev != rev:
        raise BidChanged(proposal=proposal_id, theirs=row.rev, mine=rev)
    row.status, row.reason = status, reason.strip()
    row.decided_at, row.decided_by = now, viewer.actor
    session.flush()
    return row, view


def _tell(
    session: Session, row: Proposal, view: RoundView, verb: str, viewer: Viewer, now: datetime, more: Mapping[str, Any]
) -> None:
    facts = {"number": row.number, "reason": row.reason, **more}
    record.append(session, row.round_id, viewer.actor, verb, facts, now)
    make = letters.admitted if Status(row.status) is Status.ADMITTED else letters.refused
    _write(session, row, make(row.title, row.reason, view.name), now)


def _write(session: Session, row: Proposal, letter: tuple[str, str], now: datetime) -> None:
    email = people.bidder_email(session, row.bidder_id) if row.bidder_id else None
    if email:
        post.write_letter(session, email, *letter, now)
