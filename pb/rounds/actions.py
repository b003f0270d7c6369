"""What commissioners do with a round: set it up, fill the pot, name the electorates, move it on."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from pb.core.ids import new_id
from pb.record import actions as record
from pb.rounds import queries
from pb.rounds.models import Contribution, Electorate, Label, PhaseMove, Reservation, Restriction, Round
from pb.rounds.queries import RoundView
from pb.rounds.rules.draft import RoundDraft, Slip, slug_of
from pb.rounds.rules.electorates import DEFAULT_ELECTORATES, ElectorateDraft, SharesDoNotAddUp, shares_add_up
from pb.rounds.rules.labels import DEFAULT_LABELS, LabelDraft, LabelInUse, check_known
from pb.rounds.rules.phases import Phase, check_not_frozen, check_phase
from pb.rounds.rules.pot import NotAContribution, NotAReservation


def create_round(session: Session, draft: RoundDraft, actor: str, now: datetime) -> str:
    """Begin a round, with the usual two electorates and the sectors as labels; returns its id."""
    round_id, slug = new_id(), _free_slug(session, draft.name)
    row = Round(id=round_id, slug=slug, phase=Phase.SETUP, imported=draft.imported, created_at=now)
    _write(row, draft)
    session.add(row)
    session.flush()
    record.append(session, round_id, actor, "RoundCreated", _facts(draft), now)
    set_electorates(session, round_id, DEFAULT_ELECTORATES, actor, now)
    if not draft.imported:
        set_labels(session, round_id, DEFAULT_LABELS, actor, now)
    return round_id


def change_round(session: Session, round_id: str, draft: RoundDraft, actor: str, now: datetime) -> None:
    """Change what was decided about a round.

    Raises:
        RulesFrozen: voting has opened.
    """
    row = queries.row(session, round_id)
    check_not_frozen(Phase(row.phase))
    _write(row, draft)
    session.flush()
    record.append(session, round_id, actor, "RoundChanged", _facts(draft), now)


def add_contribution(
    session: Session,
    round_id: str,
    agency_id: str,
    amount: int,
    note: str,
    actor: str,
    now: datetime,
    only: Collection[str] = (),
) -> str:
    """Put money of an agency in the pot, in pence; returns the contribution's id.

    Args:
        session: a writing session.
        round_id: the round.
        agency_id: whose money.
        amount: pence.
        note: where it comes from.
        actor: who puts it in.
        now: when.
        only: labels of the bids that it may fund, one of each kind named; none for all bids.

    Raises:
        RulesFrozen: voting has opened.
        NotALabel: the round does not have such a label.
    """
    check_not_frozen(Phase(queries.row(session, round_id).phase))
    check_known(only, queries.by_id(session, round_id).labels)
    gift_id = new_id()
    session.add(Contribution(id=gift_id, round_id=round_id, agency_id=agency_id, amount=amount, note=note))
    session.flush()
    for key in sorted(set(only)):
        session.add(Restriction(contribution_id=gift_id, label_key=key, round_id=round_id))
    session.flush()
    facts: dict[str, object] = {"agency": agency_id, "amount": amount, "contribution": gift_id, "note": note}
    if only:
        facts["only"] = sorted(set(only))
    record.append(session, round_id, actor, "ContributionAdded", facts, now)
    return gift_id


def remove_contribution(session: Session, round_id: str, contribution_id: str, actor: str, now: datetime) -> None:
    """Take a contribution out of the pot again.

    Raises:
        RulesFrozen: voting has opened.
        NotAContribution: there is none of this id in this round.
    """
    check_not_frozen(Phase(queries.row(session, round_id).phase))
    row = queries.contribution_row(session, round_id, contribution_id)
    if row is None:
        raise NotAContribution(contribution=contribution_id)
    facts = {"amount": row.amount, "contribution": row.id}
    for restriction in queries.restriction_rows(session, row.id):
        session.delete(restriction)
    session.flush()
    session.delete(row)
    session.flush()
    record.append(session, round_id, actor, "ContributionRemoved", facts, now)


def set_electorates(
    session: Session, round_id: str, electorates: Sequence[ElectorateDraft], actor: str, now: datetime
) -> None:
    """Say which groups vote and what share each has; replaces what was said before.

    Raises:
        RulesFrozen: voting has opened.
        SharesDoNotAddUp: they do not make one whole.
    """
    check_not_frozen(Phase(queries.row(session, round_id).phase))
    if not shares_add_up([group.share for group in electorates]):
        raise SharesDoNotAddUp
    for old in queries.electorate_rows(session, round_id):
        session.delete(old)
    session.flush()
    for position, group in enumerate(electorates):
        numerator, denominator = group.share.as_integer_ratio()
        share = {"share_numerator": numerator, "share_denominator": denominator}
        session.add(Electorate(round_id=round_id, key=group.key, name=group.name, position=position, **share))
    session.flush()
    shares = {group.key: str(group.share) for group in electorates}
    record.append(session, round_id, actor, "ElectoratesSet", {"shares": shares}, now)


def set_labels(session: Session, round_id: str, labels: Sequence[LabelDraft], actor: str, now: datetime) -> None:
    """Say what bids can be about; a label keeps its key, and so its bids and money, when its name changes.

    Bids lose labels that are not among them any more.

    Raises:
        RulesFrozen: voting has opened.
        LabelInUse: money is kept for a label that is not among them.
    """
    view = queries.by_id(session, round_id)
    check_not_frozen(view.phase)
    kept = {label.key for label in labels}
    for label in view.labels:
        if label.key in view.labels_with_money - kept:
            raise LabelInUse(name=label.name)
    rows = {row.key: row for row in queries.label_rows(session, round_id)}
    for key in rows.keys() - kept:
        session.delete(rows[key])
    for position, label in enumerate(labels):
        row = rows.get(label.key) or Label(round_id=round_id, key=label.key)
        row.kind, row.name, row.position = label.kind, label.name, position
        session.add(row)
    session.flush()
    facts = {"labels": {label.key: [label.kind.value, label.name] for label in labels}}
    record.append(session, round_id, actor, "LabelsSet", facts, now)


def set_money_aside(session: Session, round_id: str, label: str, amount: int, actor: str, now: datetime) -> None:
    """Keep pence of the open money of all agencies for bids with a label, in place of what was kept for it before.

    Raises:
        RulesFrozen: voting has opened.
        NotALabel: the round does not have such a label.
    """
    view = queries.by_id(session, round_id)
    check_not_frozen(view.phase)
    check_known([label], view.labels)
    row = queries.reservation_row(session, round_id, label) or Reservation(round_id=round_id, label_key=label)
    row.amount = amount
    session.add(row)
    session.flush()
    facts = {"amount": amount, "label": label, "name": _label_name(view, label)}
    record.append(session, round_id, actor, "MoneySetAside", facts, now)


def open_money_again(session: Session, round_id: str, label: str, actor: str, now: datetime) -> None:
    """Let all bids have again what was kept for a label.

    Raises:
        RulesFrozen: voting has opened.
        NotAReservation: nothing was.
    """
    view = queries.by_id(session, round_id)
    check_not_frozen(view.phase)
    row = queries.reservation_row(session, round_id, label)
    if row is None:
        raise NotAReservation(label=label)
    facts = {"amount": row.amount, "label": label, "name": _label_name(view, label)}
    session.delete(row)
    session.flush()
    record.append(session, round_id, actor, "MoneyOpenedAgain", facts, now)


def move(session: Session, round_id: str, after: Phase, actor: str, now: datetime) -> None:
    """Move a round to another phase and keep that it moved, when and by whom."""
    row = queries.row(session, round_id)
    before = Phase(row.phase)
    row.phase = after
    # The calendar that everybody reads tells what was planned, and from now on what was.
    if after is Phase.BIDDING:
        row.bids_open_at = min(row.bids_open_at, now)
    if after is Phase.REVIEW:
        row.bids_close_at = min(row.bids_close_at, now)
    if after is Phase.VOTING:
        row.voting_opens_at = now
    if after is Phase.PUBLISHED:
        row.published_at = now
    seq = queries.count_moves(session, round_id) + 1
    session.add(PhaseMove(round_id=round_id, seq=seq, before=before, after=after, at=now, by=actor))
    session.flush()
    record.append(session, round_id, actor, "PhaseMoved", {"after": after.value, "before": before.value}, now)


def open_voting(
    session: Session, round_id: str, frozen_rules: str, rules_hash: str, public_key: str, actor: str, now: datetime
) -> None:
    """Freeze the rules and open the vote. The caller holds the approval of two people.

    Raises:
        WrongPhase: bids are not closed.
    """
    row = queries.row(session, round_id)
    check_phase(Phase(row.phase), Phase.REVIEW)
    row.frozen_rules, row.rules_hash, row.public_key = frozen_rules, rules_hash, public_key
    facts = {"public_key": public_key, "rules_hash": rules_hash}
    record.append(session, round_id, actor, "VotingOpened", facts, now)
    move(session, round_id, Phase.VOTING, actor, now)


def set_voting_close(session: Session, round_id: str, instant: datetime, actor: str, now: datetime) -> None:
    """Let voting close at another instant: earlier or later. The caller holds the approval of two people.

    Raises:
        WrongPhase: the vote is not open.
    """
    row = queries.row(session, round_id)
    check_phase(Phase(row.phase), Phase.VOTING)
    before, row.voting_closes_at = row.voting_closes_at, instant
    session.flush()
    facts = {"after": instant.isoformat(), "before": before.isoformat()}
    record.append(session, round_id, actor, "VotingCloseChanged", facts, now)


def _label_name(view: RoundView, key: str) -> str:
    return next(label.name for label in view.labels if label.key == key)


def _free_slug(session: Session, name: str) -> str:
    base = slug = slug_of(name)
    number = 1
    while queries.slug_taken(session, slug):
        number += 1
        slug = f"{base}-{number}"
    return slug


def _write(row: Round, draft: RoundDraft) -> None:
    row.name, row.summary = draft.name, draft.summary
    row.bids_open_at, row.bids_close_at = draft.calendar.bids_open_at, draft.calendar.bids_close_at
    row.voting_opens_at, row.voting_closes_at = draft.calendar.voting_opens_at, draft.calendar.voting_closes_at
    row.least_cost, row.greatest_cost = draft.least_cost, draft.greatest_cost
    row.ballot_kind, row.ballot_limit, row.ballot_most = draft.ballot_kind, draft.ballot_limit, draft.ballot_most
    row.rule_name, row.rule_utility, row.rule_completion = draft.rule.name, draft.rule.utility, draft.rule.completion
    row.rule_second, row.rule_step = draft.rule.second, draft.rule.step
    row.weight_factor, row.disclosure_floor = draft.weight_factor, draft.disclosure_floor
    row.check_codes, row.check_square = draft.slip is not Slip.NONE, draft.slip is Slip.FULL
    row.tone = draft.tone


def _facts(draft: RoundDraft) -> dict[str, object]:
    return {
        "ballot": {"kind": draft.ballot_kind.value, "limit": draft.ballot_limit, "most": draft.ballot_most},
        "costs": [draft.least_cost, draft.greatest_cost],
        "name": draft.name,
        "rule": draft.rule.as_json(),
        "slip": draft.slip.value,
        "tone": draft.tone.value,
        "voting_closes": draft.calendar.voting_closes_at.isoformat(),
    }
