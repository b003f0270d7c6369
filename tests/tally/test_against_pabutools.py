"""An independent oracle: pabutools, in exact fractions, ties by project id, on invented elections."""

import pytest
from hypothesis import assume, given, settings
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
from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares  # noqa: E402
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
