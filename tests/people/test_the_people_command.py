"""`pb people add-commissioner`."""

import pytest
import tables
import telephones
from click.testing import CliRunner
from partnership import NOW, PASSWORD

from pb.cli.people import people
from pb.db.engines import Sessions
from pb.keys.folder import KeyFolder
from pb.people import actions, queries
from pb.post import queries as post
from pb.record import queries as record
from pb.record.models import SITE_CHAIN

ADA = ["add-commissioner", "--email", "Ada@partners.example", "--name", "Ada", "--agency", "Brookfield Council"]


@pytest.fixture
def environment(tmp_path):
    """Settings of a fresh installation with a database that is ready."""
    sessions = Sessions(f"sqlite:///{tmp_path / 'pb.sqlite3'}")
    tables.create(sessions)
    sessions.close()
    return {"PB_HOME": str(tmp_path)}


def run(environment, arguments, typed):
    return CliRunner(env=environment).invoke(people, arguments, input=typed)


def test_a_commissioner_added_from_the_command_line_can_sign_in(environment, tmp_path):
    result = run(environment, [*ADA, "--password-stdin"], f"{PASSWORD}\n")
    assert (result.exit_code, result.output) == (0, "Added Ada (Brookfield Council) as a commissioner.\n")
    sessions = Sessions(f"sqlite:///{tmp_path / 'pb.sqlite3'}")
    with sessions.write() as session:
        token = actions.sign_in_staff(session, "ada@partners.example", PASSWORD, NOW)
        assert queries.viewer_of(session, token, NOW).is_commissioner
    sessions.close()


def test_without_a_password_a_commissioner_gets_a_letter_and_chooses_one(environment, tmp_path):
    result = run(environment | {"PB_PUBLIC_URL": "https://choose.example.org"}, ADA, "")
    assert result.exit_code == 0
    assert "https://choose.example.org/sign-in/password" in result.output
    sessions = Sessions(f"sqlite:///{tmp_path / 'pb.sqlite3'}")
    with sessions.read() as session:
        (letter,) = post.outbox(session)
        assert (letter.to, "https://choose.example.org/sign-in/password" in letter.body) == (
            "ada@partners.example",
            True,
        )
        assert queries.password_hash_of(session, queries.staff_by_email(session, letter.to).id) == ""
    sessions.close()


def test_a_lost_second_step_is_reset_and_recorded(environment, tmp_path):
    run(environment, [*ADA, "--password-stdin"], PASSWORD)
    reset = ["reset-second-step", "--email", " ADA@partners.example"]
    assert "no second factor" in run(environment, reset, "").output
    sessions = Sessions(f"sqlite:///{tmp_path / 'pb.sqlite3'}")
    with sessions.write() as session:
        ada = queries.staff_by_email(session, "ada@partners.example").id
        telephones.give(session, KeyFolder(tmp_path / "keys"), ada, NOW)
    result = run(environment, reset, "")
    assert (result.exit_code, "They are signed out everywhere" in result.output) == (0, True)
    with sessions.read() as session:
        assert not queries.has_second_factor(session, ada)
        entry = record.head(session, SITE_CHAIN)
    assert (entry.verb, entry.actor) == ("SecondFactorReset", "the command line")
    sessions.close()


def test_nobody_is_reset_who_does_not_work_here(environment):
    result = run(environment, ["reset-second-step", "--email", "eve@partners.example"], "")
    assert (result.exit_code, "nobody with this address works here" in result.output) == (2, True)


def test_a_second_commissioner_joins_the_agency_that_is_there(environment, tmp_path):
    run(environment, [*ADA, "--password-stdin"], PASSWORD)
    ben = ["add-commissioner", "--email", "ben@partners.example", "--name", "Ben", "--agency", " Brookfield  Council"]
    assert run(environment, [*ben, "--password-stdin"], PASSWORD).exit_code == 0
    sessions = Sessions(f"sqlite:///{tmp_path / 'pb.sqlite3'}")
    with sessions.read() as session:
        assert [name for _, name in queries.agencies(session)] == ["Brookfield Council"]
    sessions.close()


@pytest.mark.parametrize(
    ("change", "typed", "words"),
    [
        ([], "too short", "choose at least 12 characters"),
        (["--email", "ada"], PASSWORD, "write one like name@example.org"),
        (["--name", " "], PASSWORD, "give one of 1 to 120 characters"),
        (["--agency", " "], PASSWORD, "give one of 1 to 120 characters"),
    ],
)
def test_a_mistake_is_one_clear_line_and_exit_status_2(environment, tmp_path, change, typed, words):
    result = run(environment, [*ADA, "--password-stdin", *change], typed)
    assert result.exit_code == 2
    assert words in result.output.splitlines()[-1]
    sessions = Sessions(f"sqlite:///{tmp_path / 'pb.sqlite3'}")
    with sessions.read() as session:
        assert queries.agencies(session) == []
    sessions.close()


def test_an_address_in_use_is_refused(environment):
    run(environment, [*ADA, "--password-stdin"], PASSWORD)
    result = run(environment, [*ADA, "--password-stdin"], PASSWORD)
    assert (result.exit_code, "has this email address already" in result.output) == (2, True)


def test_a_database_that_is_not_ready_is_named_with_what_makes_it_so(tmp_path):
    result = run({"PB_HOME": str(tmp_path)}, [*ADA, "--password-stdin"], PASSWORD)
    assert (result.exit_code, "`pb migrate`" in result.output) == (2, True)


def test_a_commissioners_access_is_ended_from_the_command_line_once(environment):
    run(environment, [*ADA, "--password-stdin"], PASSWORD)
    result = run(environment, ["end", "--email", " ADA@partners.example"], "")
    assert (result.exit_code, result.output) == (0, "Ended the access of Ada (Brookfield Council).\n")
    again = run(environment, ["end", "--email", "ada@partners.example"], "")
    assert again.exit_code == 2
    assert "nobody with this address works here" in again.output
