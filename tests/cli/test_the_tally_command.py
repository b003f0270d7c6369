"""`pb tally`: an election from a file, counted, as a table or as JSON; what is wrong is one line and status 2."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from published_round import opened, terms

from pb.cli import pabulib_files
from pb.cli.compare import compare
from pb.cli.main import main
from pb.cli.tally import tally
from pb.seal.commit import trackers
from pb.tally.export import Cast, round_file
from pb.tally.published import election_of, rule_of, votes_of
from pb.tally.rules import count

ELECTION = """META
key;value
budget;30
vote_type;approval
num_votes;6
rule;{rule}
PROJECTS
project_id;cost;name
a;12;Swings
b;12;A tree
c;15;Sign-posts
VOTES
voter_id;vote
1;a,b
2;a,b
3;c
4;
5;
6;
"""

WHOSE = (
    "whose ballots: of those without it the ones with the most room for it first, then those that choose the fewest, "
    "blank ones before all; of other ballots it may take more, or fewer"
)
FOUR = """META
key;value
budget;12
vote_type;{kind}
rule;equalshares
max_length;{limit}
max_points;{limit}
PROJECTS
project_id;cost
v;12
w;5
x;6
y;12
VOTES
voter_id;vote;points
1;x;1
2;w;1
3;w;1
4;v,y;1,1
"""


@pytest.fixture
def file(tmp_path):
    """Three voters with 10 each; with 2 more each a and b can be paid by two of them, with 5 more c by the third."""
    path = tmp_path / "park.pb"
    path.write_text(ELECTION.format(rule="unknown"), encoding="utf-8")
    return path


def counted(file, *options):
    ran = CliRunner().invoke(tally, [str(file), "--json", *options])
    assert ran.exit_code == 0, ran.output
    return json.loads(ran.output)


def asked(monkeypatch, capsys, *arguments):
    """Exit status and standard error of `pb` with these arguments."""
    monkeypatch.setattr(sys, "argv", ["pb", *map(str, arguments)])
    with pytest.raises(SystemExit) as left:
        main()
    told = capsys.readouterr()
    assert told.out == ""
    return left.value.code, told.err


def test_without_options_a_file_without_a_known_rule_is_counted_by_the_official_one(file):
    told = counted(file)
    assert sorted(told) == ["added", "cost", "order", "rule", "runs", "ties", "winners"]
    assert (told["winners"], told["cost"], told["added"], told["runs"]) == (["a", "b"], "24", "4", 6)
    assert told["rule"] == {
        "name": "equal-shares",
        "utility": "cost",
        "completion": "add1",
        "second": "greedy",
        "step": "1",
        "stop": "overspend",
        "ties": "standard",
        "lot": "park.pb",
    }


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("greedy", {"name": "greedy"}),
        ("equalshares", {"name": "equal-shares", "completion": "none", "second": "none"}),
        ("equalshares/add1", {"name": "equal-shares", "completion": "add1", "second": "none"}),
    ],
)
def test_the_rule_that_a_file_names_is_taken_where_it_is_known(tmp_path, rule, expected):
    (tmp_path / "park.pb").write_text(ELECTION.format(rule=rule), encoding="utf-8")
    told = counted(tmp_path / "park.pb")
    assert told["rule"].items() >= expected.items()


def test_a_rule_that_the_file_names_and_nobody_knows_is_said_to_have_been_replaced(tmp_path):
    file = tmp_path / "park.pb"
    file.write_text(ELECTION.format(rule="greedy-exclusive"), encoding="utf-8")
    note = "the file's rule, 'greedy-exclusive', is not known here: counted by equal-shares; --rule names another"
    assert note in CliRunner().invoke(tally, [str(file), "--ties", "id"]).output.splitlines()
    assert "not known" not in CliRunner().invoke(tally, [str(file), "--ties", "id", "--rule", "greedy"]).output
    for rule in ("unknown", "greedy", ""):
        file.write_text(ELECTION.format(rule=rule), encoding="utf-8")
        assert "not known" not in CliRunner().invoke(tally, [str(file), "--ties", "id"]).output


def test_options_go_before_what_the_file_names(file):
    assert (
        counted(file, "--completion", "none", "--second", "none")["order"]
        == counted(file, "--completion", "none", "--second", "none", "--utility", "cost")["order"]
    )
    assert counted(file, "--completion", "none", "--second", "none")["added"] == "0"
    assert counted(file, "--utility", "count")["rule"]["utility"] == "count"
    assert counted(file, "--step", "0.5")["added"] == "4.5"
    assert counted(file, "--rule", "greedy")["rule"]["name"] == "greedy"


def test_ties_by_id_and_by_lot(file):
    by_id = counted(file, "--ties", "id")
    assert by_id["order"] == ["a", "b"]
    assert by_id["ties"][0] == {"chosen": "a", "decided_by": "id", "projects": ["a", "b"]}
    lots = {counted(file, "--lot", str(number))["order"][0] for number in range(12)}
    assert lots == {"a", "b"}
    assert counted(file, "--lot", "7")["rule"]["lot"] == "7"


def test_the_table_names_projects_money_and_ballots(file):
    ran = CliRunner().invoke(tally, [str(file), "--ties", "id"])
    assert ran.exit_code == 0
    assert "Swings" in ran.output
    assert "Sign-posts" not in ran.output
    assert ran.output.endswith("24 of 30 spent on 2 projects, 6 ballots\n")


def test_a_published_round_counted_from_its_pabulib_file_alone_comes_out_as_published(tmp_path):
    frozen, ballots = terms(), opened()
    codes = trackers(commit for commit, *_ in ballots)
    casts = [Cast(codes[commit], electorate, marked) for commit, _, marked, electorate in ballots]
    official = count(
        election_of(frozen, "5eed", votes_of(frozen, [(cast.marks, cast.electorate) for cast in casts])),
        rule_of(frozen),
    )
    (tmp_path / "round.pb").write_text(round_file(frozen, "5eed", casts, official.winners), encoding="utf-8")
    told = counted(tmp_path / "round.pb")
    assert told["order"] == official.order
    assert (told["runs"], told["rule"]["lot"]) == (official.runs, "5eed")


def test_why_a_project_was_not_funded_and_what_would_have_changed_it(file):
    told = counted(file, "--ties", "id", "--explain", "c")["explanation"]
    assert told == {
        "project": "c",
        "cost": "15",
        "supporters": {"voters": 1},
        "funded": False,
        "rounds": [
            {"funded": "a", "held": {"voters": "14"}, "price": None},
            {"funded": "b", "held": {"voters": "14"}, "price": None},
        ],
        "supporters_held": "14",
        "added": "4",
        "left": "6",
        "votes_needed": {"voters": 1},
        "votes_tried": {"voters": 5},
        "votes_meant": [WHOSE],
        "voters_needed": {"voters": 1},
        "voters_tried": {"voters": 3},
        "winning_cost": "11",
        "cost_tried": "1",
    }
    ran = CliRunner().invoke(tally, [str(file), "--ties", "id", "--explain", "c"])
    assert ran.output.splitlines() == [
        "c: Sign-posts, cost 15",
        "supporters: voters 1",
        "when a was funded, they held voters 14",
        "when b was funded, they held voters 14",
        "not funded",
        "its supporters still held 14 in the count that may go to it, of which each voter was given 4 more",
        "left of all the money in the end: 6",
        "voters: 1 more ballot that chooses it",
        WHOSE,
        "voters: 1 more voter who chooses nothing else",
        "at a cost of 11 it would have been funded",
    ]


@pytest.mark.parametrize(("before", "after", "funded"), [("c;15", "c;11", True), ("c;15", "c;12", False)])
def test_the_cost_at_which_it_would_have_been_funded_is_one_when_the_file_says_so(file, before, after, funded):
    file.write_text(file.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    assert ("c" in counted(file, "--ties", "id")["winners"]) is funded


@pytest.mark.parametrize(("votes", "funded"), [("4;c\n5;", True), ("4;\n5;", False)])
def test_one_voter_more_who_wants_it_alone_is_enough_when_the_file_says_so(file, votes, funded):
    file.write_text(file.read_text(encoding="utf-8").replace("4;\n5;", votes), encoding="utf-8")
    assert ("c" in counted(file, "--ties", "id")["winners"]) is funded


def test_votes_needed_say_whose_they_are_for_those_of_others_may_not_do(file):
    # Each holds 3, and x needs 6. Who chose w alone pays for w first, unless both want x; the fourth has 3 to give.
    def with_votes(*changes):
        text = FOUR.format(kind="approval", limit="")
        for before, after in changes:
            text = text.replace(before, after)
        file.write_text(text, encoding="utf-8")
        return counted(file, "--explain", "x")["explanation"]

    told, second, third, fourth = with_votes(), ("2;w;", "2;w,x;"), ("3;w;", "3;w,x;"), ("4;v,y;", "4;v,x,y;")
    assert (told["votes_needed"], told["votes_meant"]) == ({"voters": 2}, [WHOSE])
    assert [with_votes(*some)["funded"] for some in ([second], [second, third], [fourth])] == [False, True, True]


@pytest.mark.parametrize(
    ("kind", "limit", "begins"),
    [
        ("approval", "", ["whose ballots"]),
        ("approval", "2", ["whose ballots", "a full ballot comes last"]),
        ("ordinal", "2", ["whose ballots", "points: a ballot gives", "a full ballot comes last"]),
        ("scoring", "3", ["whose ballots", "points: a ballot gives"]),
    ],
)
def test_what_a_changed_ballot_would_say_is_told_where_it_is_not_plain(file, kind, limit, begins):
    file.write_text(FOUR.format(kind=kind, limit=limit), encoding="utf-8")
    ran = CliRunner().invoke(tally, [str(file), "--explain", "x"])
    lines = ran.output.splitlines()
    told = counted(file, "--explain", "x")["explanation"]["votes_meant"]
    assert [one.startswith(words) for one, words in zip(told, begins, strict=True)] == [True] * len(begins)
    assert [one for one in lines if one in told] == told


def test_who_paid_for_a_project_that_was_funded(file):
    told = counted(file, "--ties", "id", "--explain", "a")["explanation"]
    assert told == {
        "project": "a",
        "cost": "12",
        "supporters": {"voters": 2},
        "funded": True,
        "place": 1,
        "part": "equal-shares",
        "rounds": [{"funded": "a", "held": {"voters": "28"}, "price": "1/2"}],
        "paid": {"voters": "12"},
    }
    ran = CliRunner().invoke(tally, [str(file), "--ties", "id", "--explain", "a"])
    assert ran.output.splitlines()[3:] == ["funded as number 1, by equal-shares", "paid by voters: 12"]


def test_variants_of_greedy(file):
    assert counted(file, "--rule", "greedy", "--threshold", "2")["winners"] == ["a", "b"]
    assert counted(file, "--rule", "greedy", "--threshold", "3")["winners"] == []
    told = counted(file, "--rule", "greedy", "--per-cost", "--no-skip")
    assert told["rule"].items() >= {"per_cost": True, "skip": False, "threshold": 0}.items()


@pytest.mark.parametrize(("rule", "winners"), [("ear", ["a"]), ("phragmen", ["a", "b"])])
def test_the_other_rules_have_no_options_of_equal_shares(file, rule, winners):
    told = counted(file, "--rule", rule, "--ties", "id")
    assert (told["rule"]["name"], told["winners"]) == (rule, winners)
    assert "step" not in told["rule"]


def test_other_electorates_by_a_column_of_the_votes(file):
    text = file.read_text(encoding="utf-8").replace("voter_id;vote", "voter_id;vote;school")
    for line, school in (("1;a,b", "x"), ("2;a,b", "x"), ("3;c", "y"), ("4;", "y"), ("5;", "y"), ("6;", "x")):
        text = text.replace(f"\n{line}\n", f"\n{line};{school}\n")
    file.write_text(text, encoding="utf-8")
    told = counted(file, "--electorate-column", "school", "--shares", "x=1/2,y=1/2", "--completion", "none")
    assert "c" in told["order"]  # half the money is that of the one voter of y
    assert "c" not in counted(file, "--completion", "none")["order"]


def test_all_rules_side_by_side(file):
    ran = CliRunner().invoke(compare, [str(file), "--ties", "id"])
    assert ran.exit_code == 0
    lines = ran.output.splitlines()
    assert lines[0] == "project  equal-shares  by count  greedy  per cost  ear  phragmen  name"
    assert lines[1].split() == ["a", "1", "1", "1", "1", "1", "1", "Swings"]
    assert lines[2].split() == ["b", "2", "2", "2", "2", "-", "2", "A", "tree"]
    assert lines[4].split() == ["funded", "2", "2", "2", "2", "1", "2"]
    assert lines[9] == "ear: 12 of 30; 2 of 3 voters have something funded"
    told = json.loads(CliRunner().invoke(compare, [str(file), "--ties", "id", "--json"]).output)
    assert told["ear"] == {"order": ["a"], "cost": "12", "electorates": {"voters": {"voters": 3, "served": 2}}}


def test_the_rule_of_the_file_has_its_own_column(tmp_path):
    (tmp_path / "park.pb").write_text(ELECTION.format(rule="equalshares"), encoding="utf-8")
    told = json.loads(CliRunner().invoke(compare, [str(tmp_path / "park.pb"), "--ties", "id", "--json"]).output)
    assert told["the file's"]["order"] == ["a"]


@pytest.mark.parametrize("command", ["tally", "compare"])
def test_a_command_in_a_pipe_writes_no_colours_and_no_progress(file, command):
    ran = subprocess.run([Path(sys.executable).parent / "pb", command, file], capture_output=True, check=True)
    assert b"\x1b" not in ran.stdout
    assert ran.stderr == b""


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (ELECTION.format(rule="x")[:-20].encode(), "pb: park.pb"),
        (b"", "pb: park.pb: the section META is missing or empty; the file may be cut off"),
        (ELECTION.format(rule="Über").encode("cp1252"), "pb: park.pb: not UTF-8 text"),
        (ELECTION.format(rule="x").encode("utf-16"), "pb: park.pb: not UTF-8 text"),
        (ELECTION.format(rule="x").replace("a;12", "a;dear").encode(), "pb: park.pb, line 9, field cost: 'dear'"),
        (bytes(range(256)), "pb: park.pb: not UTF-8 text"),
    ],
    ids=["cut off", "empty", "Windows-1252", "UTF-16", "a cost in words", "no text at all"],
)
def test_a_file_that_cannot_be_read_is_one_line_and_status_2(monkeypatch, capsys, file, content, words):
    file.write_bytes(content)
    status, told = asked(monkeypatch, capsys, "tally", file)
    assert status == 2
    assert told.startswith(words)
    assert told.count("\n") == 1


def test_what_never_ends_is_not_read_for_ever(monkeypatch, capsys):
    monkeypatch.setattr(pabulib_files, "LARGEST", 60_000_000)
    status, told = asked(monkeypatch, capsys, "tally", "/dev/zero")
    assert (status, told) == (2, "pb: zero: larger than 60 MB, which no election is\n")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--rule", "borda"], "borda"),
        (["--step", "0"], "--step must be above 0"),
        (["--step", "some"], "--step: 'some' is no amount"),
        (["--step", "0.001"], "--step: 0.001 has more than two decimals"),
        (["--nothing"], "--nothing"),
        (["--threshold", "-1"], "--threshold"),
        (["--per-cost"], "--per-cost is no option of equal-shares"),
        (["--no-skip"], "--no-skip is no option of equal-shares"),
        (["--rule", "greedy", "--utility", "cost"], "--utility is no option of greedy"),
        (["--explain", "z"], "--explain: park.pb has no project z"),
        (["--shares", "a=1"], "--shares needs --electorate-column"),
        (["--electorate-column", "school"], "--electorate-column needs --shares"),
        (["--electorate-column", "school", "--shares", "a=1"], "park.pb, VOTES, field school: there is no such column"),
        (["--electorate-column", "vote", "--shares", "a=1/2"], "--shares: the shares add up to 1/2, not to 1"),
        (["--electorate-column", "vote", "--shares", "a=1"], "field vote: there is no electorate 'a,b'"),
    ],
)
def test_a_wrong_option_is_one_line_and_status_2(monkeypatch, capsys, file, options, words):
    status, told = asked(monkeypatch, capsys, "tally", file, *options)
    assert status == 2
    assert words in told
    assert told.count("\n") == 1


def test_a_lot_that_is_no_text_is_one_line_and_status_2(monkeypatch, capsys, file):
    assert asked(monkeypatch, capsys, "tally", file, "--lot", "x\udcff") == (2, "pb: --lot: not UTF-8 text\n")


def test_a_file_whose_name_is_no_text_is_counted_and_a_lot_drawn(file):
    named = file.with_name("x\udcff.pb")
    named.write_bytes(file.read_bytes())
    told = counted(named)
    assert told["ties"][0]["decided_by"] == "lot"
    assert told["rule"]["lot"] == "x\ufffd.pb"


@pytest.mark.parametrize("command", ["tally", "compare"])
def test_an_election_comes_through_a_pipe_too(file, command):
    run = [Path(sys.executable).parent / "pb", command, "-", "--ties", "id"]
    piped = subprocess.run(run, input=file.read_bytes(), capture_output=True, check=True)
    ran = CliRunner().invoke({"tally": tally, "compare": compare}[command], [str(file), "--ties", "id"])
    assert piped.stdout.decode() == ran.output


@pytest.mark.parametrize("command", ["tally", "compare"])
def test_where_nobody_reads_the_answer_the_status_is_none_that_means_something_else(file, command):
    reading, writing = os.pipe()
    os.close(reading)
    ran = subprocess.run(
        [Path(sys.executable).parent / "pb", command, file], stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)
    assert (ran.returncode, ran.stderr) == (141, b"")


def test_the_bare_command_into_a_pipe_that_nobody_reads_says_how_it_is_used():
    reading, writing = os.pipe()
    os.close(reading)
    ran = subprocess.run(
        [Path(sys.executable).parent / "pb"], stdout=writing, stderr=subprocess.PIPE, text=True, check=False
    )
    os.close(writing)
    assert ran.returncode == 2
    assert ran.stderr.startswith("Usage: pb")


def test_a_file_that_is_not_there_or_is_a_folder_is_one_line_and_status_2(monkeypatch, capsys, tmp_path):
    for path in (tmp_path / "nothing.pb", tmp_path):
        status, told = asked(monkeypatch, capsys, "tally", path)
        assert status == 2
        assert str(path) in told
        assert told.count("\n") == 1


def test_the_installed_command_refuses_a_cut_off_file_without_a_traceback(file):
    file.write_text(ELECTION.format(rule="x")[:-25], encoding="utf-8")
    ran = subprocess.run(
        [Path(sys.executable).parent / "pb", "tally", file], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("pb: park.pb")
    assert ran.stderr.count("\n") == 1
