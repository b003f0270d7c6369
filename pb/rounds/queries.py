"""Reading rounds: everything about one as a frozen value, lists of them, and how their phases moved."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime
from fractions import Fraction

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from pb.core.money import pounds
from pb.people.models import Agency
from pb.rounds.models import Contribution, Electorate, Label, PhaseMove, Reservation, Restriction, Round
from pb.rounds.rules.draft import BallotKind, Calendar, RoundDraft, RoundNotFound, Slip, Tone
from pb.rounds.rules.labels import LabelDraft, LabelKind, kinds_of, only_in_words
from pb.rounds.rules.phases import Phase
from pb.rounds.rules.pot import Piece, may_go_to, pieces
from pb.tally.rules import Rule


@dataclass(frozen=True, slots=True)
class ElectorateView:
    """A group of voters and its agreed share."""

    key: str
    name: str
    share: Fraction


@dataclass(frozen=True, slots=True)
class ContributionView:
    """Money that an agency put in the pot, in pence; for bids with the labels `only`, for all where there are none."""

    id: str
    agency_id: str
    agency: str
    amount: int
    note: str
    only: tuple[str, ...]
    only_words: str


@dataclass(frozen=True, slots=True)
class ReservationView:
    """Open money of all agencies, in pence, that is set aside for bids with a label."""

    label: str
    name: str
    amount: int


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round as it stands. Money in pence, instants in UTC; `rules_hash` and `public_key` are empty before voting."""

    id: str
    slug: str
    name: str
    summary: str
    phase: Phase
    bids_open_at: datetime
    bids_close_at: datetime
    voting_opens_at: datetime
    voting_closes_at: datetime
    least_cost: int
    greatest_cost: int
    ballot_kind: BallotKind
    ballot_limit: int
    ballot_most: int
    rule: Rule
    weight_factor: int
    disclosure_floor: int
    slip: Slip
    tone: Tone
    imported: bool
    frozen_rules: str
    rules_hash: str
    public_key: str
    published_at: datetime | None
    electorates: tuple[ElectorateView, ...]
    contributions: tuple[ContributionView, ...]
    labels: tuple[LabelDraft, ...]
    reservations: tuple[ReservationView, ...]

    @property
    def pot(self) -> int:
        """All contributions together, in pence."""
        return sum(given.amount for given in self.contributions)

    @property
    def open_money(self) -> int:
        """The contributions that may fund every bid, in pence; what is set aside of them is in it."""
        return sum(given.amount for given in self.contributions if not given.only)

    @property
    def reserved(self) -> int:
        """All that is set aside for some bids, in pence."""
        return sum(kept.amount for kept in self.reservations)

    @property
    def labels_with_money(self) -> set[str]:
        """Labels that money is kept for."""
        return {key for given in self.contributions for key in given.only} | {kept.label for kept in self.reservations}

    @property
    def pieces(self) -> list[Piece]:
        """The pot as it is counted: see `pb.rounds.rules.pot.pieces`."""
        given = [Piece(one.agency, one.amount, one.only) for one in self.contributions]
        return pieces(given, [(kept.label, kept.amount) for kept in self.reservations])

    def may_go_to(self, labels: Collection[str]) -> int:
        """The pence that may fund a bid with these labels."""
        return may_go_to(labels, self.pieces, kinds_of(self.labels))

    @property
    def calendar(self) -> tuple[datetime, datetime, datetime, datetime]:
        """Bids open, bids close, voting opens, voting closes."""
        return self.bids_open_at, self.bids_close_at, self.voting_opens_at, self.voting_closes_at


@dataclass(frozen=True, slots=True)
class MoveView:
    """One move of a round from phase to phase."""

    before: Phase
    after: Phase
    at: datetime
    by: str


def by_id(session: Session, round_id: str) -> RoundView:
    """A round; read anew at each call.

    Raises:
        RoundNotFound: there is none of this id.
    """
    return _view(session, row(session, round_id))


@dataclass(frozen=True, slots=True)
class BallotBox:
    """What decides whether a round takes ballots."""

    phase: Phase
    closes_at: datetime


_BALLOT_BOX = select(Round.phase, Round.voting_closes_at).where(Round.id == bindparam("round_id"))
"""Asked for each group of casts, so it is put together once and goes past the mapper."""


def ballot_box(session: Session, round_id: str) -> BallotBox:
    """Whether a round takes ballots; read anew at each call, and nothing else with it.

    Raises:
        RoundNotFound: there is none of this id.
    """
    found = session.connection().execute(_BALLOT_BOX, {"round_id": round_id}).one_or_none()
    if found is None:
        raise RoundNotFound(round=round_id)
    return BallotBox(Phase(found.phase), found.voting_closes_at)


def by_slug(session: Session, slug: str) -> RoundView:
    """A round by its address.

    Raises:
        RoundNotFound: there is none.
    """
    found = session.scalars(select(Round).where(Round.slug == slug)).one_or_none()
    if found is None:
        raise RoundNotFound(slug=slug)
    return _view(session, found)


def list_rounds(session: Session, *phases: Phase) -> list[RoundView]:
    """The rounds in these phases (all, where none is named), by name."""
    wanted = select(Round).order_by(Round.name, Round.id)
    found = session.scalars(wanted.where(Round.phase.in_(phases)) if phases else wanted)
    return [_view(session, one) for one in found]


def ids_in(*phases: Phase) -> Select[str]:
    """The ids of the rounds in these phases, as a part of another question."""
    return select(Round.id).where(Round.phase.in_(phases))


def ended_before(session: Session, instant: datetime) -> list[str]:
    """Ids of the rounds whose vote had closed by an instant."""
    return list(session.scalars(select(Round.id).where(Round.voting_closes_at <= instant)))


def ends_of_votes(session: Session) -> dict[str, datetime]:
    """When the vote of each round closes or closed, by the round's id."""
    return {row.id: row.voting_closes_at for row in session.execute(select(Round.id, Round.voting_closes_at))}


def moves(session: Session, round_id: str) -> list[MoveView]:
    """How a round came to where it stands, oldest first."""
    found = session.scalars(select(PhaseMove).where(PhaseMove.round_id == round_id).order_by(PhaseMove.seq))
    return [MoveView(Phase(move.before), Phase(move.after), move.at, move.by) for move in found]


def tone_of(session: Session, round_id: str) -> Tone:
    """For whom the voting screens of a round are dressed; plain where there is no such round."""
    return Tone(session.scalar(select(Round.tone).where(Round.id == round_id)) or Tone.PLAIN)


def draft_of(view: RoundView) -> RoundDraft:
    """What was decided about a round, as a commissioner would type it again."""
    names = [field.name for field in fields(RoundDraft) if field.name != "calendar"]
    return RoundDraft(calendar=Calendar(*view.calendar), **{name: getattr(view, name) for name in names})


@dataclass(frozen=True, slots=True)
class Bar:
    """An agency's money as a row of a bar chart: `width` in whole per cent of the longest."""

    label: str
    width: int
    text: str


def pot_bars(view: RoundView) -> list[Bar]:
    """The pot by agency, each agency once."""
    sums: dict[str, int] = {}
    for given in view.contributions:
        sums[given.agency] = sums.get(given.agency, 0) + given.amount
    longest = max(sums.values(), default=0) or 1
    return [Bar(agency, amount * 100 // longest, pounds(amount)) for agency, amount in sums.items()]


def row(session: Session, round_id: str) -> Round:
    """The row of a round, for the actions that change it.

    Raises:
        RoundNotFound: there is none of this id.
    """
    wanted = select(Round).where(Round.id == round_id).execution_options(populate_existing=True)
    found = session.scalars(wanted).one_or_none()
    if found is None:
        raise RoundNotFound(round=round_id)
    return found


def contribution_row(session: Session, round_id: str, contribution_id: str) -> Contribution | None:
    """The row of a contribution to this round, for the action that removes it."""
    found = session.get(Contribution, contribution_id)
    return found if found is not None and found.round_id == round_id else None


def electorate_rows(session: Session, round_id: str) -> list[Electorate]:
    """The rows of a round's electorates, for the action that replaces them."""
    return list(session.scalars(select(Electorate).where(Electorate.round_id == round_id)))


def label_rows(session: Session, round_id: str) -> list[Label]:
    """The rows of a round's labels in their order."""
    wanted = select(Label).where(Label.round_id == round_id).order_by(Label.position, Label.key)
    return list(session.scalars(wanted))


def restriction_rows(session: Session, contribution_id: str) -> list[Restriction]:
    """The rows that say what a contribution is for, for the action that removes it."""
    return list(session.scalars(select(Restriction).where(Restriction.contribution_id == contribution_id)))


def reservation_row(session: Session, round_id: str, label: str) -> Reservation | None:
    """The row of what is set aside for a label, for the actions that change it."""
    return session.get(Reservation, (round_id, label))


def slug_taken(session: Session, slug: str) -> bool:
    """Whether a round has this address."""
    return session.scalar(select(Round.id).where(Round.slug == slug)) is not None


def count_moves(session: Session, round_id: str) -> int:
    """How many moves of phase a round has made."""
    return session.scalars(select(func.count()).select_from(PhaseMove).where(PhaseMove.round_id == round_id)).one()


def _view(session: Session, found: Round) -> RoundView:
    groups = session.scalars(
        select(Electorate).where(Electorate.round_id == found.id).order_by(Electorate.position, Electorate.key)
    )
    gifts = session.execute(
        select(Contribution, Agency.name)
        .join(Agency, Agency.id == Contribution.agency_id)
        .where(Contribution.round_id == found.id)
        .order_by(Agency.name, Contribution.id)
    )
    labels = _labels(session, found.id)
    only = _restrictions(session, found.id)
    return RoundView(
        id=found.id,
        slug=found.slug,
        name=found.name,
        summary=found.summary,
        phase=Phase(found.phase),
        bids_open_at=found.bids_open_at,
        bids_close_at=found.bids_close_at,
        voting_opens_at=found.voting_opens_at,
        voting_closes_at=found.voting_closes_at,
        least_cost=found.least_cost,
        greatest_cost=found.greatest_cost,
        ballot_kind=BallotKind(found.ballot_kind),
        ballot_limit=found.ballot_limit,
        ballot_most=found.ballot_most,
        rule=_rule(found),
        weight_factor=found.weight_factor,
        disclosure_floor=found.disclosure_floor,
        slip=_slip(found),
        tone=Tone(found.tone),
        imported=found.imported,
        frozen_rules=found.frozen_rules,
        rules_hash=found.rules_hash,
        public_key=found.public_key,
        published_at=found.published_at,
        electorates=tuple(
            ElectorateView(group.key, group.name, Fraction(group.share_numerator, group.share_denominator))
            for group in groups
        ),
        contributions=tuple(_contribution(gift, agency, only.get(gift.id, ()), labels) for gift, agency in gifts),
        labels=labels,
        reservations=_reservations(session, found.id, labels),
    )


def _contribution(
    gift: Contribution, agency: str, only: Collection[str], labels: tuple[LabelDraft, ...]
) -> ContributionView:
    chosen = tuple(label.key for label in labels if label.key in only)
    words = only_in_words(chosen, labels)
    return ContributionView(gift.id, gift.agency_id, agency, gift.amount, gift.note, chosen, words)


def _labels(session: Session, round_id: str) -> tuple[LabelDraft, ...]:
    return tuple(LabelDraft(label.key, LabelKind(label.kind), label.name) for label in label_rows(session, round_id))


def _restrictions(session: Session, round_id: str) -> dict[str, list[str]]:
    """Labels by contribution."""
    found: dict[str, list[str]] = {}
    for one in session.scalars(select(Restriction).where(Restriction.round_id == round_id)):
        found.setdefault(one.contribution_id, []).append(one.label_key)
    return found


def _reservations(session: Session, round_id: str, labels: tuple[LabelDraft, ...]) -> tuple[ReservationView, ...]:
    """In the order of the labels."""
    wanted = select(Reservation).where(Reservation.round_id == round_id)
    kept = {one.label_key: one.amount for one in session.scalars(wanted)}
    return tuple(ReservationView(label.key, label.name, kept[label.key]) for label in labels if label.key in kept)


def _slip(found: Round) -> Slip:
    if not found.check_codes:
        return Slip.NONE
    return Slip.FULL if found.check_square else Slip.CODE


def _rule(found: Round) -> Rule:
    if found.rule_name != "equal-shares":
        return Rule(name=found.rule_name)  # the other columns are of equal shares
    return Rule(found.rule_name, found.rule_utility, found.rule_completion, found.rule_second, found.rule_step)
