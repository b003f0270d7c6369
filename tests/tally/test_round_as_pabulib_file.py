"""A round of ours as `round.pb`: any Pabulib reader reads the same election, and nothing tells when anybody voted."""

import pytest
from published_round import CARERS, CHOICES, YOUNG, opened, terms, with_restrictions

from pb.seal.commit import trackers
from pb.tally.declared import election_in, rule_name, rule_of, rule_options
from pb.tally.export import NAME, Cast, round_file
from pb.tally.pabulib import PabulibError, PabulibFile, parse
from pb.tally.published import ComparisonUnknown, compared, comparison_names, election_of, votes_of
from pb.tally.published import rule_of as official
from pb.tally.rules import Rule, count
from pb.tally.table import Section

SEED = "5eed"
KINDS = [("approval", 3, 0), ("stars", 10, 5), ("ranked", 3, 0), ("faces", 0, 0)]


def with_meta(meta):
    """A file with nothing but these keys."""
    nothing = Section((), [], [])
    return PabulibFile("park.pb", meta, nothing, nothing)


def casts(kind):
    ballots = opened(kind)
    codes = trackers(commit for commit, *_ in ballots)
    return [Cast(codes[commit], electorate, marked) for commit, _, marked, electorate in ballots]


@pytest.mark.parametrize("restricted", [False, True], ids=["open money", "two purses"])
@pytest.mark.parametrize(("kind", "limit", "most"), KINDS)
def test_the_file_read_back_is_the_election_and_counts_alike_step_by_step(kind, limit, most, restricted):
    frozen = terms(kind=kind, limit=limit, most=most, rule=Rule(utility="count", step=50))
    frozen = with_restrictions(frozen) if restricted else frozen
    votes = votes_of(frozen, [(cast.marks, cast.electorate) for cast in casts(kind)])
    election = election_of(frozen, SEED, votes)
    file = parse(round_file(frozen, SEED, casts(kind), ["1"]), NAME)
    read = election_in(file, seed=file.meta["lot_seed"])
    assert read == election
    assert len(read.purses) == (3 if restricted else 1)
    assert rule_of(file) == official(frozen)
    assert file.selected() == ["1"]
    assert count(read, rule_of(file)) == count(election, official(frozen))


def test_votes_stand_in_the_order_of_check_codes_whatever_the_order_they_came_in():
    text = round_file(terms(), SEED, casts("approval"), [])
    assert text == round_file(terms(), SEED, reversed(casts("approval")), [])
    codes = [row.fields["voter_id"] for row in parse(text, NAME).votes]
    assert codes == sorted(codes)
    assert len(codes) == len(CHOICES)


def test_the_order_in_which_stars_were_given_is_not_told():
    one, other = ({"stars": dict(given)} for given in ([("2", 1), ("1", 3)], [("1", 3), ("2", 1)]))
    frozen = terms(kind="stars", limit=10, most=5)
    texts = {round_file(frozen, SEED, [Cast("000000000000", YOUNG, marked)], []) for marked in (one, other)}
    assert len(texts) == 1


def test_each_project_tells_its_votes_its_score_and_whether_it_is_funded():
    file = parse(round_file(terms(kind="stars", limit=10, most=5), SEED, casts("stars"), ["2"]), NAME)
    swings = file.projects[1].fields
    supporters = [chosen for _, chosen in CHOICES if "2" in chosen]
    assert swings == {
        "project_id": "2",
        "cost": "450",
        "votes": str(len(supporters)),
        "score": str(sum(3 - chosen.index("2") for chosen in supporters)),
        "name": "Swings; for all",
        "selected": "1",
    }


@pytest.mark.parametrize(
    ("kind", "limit", "most", "limits"),
    [
        ("approval", 3, 0, {"max_length": "3"}),
        ("approval", 0, 0, {}),
        ("ranked", 3, 0, {"max_length": "3"}),
        ("stars", 10, 5, {"max_sum_points": "10", "max_points": "5"}),
        ("faces", 0, 0, {"max_points": "2"}),
    ],
)
def test_what_a_ballot_allows_is_told_as_other_readers_of_the_format_know_it(kind, limit, most, limits):
    meta = parse(round_file(terms(kind=kind, limit=limit, most=most), SEED, casts(kind), []), NAME).meta
    known = {"max_length", "max_sum_points", "max_points"}
    assert {key: value for key, value in meta.items() if key in known} == limits


def test_a_project_that_nobody_chose_has_no_votes_and_no_score():
    file = parse(round_file(terms(), SEED, [], []), NAME)
    assert {(row.fields["votes"], row.fields["score"]) for row in file.projects} == {("0", "0")}


def test_only_points_have_a_column_for_points():
    for kind, limit, most in KINDS:
        columns = parse(round_file(terms(kind=kind, limit=limit, most=most), SEED, casts(kind), []), NAME).votes.columns
        assert ("points" in columns) == (kind in {"stars", "faces"})


def test_options_of_a_rule_are_told_where_they_are_not_the_usual_ones():
    assert rule_options(Rule(step=50)) == {"utility": "cost", "step": "0.5"}
    assert rule_options(Rule(stop="exhausted")) == {"utility": "cost", "step": "1", "stop": "exhausted"}
    assert rule_options(Rule(name="greedy")) == rule_options(Rule(name="phragmen")) == {}
    assert rule_options(Rule(name="greedy", threshold=5)) == {"min_project_score_threshold": "5"}


@pytest.mark.parametrize(
    ("rule", "name"),
    [
        (Rule(), "equalshares/add1/greedy"),
        (Rule(second="none"), "equalshares/add1"),
        (Rule(completion="none"), "equalshares/greedy"),
        (Rule(completion="none", second="none"), "equalshares"),
        (Rule(stop="exhausted", step=250), "equalshares/add1/greedy"),
        (Rule(name="greedy"), "greedy"),
        (Rule(name="greedy", per_cost=True), "greedy-per-cost"),
        (Rule(name="greedy", skip=False), "greedy-no-skip"),
        (Rule(name="greedy", threshold=50), "greedy-threshold"),
        (Rule(name="greedy", per_cost=True, skip=False, threshold=1), "greedy-per-cost-no-skip-threshold"),
        (Rule(name="ear"), "ear"),
        (Rule(name="phragmen"), "phragmen"),
    ],
)
def test_the_rule_in_one_word_is_read_back_as_the_rule(rule, name):
    assert rule_name(rule) == name
    assert rule_of(with_meta({"rule": name, **rule_options(rule)})) == rule


def test_an_option_that_stands_in_no_line_is_refused_by_its_key():
    with pytest.raises(PabulibError, match=r"park.pb, META, field step: 'much' is no amount"):
        rule_of(with_meta({"rule": "equalshares", "step": "much"}))


def test_beside_the_official_count_stand_the_other_rules_the_unweighted_and_each_electorates_own():
    frozen = terms()
    votes = votes_of(frozen, [(cast.marks, cast.electorate) for cast in casts("approval")])
    names = ["greedy", "ear", "phragmen", "unweighted", f"electorate/{CARERS}", f"electorate/{YOUNG}"]
    assert comparison_names(frozen) == names
    counted = {name: compared(name, frozen, SEED, votes) for name in comparison_names(frozen)}
    assert counted["greedy"] == count(election_of(frozen, SEED, votes), Rule(name="greedy"))
    assert counted["ear"] == count(election_of(frozen, SEED, votes), Rule(name="ear"))
    assert counted["phragmen"] == count(election_of(frozen, SEED, votes), Rule(name="phragmen"))
    assert counted["unweighted"].effective == {"voters": 1}
    own = counted[f"electorate/{YOUNG}"]
    assert own == count(election_of(frozen, SEED, votes).only(YOUNG), official(frozen))
    assert own.effective == {YOUNG: 1}


def test_greedy_is_not_compared_with_itself_and_one_electorate_not_with_others():
    frozen = terms(rule=Rule(name="greedy"))
    assert "greedy" not in comparison_names(frozen)
    frozen["rules"]["electorates"] = [{"id": YOUNG, "label": "Young people", "share": "1/1"}]
    assert comparison_names(frozen) == ["equal-shares", "ear", "phragmen"]


def test_the_first_format_compared_with_greedy_alone():
    frozen = terms(version=1)
    assert comparison_names(frozen) == ["greedy", "unweighted", f"electorate/{CARERS}", f"electorate/{YOUNG}"]


def test_the_lot_of_the_round_decides_ties_of_every_comparison():
    frozen = terms()
    for one in frozen["proposals"]:
        one["cost_pence"] = 50_000
    votes = votes_of(frozen, [({"chosen": ["1", "2", "3"]}, YOUNG), ({"chosen": ["1", "2", "3"]}, CARERS)])
    firsts = {name: set[str]() for name in comparison_names(frozen)}
    for seed in map(str, range(12)):
        for name, first in firsts.items():
            first.add(compared(name, frozen, seed, votes).order[0])
    assert all(len(different) > 1 for different in firsts.values())


@pytest.mark.parametrize("name", ["borda", "electorate/", "electorate/nobody", f"elector/{YOUNG}"])
def test_a_comparison_that_nobody_knows_is_refused(name):
    with pytest.raises(ComparisonUnknown, match=name):
        compared(name, terms(), SEED, [])
