"""`pb retention`: what is kept how long, what is due, and forgetting it as the clock does."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select
from tables import load

from pb.cli.main import COMMANDS, pb
from pb.core.clock import system_clock
from pb.core.settings import environment_for, read_settings
from pb.jobs import actions as jobs
from pb.jobs.rules import Work
from pb.people import actions as people
from pb.post.actions import write_letter
from pb.post.rules import KEPT


@pytest.fixture
def old_and_new(sessions):
    """A letter past keeping, one that is not, and an agency."""
    now = system_clock()
    with sessions.write() as session:
        write_letter(session, "sam@families.example", "Old", "Words", now - KEPT)
        write_letter(session, "sam@families.example", "New", "Words", now - timedelta(days=1))
        people.add_agency(session, "Brookfield Council", "the tests", now)
    return sessions


def retention(sessions, tmp_path, *options):
    settings = read_settings({"PB_HOME": str(tmp_path), "PB_DATABASE_URL": sessions.url})
    return CliRunner(env=environment_for(settings)).invoke(pb, ["retention", *options])


def letters(sessions):
    with sessions.read() as session:
        return session.scalar(select(func.count()).select_from(load().tables["letter"]))


def line_of(shown, table):
    return next(line for line in shown.output.splitlines() if line.startswith(f"{table} "))


def test_every_table_is_told_with_its_rule_and_a_dry_run_changes_nothing(old_and_new, tmp_path):
    shown = retention(old_and_new, tmp_path, "--dry-run")
    assert shown.exit_code == 0, shown.output
    lines = shown.output.splitlines()
    named = {line.split()[0] for line in lines[:-2:2]} - {"Due"}
    assert named >= set(load().tables)
    line = line_of(shown, "letter")
    assert line.split()[:6] == ["letter", "2", "rows", "1", "due", "now"]
    assert "next " in line
    assert lines[lines.index(line) + 1] == "    Kept for 30 days after it was written."
    assert line_of(shown, "agency").endswith("goes with what it belongs to")
    assert line_of(shown, "round").endswith("never due")
    assert line_of(shown, "urn").endswith("goes by the act that its rule names")
    assert lines[-1] == "Due now: 1 row."
    assert letters(old_and_new) == 2


def test_without_it_what_is_due_is_forgotten_and_a_second_time_nothing_is_due(old_and_new, tmp_path):
    shown = retention(old_and_new, tmp_path)
    assert shown.output.splitlines()[-1] == "Due now: 1 row. Forgotten."
    assert letters(old_and_new) == 1
    again = retention(old_and_new, tmp_path)
    assert again.output.splitlines()[-1] == "Due now: 0 rows."
    assert again.exit_code == 0


def test_while_another_process_is_at_it_the_command_leaves_it_alone_and_says_so(old_and_new, tmp_path):
    with old_and_new.write() as session:
        jobs.take(session, Work.FORGET, "site", system_clock())
    shown = retention(old_and_new, tmp_path)
    assert "Another process is forgetting them" in shown.output
    assert shown.exit_code == 0
    assert letters(old_and_new) == 2


@pytest.mark.parametrize("options", [["--dry"], ["--dry-run", "letters"], ["now"]])
def test_what_it_does_not_know_is_refused_in_one_line(old_and_new, tmp_path, options):
    shown = retention(old_and_new, tmp_path, *options)
    assert shown.exit_code == 2
    assert letters(old_and_new) == 2


def test_it_is_in_the_list_of_commands():
    assert "retention" in COMMANDS
