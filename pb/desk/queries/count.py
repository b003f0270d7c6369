"""The count of opened ballots, before it is public and afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from pb.ballots import queries as ballots
from pb.core.words import ENGLISH
from pb.results import actions as counting
from pb.results import queries as results
from pb.results.rules.account import Account, by_number
from pb.results.rules.publication import INCLUDED, may_be_public
from pb.results.rules.purses import purse_table
from pb.rounds.queries import RoundView
from pb.rounds.rules.phases import Phase, check_phase
from pb.seal import listing
from pb.tally.outcome import GREEDY, Outcome, Step
from pb.tally.published import money_of

MoneyTable = tuple[list[str], list[list[str]], list[str]]


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
        money: whose money pays for what: heads, rows and foot.
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
    money: MoneyTable

    @property
    def left(self) -> int:
        """What stays in the pot, in pence."""
        return self.pot - self.cost


def preview(session: Session, view: RoundView) -> Preview:
    """The count of the opened ballots; nothing is written.

    Raises:
        WrongPhase: the ballots are not opened.
    """
    check_phase(view.phase, Phase.OPENED, Phase.PUBLISHED)
    outcome, comparisons = counting.count_round(session, view.id, {GREEDY})
    frozen = results.frozen_terms(view)
    by_points = comparisons.get(GREEDY)
    others = set(by_points.order) if by_points else None
    steps = {step.project: step for step in outcome.steps}
    counted = {one["id"]: _counted(one, steps.get(one["id"]), others) for one in frozen["proposals"]}
    public = is_public(session, view)
    return Preview(
        funded=[counted[name] for name in (outcome.order if public else sorted(outcome.order, key=by_number))],
        unfunded=[one for name, one in counted.items() if name not in steps],
        pot=frozen["pot_pence"],
        cost=outcome.cost,
        cost_by_points=by_points.cost if by_points else None,
        ballots=ballots.count_opened(session, view.id),
        ties=len(outcome.ties),
        public=public,
        explained=explained(session, view),
        money=_money(frozen, outcome),
    )


def is_public(session: Session, view: RoundView) -> bool:
    """Whether the ballots of a sealed list may be published."""
    pairs = listing.read(results.sealed_list(session, view.id).body.encode())
    return may_be_public((electorate for _, electorate in pairs), view.disclosure_floor)


def _money(frozen: Mapping[str, Any], outcome: Outcome) -> MoneyTable:
    counted = {"ballots": INCLUDED, "money": money_of(frozen, outcome.order), "outcome": {"order": outcome.order}}
    return purse_table(Account(frozen, counted, {}), ENGLISH)


def explained(session: Session, view: RoundView) -> tuple[int, int]:
    """How many bids of an opened round are explained, and how many there are; else (0, 0)."""
    if view.phase is not Phase.OPENED:
        return 0, 0
    every = len(results.frozen_terms(view)["proposals"])
    return every - len(results.to_explain(session, view)), every


def _counted(project: Mapping[str, Any], step: Step | None, by_points: set[str] | None) -> Counted:
    return Counted(
        number=project["id"],
        title=project["title"],
        cost=project["cost_pence"],
        supporters=step.supporters if step else None,
        part=step.part if step else "",
        by_points=None if by_points is None else project["id"] in by_points,
    )
