"""What must hold of every count, and that the rules do what their plain definitions say, on invented elections."""

from fractions import Fraction

import plain_count
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_elections import elections, parts, put_together, steady

from pb.tally.equal_shares import Shares, run
from pb.tally.outcome import EQUAL_SHARES
from pb.tally.rules import Rule, count
from pb.tally.weights import effective_shares, weights

RULES = [
    Rule(name="greedy"),
    Rule(completion="none", second="none"),
    Rule(utility="count", completion="none", second="none"),
    Rule(step=1),
    Rule(utility="count", step=3, second="none"),
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
    left = election.budget - first.cost
    rest = plain_count.greedy_order(election, left, plain_count.score_in(election), done=first.order)
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
    elections(),
    st.sampled_from(["cost", "count"]),
    st.integers(1, 2),
    st.integers(0, 40),
    st.randoms(use_true_random=False),
)
def test_the_further_steps_that_a_run_calls_alike_do_fund_the_same_in_the_same_order(
    election, utility, rise, added, chance
):
    shares, weight = Shares(election), plain_count.weights_of(election)

    def after(steps):
        money = {group: one * (100 * election.budget + rise * steps) / 100 for group, one in weight.items()}
        return run(shares, money, {group: one * rise / 100 for group, one in weight.items()}, utility)

    first = after(added)
    for further in {1, first.alike, chance.randint(0, first.alike)}:
        if further <= first.alike:
            assert [one.project for one in after(added + further).steps] == [one.project for one in first.steps]
