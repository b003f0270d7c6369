"""`pb restore`: checked before anything is touched, one step from the old to the new, and never in silence."""

import os
import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from desk_rounds import AFTER, DURING, ENDS, make_desk_round
from installations import HEAD, SIGNED_IN, everything_in, killed, make_installation, restore_instead
from partnership import NOW
from sqlalchemy import text

from pb.ballots import queries as ballots
from pb.ballots.rules import VotingClosed
from pb.cli.backups import manifest as lists
from pb.cli.backups.manifest import BackupUnsound
from pb.cli.backups.onto_sqlite import InstallationThere, SiteRunning
from pb.cli.backups.restoring import BackupTooNew, OtherKindOfDatabase
from pb.keys.folder import KeysMissing
from pb.people.rules import Kind
from pb.record import queries as record
from pb.record.models import SITE_CHAIN
from pb.roll import queries as voters
from pb.rounds.rules.phases import Phase

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
KILLS = 8
MOST_KILLS = 40
"""Where by chance none came before the new was in place."""
PB = Path(sys.executable).parent / "pb"
LATER = DURING + timedelta(hours=2)


@pytest.fixture
def here(database_url, tmp_path):
    return make_installation(database_url, tmp_path, backups=tmp_path / "backups")


def vote_begun(here, **changes):
    """A round in its vote, with sessions of its own, which are closed before a restore."""
    opened = here.opened()
    return make_desk_round(opened, here.keys, phase=Phase.VOTING, voting=False, **changes)


def entries(here, chain):
    sessions = here.opened()
    with sessions.read() as session:
        found, fault = record.entries(session, chain), record.first_fault(session, chain)
    sessions.close()
    assert fault is None
    return found


def all_rows(here, *, but=()):
    """Every row of every table by the names of its columns, but for the record, which a restore adds to."""
    names = here.ask(
        "SELECT name FROM sqlite_schema WHERE type = 'table'"
        if here.is_sqlite
        else "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    )
    question = 'SELECT * FROM "{}"'
    return {
        name: sorted(map(repr, here.ask(question.format(name), by_name=True))) for (name,) in names if name not in but
    }


def test_everything_that_a_backup_held_is_there_again(here):
    desk = vote_begun(here)
    desk.vote("Y001", "1", "2")
    (here.home / "letters").mkdir()
    (here.home / "letters/one.eml").write_text("Dear Kim")
    before = all_rows(here, but=("record_entry", "sign_in"))
    backup = here.back_up(DURING)
    desk.sessions.close()
    here.lose_the_database()
    (here.home / "letters/one.eml").unlink()
    done = here.restore(backup, LATER)
    assert all_rows(here, but=("record_entry", "sign_in")) == before
    assert (here.home / "letters/one.eml").read_text() == "Dear Kim"
    assert done.keys_missing == []
    assert [one.name for one in done.in_vote] == ["Autumn round"]


def test_who_voted_after_the_backup_votes_again_and_the_others_ballots_stand(here):
    desk = vote_begun(here)
    desk.vote("Y001", "1", "2")
    backup = here.back_up(DURING)
    desk.vote("Y002", "3")
    desk.sessions.close()
    here.restore(backup, LATER, instead=True)
    again = here.opened()
    desk.sessions = again
    assert desk.in_urn() == 1
    desk.vote("Y002", "3", now=LATER)
    desk.vote("C001", "4", now=LATER)
    assert desk.in_urn() == 3
    desk.run_clock(ENDS)
    desk.agree(Kind.SEAL_LIST, now=AFTER)
    desk.throw()
    desk.agree(Kind.OPEN_URN, now=AFTER)
    desk.agree(Kind.PUBLISH, now=AFTER)
    desk.explain()
    desk.run_clock(AFTER)
    assert desk.phase is Phase.PUBLISHED
    again.close()


def test_the_record_of_every_unpublished_round_and_of_the_installation_says_so(here):
    desk = vote_begun(here)
    backup = here.back_up(DURING)
    heads = {chain: entries(here, chain)[-1].hash for chain in (SITE_CHAIN, desk.id)}
    desk.sessions.close()
    here.restore(backup, LATER, instead=True)
    for chain, head in heads.items():
        last = entries(here, chain)[-1]
        assert (last.verb, last.previous, last.at) == ("BackupRestored", head, LATER)
        assert last.facts["made_at"] == DURING.isoformat()
        assert last.facts["voting"] is True
    sessions = here.opened()
    with sessions.read() as session:
        assert [(gap.since, gap.until, gap.voting) for gap in record.gaps(session, desk.id)] == [(DURING, LATER, True)]
    sessions.close()


def test_a_published_round_is_not_told_of_a_restore(here):
    opened = here.opened()
    desk = make_desk_round(opened, here.keys, phase=Phase.PUBLISHED, young=10, carers=10)
    opened.close()
    here.restore(here.back_up(AFTER), AFTER, instead=True)
    assert entries(here, desk.id)[-1].verb != "BackupRestored"
    assert entries(here, SITE_CHAIN)[-1].facts["voting"] is False


def test_people_who_were_signed_in_are_not_signed_in_again(here):
    desk = vote_begun(here)
    here.do(SIGNED_IN)
    backup = here.back_up(DURING)
    desk.sessions.close()
    here.restore(backup, LATER, instead=True)
    assert here.ask("SELECT count(*) FROM sign_in") == [(0,)]


def test_an_installation_that_is_there_stays_unless_it_may_be_replaced(here):
    desk = vote_begun(here)
    backup = here.back_up(DURING)
    desk.vote("Y001", "1")
    desk.sessions.close()
    before = all_rows(here)
    with pytest.raises(InstallationThere):
        here.restore(backup, LATER)
    assert all_rows(here) == before
    assert not list(here.home.glob(".restoring*"))


def test_what_is_replaced_is_kept_whole(here):
    desk = vote_begun(here)
    backup = here.back_up(DURING)
    desk.vote("Y001", "1")
    desk.sessions.close()
    before = here.ask("SELECT slot, envelope_id FROM urn")
    keys = everything_in(here.settings.keys)
    aside = here.restore(backup, LATER, instead=True).aside
    assert here.ask("SELECT count(*) FROM urn") == [(0,)]
    if here.is_sqlite:
        with closing(sqlite3.connect(Path(aside) / "pb.sqlite3")) as old:
            kept = old.execute("SELECT slot, envelope_id FROM urn").fetchall()
    else:
        question = "SELECT slot, envelope_id FROM {}.urn"
        kept = here.ask(question.format(aside.removeprefix("schema ")))
    assert kept == before
    assert everything_in(here.settings.keys) == keys


def test_a_site_that_is_served_is_not_pulled_away_under_its_voters(here):
    desk = vote_begun(here)
    backup = here.back_up(DURING)
    with desk.sessions.read() as session:
        session.execute(text("SELECT 1"))
    with pytest.raises(SiteRunning):
        here.restore(backup, LATER, instead=True)
    desk.vote("Y001", "1")
    assert desk.in_urn() == 1
    desk.sessions.close()


def test_a_backup_that_was_damaged_changes_nothing(here):
    desk = vote_begun(here)
    backup = here.back_up(DURING)
    desk.sessions.close()
    before = all_rows(here)
    file = next(file for file in backup.rglob("*") if file.is_file() and file.name.startswith(("database", "round")))
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(BackupUnsound):
        here.restore(backup, LATER, instead=True)
    assert all_rows(here) == before


def test_a_backup_of_the_other_kind_or_of_a_newer_program_is_refused(here):
    backup = here.back_up(DURING)
    made = lists.read(backup)
    lists.write(backup, lists.Manifest(made.made_at, "sqlite", made.contents, made.chains, made.rounds, made.files))
    if not here.is_sqlite:
        with pytest.raises(BackupUnsound):
            here.restore(backup, LATER, instead=True)
        return
    here.do("UPDATE alembic_version SET version_num = '9999'")
    newer = here.back_up(DURING + timedelta(minutes=1))
    with pytest.raises(BackupTooNew):
        here.restore(newer, LATER, instead=True)


@ON_SQLITE
def test_a_backup_of_sqlite_is_not_put_into_postgresql(here, postgres_url):
    if postgres_url is None:
        pytest.skip("no PostgreSQL on this machine")
    backup = here.back_up(DURING)
    elsewhere = type(here)(here.settings.__class__(**{**as_dict(here.settings), "database_url": postgres_url}))
    with pytest.raises(OtherKindOfDatabase):
        elsewhere.restore(backup, LATER)


def as_dict(settings):
    return {name: getattr(settings, name) for name in settings.__slots__}


def test_missing_keys_are_named_and_no_vote_is_taken_without_them(here, tmp_path):
    desk = vote_begun(here)
    backup = here.back_up(DURING)
    desk.sessions.close()
    here.settings.keys.rename(tmp_path / "lost")
    done = here.restore(backup, LATER, instead=True)
    assert [one.id for one in done.keys_missing] == [desk.id]
    desk.sessions, desk.keys = here.opened(), here.keys
    with desk.sessions.read() as session:
        assert voters.voter_by_code(session, desk.keys, desk.id, desk.codes["Y001"]) is None
        somebody = voters.voters(session, desk.id)[0].voter_id
        with pytest.raises(KeysMissing):
            ballots.standing(session, desk.keys, desk.id, somebody)
    assert not desk.keys.has_round(desk.id), "keys of a round that had some were made anew"
    desk.sessions.close()


def test_a_vote_whose_close_has_passed_takes_no_ballot_after_a_restore(here):
    desk = vote_begun(here)
    desk.vote("Y001", "1")
    backup = here.back_up(DURING)
    desk.sessions.close()
    here.restore(backup, AFTER, instead=True)
    desk.sessions = here.opened()
    with pytest.raises(VotingClosed):
        desk.vote("Y002", "1", now=AFTER)
    desk.run_clock(AFTER)
    assert desk.phase is Phase.CLOSED
    desk.sessions.close()


@ON_SQLITE
def test_a_database_that_is_damaged_is_kept_as_it_is(here):
    backup = here.back_up(NOW)
    for file in here.home.glob("pb.sqlite3-*"):
        file.unlink()
    (here.home / "pb.sqlite3").write_bytes(b"rubbish" * 1000)
    (here.home / "pb.sqlite3-wal").write_bytes(b"a log")
    aside = Path(here.restore(backup, LATER, instead=True).aside)
    assert (aside / "pb.sqlite3").read_bytes() == b"rubbish" * 1000
    assert (aside / "pb.sqlite3-wal").read_bytes() == b"a log"
    assert here.ask("PRAGMA integrity_check") == [("ok",)]
    assert here.ask("PRAGMA journal_mode") == [("wal",)]


@ON_SQLITE
def test_a_backup_goes_into_another_folder_on_a_fresh_machine(here, tmp_path):
    vote_begun(here).sessions.close()
    backup = here.back_up(DURING)
    environment = os.environ | here.environment
    del environment["PB_DATABASE_URL"]
    command = [PB, "restore", backup, "--into", tmp_path / "new/home"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for words in (
        "Voting was open: Autumn round",
        "must vote again",
        "ARE MISSING",
        "Missing: everything",
        "pb doctor",
    ):
        assert words in done.stdout, done.stdout
    assert "ITS KEYS ARE MISSING" not in done.stdout  # PB_KEYS still names them
    assert (tmp_path / "new/home/pb.sqlite3").exists()
    again = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (again.returncode, again.stdout) == (2, "")
    assert "--replace" in again.stderr


def test_a_restore_that_is_killed_leaves_the_old_or_the_new_and_nothing_between(here):
    desk = vote_begun(here)
    desk.vote("Y001", "1")
    desk.vote("Y002", "2")
    newer = here.back_up(DURING)
    here.do("DELETE FROM urn")
    older = here.back_up(LATER)
    desk.sessions.close()
    killed(restore_instead, (here.settings, older, DURING), None)  # slower than those that follow, so not their measure
    whole, _ = killed(restore_instead, (here.settings, newer, LATER), None)
    there, outcomes = 2, []
    while len(outcomes) < KILLS or ("old" not in outcomes and len(outcomes) < MOST_KILLS):
        attempt = len(outcomes) + 1
        wanted, backup = (0, older) if there else (2, newer)
        told = restores(here)
        moment = whole * random.random()  # noqa: S311 - any instant of it
        now = LATER + timedelta(minutes=attempt)
        _, in_work = killed(restore_instead, (here.settings, backup, now), moment)
        found = here.ask("SELECT count(*) FROM urn")[0][0]
        assert found in {there, wanted}
        assert in_work or found == wanted
        assert restores(here) == (1 if found == wanted else told)
        assert entries(here, desk.id)[-1].verb == "BackupRestored"
        assert sorted(here.ask("SELECT * FROM alembic_version")) == [(HEAD,)]
        outcomes.append("new" if found == wanted else "old")
        there = found
    assert "old" in outcomes, "no kill came before the new was in place, so nothing was proved"
    for place in leftovers(here):
        os.utime(place, (0, 0))  # an hour later nobody can be at work there any more
    assert here.restore(newer, LATER + timedelta(days=1), instead=True)
    assert not leftovers(here)


def restores(here):
    return here.ask("SELECT count(*) FROM record_entry WHERE verb = 'BackupRestored' AND chain = 'site'")[0][0]


def leftovers(here):
    """What a restore that was killed left in the data folder beside what it set aside, which is somebody's."""
    return [place for place in here.home.iterdir() if place.name.startswith(".")]
