"""`pb record verify`: whoever noted a hash can see whether the record is still what it was."""

from datetime import UTC, datetime

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from pb.cli.main import pb
from pb.core.settings import environment_for, read_settings
from pb.desk.queries.records import chain_text
from pb.record import actions, queries
from pb.record.models import SITE_CHAIN

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def heads(sessions):
    """The hashes of three entries of the partnership's record, in order."""
    for name in ("Larkmoor Council", "Larkmoor Health", "Larkmoor Trust"):
        with sessions.write() as session:
            actions.append(session, SITE_CHAIN, "Ada (Council)", "AgencyAdded", {"name": name}, NOW)
    with sessions.read() as session:
        return [entry.hash for entry in queries.entries(session, SITE_CHAIN)]


def verify(sessions, tmp_path, *against):
    settings = read_settings({"PB_HOME": str(tmp_path), "PB_DATABASE_URL": sessions.url})
    options = [part for one in against for part in ("--against", one)]
    return CliRunner(env=environment_for(settings)).invoke(pb, ["record", "verify", *options])


def change(sessions, statement):
    with sessions.writing.begin() as connection:
        connection.execute(text(statement))


def test_a_whole_record_is_told_with_its_head_and_every_noted_hash_is_found(sessions, heads, tmp_path):
    shown = verify(sessions, tmp_path, heads[1].upper(), heads[2])
    assert shown.exit_code == 0
    assert shown.output.splitlines() == [
        f"ok       the partnership: 3 entries, head {heads[2]}",
        f"ok       {heads[1]}: entry 2 of the partnership",
        f"ok       {heads[2]}: entry 3 of the partnership",
    ]


def test_an_altered_entry_is_named_and_hashes_before_it_still_hold(sessions, heads, tmp_path):
    change(sessions, "UPDATE record_entry SET actor = 'Somebody else' WHERE seq = 2")
    shown = verify(sessions, tmp_path, heads[0], heads[2])
    assert shown.exit_code == 1
    assert shown.output.splitlines() == [
        "ALTERED  the partnership: entry 2 is not what was written",
        f"ok       {heads[0]}: entry 1 of the partnership",
        f"ALTERED  {heads[2]}: entry 3 of the partnership, which does not hold from entry 2 on",
    ]


def test_a_record_that_was_cut_off_holds_together_and_only_a_noted_hash_shows_it(sessions, heads, tmp_path):
    change(sessions, "DELETE FROM record_entry WHERE seq = 3")
    assert verify(sessions, tmp_path).exit_code == 0
    shown = verify(sessions, tmp_path, heads[2])
    assert shown.exit_code == 1
    assert "no record has this hash: it was cut off, or written anew" in shown.output


@pytest.mark.parametrize("wrong", ["", "abc", "g" * 64, "0" * 63])
def test_what_is_no_hash_is_refused(sessions, heads, tmp_path, wrong):
    shown = verify(sessions, tmp_path, wrong)
    assert shown.exit_code == 2
    assert "is no hash: give all 64 digits" in shown.output


def downloaded(sessions, tmp_path, change=lambda lines: lines):
    """The record as a file that was downloaded, and perhaps changed."""
    with sessions.read() as session:
        lines = chain_text(session, SITE_CHAIN).splitlines(keepends=True)
    file = tmp_path / "record.ndjson"
    file.write_bytes(b"".join(change(lines)))
    return file


def verify_file(file, *against):
    options = [part for one in against for part in ("--against", one)]
    nowhere = {"PB_DATABASE_URL": "sqlite:////nowhere/at/all"}
    return CliRunner(env=nowhere).invoke(pb, ["record", "verify", "--file", str(file), *options])


@ON_SQLITE
def test_a_downloaded_record_is_checked_without_any_database(sessions, heads, tmp_path):
    shown = verify_file(downloaded(sessions, tmp_path), heads[1])
    assert shown.output.splitlines() == [
        f"ok       record.ndjson: 3 entries, head {heads[2]}",
        f"ok       {heads[1]}: entry 2 of record.ndjson",
    ]
    assert shown.exit_code == 0


@ON_SQLITE
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda lines: lines[:2], "no entry of record.ndjson has this hash"),
        (lambda lines: [lines[0], lines[2]], "entry 2 is not what was written"),
        (
            lambda lines: [lines[0].replace(b"Larkmoor Council", b"Larkmoor Cuncil"), *lines[1:]],
            "does not hold from entry 1 on",
        ),
        (lambda lines: [lines[1], lines[0], lines[2]], "entry 1 is not what was written"),
    ],
)
def test_a_downloaded_record_that_was_changed_is_noticed(sessions, heads, tmp_path, change, words):
    shown = verify_file(downloaded(sessions, tmp_path, change), heads[2])
    assert shown.exit_code == 1
    assert words in shown.output


@ON_SQLITE
@pytest.mark.parametrize("body", [b"nothing", b"[]", b"{}", b'{"a":1}', b"\xff"])
def test_a_file_that_is_no_record_is_refused(sessions, tmp_path, body):
    file = tmp_path / "record.ndjson"
    file.write_bytes(body)
    shown = verify_file(file)
    assert shown.exit_code == 2
    assert "is no record" in shown.output
