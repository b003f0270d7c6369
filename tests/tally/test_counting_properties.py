"""What must hold of every count, and that the rules do what their plain definitions say, on invented elections."""

import random
import sys
from fractions import Fraction

import plain_count
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_elections import changed, elect, elections, parts, put_together, steady, with_purses

from pb.tally import roster
from pb.tally.completion import Work, equal_shares
from pb.tally.election import Electorate, Project, election_of_kinds, make_election
from pb.tally.equal_shares import Count
from pb.tally.outcome import EQUAL_SHARES
from pb.tally.phragmen import phragmen
from pb.tally.rules import OPTIONS, Rule, count
from pb.tally.weights import effective_shares, weights

counting = sys.modules[Count.__module__]
RULES = [
    Rule(name="greedy"),
    Rule(completion="none", second="none"),
    Rule(utility="count", completion="none", second="none"),
    Rule(step=1),
    Rule(utility="count", step=3, second="none"),
    Rule(step=2, stop="exhausted"),
    Rule(name="greedy", per_cost=True),
    Rule(name="greedy", skip=False, threshold=2),
    Rule(name="ear"),
    Rule(name="phragmen"),
]
every_rule = st.sampled_from(RULES)


@steady
@given(elections(), every_rule)
def test_no_rule_spends_more_than_the_money_or_funds_what_nobody_wants(election, rule):
    outcome = count(election, rule)
    supporters = election.supporters()
    assert outcome.cost <= election.budget
    assert len(set(outcome.order)) == len(outcome.order)
    assert all(supporters[project] for project in outcome.order)


@steady
@given(parts(), every_rule, st.randoms(use_true_random=False))
def test_the_order_of_projects_ballots_and_electorates_changes_nothing(made, rule, chance):
    projects, ballots, budget, shares, factor = made
    mixed = [chance.sample(list(items), len(items)) for items in (projects, ballots, shares)]
    told = put_together((mixed[0], mixed[1], budget, mixed[2], factor))
    election = put_together(made)
    assert told == election
    assert count(told, rule) == count(election, rule)


@steady
@given(elections(), every_rule)
def test_counting_twice_gives_the_same_and_no_number_is_rounded(election, rule):
    outcome = count(election, rule)
    assert outcome == count(election, rule)
    for step in outcome.steps:
        amounts = [*step.paid.values(), *step.left.values()]
        assert all(isinstance(amount, Fraction) for amount in amounts)
        assert step.part != EQUAL_SHARES or isinstance(step.price, Fraction)


@steady
@given(elections())
def test_the_payments_of_each_step_are_its_cost_exactly_and_come_from_what_was_left(election):
    outcome = count(election, Rule(step=1))
    sizes, added = election.sizes(), outcome.added
    money = {
        group: weight * sizes[group] * (election.budget + added * sum(sizes.values()))
        for group, weight in outcome.weights.items()
    }
    for step in outcome.steps:
        if step.part == EQUAL_SHARES:
            assert sum(step.paid.values()) == step.cost
            assert all(amount >= 0 for amount in step.paid.values())
            money = {group: money[group] - step.paid[group] for group in money}
            assert step.left == money
            assert all(amount >= 0 for amount in money.values())


@steady
@given(elections(), st.sampled_from(["cost", "count"]), st.sampled_from(["standard", "id"]))
def test_equal_shares_is_its_plain_definition_and_no_voter_pays_more_than_they_have(election, utility, ties):
    election = type(election)(**{name: getattr(election, name) for name in election.__slots__} | {"ties": ties})
    plain = plain_count.equal_shares(election, election.budget, utility)
    outcome = count(election, Rule(utility=utility, completion="none", second="none"))
    assert [(step.project, step.price) for step in outcome.steps] == [(name, price) for name, price, _ in plain]
    voters, weight = plain_count.voters_of(election), plain_count.weights_of(election)
    spent = [Fraction(0)] * len(voters)
    for step, (_, _, paid) in zip(outcome.steps, plain, strict=True):
        spent = [so_far + part for so_far, part in zip(spent, paid, strict=True)]
        for group in weight:
            by_group = sum((part for part, (_, own) in zip(paid, voters, strict=True) if own == group), Fraction(0))
            assert step.paid[group] == by_group
    assert all(part <= weight[group] * election.budget for part, (_, group) in zip(spent, voters, strict=True))


@settings(steady, max_examples=120)
@given(elections(), st.sampled_from(["cost", "count"]), st.integers(1, 4))
def test_add_one_gives_what_trying_every_step_gives(election, utility, step):
    plain, added, tried = plain_count.add_one(election, utility, step)
    outcome = count(election, Rule(utility=utility, step=step, second="none"))
    assert [(one.project, one.price) for one in outcome.steps] == [(name, price) for name, price, _ in plain]
    assert (outcome.added, outcome.runs) == (added * step, tried)


@steady
@given(elections())
def test_greedy_is_its_plain_definition(election):
    assert count(election, Rule(name="greedy")).order == plain_count.greedy(election)


@steady
@given(elections())
def test_the_second_completion_is_greedy_on_what_is_left(election):
    first, both = count(election, Rule(step=1, second="none")), count(election, Rule(step=1))
    rest = plain_count.greedy_order(election, plain_count.score_in(election), done=first.order)
    assert both.order == first.order + rest
    assert both.steps[: len(first.steps)] == first.steps


@steady
@given(elections())
def test_under_equal_shares_the_price_never_falls_from_step_to_step(election):
    outcome = count(election, Rule(completion="none", second="none"))
    prices = [step.price for step in outcome.steps]
    assert prices == sorted(prices)


@steady
@given(elections())
def test_greedy_leaves_no_wanted_project_that_the_money_left_could_pay(election):
    outcome, supporters = count(election, Rule(name="greedy")), election.supporters()
    left = election.budget - outcome.cost
    assert not [
        one for one in election.projects if supporters[one.id] and one.cost <= left and one.id not in outcome.order
    ]


@steady
@given(
    st.dictionaries(st.sampled_from("abc"), st.tuples(st.integers(0, 40), st.integers(1, 9)), min_size=1),
    st.integers(1, 5),
)
def test_weights_come_to_one_and_no_voter_weighs_more_than_the_factor_allows(groups, factor):
    sizes = {group: size for group, (size, _) in groups.items()}
    shares = {group: Fraction(part, sum(part for _, part in groups.values())) for group, (_, part) in groups.items()}
    weight = weights(sizes, shares, factor)
    voted = [weight[group] for group, size in sizes.items() if size]
    assert sum(effective_shares(sizes, weight).values()) == (1 if voted else 0)
    assert not voted or max(voted) <= factor * min(voted)
    assert all(not weight[group] for group, size in sizes.items() if not size)


@steady
@given(elections(most_groups=3, least_budget=1))
def test_an_electorate_whose_weight_is_not_bounded_has_its_share_of_the_pot_exactly(election):
    free = type(election)(**{name: getattr(election, name) for name in election.__slots__} | {"weight_factor": 1000})
    weight, sizes = plain_count.weights_of(free), free.sizes()
    whole = sum((group.share for group in free.electorates if sizes[group.id]), Fraction(0))
    for group in free.electorates:
        if sizes[group.id]:
            assert weight[group.id] * sizes[group.id] == group.share / whole


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.name} {rule.utility} {rule.completion} {rule.second}")
@settings(steady, max_examples=60)
@given(made=parts(most_groups=1))
def test_an_electorate_alone_is_counted_as_if_it_were_everybody(made, rule):
    election = put_together(made)
    assert count(election.only("g0"), rule).order == count(election, rule).order


@steady
@given(
    st.one_of(elections(), with_purses()),
    st.sampled_from(["cost", "count"]),
    st.integers(1, 200),
    st.integers(0, 40),
    st.randoms(use_true_random=False),
)
def test_the_further_steps_that_a_run_calls_alike_do_fund_the_same_in_the_same_order(
    election, utility, rise, added, chance
):
    def after(steps):
        count = Count(election, plain_count.weights_of(election), rise, utility)
        count.run(steps)
        return count

    first = after(added)
    for further in {1, first.alike, chance.randint(0, first.alike)}:
        if further <= first.alike:
            assert after(added + further).chosen == first.chosen


@pytest.mark.parametrize("slack", [1e-14, 1e-5, 1e-2], ids=["as it is", "much in doubt", "nearly all in doubt"])
@settings(steady, max_examples=200)
@given(
    election=elections(),
    utility=st.sampled_from(["cost", "count"]),
    rise=st.integers(1, 30),
    leaps=st.lists(st.integers(1, 25), max_size=6),
    ties=st.sampled_from(["standard", "id"]),
)
def test_narrowing_with_floats_finds_what_counting_exactly_finds(slack, election, utility, rise, leaps, ties):
    narrowing = pytest.importorskip("pb.tally.narrowing", reason="numpy is not installed")
    election = changed(election, ties=ties)
    weight, at = plain_count.weights_of(election), 0
    narrow = narrowing.NarrowCount(election, weight, rise, utility, slack=slack)
    exact = Count(election, weight, rise, utility)
    narrow.run()
    for leap in [0, *leaps]:
        if leap:
            narrow.advance(leap)
        at += leap
        exact.run(at)
        assert narrow.chosen == exact.chosen
        exact.run(at + narrow.alike)
        assert narrow.chosen == exact.chosen


def test_a_price_that_floats_cannot_tell_is_decided_exactly():
    narrowing = pytest.importorskip("pb.tally.narrowing", reason="numpy is not installed")
    # A million people hold 10^12 each, two hold twice that. With the first of the two they pay for "crowd": he pays 60
    # more than they have, which is lost in a float of all their money. "Few" asks 30 more than they have of the other.
    many, held = 1_000_000, 10**12
    election = election_of_kinds(
        [Project("crowd", many * held + held + 60), Project("few", held + 30)],
        [({"crowd": 1}, "many", many), ({"crowd": 1}, "two", 1), ({"few": 1}, "two", 1)],
        (many + 4) * held,
        [Electorate("many", Fraction(many, many + 4)), Electorate("two", Fraction(4, many + 4))],
    )
    weight = plain_count.weights_of(election)
    narrow = narrowing.NarrowCount(election, weight, 1, "count")
    narrow.run()
    assert [project.id for project in narrow.chosen] == ["few", "crowd"]


@steady
@given(
    st.one_of(elections(), with_purses()),
    st.sampled_from(["cost", "count"]),
    st.integers(1, 30),
    st.lists(st.integers(1, 25), max_size=6),
    st.sampled_from([4_000_000, 40, 0]),
)
def test_going_on_to_more_money_gives_what_counting_from_nothing_gives(election, utility, rise, leaps, room):
    weight = plain_count.weights_of(election)
    going, at = Count(election, weight, rise, utility), 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "ROOM", room)
        going.run()
        for leap in leaps:
            going.advance(leap)
            at += leap
            fresh = Count(election, weight, rise, utility)
            fresh.run(at)
            assert going.chosen == fresh.chosen


@settings(steady, max_examples=100)
@given(
    st.one_of(elections(), with_purses()),
    st.sampled_from(["cost", "count"]),
    st.sampled_from(["overspend", "exhausted"]),
    st.integers(1, 5),
)
def test_leaving_out_steps_that_change_nothing_gives_what_trying_each_gives(election, utility, stop, step):
    options = {"utility": utility, "stop": stop, "step": step}
    assert equal_shares(election, **options) == equal_shares(election, **options, work=Work(skipping=False))


@settings(steady, max_examples=100)
@given(with_purses(), st.sampled_from(["cost", "count"]))
def test_restricted_money_is_spent_by_equal_shares_as_its_plain_definition_says(election, utility):
    plain = plain_count.equal_shares(election, election.budget, utility)
    outcome = equal_shares(election, utility=utility, completion="none", second="none")
    assert [(step.project, step.price) for step in outcome.steps] == [(name, price) for name, price, _ in plain]
    voters = plain_count.voters_of(election)
    for step, (_, _, paid) in zip(outcome.steps, plain, strict=True):
        for group in step.paid:
            own = (part for part, (_, of) in zip(paid, voters, strict=True) if of == group)
            assert step.paid[group] == sum(own, Fraction(0))


@settings(steady, max_examples=100)
@given(with_purses(), st.sampled_from(["cost", "count"]), st.integers(1, 4), st.booleans())
def test_add_one_with_restricted_money_gives_what_trying_every_step_gives(election, utility, step, exhausted):
    plain, added, tried = plain_count.add_one(election, utility, step, exhausted=exhausted)
    stop = "exhausted" if exhausted else "overspend"
    outcome = equal_shares(election, utility=utility, step=step, second="none", stop=stop)
    assert [(one.project, one.price) for one in outcome.steps] == [(name, price) for name, price, _ in plain]
    assert (outcome.added, outcome.runs) == (added * step, tried)


@steady
@given(st.one_of(elections(), with_purses()), every_rule)
def test_whatever_a_rule_funds_the_money_can_finance_at_every_step(election, rule):
    outcome = count(election, rule)
    by_id = {project.id: project for project in election.projects}
    for steps in range(len(outcome.steps) + 1):
        assert plain_count.is_financeable(election, [by_id[name] for name in outcome.order[:steps]])


@steady
@given(st.one_of(elections(), with_purses()))
def test_expanding_approvals_is_its_plain_definition(election):
    outcome, voters = count(election, Rule(name="ear")), plain_count.voters_of(election)
    plain = plain_count.expanding_approvals(election) if election.budget else []
    assert [(step.project, step.rank) for step in outcome.steps] == [(name, rank) for name, rank, _ in plain]
    for step, (_, _, taken) in zip(outcome.steps, plain, strict=True):
        assert sum(step.paid.values()) == step.cost
        for group in step.paid:
            own = (part for part, (_, of) in zip(taken, voters, strict=True) if of == group)
            assert abs(step.paid[group] - sum(own, Fraction(0)) * election.budget) <= Fraction(1, 10**30)


def test_expanding_approvals_of_many_projects_keeps_to_few_digits():
    # Exactly, what the voters hold after these steps would have more digits than any machine can write.
    chance = random.Random(7)  # noqa: S311 - an election to count, no secret
    projects = [Project(f"p{number:02}", chance.randint(500, 9_000)) for number in range(60)]
    groups = [Electorate("x", Fraction(1, 3)), Electorate("y", Fraction(2, 3))]
    ballots = [
        ({one.id: chance.randint(1, 3) for one in chance.sample(projects, 6)}, chance.choice("xy")) for _ in range(300)
    ]
    election = make_election(projects, ballots, 200_000, groups, seed="s")
    outcome = count(election, Rule(name="ear"))
    assert len(outcome.steps) > 20
    for step in outcome.steps:
        assert sum(step.paid.values()) == step.cost
        assert all(len(str(part)) < 150 for part in (*step.paid.values(), *step.left.values()))
    left = sum(outcome.steps[-1].left.values())
    assert 0 <= left - (election.budget - outcome.cost) < Fraction(1, 10**30)


def test_under_expanding_approvals_whoever_weighs_nothing_any_more_hides_nobody_who_does():
    # Each of four has 10 of the 40. a takes all of the first; b, whom the first wants too, all of the next two.
    votes = [{"a": 1, "b": 1}, {"b": 2, "c": 1}, {"b": 2, "c": 1}, {"e": 1}]
    outcome = count(elect({"a": 10, "b": 20, "c": 10, "e": 40}, votes, 40), Rule(name="ear"))
    assert outcome.order == ["a", "b"]


def test_sequential_phragmen_tells_ties_and_breaks_them_as_it_is_asked_to():
    votes = [{"a": 1}, {"b": 1}, {"b": 1}]
    tied = elect({"a": 10, "b": 20}, votes, 30)
    assert [tie.as_json() for tie in count(tied, Rule(name="phragmen")).ties] == [
        {"chosen": "a", "decided_by": "cost", "projects": ["a", "b"]}
    ]
    by_id = elect({"b": 10, "a": 20}, [{"b": 1}, {"a": 1}, {"a": 1}], 30, ties="id")
    assert [tie.as_json() for tie in count(by_id, Rule(name="phragmen")).ties] == [
        {"chosen": "a", "decided_by": "id", "projects": ["a", "b"]}
    ]


@steady
@given(st.one_of(elections(), with_purses()))
def test_sequential_phragmen_is_its_plain_definition(election):
    outcome = count(election, Rule(name="phragmen"))
    assert [(step.project, step.price) for step in outcome.steps] == plain_count.phragmen(election)


@steady
@given(with_purses())
def test_greedy_with_restricted_money_is_its_plain_definition(election):
    assert count(election, Rule(name="greedy")).order == plain_count.greedy(election)


@steady
@given(elections(), st.booleans(), st.integers(0, 6))
def test_the_variants_of_greedy_are_their_plain_definitions(election, skip, threshold):
    score, totals = plain_count.score_in(election), dict.fromkeys((one.id for one in election.projects), 0)
    for points, _ in plain_count.voters_of(election):
        for name, given_ in points.items():
            totals[name] += given_

    def per_cost(project):
        return score(project) / project.cost if totals[project.id] >= threshold else 0

    rule = Rule(name="greedy", per_cost=True, skip=skip, threshold=threshold)
    assert count(election, rule).order == plain_count.greedy_order(election, per_cost, skip=skip)


@steady
@given(st.one_of(elections(), with_purses()), every_rule)
def test_numpy_changes_nothing(election, rule):
    pytest.importorskip("numpy")
    told = {option: getattr(rule, option) for option in OPTIONS[rule.name]}
    match rule.name:
        case "equal-shares":
            ours, theirs = (equal_shares(election, **told, work=Work(fast=fast)) for fast in (False, True))
        case "phragmen":
            ours, theirs = (phragmen(election, fast=fast) for fast in (False, True))
        case _:
            ours = theirs = None  # the others never look at the roster
    assert ours == theirs


@steady
@given(elections())
def test_without_a_completion_one_run_with_the_real_money_is_all(election):
    outcome = count(election, Rule(completion="none"))
    assert (outcome.runs, outcome.added) == (1, 0)


@steady
@given(st.one_of(elections(), with_purses()), st.sampled_from(["cost", "count"]))
def test_looking_at_alike_ballots_together_changes_nothing(election, utility):
    rule = Rule(utility=utility, step=1)
    one_by_one = count(election, rule)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(roster, "HANDFUL", 0)
        assert count(election, rule) == one_by_one


@pytest.mark.parametrize("seed", range(4))
def test_numpy_changes_nothing_of_an_election_in_which_nearly_every_ballot_differs(seed):
    pytest.importorskip("numpy")
    chance = random.Random(seed)  # noqa: S311 - an election to count, no secret
    names = [f"p{number:02}" for number in range(24)]
    projects = [Project(name, chance.randint(500, 9_000)) for name in names]
    groups = [Electorate("x", Fraction(1, 3)), Electorate("y", Fraction(2, 3))]
    ballots = [
        ({name: chance.randint(1, 4) for name in chance.sample(names, chance.randint(1, 7))}, chance.choice("xy"))
        for _ in range(400)
    ]
    election = make_election(projects, ballots, 60_000, groups, seed="s")
    for utility in ("cost", "count"):
        told = [equal_shares(election, utility=utility, step=1, work=Work(fast=fast)) for fast in (False, True)]
        assert told[0] == told[1]
        assert told[0].runs > 1
