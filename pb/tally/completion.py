"""Equal shares with its completions: more for everybody while the real money lasts, then the rest by points."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from pb.tally.election import Election
from pb.tally.equal_shares import Run, Shares, run
from pb.tally.greedy import fund_by_score, scores
from pb.tally.outcome import SECOND_COMPLETION, Outcome, Step
from pb.tally.weights import effective_shares, weights


def equal_shares(
    election: Election, *, utility: str = "cost", completion: str = "add1", second: str = "greedy", step: int = 100
) -> Outcome:
    """Equal shares, completed.

    Args:
        election: costs, budget and step in the same minor units.
        utility: `cost` or `count`.
        completion: `add1` raises every voter's money by `step` at a time, and keeps the last outcome that the real
            money can pay; `none` runs once with the real money.
        second: `greedy` spends what is left by weighted points; `none` leaves it.
        step: minor units a voter a step, at least 1.
    Returns: the outcome, spending <= budget.

    Raises:
        TiedLots: a tie needs a lot that was not drawn.
    """
    sizes = election.sizes()
    weight = weights(sizes, {group.id: group.share for group in election.electorates}, election.weight_factor)
    ladder = _Ladder(Shares(election), weight, step * sum(sizes.values()), utility)
    kept, added, runs = ladder.climb() if completion == "add1" else (ladder.run(0), 0, 1)
    steps = _with_left(kept.steps, {group: one * sizes[group] for group, one in ladder.money(added).items()})
    if second == "greedy":
        done = [one.project for one in steps]
        steps += fund_by_score(
            election, scores(election, weight), election.budget - kept.cost, SECOND_COMPLETION, done=done
        )
    return Outcome(tuple(steps), runs, added * step, weight, effective_shares(sizes, weight))


class _Ladder:
    """The runs of one election with ever more money: `rise` minor units for all voters together with each step."""

    def __init__(self, shares: Shares, weight: Mapping[str, Fraction], rise: int, utility: str) -> None:
        self._shares, self._weight, self._rise, self._utility = shares, weight, rise, utility
        self._budget = shares.election.budget

    def money(self, added: int) -> dict[str, Fraction]:
        """What one voter of each electorate holds after so many steps."""
        return {group: one * (self._budget + added * self._rise) for group, one in self._weight.items()}

    def run(self, added: int) -> Run:
        """One run, from nothing."""
        gains = {group: one * self._rise for group, one in self._weight.items()}
        return run(self._shares, self.money(added), gains, self._utility)

    def climb(self) -> tuple[Run, int, int]:
        """The last run before the first that the real money cannot pay, its steps, and how many runs that stands for.

        It never bisects: what is spent may fall and rise again as money is added. It only leaves out the steps that
        surely fund the same projects as the run before them.
        """
        kept, added = self.run(0), 0
        while len(kept.steps) < len(self._shares.projects):
            further = added + kept.alike + 1
            more = self.run(further)
            if more.cost > self._budget:
                last = further - 1
                return kept if last == added else self.run(last), last, further + 1
            kept, added = more, further
        return kept, added, added + 1


def _with_left(steps: list[Step], money: dict[str, Fraction]) -> list[Step]:
    told = []
    for step in steps:
        money = {group: money[group] - step.paid[group] for group in money}
        told.append(replace(step, left=money))
    return told
