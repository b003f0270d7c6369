"""A result in words and figures: sums that add up whatever was voted, and sentences that a person can follow."""

import copy
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from published_round import CARERS, CHOICES, YOUNG, marks, opened, terms, values_of_round, withheld
from small_elections import steady

from pb.results.rules import explanation, telling
from pb.results.rules.account import account_of
from pb.results.rules.comparison import what_ifs
from pb.results.rules.purses import purse_table, purses
from pb.seal import bundle
from pb.tally.published import votes_of
from pb.tally.rules import Rule

RULES = (
    Rule(),
    Rule(completion="none", second="none"),
    Rule(second="none"),
    Rule(name="greedy"),
    Rule(utility="count"),
)
LIMITS = {"approval": {"limit": 3}, "stars": {"limit": 8, "most": 3}, "ranked": {"limit": 3}}


def told(kind="approval", choices=CHOICES, rule=None, **more):
    """The account of a round with these choices."""
    frozen, ballots = terms(kind=kind, **LIMITS[kind], rule=rule, **more), opened(kind, choices)
    values = values_of_round(frozen, ballots)
    votes = votes_of(frozen, [(marked, electorate) for _, _, marked, electorate in ballots])
    return account_of(frozen, values[bundle.RESULT], votes)


@pytest.fixture
def hidden():
    values = withheld(values_of_round(terms(), opened()))
    return account_of(values[bundle.ROUND], values[bundle.RESULT], iter(()))


accounts = st.builds(
    told,
    st.sampled_from(sorted(LIMITS)),
    st.lists(
        st.tuples(
            st.sampled_from([YOUNG, CARERS]), st.lists(st.sampled_from("1234"), max_size=3, unique=True).map("".join)
        ),
        max_size=24,
    ),
    st.sampled_from(RULES),
    pot=st.integers(30_000, 200_000),
)


def pence(text):
    return int(text.replace("£", "").replace(",", "").replace(".", ""))


@steady
@given(accounts)
def test_every_penny_of_the_agencies_is_told(account):
    heads, rows, foot = purse_table(account)
    figures = [[pence(cell) for cell in row[1:]] for row in [*rows, foot]]
    assert all(sum(row[:-1]) == row[-1] for row in figures)
    assert [sum(column) for column in zip(*figures[:-1], strict=True)] == figures[-1]
    assert figures[-1][-1] == account.pot
    assert figures[-2][-1] == account.pot - account.spent
    assert heads[1:-1] == ["Brookfield Council", "Health Trust"]


@steady
@given(accounts)
def test_what_the_groups_paid_adds_up_to_what_each_bid_costs(account):
    _, rows = telling.step_table(account)
    groups = len(account.groups)
    for row in rows:
        cost, paid = pence(row[1]), [pence(cell) for cell in row[2 : 2 + groups]]
        assert sum(paid) == cost
    for part in telling.parts(account):
        for step in part.steps:
            ends = [one.start + one.width for one in step.slices]
            assert [one.start for one in step.slices[1:]] == ends[:-1]
            assert not ends or ends[-1] == 100


@steady
@given(accounts)
def test_every_bid_is_told_once_with_a_reason(account):
    lines = explanation.funded(account) + explanation.not_funded(account)
    assert sorted(line.number for line in lines) == sorted(account.titles)
    assert all(line.words for line in lines)
    assert [row.title for row in explanation.wanted(account)] == [line.title for line in lines]
    assert all(0 <= bar.width <= 100 for row in explanation.wanted(account) for bar in row.bars)


@steady
@given(accounts)
def test_supporters_of_a_bid_that_is_not_funded_never_held_enough_for_it(account):
    for name, held in account.held.items():
        assert held < account.costs[name]
    if account.rule.second == "greedy":
        left = account.pot - account.spent
        assert all(line.pence > left for line in explanation.not_funded(account) if account.voters(line.number))


@steady
@given(accounts)
def test_the_groups_hold_the_whole_pot_and_no_more(account):
    chose = [group for group in account.groups if group.chose]
    if chose:
        assert sum((group.weight * group.chose for group in chose), Fraction(0)) == 1
        assert sum((group.effective for group in account.groups), Fraction(0)) == 1
    assert all(group.ballots <= group.roll for group in account.groups)


def test_a_round_in_words():
    account = told()
    assert "".join(words for words, _ in explanation.poster(account)) == (
        "£900 goes to 2 bids that 26 people chose together"
    )
    assert [(line.title, line.words) for line in explanation.funded(account)] == [
        ("“Saturday” club", "12 people chose it."),
        ("Swings; for all", "7 people chose it."),
    ]
    assert [line.words for line in explanation.not_funded(account)] == [
        "The 10 people who chose it had £400.91 left for it. It costs £600. At the end £300 was left in the pot.",
        "The 7 people who chose it had £294 left for it. It costs £300.50. At the end £300 was left in the pot.",
    ]
    assert telling.method(account)[0] == (
        "The £1,200 was shared out: 50% to the 13 parent carers who chose and 50% to the 11 young people who chose. "
        "That was about £46.15 for each of the parent carers and about £54.55 for each of the young people."
    )
    assert [step.words for step in telling.parts(account)[0].steps] == [
        "12 people chose it. Each paid £37.50.",
        "7 people chose it. Each paid about £69.30, or all that they had left.",
    ]
    assert telling.ending(account) == "In the end £300 was left. It goes back to the agencies."
    assert explanation.agencies(account) == "Brookfield Council and Health Trust"


@pytest.mark.parametrize(("kind", "column"), [("approval", ""), ("stars", "Stars"), ("ranked", "Points")])
def test_words_fit_the_kind_of_ballot(kind, column):
    account = told(kind)
    assert explanation.points_column(account) == column
    words = " ".join(
        [*telling.method(account), *(step.words for part in telling.parts(account) for step in part.steps)]
    )
    verb = {"approval": "chose it", "stars": "gave it stars", "ranked": "ranked it"}[kind]
    assert verb in words
    assert "per cent" not in words


def test_by_points_alone_is_told_as_that():
    account = told("stars", rule=Rule(name="greedy"))
    assert telling.method(account)[0].startswith("Bids were taken in the order of their stars, the most first.")
    assert [part.title for part in telling.parts(account)] == ["In the order of stars"]
    assert telling.holdings(account)[0].first == ""
    assert telling.step_table(account)[1] == []


def test_a_group_that_did_not_vote_leaves_its_share_to_the_others_and_that_is_said():
    account = told(choices=[(YOUNG, "1"), (YOUNG, "2"), (CARERS, "")])
    assert telling.shares_moved(account) == "No votes came from parent carers, so their share went to those who voted."
    assert [one.effective for one in telling.holdings(account)] == ["0%", "100%"]


def test_a_group_that_is_much_larger_moves_the_shares_and_that_is_said():
    choices = [(YOUNG, "1")] + [(CARERS, "2")] * 12
    words = telling.shares_moved(told(choices=choices))
    assert "nobody’s share of the money is more than three times anybody else’s" in words


@pytest.mark.parametrize("choices", [[], [(YOUNG, ""), (CARERS, "")]], ids=["no ballots", "only blank ones"])
def test_a_round_in_which_nothing_was_chosen_funds_nothing_and_says_so(choices):
    account = told(choices=choices)
    assert explanation.funded(account) == []
    assert telling.method(account) == []
    assert telling.parts(account) == []
    expected = "Nobody voted, so no bid is funded" if not choices else "No bid is funded this time"
    assert explanation.poster(account) == [(expected, False)]
    assert purses(account)[0].left == 100_000


def test_a_tie_is_told_with_what_decided_it():
    account = told(choices=[(YOUNG, "2"), (YOUNG, "3"), (CARERS, "2"), (CARERS, "3")])
    ties = [step.tie for part in telling.parts(account) for step in part.steps if step.tie]
    assert len(ties) == 1
    assert ties[0].startswith("It was exactly level with ")
    assert ties[0].endswith("It went first because the public dice put it first.")


def test_a_withheld_result_tells_what_is_funded_and_nothing_else(hidden):
    assert hidden.winners == ["2", "3"]
    assert [(line.number, line.words) for line in explanation.funded(hidden)] == [("2", ""), ("3", "")]
    assert "families chose together" in "".join(words for words, _ in explanation.poster(hidden))
    assert not explanation.not_funded(hidden)
    assert not explanation.wanted(hidden)
    assert not explanation.turnouts(hidden)
    assert not telling.method(hidden)
    assert not telling.parts(hidden)
    assert not telling.holdings(hidden)
    assert not what_ifs(hidden)
    assert not purses(hidden)
    assert telling.step_table(hidden)[1] == []
    assert (hidden.ballots, hidden.served, hidden.held, hidden.backing) == (0, 0, {}, {})


def test_votes_are_not_even_read_where_the_result_is_withheld(hidden):
    def never():
        raise AssertionError("the votes were read")
        yield

    assert account_of(copy.deepcopy(hidden.terms), hidden.result, never()).held == {}


def test_other_ways_of_counting_are_compared_with_the_official_one():
    found = {one.question: one for one in what_ifs(told())}
    assert list(found) == [
        "What if only parent carers had voted?",
        "What if only young people had voted?",
        "What if all voters held the same?",
        "What if votes alone decided?",
    ]
    account = told()
    for one in found.values():
        assert one.same == (not one.new and not one.missing)
        assert set(one.missing) <= {account.titles[name] for name in account.winners}
        assert not set(one.new) & {account.titles[name] for name in account.winners}


def test_marks_of_the_tests_are_those_of_the_ballots():
    assert marks("stars", "12") == {"stars": {"1": 3, "2": 2}}
