"""Equal shares with its completions: more for everybody while the real money lasts, then the rest by points."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from importlib import import_module
from typing import Protocol

from pb.tally.election import Election, Project
from pb.tally.equal_shares import Count
from pb.tally.greedy import fund_by_score, scores
from pb.tally.outcome import SECOND_COMPLETION, Outcome, Step
from pb.tally.purses import Till, can_all_be_paid
from pb.tally.weights import effective_shares, weights_of

MANY = 400
"""From so many wallets on, narrowing with numpy saves more than it costs."""

Terms = tuple[Mapping[str, Fraction], int, str, bool]
"""Weights, what all money rises with a step, utility, and whether what cannot be financed takes part: see `Count`."""


class Search(Protocol):
    """What goes from one amount of money to the next: `Count`, or `NarrowCount`, which finds the same."""

    @property
    def chosen(self) -> list[Project]:
        """The funded projects in the order chosen."""

    @property
    def alike(self) -> int:
        """How many further steps would surely fund the same."""

    def run(self, at: int = 0) -> None:
        """Count from nothing."""

    def advance(self, steps: int) -> None:
        """Go on to the money so many steps later."""


@dataclass(frozen=True, slots=True)
class Work:
    """How a count goes about its work. It changes how long that takes, and nothing of the outcome.

    Attributes:
        skipping: whether steps that surely change nothing are left out.
        fast: see `roster_of`.
        on_run: told, on the way, how many runs are done.
    """

    skipping: bool = True
    fast: bool | None = None
    on_run: Callable[[int], None] | None = None


USUAL = Work()


def equal_shares(
    election: Election,
    *,
    utility: str = "cost",
    completion: str = "add1",
    second: str = "greedy",
    step: int = 100,
    stop: str = "overspend",
    work: Work = USUAL,
) -> Outcome:
    """Equal shares, completed.

    Args:
        election: costs, budget and step in the same minor units.
        utility: `cost` or `count`.
        completion: `add1` raises every voter's money by `step` at a time, and keeps the last outcome that the real
            money can pay; `none` runs once with the real money.
        second: `greedy` spends what is left by weighted points; `none` leaves it.
        step: minor units a voter a step, at least 1.
        stop: `overspend`, or `exhausted` as pabutools has it: `add1` ends too when no project more could be paid, and
            projects that the money cannot finance take part in it.
        work: how to go about it.
    Returns: the outcome, which the money can finance.

    Raises:
        TiedLots: a tie needs a lot that was not drawn.
    """
    sizes, weight = election.sizes(), weights_of(election)
    rise = step * sum(sizes.values())
    like_pabutools = stop == "exhausted" and completion == "add1"
    count = Count(election, weight, rise, utility, with_too_dear=like_pabutools, fast=work.fast)
    ladder = _Ladder(election, count, stop, work, (weight, rise, utility, like_pabutools))
    kept, added, runs = ladder.climb() if completion == "add1" else ladder.first()
    steps = _with_left(kept, {group: one * sizes[group] for group, one in count.money(added).items()})
    if second == "greedy":
        steps += _second(election, weight, steps)
    return Outcome(tuple(steps), runs, added * step, weight, effective_shares(sizes, weight))


class _Ladder:
    """The runs of one election with ever more money."""

    def __init__(self, election: Election, count: Count, stop: str, work: Work, terms: Terms) -> None:
        self._election, self._count, self._stop, self._work, self._terms = election, count, stop, work, terms

    def first(self) -> tuple[list[Step], int, int]:
        """The run with the real money alone."""
        self._count.run()
        return self._count.steps, 0, 1

    def climb(self) -> tuple[list[Step], int, int]:
        """The last run before the first that the real money cannot pay, its steps, and how many runs that stands for.

        It never bisects: what is spent may fall and rise again as money is added. It only leaves out the steps that
        surely fund the same projects as the run before them.
        """
        self._count.run()
        search, added, runs = self._search(), 0, 1
        while not self._is_last(search.chosen):
            more = search.alike + 1 if self._work.skipping else 1
            search.advance(more)
            runs += more
            if self._work.on_run:
                self._work.on_run(runs)
            if not can_all_be_paid(self._election, search.chosen):
                added += more - 1
                break
            added += more
        self._count.run(added)
        return self._count.steps, added, runs

    def _search(self) -> Search:
        """What climbs: the count itself, or where there are very many wallets what narrows with numpy."""
        fast, (weight, rise, utility, too_dear) = self._work.fast, self._terms
        if fast is False or (fast is None and self._count.wallets < MANY):
            return self._count
        try:
            narrowing = import_module("pb.tally.narrowing")
        except ImportError:  # numpy is not there
            return self._count
        if not narrowing.is_for(self._election):
            return self._count
        found: Search = narrowing.NarrowCount(self._election, weight, rise, utility, with_too_dear=too_dear)
        found.run()
        return found

    def _is_last(self, chosen: Sequence[Project]) -> bool:
        return len(chosen) == len(self._count.projects) or (self._stop == "exhausted" and self._is_exhausted(chosen))

    def _is_exhausted(self, chosen: Sequence[Project]) -> bool:
        till, taken = Till(self._election), {project.id for project in chosen}
        for project in chosen:
            till.pay(project)
        return not any(till.can_pay(one) for one in self._count.projects.values() if one.id not in taken)


def _second(election: Election, weight: Mapping[str, Fraction], before: list[Step]) -> list[Step]:
    """What is left goes by weighted points to what it can still pay."""
    funded, till = {step.project for step in before}, Till(election)
    for project in election.projects:
        if project.id in funded:
            till.pay(project)
    return fund_by_score(election, scores(election, weight), till, SECOND_COMPLETION, done=funded)


def _with_left(steps: list[Step], money: dict[str, Fraction]) -> list[Step]:
    told = []
    for step in steps:
        money = {group: money[group] - step.paid[group] for group in money}
        told.append(replace(step, left=money))
    return told
