"""Accounts of results, of every kind of ballot and rule, for tests of what is told of them."""

from hypothesis import strategies as st
from published_round import CARERS, CHOICES, YOUNG, opened, terms, with_restrictions

from pb.results.rules.account import Account
from pb.results.rules.publication import result_value, with_head
from pb.tally.explained import case_of, without_trials
from pb.tally.published import compared, comparison_names, election_of, rule_of, votes_of
from pb.tally.rules import Rule, count

RULES = (
    Rule(),
    Rule(completion="none", second="none"),
    Rule(second="none"),
    Rule(name="greedy"),
    Rule(utility="count"),
    Rule(name="ear"),
)
LIMITS = {"approval": {"limit": 3}, "stars": {"limit": 8, "most": 3}, "ranked": {"limit": 3}, "faces": {"limit": 0}}
SEED = "a lot for tests"


def told(kind="approval", choices=CHOICES, rule=None, *, restricted=False, **more):
    """The account of a round with these choices; what would have changed it is not tried."""
    frozen = terms(kind=kind, **LIMITS[kind], rule=rule, **more)
    return account_of(with_restrictions(frozen) if restricted else frozen, opened(kind, choices))


def account_of(frozen, ballots):
    votes = votes_of(frozen, [(marked, electorate) for _, _, marked, electorate in ballots])
    outcome = count(election_of(frozen, SEED, votes), rule_of(frozen))
    others = {name: compared(name, frozen, SEED, votes) for name in comparison_names(frozen)}
    result = with_head(result_value(frozen, SEED, votes, outcome, others), "", 0)
    case = case_of(frozen, SEED, votes, outcome)
    return Account(frozen, result, {one["id"]: without_trials(case, one["id"]) for one in frozen["proposals"]})


def any_of(make, most):
    """Accounts that `make` makes of any kind of ballot, rule and pot, with up to so many ballots."""
    choice = st.tuples(
        st.sampled_from([YOUNG, CARERS]), st.lists(st.sampled_from("1234"), max_size=3, unique=True).map("".join)
    )
    return st.builds(
        make,
        st.sampled_from(sorted(LIMITS)),
        st.lists(choice, max_size=most),
        st.sampled_from(RULES),
        restricted=st.booleans(),
        pot=st.integers(30_000, 200_000),
    )


accounts = any_of(told, most=24)
