"""The count of an invented election, against pabutools: equal shares in exact fractions, one run, no completion."""

import random
import time
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

from pabutools import election as theirs
from pabutools.rules import method_of_equal_shares

from bench.table import Line
from pb.tally.election import EVERYBODY, Election, Project, make_election
from pb.tally.rules import Rule, count

PROJECTS, VOTERS, BUDGET = 60, 3_000, 250_000_00
PARTLY = Rule(completion="none", second="none")
OFFICIAL = Rule()
TURNS = 3


def measure() -> Iterator[Line]:
    """Our count, pabutools' count of the same, and how long our whole official rule takes."""
    costs, votes = _invented()
    ours = _ours(costs, votes)
    mine, own = _timed(lambda: count(ours, PARTLY).order)
    theirs, named = _pabutools(costs, votes)
    agreed = "same winners" if sorted(own) == sorted(named) else "OTHER WINNERS"
    what = f"equal shares, {PROJECTS} bids, {VOTERS:,} ballots"
    yield Line(what, f"pabutools ({agreed})", f"{mine:.2f} s", f"{theirs:.2f} s", theirs / mine)
    whole, _ = _timed(lambda: count(ours, OFFICIAL).order, turns=1)
    yield Line("the official rule, with both completions", "", f"{whole:.2f} s", "", 0)


def _invented() -> tuple[dict[str, int], list[list[str]]]:
    """Costs, and for each voter up to eight bids, some liked by many: the same at every run."""
    chance = random.Random(20260901)  # noqa: S311 - an election to count, no secret
    costs = {f"{number:03}": chance.randrange(1_000_00, 25_000_00, 100) for number in range(1, PROJECTS + 1)}
    names, liking = list(costs), [1 / (place + 3) for place in range(PROJECTS)]
    return costs, [sorted(set(chance.choices(names, liking, k=8))) for _ in range(VOTERS)]


def _ours(costs: dict[str, int], votes: list[list[str]]) -> Election:
    projects = [Project(name, cost) for name, cost in costs.items()]
    return make_election(projects, [(dict.fromkeys(vote, 1), EVERYBODY) for vote in votes], BUDGET, ties="id")


def _pabutools(costs: dict[str, int], votes: list[list[str]]) -> tuple[float, list[str]]:
    projects = {name: theirs.Project(name, cost) for name, cost in costs.items()}
    instance = theirs.Instance(projects.values(), budget_limit=BUDGET)
    ballots = [theirs.ApprovalBallot(projects[name] for name in vote) for vote in votes]
    profile = theirs.ApprovalProfile(ballots, instance=instance)
    took, found = _timed(lambda: method_of_equal_shares(instance, profile, sat_class=theirs.Cost_Sat))
    return took, [project.name for project in found]


def _timed(work: Callable[[], Any], turns: int = TURNS) -> tuple[float, Any]:
    """The middle time of several turns in seconds, and what the last one gave."""
    times, answer = [], None
    for _ in range(turns):
        began = time.perf_counter()
        answer = work()
        times.append(time.perf_counter() - began)
    return median(times), answer
