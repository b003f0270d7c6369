"""Rounds at a glance."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from pb.ballots import queries as ballots
from pb.ballots.rules import Reconciliation, SealedListView
from pb.desk.queries.acts import blocks, is_publishing
from pb.desk.queries.count import explained
from pb.desk.rules.moves import move_of, moves_of
from pb.desk.rules.tasks import Figures
from pb.holders import queries as holders
from pb.holders.rules import HolderView, untried
from pb.people import queries as people
from pb.people.queries import OpenAct
from pb.people.rules import Role
from pb.proposals import queries as proposals
from pb.proposals.rules import Status
from pb.record import queries as record
from pb.record.queries import Gap
from pb.roll import queries as roll
from pb.rounds import queries as rounds
from pb.rounds.queries import RoundView
from pb.rounds.rules.opening import Block
from pb.rounds.rules.phases import Phase


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
        sums: the sums of the ballots, from the sealing on.
        publishing: whether publication was agreed and goes on by itself.
        explained: how many bids are explained, and how many there are, once the ballots are opened; else (0, 0).
        blocks: what stands in the way of the usual next move.
        gaps: what restores of backups left out.
        holders: who holds the key; none where the round has no key holders.
    """

    round: RoundView
    bids: dict[Status, int]
    roll: dict[str, int]
    so_far: int | None
    acts: list[OpenAct]
    sealed: SealedListView | None
    sums: Reconciliation | None
    publishing: bool
    explained: tuple[int, int]
    blocks: list[Block]
    gaps: list[Gap]
    holders: list[HolderView]

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
            tried=len(self.holders) - len(untried(self.holders)) if self.holders else None,
        )


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
        acts=[act for act in people.open_acts(session, view.id) if view.phase in move_of(act.kind).phases],
        sealed=sealed,
        sums=ballots.reconciliation(session, view.id),
        publishing=is_publishing(view, sealed),
        explained=explained(session, view),
        blocks=blocks(session, view, possible[0].key, now) if possible else [],
        gaps=record.gaps(session, view.id),
        holders=holders.holders(session, view.id),
    )


def commissioners(session: Session) -> int:
    """How many commissioners are at work; the acts that need two people need two of them."""
    return sum(one.active and one.role is Role.COMMISSIONER for one in people.staff_list(session))


def _ballots_so_far(session: Session, view: RoundView) -> int | None:
    if not view.phase.reached(Phase.VOTING):
        return None
    if view.phase is Phase.VOTING:
        return ballots.ballots_so_far(session, view.id)
    sums = ballots.reconciliation(session, view.id)
    return sums.cast if sums else ballots.ballots_in_urn(session, view.id)
