"""Elections drawn at random with purses and electorates, for two programs to count."""

import random
from fractions import Fraction

from pb.tally.election import Electorate, Project, Purse, make_election
from pb.tally.rules import Rule

RULES = (
    *(Rule(step=step, utility=utility) for step, utility in ((1, "cost"), (7, "count"), (100, "cost"))),
    Rule(step=3, stop="exhausted", utility="count"),
    Rule(completion="none", second="none"),
    Rule(name="greedy"),
    Rule(name="greedy", per_cost=True, threshold=3),
    Rule(name="greedy", skip=False),
    Rule(name="ear"),
    Rule(name="phragmen"),
)
SEED = "a lot for tests"


def drawn(seed):
    """What `make_election` takes, as plain values: up to 6 projects, 12 voters, 3 electorates and 2 purses."""
    chance = random.Random(seed)  # noqa: S311 - an election to count, no secret
    names = [f"{number}" for number in chance.sample(range(1, 40), chance.randint(1, 6))]
    groups = ["young-people", "parent-carers", "staff"][: chance.randint(1, 3)]
    parts = [chance.randint(1, 4) for _ in groups]
    budget, purses = chance.randint(5, 90), dict[tuple[str, ...], int]()
    for _ in range(chance.randint(0, 2)):
        able = tuple(sorted(chance.sample(names, chance.randint(1, len(names)))))
        if able != tuple(sorted(names)):
            purses[able] = chance.randint(1, max(budget // 3, 1))
    most = chance.choice([1, 1, 3, 7])
    costs = [chance.randint(3, 40) for _ in names] if seed % 3 else [chance.choice([10, 20]) for _ in names]
    return {
        "projects": [[name, cost] for name, cost in zip(names, costs, strict=True)],
        "votes": [
            [
                [[name, chance.randint(1, most)] for name in chance.sample(names, chance.randint(0, len(names)))],
                chance.choice(groups),
            ]
            for _ in range(chance.randint(0, 12))
        ],
        "budget": budget,
        "electorates": [[group, f"{part}/{sum(parts)}"] for group, part in zip(groups, parts, strict=True)],
        "factor": chance.randint(1, 4),
        "purses": [[number, held, list(able)] for number, (able, held) in enumerate(purses.items(), 1)],
        "seed": SEED,
    }


def put_together(told):
    """The election of `drawn`."""
    return make_election(
        [Project(name, cost) for name, cost in told["projects"]],
        [(dict(points), group) for points, group in told["votes"]],
        told["budget"],
        [Electorate(group, Fraction(share)) for group, share in told["electorates"]],
        weight_factor=told["factor"],
        seed=told["seed"],
        purses=[Purse(number, held, tuple(able)) for number, held, able in told["purses"]],
    )
