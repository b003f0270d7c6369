"""Elections small enough to count by hand, and strategies that invent them."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import settings
from hypothesis import strategies as st

from pb.tally.election import EVERYBODY, Electorate, Project, Purse, make_election

steady = settings(derandomize=True, deadline=None, database=None, max_examples=150)
"""The same examples on every machine, every time."""

SEED = "a lot for tests"
HALVES = (Electorate("parent-carers", Fraction(1, 2)), Electorate("young-people", Fraction(1, 2)))


def elect(costs, votes, budget, **options):
    """An election from costs by project, and votes as sets of ids, words of one-letter ids, or points by id."""
    projects = [Project(name, cost) for name, cost in costs.items()]
    ballots = [(points_of(vote), EVERYBODY) for vote in votes]
    return make_election(projects, ballots, budget, **{"seed": SEED, **options})


def elect_in_two(costs, young, carers, budget, **options):
    """The same with two electorates of half the money each."""
    projects = [Project(name, cost) for name, cost in costs.items()]
    ballots = [(points_of(vote), "young-people") for vote in young]
    ballots += [(points_of(vote), "parent-carers") for vote in carers]
    return make_election(projects, ballots, budget, HALVES, **{"seed": SEED, **options})


def points_of(vote):
    """A vote as points by id."""
    return vote if isinstance(vote, dict) else dict.fromkeys(vote, 1)


@st.composite
def parts(draw, *, most_points=3, most_groups=3, least_budget=0):
    """What `make_election` takes: projects, ballots, budget, electorates, and the weight factor."""
    ids = [f"p{number}" for number in range(draw(st.integers(1, 6)))]
    projects = [Project(name, draw(st.integers(1, 30))) for name in ids]
    groups = [f"g{number}" for number in range(draw(st.integers(1, most_groups)))]
    parts_of_share = [draw(st.integers(1, 4)) for _ in groups]
    shares = [
        Electorate(group, Fraction(one, sum(parts_of_share))) for group, one in zip(groups, parts_of_share, strict=True)
    ]
    points = st.dictionaries(st.sampled_from(ids), st.integers(0, most_points), max_size=len(ids))
    ballots = draw(st.lists(st.tuples(points, st.sampled_from(groups)), max_size=9))
    return projects, ballots, draw(st.integers(least_budget, 70)), shares, draw(st.integers(1, 4))


def put_together(made, **options):
    """The election of `parts`."""
    projects, ballots, budget, shares, factor = made
    return make_election(projects, ballots, budget, shares, **{"weight_factor": factor, "seed": SEED, **options})


def elections(**options):
    """Elections with up to 6 projects, 9 ballots and 3 electorates, in which ties are ordinary."""
    return parts(**options).map(put_together)


@st.composite
def with_purses(draw, *, most_purses=3, **options):
    """Such elections in which up to 3 purses may fund some projects only, beside open money or without any."""
    projects, ballots, budget, shares, factor = draw(parts(**options))
    ids = [project.id for project in projects]
    some = st.lists(st.sampled_from(ids), min_size=1, unique=True).map(sorted).map(tuple)
    sets = draw(st.lists(some, min_size=1, max_size=most_purses, unique=True))
    if draw(st.booleans()):
        sets = [one for one in sets if one != tuple(ids)]  # the open money is the purse of all
    else:
        budget = 0
    amounts = [draw(st.integers(1, 40)) for _ in sets]
    purses = [Purse(number, *one) for number, one in enumerate(zip(amounts, sets, strict=True), 1)]
    if not purses and not budget:
        budget = 10
    made = projects, ballots, budget + sum(amounts), shares, factor
    return put_together(made, purses=purses)


def changed(election, **fields):
    """The election with some of its fields otherwise."""
    return replace(election, **fields)
