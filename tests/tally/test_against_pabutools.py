"""An independent oracle: pabutools, in exact fractions, ties by project id, on invented elections."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from small_elections import elections, steady

from pb.tally.rules import Rule, count

pabutools = pytest.importorskip("pabutools", reason="pabutools is not installed")

from pabutools.election import (  # noqa: E402 - only where it is installed
    Additive_Cardinal_Sat,
    ApprovalBallot,
    ApprovalProfile,
    CardinalBallot,
    Cardinality_Sat,
    CardinalProfile,
    Cost_Sat,
    Instance,
    Project,
)
from pabutools.rules import (  # noqa: E402
    greedy_utilitarian_welfare,
    method_of_equal_shares,
    sequential_phragmen,
)
from pabutools.tiebreaking import lexico_tie_breaking  # noqa: E402

ONE_RUN = {utility: Rule(utility=utility, completion="none", second="none") for utility in ("cost", "count")}


def by_id(election):
    return type(election)(**{name: getattr(election, name) for name in election.__slots__} | {"ties": "id"})


def theirs(election, *, points):
    """The same election in pabutools' terms."""
    projects = {one.id: Project(one.id, one.cost) for one in election.projects}
    instance = Instance(projects.values(), budget_limit=election.budget)
    ballots = [ballot for ballot in election.ballots for _ in range(ballot.count)]
    if points:
        given_ = [CardinalBallot({projects[name]: value for name, value in ballot.points}) for ballot in ballots]
        return instance, CardinalProfile(given_, instance=instance)
    chosen = [ApprovalBallot([projects[name] for name, _ in ballot.points]) for ballot in ballots]
    return instance, ApprovalProfile(chosen, instance=instance)


def names(allocation):
    return [project.name for project in allocation]


@pytest.mark.parametrize(("utility", "satisfaction"), [("cost", Cost_Sat), ("count", Cardinality_Sat)])
@settings(steady, max_examples=120)
@given(election=elections(most_points=1, most_groups=1))
def test_equal_shares_funds_what_pabutools_funds_in_the_same_order(utility, satisfaction, election):
    assume(election.ballots)
    instance, profile = theirs(election, points=False)
    expected = method_of_equal_shares(instance, profile, sat_class=satisfaction, tie_breaking=lexico_tie_breaking)
    assert count(by_id(election), ONE_RUN[utility]).order == names(expected)


@settings(steady, max_examples=120)
@given(elections(most_points=4, most_groups=1))
def test_equal_shares_of_points_by_count_funds_what_pabutools_funds(election):
    assume(election.ballots)
    instance, profile = theirs(election, points=True)
    expected = method_of_equal_shares(
        instance, profile, sat_class=Additive_Cardinal_Sat, tie_breaking=lexico_tie_breaking
    )
    assert count(by_id(election), ONE_RUN["count"]).order == names(expected)


@settings(steady, max_examples=120)
@given(elections(most_points=1, most_groups=1))
def test_greedy_funds_what_pabutools_funds_by_votes(election):
    assume(election.ballots)
    instance, profile = theirs(election, points=False)
    # Satisfaction by cost, which pabutools divides by the cost again, is the number of votes.
    expected = greedy_utilitarian_welfare(instance, profile, sat_class=Cost_Sat, tie_breaking=lexico_tie_breaking)
    wanted = [name for name in names(expected) if election.supporters()[name]]
    assert count(by_id(election), Rule(name="greedy")).order == wanted


@settings(steady, max_examples=120)
@given(elections(most_points=1, most_groups=1))
def test_greedy_per_cost_funds_what_pabutools_funds_by_votes_per_cost(election):
    assume(election.ballots)
    instance, profile = theirs(election, points=False)
    # Satisfaction by number, which pabutools divides by the cost.
    expected = greedy_utilitarian_welfare(
        instance, profile, sat_class=Cardinality_Sat, tie_breaking=lexico_tie_breaking
    )
    wanted = [name for name in names(expected) if election.supporters()[name]]
    assert count(by_id(election), Rule(name="greedy", per_cost=True)).order == wanted


@settings(steady, max_examples=200)
@given(elections(most_points=1, most_groups=1))
def test_sequential_phragmen_funds_what_pabutools_funds(election):
    assume(election.ballots)
    instance, profile = theirs(election, points=False)
    expected = sequential_phragmen(instance, profile, tie_breaking=lexico_tie_breaking)
    wanted = {name for name in names(expected) if election.supporters()[name]}
    assert set(count(by_id(election), Rule(name="phragmen")).order) == wanted


@pytest.mark.parametrize(("utility", "satisfaction"), [("cost", Cost_Sat), ("count", Cardinality_Sat)])
@settings(steady, max_examples=100)
@given(election=elections(most_points=1, most_groups=1), step=st.integers(1, 3))
def test_add_one_that_stops_when_exhausted_funds_what_pabutools_funds(utility, satisfaction, election, step):
    # pabutools never ends where all that anybody wants is funded and still something could be paid that nobody wants.
    assume(election.ballots)
    assume(all(election.supporters().values()))
    instance, profile = theirs(election, points=False)
    expected = method_of_equal_shares(
        instance,
        profile,
        sat_class=satisfaction,
        tie_breaking=lexico_tie_breaking,
        voter_budget_increment=step,
    )
    rule = Rule(utility=utility, second="none", stop="exhausted", step=step)
    assert count(by_id(election), rule).order == names(expected)
