"""What META says of the count: rule, electorates, purses; what makes no sense is refused by file, line and field."""

from fractions import Fraction

import pytest

from pb.tally.declared import election_in, electorates_in, is_known, purses_in_meta, purses_of, room_of, rule_of
from pb.tally.election import Electorate, Purse
from pb.tally.pabulib import PabulibError, parse
from pb.tally.rules import Rule
from pb.tally.trials import Room

PROJECTS = "PROJECTS\nproject_id;cost;name\n1;60;Swings\n2;40;A tree\n"
VOTES = "VOTES\nvoter_id;electorate;vote\nx;young;1,2\ny;young;2\nz;old;\n"


def file(*meta, vote_type="approval", votes=VOTES):
    keys = "\n".join(["META", "key;value", "budget;100", f"vote_type;{vote_type}", *meta])
    return parse(f"{keys}\n{PROJECTS}{votes}", "park.pb")


def named(project, *meta):
    """A file whose first project is called otherwise."""
    keys = "\n".join(["META", "key;value", "budget;100", "vote_type;approval", *meta])
    return parse(f"{keys}\n{PROJECTS.replace('1;60', project + ';60')}{VOTES.replace('1,2', '2')}", "park.pb")


def refused(work):
    with pytest.raises(PabulibError) as fault:
        work()
    return str(fault.value)


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("equalshares/add1", Rule(second="none")),
        ("equalshares/add1/greedy", Rule()),
        ("equalshares/greedy", Rule(completion="none")),
        ("EqualShares", Rule(completion="none", second="none")),
        ("greedy", Rule(name="greedy")),
        ("greedy-threshold", Rule(name="greedy")),
        ("ear", Rule(name="ear")),
        ("phragmen", Rule(name="phragmen")),
    ],
)
def test_a_rule_that_is_known_is_the_rule_of_the_file(name, rule):
    assert rule_of(file(f"rule;{name}")) == rule
    assert is_known(file(f"rule;{name}"))


@pytest.mark.parametrize("name", ["equalshares/greedy/add1", "greedy-custom", "greedy/add1", "ear/add1", "unknown", ""])
def test_a_rule_that_is_unknown_is_the_official_one(name):
    assert rule_of(file(f"rule;{name}")) == Rule()
    assert not is_known(file(f"rule;{name}"))


def test_options_of_a_rule_stand_beside_its_name():
    assert rule_of(file("rule;equalshares/add1", "utility;count", "step;0.5", "stop;exhausted")) == Rule(
        utility="count", second="none", step=50, stop="exhausted"
    )
    declared = file("rule;greedy-threshold", "min_project_score_threshold;50")
    assert rule_of(declared) == Rule(name="greedy", threshold=50)
    assert rule_of(file("rule;greedy", "min_project_score_threshold;50")) == Rule(name="greedy")
    assert refused(lambda: rule_of(file("rule;equalshares", "step;much"))).startswith("park.pb, line 6, field step: ")


def test_electorates_come_with_their_shares_and_hold_the_votes_of_their_column():
    told = file("electorates;old 1/3, young 2/3", "weight_factor;2")
    election = election_in(told)
    assert election.electorates == (Electorate("old", Fraction(1, 3)), Electorate("young", Fraction(2, 3)))
    assert election.sizes() == {"old": 0, "young": 2}
    assert (election.weight_factor, [one.count for one in election.blank]) == (2, [1])
    assert election_in(file()).electorates == (Electorate("voters", Fraction(1)),)


def test_electorates_may_have_names_of_several_words():
    found = electorates_in("young people 1/2, old = 1/2", "here")
    assert found == (Electorate("young people", Fraction(1, 2)), Electorate("old", Fraction(1, 2)))


def test_other_electorates_may_be_named_with_their_column():
    votes = VOTES.replace("electorate", "school")
    groups = electorates_in("old=1/2,young=1/2", "--shares")
    assert election_in(file(votes=votes), electorates=groups, column="school").sizes() == {"old": 0, "young": 2}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("young", "here: 'young' is no electorate with its share"),
        ("young 1/0", "here: 'young 1/0' is no electorate with its share"),
        ("young 1/2", "here: the shares add up to 1/2, not to 1"),
        ("young 1/2, old 2/3", "here: the shares add up to 7/6, not to 1"),
        ("", "here: the shares add up to 0, not to 1"),
        ("young 1/2, young 1/2", "here: an electorate is there twice"),
    ],
)
def test_shares_that_make_no_whole_are_refused(text, words):
    assert refused(lambda: electorates_in(text, "here")) == words


def test_electorates_are_refused_by_the_line_they_stand_in():
    told = file("electorates;young 1/2, old 1/3")
    words = "park.pb, line 5, field electorates: the shares add up to 5/6, not to 1"
    assert refused(lambda: election_in(told)) == words


def test_an_electorate_that_the_column_does_not_have_or_a_column_that_is_not_there_is_refused():
    groups = electorates_in("young 1", "--shares")
    words = "park.pb, line 13, field electorate: there is no electorate 'old'"
    assert refused(lambda: election_in(file(), electorates=groups)) == words
    words = "park.pb, VOTES, field school: there is no such column"
    assert refused(lambda: election_in(file(), electorates=groups, column="school")) == words


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("electorates;young 0, old 1", "field electorates: 'young' has no share"),
        ("weight_factor;0", "field weight_factor: '0' is no whole number above 0"),
        ("weight_factor;1.5", "field weight_factor: '1.5' is no whole number above 0"),
        ("weight_factor;-3", "field weight_factor: '-3' is no whole number above 0"),
        ("purse_0;30: 1", "field purse_0: purses are numbered from purse_1"),
        ("purse_x;30: 1", "field purse_x: purses are numbered from purse_1"),
    ],
)
def test_what_would_be_left_out_of_account_is_refused(line, words):
    assert refused(lambda: election_in(file(line))) == f"park.pb, line 5, {words}"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("step;0", "the step must be above 0"),
        ("step;-1", "the step must be above 0"),
        ("utility;cots", "'cots' is not one of cost, count"),
        ("stop;foo", "'foo' is not one of overspend, exhausted"),
    ],
)
def test_options_of_the_rule_that_make_no_sense_are_refused(line, words):
    field, told = line.split(";")[0], file("rule;equalshares/add1", line)
    assert refused(lambda: rule_of(told)) == f"park.pb, line 6, field {field}: {words}"


def test_a_file_of_points_without_any_has_room_all_the_same():
    told = file(vote_type="scoring", votes="VOTES\nvoter_id;vote\nx;\n")
    assert room_of(told).most == 1


def test_purses_are_written_and_read_again():
    purses = [Purse(2, 1250, ("1",)), Purse(1, 3000, ("1", "2")), Purse(0, 100, ("1", "2", "3"))]
    written = purses_in_meta(purses)
    assert written == {"purse_1": "30: 1,2", "purse_2": "12.5: 1"}
    told = file(*(f"{key};{value}" for key, value in written.items() if key == "purse_2"))
    assert purses_of(told) == [Purse(2, 1250, ("1",))]
    assert [(purse.number, purse.amount) for purse in election_in(told).purses] == [(2, 1250), (0, 8750)]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("30", "'30' is no purse; write the amount, a colon and the projects"),
        ("30:", "the purse may fund no project, or one twice"),
        ("30: 1,1", "the purse may fund no project, or one twice"),
        ("30: 1,9", "there is no project 9"),
        ("0: 1", "a purse holds more than 0"),
        ("-5: 1", "a purse holds more than 0"),
        ("some: 1", "'some' is no amount"),
    ],
)
def test_a_purse_that_makes_no_sense_is_refused_by_line_and_field(value, words):
    assert refused(lambda: election_in(file(f"purse_1;{value}"))) == f"park.pb, line 5, field purse_1: {words}"


def test_purses_may_hold_all_the_money_or_a_minor_unit_and_fund_projects_of_any_name():
    told = file("purse_1;99.99: 1", "purse_2;0.01: 2")
    assert [(one.number, one.amount) for one in purses_of(told)] == [(1, 9999), (2, 1)]
    assert purses_of(named("a:b", "purse_1;100: a:b, 2")) == [Purse(1, 10000, ("a:b", "2"))]


def test_purses_that_are_too_much_or_alike_are_refused():
    words = "park.pb, line 6, field purse_2: with this purse, the purses hold more than the budget"
    assert refused(lambda: election_in(file("purse_1;60: 1", "purse_2;50: 2"))) == words
    words = "park.pb, line 6, field purse_2: another purse may fund the same projects; together they are one"
    assert refused(lambda: election_in(file("purse_1;20: 1", "purse_2;20: 1"))) == words
    words = "it may fund every project, as may what is in no purse; together they are one"
    assert refused(lambda: election_in(file("purse_1;20: 2,1"))) == f"park.pb, line 5, field purse_1: {words}"
    assert [one.number for one in purses_of(file("purse_1;100: 2,1"))] == [1]


@pytest.mark.parametrize(
    ("vote_type", "meta", "room"),
    [
        ("approval", (), Room("approval", 0)),
        ("approval", ("max_length;2",), Room("approval", 2)),
        ("choose-1", (), Room("approval", 1)),
        ("ordinal", ("max_length;2",), Room("ranked", 2)),
        ("cumulative", ("max_sum_points;5", "max_points;4"), Room("stars", 5, 4)),
        ("cumulative", ("max_sum_points;5",), Room("stars", 5, 5)),
        ("scoring", (), Room("stars", 6, 3)),
    ],
)
def test_what_a_ballot_allows_is_told_or_seen_in_the_votes(vote_type, meta, room):
    votes = "VOTES\nvoter_id;vote;points\nx;1,2;1,3\ny;2;1\n"
    if vote_type == "choose-1":
        votes = votes.replace("1,2;1,3", "1;3")
    assert room_of(file(*meta, vote_type=vote_type, votes=votes)) == room


def test_where_nobody_gave_points_a_ballot_is_taken_to_allow_one_for_each_project():
    votes = "VOTES\nvoter_id;vote;points\nx;;\n"
    assert room_of(file(vote_type="scoring", votes=votes)) == Room("stars", 2, 1)


def test_where_nobody_names_a_lot_there_is_none():
    assert election_in(file()).seed == ""
    assert election_in(file(), seed="dice").seed == "dice"


SUMMED = "META\nkey;value\nbudget;100\nvote_type;approval\nPROJECTS\nproject_id;cost;votes\n1;60;1\n12;40;{}\n{}"


def test_a_file_that_ends_in_the_middle_of_its_last_ballot_is_refused_by_its_own_sums():
    whole = SUMMED.format(2, "VOTES\nvoter_id;vote\nx;12\ny;1,12")
    for text in (whole, whole + "\n", whole + "\r"):
        assert election_in(parse(text, "park.pb")).supporters() == {"1": 1, "12": 2}
    for gone in ("2", "12", ",12", "1,12"):
        text = whole.removesuffix(gone)
        found = refused(lambda text=text: election_in(parse(text, "park.pb")))
        assert found.startswith("park.pb, line ")
        assert "field v" in found
    assert refused(lambda: election_in(parse(whole.removesuffix("12"), "park.pb"))) == (
        "park.pb, line 8, field votes: it says 2, the ballots have 1, and the last line has no end; "
        "the file may be cut off"
    )


def test_sums_that_are_wrong_in_a_file_with_an_end_or_say_nothing_do_not_matter():
    votes = "VOTES\nvoter_id;vote\nx;12\ny;1,12"
    assert election_in(parse(SUMMED.format(3, votes + "\n"), "park.pb")).supporters()["12"] == 2
    for said in ("", "?", "1"):
        assert election_in(parse(SUMMED.format(said, votes), "park.pb")).supporters()["12"] == 2
    without = "\n".join(
        line.rpartition(";")[0] if line[:2] in {"1;", "12", "pr"} else line for line in SUMMED.split("\n")
    )
    assert election_in(parse(without.format(votes), "park.pb")).supporters()["12"] == 2
