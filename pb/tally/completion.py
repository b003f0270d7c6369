"""Equal shares with its completions: more for everybody while the real money lasts, then the rest by points."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from pb.tally.election import Election
from pb.tally.equal_shares import Shares, run
from pb.tally.greedy import fund_by_score, scores
from pb.tally.outcome import SECOND_COMPLETION, Outcome, Step
from pb.tally.weights import effective_shares, weights


def equal_shares(
    election: Election,
    *,
    utility: str = "cost",
    completion: str = "add1",
    second: str = "greedy",
    step: int = 100,
    progress: Callable[[int], None] | None = None,
) -> Outcome:
    """Equal shares, completed.

    Args:
        election: costs, budget and step in the same minor units.
        utility: `cost` or `count`.
        completion: `add1` raises every voter's money by `step` at a time, and keeps the last outcome that the real
            money can pay; `none` runs once with the real money.
        second: `greedy` spends what is left by weighted points; `none` leaves it.
        step: minor units a voter a step, at least 1.
        progress: called with the number of runs after each.
    Returns: the outcome, spending <= budget.

    Raises:
        TiedLots: a tie needs a lot that was not drawn.
    """
    sizes = election.sizes()
    weight = weights(sizes, {group.id: group.share for group in election.electorates}, election.weight_factor)
    shares, voters = Shares(election), sum(sizes.values())

    def once(added: int) -> list[Step]:
        money = {group: one * (election.budget + added * step * voters) for group, one in weight.items()}
        return run(shares, money, utility)

    kept, added, runs = once(0), 0, 1
    while completion == "add1" and len(kept) < len(shares.projects):
        more, runs = once(added + 1), runs + 1
        if progress:
            progress(runs)
        if sum(one.cost for one in more) > election.budget:
            break
        kept, added = more, added + 1
    steps = _with_left(
        kept, {group: weight[group] * (election.budget + added * step * voters) * sizes[group] for group in weight}
    )
    if second == "greedy":
        money = election.budget - sum(one.cost for one in steps)
        done = [one.project for one in steps]
        steps += fund_by_score(election, scores(election, weight), money, SECOND_COMPLETION, done=done)
    return Outcome(tuple(steps), runs, added * step, weight, effective_shares(sizes, weight))


def _with_left(steps: list[Step], money: dict[str, Fraction]) -> list[Step]:
    told = []
    for step in steps:
        money = {group: money[group] - step.paid[group] for group in money}
        told.append(replace(step, left=money))
    return told
