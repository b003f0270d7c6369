"""A result in words and figures: sums that add up whatever was voted, and sentences that a person can follow."""

from fractions import Fraction

import pytest
from hypothesis import given
from published_round import CARERS, YOUNG, marks, opened, terms, with_restrictions
from small_elections import steady
from told_accounts import LIMITS, account_of, accounts, told

from pb.core.words import ENGLISH as SAY
from pb.results.rules import explanation, method, telling, why
from pb.results.rules.account import Account
from pb.results.rules.comparison import what_ifs
from pb.results.rules.publication import withheld
from pb.results.rules.purses import kept_table, purse_table, purses
from pb.tally.rules import Rule


@pytest.fixture
def hidden():
    account = told()
    return Account(account.terms, withheld(account.terms, account.result, 26), {})


def pence(text):
    return int(text.replace("£", "").replace(",", "").replace(".", ""))


@steady
@given(accounts)
def test_every_penny_of_the_agencies_is_told(account):
    heads, rows, foot = purse_table(account, SAY)
    figures = [[pence(cell) for cell in row[1:]] for row in [*rows, foot]]
    assert all(sum(row[:-1]) == row[-1] for row in figures)
    assert [sum(column) for column in zip(*figures[:-1], strict=True)] == figures[-1]
    assert figures[-1][-1] == account.pot
    assert figures[-2][-1] == account.pot - account.spent
    assert heads[1:3] == ["Brookfield Council", "Health Trust"]


@steady
@given(accounts)
def test_money_for_some_bids_goes_to_no_others_and_adds_up(account):
    _, rows = kept_table(account, SAY)
    assert bool(rows) == account.is_restricted
    for only, _, bids, *figures in rows:
        gave, spent, left = map(pence, figures)
        assert gave == spent + left
        if only == "Art":
            assert (bids, spent) == ("no bid", 0)
    for name in account.winners:
        assert sum(account.paid_by(name).values()) == account.costs[name]


@steady
@given(accounts)
def test_what_the_groups_paid_adds_up_to_what_each_bid_costs(account):
    _, rows = telling.step_table(account, SAY)
    groups = len(account.groups)
    for row in rows:
        cost, paid = pence(row[1]), [pence(cell) for cell in row[2 : 2 + groups]]
        assert sum(paid) == cost
    for part in telling.parts(account, SAY):
        for step in part.steps:
            ends = [one.start + one.width for one in step.slices]
            assert [one.start for one in step.slices[1:]] == ends[:-1]
            assert not ends or ends[-1] == 100


@steady
@given(accounts)
def test_every_bid_is_told_once_with_a_reason(account):
    lines = explanation.funded(account, SAY) + explanation.not_funded(account, SAY)
    assert sorted(line.number for line in lines) == sorted(account.titles)
    assert all(line.words for line in lines)
    assert [row.title for row in explanation.wanted(account, SAY)] == [line.title for line in lines]
    assert all(0 <= bar.width <= 100 for row in explanation.wanted(account, SAY) for bar in row.bars)


@steady
@given(accounts)
def test_supporters_of_a_bid_that_is_not_funded_never_held_enough_for_it(account):
    others = [name for name in account.titles if name not in account.winners]
    if account.rule.name == "equal-shares":
        assert all((account.held(name) or 0) < account.costs[name] for name in others)
    if account.rule == Rule():
        assert all(account.left_for(name) < account.costs[name] for name in others if account.voters(name))


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
    assert "".join(words for words, _ in explanation.poster(account, SAY)) == (
        "£900 goes to 2 bids that 24 people chose together"
    )
    assert [(line.title, line.words) for line in explanation.funded(account, SAY)] == [
        ("“Saturday” club", "12 people chose it."),
        ("Swings; for all", "7 people chose it."),
    ]
    assert [line.words for line in explanation.not_funded(account, SAY)] == [
        (
            "10 people chose it. They could have paid for it until “Saturday” club went first, which had more people "
            "to share its cost. After that they had £578.39 left for it. "
            "It costs £600. At the end £300 was left in the pot."
        ),
        (
            "7 people chose it. They could have paid for it until Swings; for all went first, which had more people "
            "to share its cost. After that they had £294 left for it. It costs £300.50. "
            "At the end £300 was left in the pot."
        ),
    ]
    assert method.method(account, SAY)[0] == (
        "The £1,200 was shared out: 50% to the 13 parent carers who chose something and 50% to the 11 young people who "
        "chose something. "
        "That was about £46.15 for each of the parent carers and about £54.55 for each of the young people."
    )
    assert [step.words for step in telling.parts(account, SAY)[0].steps] == [
        "12 people chose it. Each paid £37.50.",
        "7 people chose it. Each paid about £69.30, or all that they had left.",
    ]
    assert method.ending(account, SAY) == "In the end £300 was left. It goes back to the agencies."
    assert explanation.agencies(account, SAY) == "Brookfield Council and Health Trust"


@pytest.mark.parametrize(
    ("kind", "columns"),
    [("approval", []), ("stars", ["Stars"]), ("ranked", ["Points"]), ("faces", ["Yes", "A bit", "Points"])],
)
def test_words_fit_the_kind_of_ballot(kind, columns):
    account = told(kind)
    assert explanation.support_heads(account, SAY) == columns
    assert {len(row.support) for row in explanation.wanted(account, SAY)} == {len(columns)}
    words = " ".join(
        [*method.method(account, SAY), *(step.words for part in telling.parts(account, SAY) for step in part.steps)]
    )
    verb = {"approval": "chose it", "stars": "gave it stars", "ranked": "ranked it", "faces": "said a bit"}[kind]
    assert verb in words
    assert "per cent" not in words


def test_how_many_said_yes_and_how_many_a_bit_is_told_in_words_and_in_figures():
    choices = [(YOUNG, "12"), (YOUNG, "1"), (YOUNG, "1"), (CARERS, "21"), (CARERS, "2"), (CARERS, "3"), (CARERS, "")]
    account = told("faces", choices)
    rows = {row.number: (row.voters, *row.support) for row in explanation.wanted(account, SAY)}
    assert rows == {"1": (4, 3, 1, 7), "2": (3, 2, 1, 5), "3": (1, 1, 0, 2), "4": (0, 0, 0, 0)}
    lines = [*explanation.funded(account, SAY), *explanation.not_funded(account, SAY)]
    words = {line.number: line.words for line in lines}
    assert words["1"].startswith("3 people said yes. 1 person said a bit.")
    assert words["3"].startswith("1 person said yes.")
    assert "a bit" not in words["3"]
    assert words["4"] == "Nobody said yes or a bit."


@steady
@given(accounts)
def test_what_is_told_of_the_support_adds_up(account):
    for row in explanation.wanted(account, SAY):
        assert all(figure >= 0 for figure in row.support)
        if account.kind == "faces":
            yes, bit, points = row.support
            assert (yes + bit, 2 * yes + bit) == (row.voters, points)


def test_where_a_group_is_small_nothing_is_told_of_who_said_yes(hidden):
    account = Account({**hidden.terms, "rules": told("faces").terms["rules"]}, hidden.result, {})
    assert explanation.wanted(account, SAY) == []
    assert "said" not in " ".join(line.words for line in explanation.funded(account, SAY))


def test_by_points_alone_is_told_as_that():
    account = told("stars", rule=Rule(name="greedy"))
    assert method.method(account, SAY)[0].startswith("Bids were taken in the order of their points, the most first.")
    assert [part.title for part in telling.parts(account, SAY)] == ["In the order of points"]
    assert method.holdings(account)[0].first == ""
    assert telling.step_table(account, SAY)[1] == []


def test_a_group_that_did_not_vote_leaves_its_share_to_the_others_and_that_is_said():
    account = told(choices=[(YOUNG, "1"), (YOUNG, "2"), (CARERS, "")])
    assert (
        method.shares_moved(account, SAY)
        == "Nobody of the parent carers chose anything, so their share went to those who did."
    )
    assert [one.effective for one in method.holdings(account)] == ["0%", "100%"]


def test_a_group_that_is_much_larger_moves_the_shares_and_that_is_said():
    choices = [(YOUNG, "1")] + [(CARERS, "2")] * 12
    words = method.shares_moved(told(choices=choices), SAY)
    assert "nobody’s share of the money is more than 3 times anybody else’s" in words


@pytest.mark.parametrize("choices", [[], [(YOUNG, ""), (CARERS, "")]], ids=["no ballots", "only blank ones"])
def test_a_round_in_which_nothing_was_chosen_funds_nothing_and_says_so(choices):
    account = told(choices=choices)
    assert explanation.funded(account, SAY) == []
    assert method.method(account, SAY) == []
    assert telling.parts(account, SAY) == []
    expected = "Nobody voted, so no bid is funded" if not choices else "Nobody who voted chose a bid, so none is funded"
    assert explanation.poster(account, SAY) == [(expected, False)]
    assert purses(account)[0].left == 100_000
    assert method.shares_moved(account, SAY) == ""
    assert explanation.served(account, SAY) == []
    assert {why.why(account, name, SAY).words for name in account.titles} == {("Nobody chose it.",)}


def test_a_round_whose_money_may_go_to_no_bid_says_so_and_funds_nothing():
    frozen = with_restrictions(terms(kind="approval", **LIMITS["approval"]))
    idle = {**frozen, "contributions": frozen["contributions"][-1:], "pot_pence": 5_000}
    account = account_of(idle, opened("approval"))
    assert explanation.poster(account, SAY) == [
        ("There was no money that a bid could have, so nothing is funded", False)
    ]
    assert explanation.not_funded(account, SAY)[0].words == "None of the money may go to it."
    assert [purse.left for purse in purses(account)] == [5_000]
    assert method.method(account, SAY) == []


def test_a_round_without_bids_says_so_and_tells_nothing_else():
    account = account_of({**terms(), "proposals": []}, [])
    assert explanation.poster(account, SAY) == [("There was no bid to vote on, so nothing is funded", False)]
    assert explanation.not_funded(account, SAY) == []


def test_a_tie_is_told_with_what_decided_it():
    account = told(choices=[(YOUNG, "2"), (YOUNG, "3"), (CARERS, "2"), (CARERS, "3")])
    ties = [step.tie for part in telling.parts(account, SAY) for step in part.steps if step.tie]
    assert len(ties) == 1
    assert ties[0].startswith("It was exactly level with ")
    assert ties[0].endswith("It went first because the public dice put it first.")


def test_a_withheld_result_tells_what_is_funded_and_nothing_else(hidden):
    assert hidden.winners == ["2", "3"]
    assert [(line.number, line.words) for line in explanation.funded(hidden, SAY)] == [("2", ""), ("3", "")]
    assert "families chose together" in "".join(words for words, _ in explanation.poster(hidden, SAY))
    assert not explanation.not_funded(hidden, SAY)
    assert not explanation.wanted(hidden, SAY)
    assert not explanation.turnouts(hidden, SAY)
    assert not method.method(hidden, SAY)
    assert not telling.parts(hidden, SAY)
    assert not method.holdings(hidden)
    assert not what_ifs(hidden, SAY)
    assert not purses(hidden)
    assert telling.step_table(hidden, SAY)[1] == []
    assert not kept_table(hidden, SAY)[1]
    assert not explanation.served(hidden, SAY)
    assert explanation.nobody_passed_over(hidden, SAY) == ""
    assert (hidden.groups, hidden.explained) == ([], {})


def test_where_a_result_is_withheld_nobody_can_learn_that_all_ballots_were_blank():
    account = told(choices=[(YOUNG, ""), (CARERS, "")])
    shown = withheld(account.terms, account.result, 2)
    assert account.uncounted == "only-blank"
    assert Account(account.terms, shown, {}).uncounted == ""


def test_how_well_each_group_is_served_is_told_by_how_many_how_much_and_for_what_money():
    choices = [(YOUNG, "3")] * 4 + [(YOUNG, "1")] + [(CARERS, "3")] + [(CARERS, "1")]
    account = told(choices=choices, pot=45_000)
    assert account.winners == ["3"]
    assert explanation.served(account, SAY) == [
        (
            "Parent carers: 1 of the 2 who chose something have at least one of their choices funded. "
            "On average 0.5 of the bids that each of them chose are funded; together those cost £225."
        ),
        (
            "Young people: 4 of the 5 who chose something have at least one of their choices funded. "
            "On average 0.8 of the bids that each of them chose are funded; together those cost £360."
        ),
    ]


def test_other_ways_of_counting_are_compared_with_the_official_one():
    found = {one.question: one for one in what_ifs(told(), SAY)}
    assert list(found) == [
        "What if only parent carers had voted?",
        "What if only young people had voted?",
        "What if all voters held the same?",
        "What if votes alone decided?",
        "What if each bid needed enough people behind it?",
        "What if everybody saved up at the same pace?",
    ]
    account = told()
    for one in found.values():
        assert one.same == (not one.new and not one.missing)
        assert set(one.missing) <= {account.titles[name] for name in account.winners}
        assert not set(one.new) & {account.titles[name] for name in account.winners}


def test_marks_of_the_tests_are_those_of_the_ballots():
    assert marks("stars", "12") == {"stars": {"1": 3, "2": 2}}
