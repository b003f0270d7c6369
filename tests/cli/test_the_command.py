"""`pb`: its commands, and that whatever is wrong with a machine is said in one line."""

import importlib
import json
import os
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from pb.cli.main import COMMANDS, pb
from pb.db.engines import Sessions
from pb.results import queries as results
from pb.rounds import queries as rounds

ROOT = Path(__file__).resolve().parents[2]
PB = Path(sys.executable).parent / "pb"
ELECTION = """META
key;value
description;A small election
country;Nowhere
unit;The tests
instance;2026
num_projects;3
num_votes;4
budget;300
vote_type;approval
rule;equalshares/add1
max_length;2
PROJECTS
project_id;cost;name;selected
7;120;Swings;1
8;150;A tree;1
9;250;Sign-posts;0
VOTES
voter_id;vote
1;7,8
2;7
3;8,9
4;8
"""
SCORES = ELECTION.replace("vote_type;approval", "vote_type;scoring").replace("max_length;2", "max_points;2")
SCORES = SCORES[: SCORES.index("VOTES")] + "VOTES\nvoter_id;vote;points\n1;7,8;2,1\n2;7,9;1,0\n3;8,9;2,1\n4;8;2\n"


@pytest.fixture
def run(tmp_path):
    """Runs the installed command with a data folder of its own; settings are named without their prefix."""

    def ran(*arguments, **settings):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PB_")}
        environment |= {"PB_HOME": str(tmp_path / "home")}
        environment |= {f"PB_{name.upper()}": str(value) for name, value in settings.items()}
        command = [PB, *map(str, arguments)]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)

    return ran


def said(done):
    """What a command that could not do its work says: one line, status 2, nothing on standard output."""
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert done.stderr.startswith("pb: ")
    assert done.stderr.count("\n") == 1
    return done.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_helps(name):
    shown = CliRunner().invoke(pb, [name, "--help"])
    assert shown.exit_code == 0
    assert len(shown.output.split("\n\n")[1].split()) > 4


def test_the_list_of_commands_is_shown_without_loading_what_they_need():
    code = "import sys, pb.cli.main; print(*[name for name in sys.modules if name in {'sqlalchemy', 'litestar'}])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == ""
    shown = CliRunner().invoke(pb, ["--help"]).output
    assert all(words in shown for _, words in COMMANDS.values())


def test_a_command_that_is_not_there_is_named(run):
    assert "nonsense" in said(run("nonsense"))


@pytest.mark.parametrize("command", ["migrate", "serve", "demo", "doctor"])
def test_a_setting_that_makes_no_sense_is_named(run, command):
    assert "PB_PORT is 'banana'" in said(run(command, port="banana"))


@pytest.mark.parametrize("command", ["migrate", "serve"])
def test_a_database_that_does_not_answer_is_one_line_and_shows_no_password(run, command):
    words = said(run(command, database_url="postgresql+psycopg://someone:hush@127.0.0.1:1/none"))
    assert "PB_DATABASE_URL" in words
    assert "hush" not in words


@pytest.mark.parametrize("words", [["explain"], ["people", "end", "--email", "a@example.org"]])
def test_a_database_that_is_not_there_is_one_line_and_no_file_is_left(run, tmp_path, words):
    told = said(run(*words, database_url=f"sqlite:///{tmp_path / 'wrong %20/wrong.sqlite3'}"))
    assert "pb migrate" in told
    assert not (tmp_path / "wrong %20").exists()


def test_a_database_file_that_is_none_is_one_line(run, tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home/pb.sqlite3").write_bytes(bytes(2000))
    assert "file is not a database" in said(run("migrate"))
    seen = run("doctor")
    assert seen.returncode == 1
    assert "MEND  the database cannot be used: file is not a database" in seen.stdout


def test_a_port_that_is_taken_is_one_line(run):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"127.0.0.1:{port} cannot be used" in said(run("serve", port=port))


def test_migrating_twice_is_as_good_as_once(run, tmp_path):
    assert [run("migrate").returncode, run("migrate").returncode] == [0, 0]
    with sqlite3.connect(tmp_path / "home/pb.sqlite3") as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_the_doctor_looks_at_a_new_machine_and_leaves_nothing_there(run, tmp_path):
    seen = run("doctor")
    assert seen.returncode == 0, seen.stdout
    assert "is not there yet" in seen.stdout
    assert not (tmp_path / "home").exists()


def test_the_doctor_finds_a_machine_in_order(run):
    run("migrate")
    seen = run("doctor")
    assert seen.returncode == 0, seen.stdout
    assert "MEND" not in seen.stdout
    for thing in ("disk", "clock", "key folder", "letters", "address", "synchronous is 2", "every migration"):
        assert thing in seen.stdout


def test_the_doctor_names_what_must_be_mended(run, tmp_path):
    run("migrate")
    keys = tmp_path / "home/keys"
    keys.mkdir(mode=0o700)
    (keys / "round.key").write_bytes(b"x")
    (keys / "round.key").chmod(0o644)
    with sqlite3.connect(tmp_path / "home/pb.sqlite3") as database:
        database.execute("UPDATE alembic_version SET version_num = '0000'")
    seen = run("doctor", public_url="http://vote.example.org")
    assert seen.returncode == 1
    wrong = [line for line in seen.stdout.splitlines() if line.startswith("MEND")]
    assert sorted(line.split()[1] for line in wrong) == ["address:", "database:", "key"]
    assert any(f"chmod 600 {keys / 'round.key'}" in line for line in wrong)


def test_an_election_goes_the_whole_road(run, tmp_path):
    """Three want the tree at 150 and two the swings at 120: together 270 of the 300."""
    (tmp_path / "small.pb").write_text(ELECTION, encoding="utf-8")
    done = run("import-election", tmp_path / "small.pb", public_url="https://vote.example.org")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told == {
        "round": "a-small-election",
        "winners": ["7", "8"],
        "ballots": 4,
        "results_url": "https://vote.example.org/rounds/a-small-election/results",
    }
    recounted = subprocess.run(
        [sys.executable, "-S", "-m", "pb.recount", bundle_of(tmp_path)], cwd=ROOT, capture_output=True, check=False
    )
    assert recounted.returncode == 0, recounted.stdout
    # The same with scores of 0 to 2, which are our faces: the tree has five points, the swings three.
    (tmp_path / "faces.pb").write_text(SCORES, encoding="utf-8")
    again = json.loads(run("import-election", tmp_path / "faces.pb").stdout)
    assert (again["round"], again["winners"], again["ballots"]) == ("a-small-election-2", ["7", "8"], 4)
    assert ballot_of(tmp_path, "a-small-election-2") == ("faces", 0, 0)


def bundle_of(folder):
    """The bundle of the only round of an installation, as a file."""
    sessions = Sessions(f"sqlite:///{folder / 'home/pb.sqlite3'}")
    with sessions.read() as session:
        view = rounds.by_slug(session, "a-small-election")
        (folder / "bundle.zip").write_bytes(results.public_bundle(session, view.id))
    sessions.close()
    return folder / "bundle.zip"


def ballot_of(folder, slug):
    """How people vote in a round of an installation."""
    sessions = Sessions(f"sqlite:///{folder / 'home/pb.sqlite3'}")
    with sessions.read() as session:
        view = rounds.by_slug(session, slug)
    sessions.close()
    return view.ballot_kind, view.ballot_limit, view.ballot_most


def test_an_election_that_is_cut_off_is_one_line_and_nothing_is_made(run, tmp_path):
    (tmp_path / "cut.pb").write_text(ELECTION[:-12], encoding="utf-8")
    assert "cut.pb" in said(run("import-election", tmp_path / "cut.pb"))
    assert not (tmp_path / "home").exists()


def test_every_command_of_the_table_can_be_imported():
    for place, _ in COMMANDS.values():
        module, _, name = place.partition(":")
        assert callable(getattr(importlib.import_module(module), name))
