"""Reading the Pabulib format: what occurs is read, what is broken is refused by file, line and field."""

from fractions import Fraction

import pytest

from pb.tally.election import Ballot, Electorate, Project, make_election
from pb.tally.file_election import ranks, to_election
from pb.tally.pabulib import PabulibError, in_unit, minor, parse

META = "META\nkey;value\nbudget;100\nvote_type;approval\n"
PROJECTS = "PROJECTS\nproject_id;cost;name\n1;60;Swings\n2;40;A tree\n"
VOTES = "VOTES\nvoter_id;vote\nx;1,2\ny;2\nz;\n"
WHOLE = META + PROJECTS + VOTES


def read(text):
    return to_election(parse(text, "park.pb"))


def refused(text):
    """The words with which a text is refused."""
    with pytest.raises(PabulibError) as fault:
        read(text)
    assert "\n" not in str(fault.value)
    return str(fault.value)


def with_votes(vote_type, votes, meta="", columns="voter_id;vote;points"):
    return f"META\nkey;value\nbudget;100\nvote_type;{vote_type}\n{meta}{PROJECTS}VOTES\n{columns}\n{votes}\n"


def test_an_approval_file_becomes_an_election_in_minor_units():
    election = read(WHOLE)
    assert election.projects == (Project("1", 6000), Project("2", 4000))
    assert election.ballots == (Ballot((("1", 1), ("2", 1))), Ballot((("2", 1),)))
    assert (election.budget, [one.count for one in election.blank]) == (10000, [1])


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + WHOLE,
        WHOLE.replace("\n", "\r\n"),
        WHOLE.replace("\n", "\n\n"),
        WHOLE.removesuffix("\n"),
        WHOLE.replace("budget;100", 'budget;"100,00"'),
        WHOLE.replace("budget;100", "budget;100.000"),
        WHOLE.replace("META\n", "meta;\n"),
        WHOLE.replace("x;1,2", " x ; 1 , 2 "),
        WHOLE.replace("x;1,2", 'x;"2,1"'),
        WHOLE.replace("vote_type;approval", "vote_type;Approval"),
        "\n" + WHOLE,
        WHOLE.replace("META\n", '"META"\n'),
    ],
    ids=[
        "a byte-order mark",
        "CRLF",
        "empty lines",
        "no last line feed",
        "a decimal comma, quoted",
        "decimals that are zeros",
        "a small title with a semicolon",
        "white space",
        "a quoted vote",
        "a capital letter",
        "an empty line first",
        "a title in quotes",
    ],
)
def test_the_ways_in_which_people_write_the_same_file_read_alike(text):
    assert read(text) == read(WHOLE)


def test_choose_one_ballots_are_approvals_of_one():
    assert read(with_votes("choose-1", "x;2", columns="voter_id;vote")).ballots == (Ballot((("2", 1),)),)


@pytest.mark.parametrize("kind", ["cumulative", "scoring"])
def test_points_are_read_as_given_and_a_zero_is_no_support(kind):
    assert read(with_votes(kind, "x;1,2;3,0")).ballots == (Ballot((("1", 3),)),)


def test_the_first_rank_is_worth_max_length_or_the_longest_ballot():
    ranked = with_votes("ordinal", "x;2\ny;2,1", columns="voter_id;vote")
    assert read(ranked).ballots == (Ballot((("1", 1), ("2", 2))), Ballot((("2", 2),)))
    longer = parse(ranked.replace("PROJECTS", "max_length;5\nPROJECTS", 1), "park.pb")
    assert ranks(longer) == 5
    assert to_election(longer).ballots[1] == Ballot((("2", 5),))


def test_fields_with_semicolons_quotes_and_line_feeds_are_read_as_they_were_meant():
    text = WHOLE.replace("Swings", '"Swings; big, ""safe"" ones\nfor all"')
    assert parse(text, "park.pb").projects[0].fields["name"] == 'Swings; big, "safe" ones\nfor all'


def test_a_title_that_begins_with_a_quoted_word_keeps_its_quotes():
    text = WHOLE.replace("Swings", '"Swings" and more')
    assert parse(text, "park.pb").projects[0].fields["name"] == '"Swings" and more'


def test_lines_are_numbered_as_an_editor_numbers_them():
    text = WHOLE.replace("Swings", '"Swings\nand more"').replace("2;40", "2;forty")
    assert refused(text) == "park.pb, line 9, field cost: 'forty' is no amount"


@pytest.mark.parametrize("end", range(1, len(WHOLE) - 7, 3))
def test_a_file_cut_off_anywhere_is_refused_or_read_as_far_as_whole_lines_go(end):
    counted = WHOLE.replace("budget", "num_projects;2\nnum_votes;3\nbudget")
    cut = counted[: end + 30]
    if len(cut) < len(counted) - len("z;\n"):
        assert "park.pb" in refused(cut)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "park.pb: the section META is missing or empty; the file may be cut off"),
        ("PK\x03\x04\x00", "park.pb, line 1: expected the section META first"),
        (META, "park.pb: the section PROJECTS is missing or empty; the file may be cut off"),
        (META + PROJECTS, "park.pb: the section VOTES is missing or empty; the file may be cut off"),
        (META + PROJECTS + "VOTES\n", "park.pb: the section VOTES is missing or empty; the file may be cut off"),
        (WHOLE + VOTES, "park.pb, line 14: a second section VOTES"),
        (WHOLE.replace("y;2", "y"), "park.pb, line 12: 1 fields where VOTES has 2 columns; the file may be cut off"),
        (
            WHOLE.replace("y;2", "y;2;3"),
            "park.pb, line 12: 3 fields where VOTES has 2 columns; the file may be cut off",
        ),
        (WHOLE.replace("y;2", 'y;"2'), "park.pb, line 12: a quote is opened and never closed; the file may be cut off"),
        (WHOLE.replace(";cost", ";price"), "park.pb, line 6: PROJECTS has no column cost"),
        (WHOLE.replace("voter_id;vote", "voter_id;votes"), "park.pb, line 10: VOTES has no column vote"),
        (WHOLE.replace("cost;name", "cost;cost"), "park.pb, line 6: PROJECTS has the column cost twice"),
        (WHOLE.replace("budget;100", "budget;100\nbudget;90"), "line 4: META has budget twice, with different values"),
        (WHOLE.replace("2;40", "1;40"), "park.pb, line 8, field project_id: project 1 is there twice"),
        (WHOLE.replace("1;60", "1;0"), "park.pb, line 7, field cost: a cost is above 0"),
        (WHOLE.replace("1;60", "1;-5"), "park.pb, line 7, field cost: a cost is above 0"),
        (WHOLE.replace("1;60", "1;"), "park.pb, line 7, field cost: '' is no amount"),
        (WHOLE.replace("1;60", "1;1/3"), "park.pb, line 7, field cost: '1/3' is no amount"),
        (WHOLE.replace("1;60", "1;1e9999999"), "park.pb, line 7, field cost: '1e9999999' is no amount"),
        (WHOLE.replace("1;60", "1;0.001"), "park.pb, line 7, field cost: 0.001 has more than two decimals"),
        (WHOLE.replace("1;60", "1;6,000"), "park.pb, line 7, field cost: '6,000' may mean thousands; write an amount"),
        (WHOLE.replace("y;2", "x;2"), "park.pb, line 12, field voter_id: voter x is there twice"),
        (
            WHOLE.replace("budget", "max_length;-1\nbudget"),
            "park.pb, line 3, field max_length: '-1' is no whole number",
        ),
        (
            WHOLE.replace("budget", "purse_1;5: 1\npurse_1;6: 1\nbudget"),
            "park.pb, line 4: META has purse_1 twice, with different values",
        ),
        (
            WHOLE.replace("budget", "electorates;a 1\nelectorates;b 1\nbudget"),
            "park.pb, line 4: META has electorates twice, with different values",
        ),
        (WHOLE.replace("budget;100", "budget;lots"), "park.pb, line 3, field budget: 'lots' is no amount"),
        (WHOLE.replace("budget;100", "budget;-1"), "park.pb, line 3, field budget: the budget is below 0"),
        (WHOLE.replace("budget;100", "money;100"), "park.pb: META has no budget"),
        (
            WHOLE.replace("approval", "borda"),
            (
                "park.pb, line 4, field vote_type: 'borda' is no kind of ballot; "
                "it is one of approval, choose-1, cumulative, ordinal, scoring"
            ),
        ),
        (
            WHOLE.replace("budget", "num_votes;4\nbudget"),
            "field num_votes: it says 4, the file has 3; it may be cut off",
        ),
        (
            WHOLE.replace("budget", "num_projects;3\nbudget"),
            "field num_projects: it says 3, the file has 2; it may be cut off",
        ),
        (WHOLE.replace("y;2", "y;7"), "park.pb, line 12, field vote: there is no project 7"),
        (WHOLE.replace("y;2", "y;2,2"), "park.pb, line 12, field vote: a project is marked twice"),
        (with_votes("ordinal", "x;1,2;", "max_length;1\n"), "field vote: 2 projects are ranked, 1 are allowed"),
        (with_votes("cumulative", "x;1,2;3"), "park.pb, line 11, field points: 2 projects but 1 points"),
        (
            with_votes("cumulative", "x;1", columns="voter_id;vote"),
            "park.pb, line 11, field points: 1 projects but 0 points",
        ),
        (with_votes("cumulative", "x;1;½"), "park.pb, line 11, field points: points are whole numbers"),
        (with_votes("cumulative", "x;1;²"), "park.pb, line 11, field points: points are whole numbers"),
        (with_votes("cumulative", "x;1;-2"), "park.pb, line 11, field points: points are at least 0"),
        (
            with_votes("cumulative", "x;1,2;1,6", "max_points;5\n"),
            "park.pb, line 12, field points: 6 points for one project, 5 are allowed",
        ),
        (
            with_votes("cumulative", "x;1,2;3,3", "max_sum_points;5\n"),
            "park.pb, line 12, field points: 6 points in all, 5 are allowed",
        ),
        (with_votes("choose-1", "x;1,2;"), "field vote: 2 projects are chosen, 1 are allowed"),
        (with_votes("approval", "x;1,2;", "max_length;1\n"), "field vote: 2 projects are chosen, 1 are allowed"),
        (with_votes("cumulative", "x;1,1;2,2"), "park.pb, line 11, field vote: a project is marked twice"),
    ],
)
def test_what_is_broken_is_refused_in_one_line_that_says_where(text, words):
    assert words in refused(text)


def test_a_message_is_one_line_that_a_terminal_can_show_whatever_the_file_holds():
    said = refused(WHOLE.replace("y;2", 'y;"7\n\x1b[31m\x07"'))
    assert said == "park.pb, line 12, field vote: there is no project 7??[31m?"
    assert len(refused(WHOLE.replace("y;2", "y;" + "7" * 200_000))) == 300


def test_a_line_of_meta_may_have_a_key_alone():
    assert parse(WHOLE.replace("budget", "comment\nbudget"), "park.pb").meta["comment"] == ""


@pytest.mark.parametrize("name", ["a\nVOTES\nvoter_id;vote\nz;1\n", 'a "\nVOTES\nvoter_id;vote\nz;1\n'])
def test_a_name_that_looks_like_votes_is_a_name(name):
    quoted = '"' + name.replace('"', '""') + '"'
    read = parse(WHOLE.replace("Swings", quoted), "park.pb")
    assert read.projects[0].fields["name"] == name
    assert [row.fields["voter_id"] for row in read.votes] == ["x", "y", "z"]


def test_the_second_row_of_a_voter_is_found_wherever_it_stands():
    rows = "".join(f"v{number};1\n" for number in range(50))
    assert refused(META + PROJECTS + "VOTES\nvoter_id;vote\n" + rows + "v7;2\n") == (
        "park.pb, line 61, field voter_id: voter v7 is there twice"
    )
    turned = "".join(f"1;v{number}\n" for number in [*range(50), 49])
    assert "voter v49 is there twice" in refused(META + PROJECTS + "VOTES\nvote;voter_id\n" + turned)


def test_no_money_and_a_cost_of_one_minor_unit_are_what_they_are():
    election = read(WHOLE.replace("budget;100", "budget;0").replace("1;60", "1;0.01"))
    assert (election.budget, election.projects[0].cost) == (0, 1)


def test_a_file_with_no_ranked_ballots_has_no_ranks():
    assert ranks(parse(META.replace("approval", "ordinal") + PROJECTS + "VOTES\nvoter_id;vote\n", "park.pb")) == 0


def test_the_first_of_many_alike_wrong_ballots_is_named():
    assert ", line 11, " in refused(WHOLE.replace("x;1,2\ny;2", "x;9\ny;9"))


def test_electorates_are_read_from_their_column():
    text = WHOLE.replace("voter_id;vote", "voter_id;vote;group").replace("1,2", "1,2;young").replace("y;2", "y;2;old")
    groups = [Electorate("old", Fraction(1, 2)), Electorate("young", Fraction(1, 2))]
    file = parse(text.replace("z;", "z;;old"), "park.pb")
    assert to_election(file, electorates=groups, electorate_column="group").sizes() == {"old": 1, "young": 1}
    with pytest.raises(PabulibError, match="line 11, field group: there is no electorate 'young'"):
        to_election(file, electorates=[Electorate("old", Fraction(1))], electorate_column="group")
    with pytest.raises(PabulibError, match="line 11, field school: there is no electorate ''"):
        to_election(file, electorates=groups, electorate_column="school")


def test_electorates_without_the_column_that_says_them_are_refused_at_the_first_ballot():
    groups = [Electorate("old", Fraction(1, 2)), Electorate("young", Fraction(1, 2))]
    with pytest.raises(PabulibError, match="line 11, field : there is no electorate 'voters'"):
        to_election(parse(WHOLE, "park.pb"), electorates=groups)


def test_the_projects_that_really_won_are_those_marked_so():
    text = WHOLE.replace("name", "selected").replace("Swings", "1").replace("A tree", "0")
    assert parse(text, "park.pb").selected() == ["1"]
    assert parse(text.replace("40;0", "40;2"), "park.pb").selected() == ["1", "2"]
    assert parse(WHOLE, "park.pb").selected() == []


@pytest.mark.parametrize(("amount", "text"), [(0, "0"), (100, "1"), (150, "1.5"), (1205, "12.05"), (7, "0.07")])
def test_minor_units_are_written_as_amounts_and_read_back(amount, text):
    assert in_unit(amount) == text
    assert minor(text, "park.pb", 1, "cost") == amount


def test_a_column_is_found_wherever_it_stands_in_rows_that_have_more():
    rows = "53;x;1,2;F;internet;young\n53;y;2;F;internet;young\n35;z;2;M;letter;old"
    file = parse(with_votes("approval", rows, columns="age;voter_id;vote;sex;voting_method;area"), "park.pb")
    assert to_election(file).ballots == (Ballot((("1", 1), ("2", 1))), Ballot((("2", 1),), count=2))
    assert [row.fields["area"] for row in file.votes] == ["young", "young", "old"]
    twice = with_votes("approval", rows + "\n1;y;1;M;letter;old", columns="age;voter_id;vote;sex;voting_method;area")
    assert "voter y is there twice" in refused(twice)


def test_what_an_election_cannot_be_is_said_of_the_file():
    file = parse(WHOLE, "park.pb")
    for wrong, words in [
        ({"weight_factor": 0}, "park.pb: the budget is at least 0 and the weight factor at least 1"),
        ({"electorates": [Electorate("voters", Fraction(1, 2))]}, "park.pb: the shares of the electorates"),
    ]:
        with pytest.raises(PabulibError) as fault:
            to_election(file, **wrong)
        assert str(fault.value).startswith(words)


def test_what_nobody_says_of_an_election_is_what_any_election_has():
    assert to_election(parse(WHOLE, "park.pb")) == make_election(
        [Project("1", 6000), Project("2", 4000)],
        [({"1": 1, "2": 1}, "voters"), ({"2": 1}, "voters"), ({}, "voters")],
        10000,
    )


def test_sections_may_come_in_any_order_and_a_key_may_be_called_like_one():
    election = read(META + "votes;3\nVOTES\nvoter_id;vote\n" + PROJECTS)
    assert [project.id for project in election.projects] == ["1", "2"]
    assert (election.ballots, election.blank) == ((), ())
    assert read(META + VOTES + PROJECTS) == read(WHOLE)


def test_a_line_is_numbered_from_the_very_first_even_if_that_is_empty():
    assert refused("\n" + WHOLE.replace("y;2", "y;9")) == "park.pb, line 13, field vote: there is no project 9"


def test_a_carriage_return_at_the_very_end_is_no_part_of_a_field():
    votes = parse(WHOLE.removesuffix("z;\n") + "z;1\r", "park.pb").votes
    assert votes[2].fields == {"voter_id": "z", "vote": "1"}


@pytest.mark.parametrize("empty", ["", ";", " ", "\t;", "\r"])
def test_empty_lines_among_the_votes_are_nothing_wherever_they_stand(empty):
    first, *rest = VOTES.splitlines(keepends=True)[2:]
    head = "VOTES\nvoter_id;vote\n"
    for votes in (
        f"{empty}\n{first}{''.join(rest)}",
        f"{first}{empty}\n{''.join(rest)}",
        f"{first}{''.join(rest)}{empty}\n",
        f"{first}{''.join(rest)}{empty}\n{empty}\n",
    ):
        assert read(META + PROJECTS + head + votes) == read(WHOLE)
    assert not parse(META + PROJECTS + head + f"{empty}\n{empty}\n", "park.pb").votes


@pytest.mark.parametrize(
    ("vote", "words"),
    [
        ("1,2", None),
        (" 1 ,2", None),
        (",1,,2,", None),
        ("1,1", "a project is marked twice"),
        ("1,9", "there is no project 9"),
        ("1,2,3", "3 projects are chosen, 2 are allowed"),
    ],
)
def test_one_ballot_that_is_amiss_among_plain_ones_is_read_as_it_would_be_alone(vote, words):
    text = META + "max_length;2\n" + PROJECTS.replace("2;40;A tree\n", "2;40;A tree\n3;1;Paint\n")
    text += f"VOTES\nvoter_id;vote\nx;1\ny;{vote}\nz;2\n"
    if words:
        assert refused(text) == f"park.pb, line 14, field vote: {words}"
    else:
        assert read(text).ballots == (Ballot((("1", 1),)), Ballot((("1", 1), ("2", 1))), Ballot((("2", 1),)))


@pytest.mark.parametrize(
    ("vote", "words"),
    [
        ("1,2", None),
        ("1, 2", None),
        ("1,,2", None),
        ("1,2,1", "a project is marked twice"),
        ("1,9", "there is no project 9"),
        ("1,2,3", "3 projects are ranked, 2 are allowed"),
    ],
)
def test_one_ranking_that_is_amiss_among_plain_ones_is_read_as_it_would_be_alone(vote, words):
    text = META.replace("approval", "ordinal") + "max_length;2\n" + PROJECTS + "3;1;Paint\n"
    text += f"VOTES\nvoter_id;vote\nx;1\ny;{vote}\nz;2,3\n"
    if words:
        assert refused(text) == f"park.pb, line 14, field vote: {words}"
    else:
        ranked = Ballot((("1", 2),)), Ballot((("1", 2), ("2", 1))), Ballot((("2", 2), ("3", 1)))
        assert read(text).ballots == ranked


def test_a_ranking_shorter_than_all_others_could_be_still_counts_from_the_longest():
    head = META.replace("approval", "ordinal") + "max_length;5\n" + PROJECTS + "VOTES\nvoter_id;vote\n"
    assert read(f"{head}x;1,2\ny;2\n").ballots == (Ballot((("1", 5), ("2", 4))), Ballot((("2", 5),)))


@pytest.mark.parametrize("kind", ["approval", "ordinal", "choose-1"])
@pytest.mark.parametrize("limit", ["", "max_length;2\n"])
def test_a_file_in_which_nobody_voted_is_an_election_all_the_same(kind, limit):
    election = read(META.replace("approval", kind) + limit + PROJECTS + "VOTES\nvoter_id;vote\n")
    assert (election.ballots, election.blank) == ((), ())


def test_a_project_without_an_id_is_approved_by_nobody():
    assert read(META + PROJECTS + ";5;Nameless\n" + VOTES).supporters() == {"": 0, "1": 1, "2": 2}
