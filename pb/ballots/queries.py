"""Reading the urn, the sealed list and the opened ballots. Before the opening nothing here says what anybody voted."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, bindparam, func, select
from sqlalchemy.orm import Session

from pb.ballots.models import OpenedBallot, ReissuedBallots, SealedList, UrnRow
from pb.ballots.rules import (
    BallotPaper,
    BallotView,
    Channel,
    Reconciliation,
    SealedListView,
    Standing,
    rounded_down,
)
from pb.keys import sealing
from pb.keys.folder import KeyFolder
from pb.proposals import queries as proposals
from pb.proposals.rules import Status
from pb.rounds.queries import RoundView
from pb.rounds.rules.draft import BallotKind
from pb.seal import canonical, crockford, listing
from pb.seal import commit as commits


@dataclass(frozen=True, slots=True)
class InSlot:
    """What lies in one slot of the urn: how it stands, and its commit, encrypted under the link key."""

    standing: Standing
    enc_commit: bytes


def ballot_paper(session: Session, view: RoundView) -> BallotPaper:
    """What voters of a round may mark: the admitted proposals by their public numbers, and the round's limits."""
    admitted = proposals.of_round(session, view.id, Status.ADMITTED)
    return paper_of(view, [proposal.number for proposal in admitted if proposal.number is not None])


def paper_of(view: RoundView, numbers: Iterable[int]) -> BallotPaper:
    """The same, where the public numbers of the admitted proposals are known."""
    names = tuple(str(number) for number in sorted(numbers))
    kind = BallotKind(view.ballot_kind)
    return BallotPaper(view.id, kind, view.ballot_limit, view.ballot_most, names, view.public_key)


def standing(session: Session, keys: KeyFolder, round_id: str, voter_id: str) -> Standing | None:
    """The ballot of a voter that lies in the urn now, or None; what a page that offers to vote again must know."""
    slot = sealing.slot(keys.round(round_id), voter_id)
    lying = lying_in(session, round_id, [slot])
    return lying[slot].standing if slot in lying else None


_LYING_IN = select(UrnRow.slot, UrnRow.rev, UrnRow.channel, UrnRow.envelope_id, UrnRow.enc_commit).where(
    UrnRow.round_id == bindparam("round_id"), UrnRow.slot.in_(bindparam("slots", expanding=True))
)
"""Asked for each group of casts, so it is put together once and goes past the mapper."""


def lying_in(session: Session, round_id: str, slots: Iterable[str]) -> dict[str, InSlot]:
    """What lies in some slots of the urn, by slot; read anew at each call."""
    rows = session.connection().execute(_LYING_IN, {"round_id": round_id, "slots": list(slots)})
    return {row.slot: InSlot(Standing(row.rev, Channel(row.channel), row.envelope_id), row.enc_commit) for row in rows}


def standings(session: Session, round_id: str) -> list[tuple[str, int, Channel]]:
    """Every slot of the urn in which a ballot lies: (slot, rev, channel). For actions; no page may depend on it."""
    rows = session.execute(select(UrnRow.slot, UrnRow.rev, UrnRow.channel).where(UrnRow.round_id == round_id))
    return [(row.slot, row.rev, Channel(row.channel)) for row in rows]


def urn_rows(session: Session, round_id: str) -> list[UrnRow]:
    """The whole urn of a round, in the order of slots, which are random."""
    wanted = select(UrnRow).where(UrnRow.round_id == round_id).order_by(UrnRow.slot)
    return list(session.scalars(wanted.execution_options(populate_existing=True)))


def ballots_in_urn(session: Session, round_id: str) -> int:
    """Exactly how many ballots lie in the urn; for sums, never for a page while voting is open."""
    return session.scalars(select(func.count()).select_from(UrnRow).where(UrnRow.round_id == round_id)).one()


def ballots_so_far(session: Session, round_id: str) -> int:
    """How many ballots have been cast, in whole tens rounded down: the only figure that is shown before the end."""
    return rounded_down(ballots_in_urn(session, round_id))


def reissued_votes(session: Session, round_id: str) -> int:
    """How many votes left the urn because their code was reissued."""
    return session.scalars(select(ReissuedBallots.votes).where(ReissuedBallots.round_id == round_id)).one_or_none() or 0


def reissued_row(session: Session, round_id: str) -> ReissuedBallots | None:
    """The row that counts them, for the action that writes it."""
    return session.get(ReissuedBallots, round_id)


def sealed_list(session: Session, round_id: str) -> SealedListView | None:
    """The sealed list, or None before it was sealed."""
    row = session.get(SealedList, round_id)
    if row is None:
        return None
    return SealedListView(row.body, row.salt, row.hash, row.signature, row.dice, row.keys_destroyed)


def sealed_list_row(session: Session, round_id: str) -> SealedList | None:
    """The sealed list's row, for the actions that write into it."""
    return session.get(SealedList, round_id)


def opened_ballots(session: Session, round_id: str) -> list[BallotView]:
    """Every opened ballot, in the order of commits. None before the opening."""
    return _ballots(session, OpenedBallot.round_id == round_id)


def ballots_by_tracker(session: Session, round_id: str, tracker: str) -> list[BallotView]:
    """The opened ballots of the check code that was typed: one, none, or two where the codes on receipts clash.

    A receipt always has the short code; where two of a round are alike the published codes are longer, and both fit.
    """
    typed = crockford.normalise(tracker)
    alike = OpenedBallot.tracker.startswith(typed[: commits.TRACKER_SYMBOLS], autoescape=True)
    found = _ballots(session, OpenedBallot.round_id == round_id, alike)
    return [ballot for ballot in found if typed in {ballot.tracker, commits.tracker(ballot.commit)}]


def count_opened(session: Session, round_id: str) -> int:
    """How many ballots of a round are opened."""
    return session.scalars(
        select(func.count()).select_from(OpenedBallot).where(OpenedBallot.round_id == round_id)
    ).one()


def reconciliation(session: Session, round_id: str) -> Reconciliation | None:
    """The sums of a round's ballots, or None before its list was sealed."""
    row = session.get(SealedList, round_id)
    if row is None:
        return None
    return Reconciliation(
        cast=len(listing.read(row.body.encode())),
        replaced=row.replaced,
        opened=count_opened(session, round_id),
        unreadable=row.unreadable,
        repeated=row.repeated,
    )


def _ballots(session: Session, *wanted: ColumnElement[bool]) -> list[BallotView]:
    rows = session.scalars(select(OpenedBallot).where(*wanted).order_by(OpenedBallot.commit))
    return [
        BallotView(row.commit, row.tracker, row.electorate, row.nonce, canonical.decode(row.marks.encode()))
        for row in rows
    ]
