"""`pb doctor`: a line for each fault that an operator can mend, which says what to do, and no alarm without one."""

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from ballot_rounds import make_box
from click.testing import CliRunner
from installations import make_installation

from pb.cli.backups.key_copies import copy_keys
from pb.cli.backups.places import note_last
from pb.cli.checkup import backups, database, machine
from pb.cli.checkup.jobs import PATIENCE
from pb.cli.main import pb
from pb.jobs import actions as jobs
from pb.jobs.rules import Work, wait_after
from pb.record import actions as record

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ON_POSTGRESQL = pytest.mark.parametrize(
    "database_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
NOW = datetime.now(UTC)


@pytest.fixture
def here(database_url, tmp_path):
    return make_installation(database_url, tmp_path, keys=tmp_path / "keys", backups=tmp_path / "backups")


def look(here, **more):
    """The lines that ask for something, and all lines."""
    told = {f"PB_{name.upper()}": value for name, value in more.items()}
    shown = CliRunner(env=here.environment | told).invoke(pb, ["doctor"])
    lines = shown.output.splitlines()
    bad = [line for line in lines if line.startswith("MEND")]
    assert shown.exit_code == (1 if bad else 0), shown.output
    # The server of the tests may wait for no disk, which is its own test below.
    return [line for line in bad if "= on in postgresql.conf" not in line], lines


def in_vote(here):
    sessions = here.opened()
    box = make_box(sessions, here.keys)
    sessions.close()
    return box


def test_an_installation_in_order_has_nothing_to_mend(here):
    in_vote(here)
    here.back_up(datetime.now(UTC))
    bad, lines = look(here)
    assert bad == []
    for thing in (
        "disk:",
        "clock:",
        "key folder:",
        "every migration is applied",
        "it can be written",
        "backup: the last",
    ):
        assert any(thing in line for line in lines), thing


def test_a_vote_without_a_backup_and_one_with_an_old_one(here):
    in_vote(here)
    assert "none was made yet; run: pb backup" in look(here)[0][0]
    here.settings.backups.mkdir()
    note_last(here.settings, here.settings.backups / "x", NOW - timedelta(hours=4))
    bad, _ = look(here)
    assert "the last is 4 hours old" in bad[0]
    assert "(not seen from here); while people vote it may be 3 hours old: run pb backup" in bad[0]
    note_last(here.settings, here.settings.backups, NOW - timedelta(hours=2))
    assert look(here)[0] == []
    here.do("UPDATE round SET phase = 'review'")
    note_last(here.settings, here.settings.backups, NOW - timedelta(hours=40))
    assert look(here)[0] == []
    note_last(here.settings, here.settings.backups, NOW - timedelta(hours=72))
    assert "while a round goes on it may be 2 days old" in look(here)[0][0]
    assert look(here, demo="yes")[0] == []


def test_keys_inside_the_data_folder_with_a_round_that_the_public_sees(database_url, tmp_path):
    here = make_installation(database_url, tmp_path)
    here.keys.session()
    assert look(here)[0] == []
    in_vote(here)
    here.back_up(datetime.now(UTC))
    bad, _ = look(here)
    assert len(bad) == 1
    assert "move it to another disk and set PB_KEYS" in bad[0]
    assert look(here, demo="yes")[0] == []


def test_a_copy_of_the_keys_that_is_not_plugged_in(here, tmp_path):
    in_vote(here)
    here.back_up(datetime.now(UTC))
    copy_keys(here.settings, tmp_path / "stick")
    assert look(here)[0] == []
    (tmp_path / "stick").rename(tmp_path / "drawer")
    bad, _ = look(here)
    assert len(bad) == 1
    assert f"{tmp_path / 'stick'}" in bad[0]
    assert "the place cannot be reached; plug it in before the round is published" in bad[0]
    assert "If it is lost, whoever asks to publish says what became of it" in bad[0]
    (tmp_path / "drawer").rename(tmp_path / "stick")
    next((tmp_path / "stick/rounds").iterdir()).unlink()
    (line,) = look(here)[0]
    assert "the file is not there any more; put it back, or copy the keys there again" in line
    copy_keys(here.settings, tmp_path / "stick")
    assert look(here)[0] == []


def test_later_work_that_fails_again_and_again(here):
    box = in_vote(here)
    here.back_up(datetime.now(UTC))
    sessions, now = here.opened(), NOW - timedelta(days=1)
    for tries in range(1, 6):
        with sessions.write() as session:
            held = jobs.take(session, Work.CLOSE, box.id, now)
            jobs.give_back(session, held, "DatabaseBusy", now)
        now += wait_after(tries)
        bad, _ = look(here)
        if tries <= PATIENCE:
            assert bad == []
    sessions.close()
    (line,) = bad
    assert "later work: closing Autumn round failed 5 times (DatabaseBusy); something reads without end" in line


def test_keys_that_are_damaged_are_named(here):
    box = in_vote(here)
    here.back_up(datetime.now(UTC))
    (here.settings.keys / "rounds" / f"{box.id}.json").write_bytes(b"{")
    assert f"the keys of round {box.id} are damaged" in look(here)[0][0]


def test_keys_of_an_open_vote_that_are_not_there_or_are_of_another_vote(here):
    box = in_vote(here)
    here.back_up(datetime.now(UTC))
    box.set(public_key=here.keys.round(box.id).public_point.hex())
    box.sessions.close()  # `set` has opened them again
    assert look(here)[0] == []
    keys = here.settings.keys / "rounds" / f"{box.id}.json"
    kept = keys.read_bytes()
    keys.unlink()
    (line,) = look(here)[0]
    assert f"the keys of Autumn round are not in {here.settings.keys}, so nobody can vote" in line
    assert "put them back from the place of `pb backup-keys`" in line
    here.keys.create_round(box.id)
    (line,) = look(here)[0]
    assert "the keys of Autumn round are not those with which its vote was opened" in line
    keys.write_bytes(kept)
    assert look(here)[0] == []


def test_a_clock_that_went_back(here):
    sessions = here.opened()
    with sessions.write() as session:
        record.append(session, "site", "the tests", "TeaBrewed", {}, NOW + timedelta(days=30))
    sessions.close()
    assert "which is still to come; set the clock" in look(here)[0][0]


def test_a_disk_that_is_nearly_full():
    assert machine.room("data", 5_000_000)[0] is False
    assert "5 MB free for data" in machine.room("data", 5_000_000)[1]
    assert "make room now" in machine.room("data", 5_000_000)[1]
    assert machine.room("data", 5_000_000_000)[0] is True


def test_a_migration_that_is_missing(here):
    here.do("UPDATE alembic_version SET version_num = '0001'")
    assert look(here)[0] == ["MEND  database: it is older; run: pb migrate"]


@ON_SQLITE
def test_a_database_that_somebody_has_locked(here):
    with closing(sqlite3.connect(here.home / "pb.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert "another program holds its lock" in look(here)[0][0]
        other.execute("ROLLBACK")
    assert look(here)[0] == []


@ON_SQLITE
def test_a_write_ahead_log_that_grew_without_end(here):
    with (here.home / "pb.sqlite3-wal").open("wb") as log:
        os.truncate(log.fileno(), database.LARGEST_LOG + 1_000_000)
    assert "restart the site" in look(here)[0][0]


@ON_SQLITE
def test_a_database_file_that_is_damaged(here):
    for file in here.home.glob("pb.sqlite3*"):
        file.unlink()
    (here.home / "pb.sqlite3").write_bytes(bytes(4096))
    assert "cannot be used" in look(here)[0][0]


@ON_POSTGRESQL
def test_a_server_that_waits_for_no_disk(here):
    # The servers that tests start themselves are set so, since nobody pulls their plug.
    fsync = here.ask("SHOW fsync")[0][0]
    _, lines = look(here)
    said = [line for line in lines if "fsync is" in line]
    if fsync == "on":
        assert said[0].startswith("ok")
    else:
        assert said[0].startswith("MEND")
        assert "set fsync = on in postgresql.conf" in said[0]


@ON_POSTGRESQL
def test_a_database_that_does_not_answer(here):
    bad, _ = look(here, database_url="postgresql://someone:hush@127.0.0.1:1/none")
    assert "the database cannot be used" in bad[0]
    assert "hush" not in bad[0]


def test_what_nobody_needs_any_more_is_told_without_an_alarm(here):
    in_vote(here)
    backup = here.back_up(NOW - timedelta(hours=1))
    here.do("UPDATE round SET phase = 'published', published_at = '2999-01-01'")
    here.restore(backup, NOW, instead=True)
    here.do("UPDATE round SET phase = 'published', published_at = '2999-01-01'")
    bad, lines = look(here)
    assert bad == []
    assert any("1 backup is from before a result came out" in line for line in lines)
    assert any("is what a restore replaced" in line for line in lines)


@pytest.mark.parametrize(
    ("age", "words"),
    [(timedelta(minutes=5), "5 minutes"), (timedelta(hours=30), "30 hours"), (timedelta(days=9), "9 days")],
)
def test_ages_are_told_in_words(age, words):
    assert backups._span(age) == words


def test_a_site_of_real_people_says_where_help_is(here):
    (bad,), _ = look(here, public_url="https://choose.example.org")
    assert bad == "MEND  help: nobody who needs help finds a number or an address; set PB_PHONE or PB_EMAIL"
    bad, lines = look(here, public_url="https://choose.example.org", phone="01632 960 123")
    assert bad == []
    assert "ok    help: 01632 960 123" in lines
