"""Whatever was voted, and however it is counted: all that is told of a result goes through the catalogue."""

import pytest
from hypothesis import given
from pseudo import WORDS, unsaid
from published_round import CHOICES
from small_elections import steady
from told_accounts import LIMITS, RULES, accounts, told

from pb.core.written import marked
from pb.results.rules import explanation, method, telling, why
from pb.results.rules.account import Account, renamed
from pb.results.rules.comparison import what_ifs
from pb.results.rules.purses import kept_table, purse_table
from pb.tally.explained import COST, VOTERS, VOTES
from pb.tally.rules import Rule


def read_by_others(account):
    """The account as a reader of another language is shown it."""
    return Account(renamed(account.terms, {}, marked), account.result, account.explained)


def texts(value):
    """Every text in what rules return, of whatever shape."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts(one)
    elif hasattr(value, "__slots__"):
        for name in value.__slots__:
            yield from texts(getattr(value, name))


def all_told(account):
    explanations = [*account.titles] if account.is_public else []
    return (
        "".join(words for words, _ in explanation.poster(account, WORDS)),
        explanation.agencies(account, WORDS),
        explanation.funded(account, WORDS),
        explanation.not_funded(account, WORDS),
        explanation.wanted(account, WORDS),
        explanation.support_heads(account, WORDS),
        explanation.turnouts(account, WORDS),
        explanation.served(account, WORDS),
        explanation.nobody_passed_over(account, WORDS),
        method.method(account, WORDS),
        method.ending(account, WORDS),
        method.counting_money(account, WORDS),
        method.holdings(account),
        method.shares_moved(account, WORDS),
        telling.parts(account, WORDS),
        telling.step_table(account, WORDS),
        what_ifs(account, WORDS),
        purse_table(account, WORDS),
        kept_table(account, WORDS),
        why.round_heads(account, WORDS),
        why.rounds_note(account, WORDS),
        [why.why(account, name, WORDS) for name in explanations],
    )


def hold(account):
    for text in texts(all_told(read_by_others(account))):
        assert not unsaid(text), text


@steady
@given(accounts)
def test_every_word_of_any_result_goes_through_the_catalogue(account):
    hold(account)


@pytest.mark.parametrize("kind", sorted(LIMITS))
@pytest.mark.parametrize("rule", RULES, ids=str)
@pytest.mark.parametrize("choices", [CHOICES, CHOICES[:3], []], ids=["many", "few", "none"])
def test_every_word_of_each_kind_of_ballot_and_rule_goes_through_the_catalogue(kind, rule, choices):
    hold(told(kind, choices, rule))
    hold(told(kind, choices, rule, restricted=True))


@pytest.mark.parametrize("kind", sorted(LIMITS))
@pytest.mark.parametrize("reached", [{"needed": 2}, {"last": 9}])
def test_every_word_of_what_would_have_changed_it_goes_through_the_catalogue(kind, reached):
    account = told(kind, rule=Rule(second="none"))
    groups = [group.id for group in account.groups]
    changes = {name + group: reached for name in (VOTES, VOTERS) for group in groups} | {COST: reached}
    explained = {name: {**one, "changes": changes} for name, one in account.explained.items()}
    hold(Account(account.terms, account.result, explained))
    (first, *_) = account.titles
    found = why.why(Account(account.terms, account.result, explained), first, WORDS)
    assert found.changes or found.in_vain
