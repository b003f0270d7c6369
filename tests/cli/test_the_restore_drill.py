"""The drill: people vote without a pause, a backup is made in the middle, the data is destroyed, and restored.

Every ballot that was acknowledged before the backup began must be there again, once, and can be opened; whoever voted
after it can vote again. The time that it took is printed.
"""

import json
import secrets
import shutil
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from ballot_rounds import CLOSES, DICE, NOON, make_box
from installations import make_installation, many_letters

from pb.ballots import queries
from pb.ballots.actions.cast import cast
from pb.ballots.actions.listing import seal_list, set_dice
from pb.ballots.actions.opening import open_urn
from pb.cli.backups.key_copies import copy_keys
from pb.db.writer import Writer
from pb.roll import queries as voters
from pb.rounds.rules.phases import Phase

PROGRAM = Path(__file__).resolve().parents[1] / "casting_process.py"
VOTERS, BEFORE = 500, 60


class Crowd:
    """A process that casts one ballot after another, and the moment of each acknowledgement."""

    def __init__(self, box, envelopes, folder):
        file = folder / "envelopes.json"
        file.write_text(json.dumps(envelopes), encoding="utf-8")
        command = [sys.executable, PROGRAM, box.sessions.url, box.keys.path, box.id, file, "honest"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE)
        self.acknowledged = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self):
        for line in self.process.stdout:
            if line.endswith(b"\n"):
                self.acknowledged.append((time.monotonic(), line.decode().strip()))

    def wait_for(self, count):
        while len(self.acknowledged) < count:
            time.sleep(0.01)
        return len(self.acknowledged)

    def kill(self):
        self.process.kill()
        self.process.wait()
        self._reader.join()
        self.process.stdout.close()


@pytest.fixture
def here(database_url, tmp_path):
    return make_installation(database_url, tmp_path, backups=tmp_path / "other disk")


def in_urn(box):
    with box.sessions.read() as session:
        return [row.envelope_id for row in queries.urn_rows(session, box.id)]


def vote_again(box, envelopes):
    """Everybody votes once more, with the same code: who is in the urn is told so, who was lost gets in."""
    view, writer = box.view(), Writer(box.sessions)
    with box.sessions.read() as session:
        paper = queries.ballot_paper(session, view)

    def work_for(voter, envelope):
        names = {"envelope_id": envelope, "replaces_rev": None, "now": NOON + timedelta(hours=1), "paper": paper}
        return lambda session: cast(session, box.keys, view, voter, {"chosen": ["1", "2"]}, **names)

    waiting = [writer.submit(work_for(*one)) for one in envelopes]
    already = sum(future.result().already for future in waiting)
    writer.close()
    return already


def opened(box):
    """How many ballots can be opened after the close."""
    box.set(phase=Phase.CLOSED)
    with box.sessions.write() as session:
        seal_list(session, box.keys, box.id, CLOSES + timedelta(hours=1))
        set_dice(session, box.id, DICE)
    box.set(phase=Phase.SEALED)
    with box.sessions.write() as session:
        return open_urn(session, box.keys, box.id)


def test_the_drill(here, tmp_path, capsys):
    (tmp_path / "other disk").mkdir()
    box = make_box(here.opened(), here.keys, young=VOTERS, carers=0)
    with box.sessions.read() as session:
        people = sorted(voter.voter_id for voter in voters.voters(session, box.id))
    envelopes = [(voter, secrets.token_hex(16)) for voter in people]
    copy_keys(here.settings, tmp_path / "stick")
    many_letters(here, 2_000)  # a backup that takes a while
    crowd = Crowd(box, envelopes, tmp_path)
    crowd.wait_for(BEFORE)
    began = time.monotonic()
    backup = here.back_up(NOON)
    done = time.monotonic()
    crowd.wait_for(min(VOTERS, len(crowd.acknowledged) + 50))
    crowd.kill()
    promised = {envelope for moment, envelope in crowd.acknowledged if moment < began}
    meanwhile = [moment for moment, _ in crowd.acknowledged if began <= moment <= done]
    box.sessions.close()

    lost = time.monotonic()
    shutil.rmtree(here.home)
    if not here.is_sqlite:
        here.do("DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
    restored = here.restore(backup, NOON + timedelta(minutes=30))
    assert [one.id for one in restored.keys_missing] == [box.id]
    shutil.copytree(tmp_path / "stick", here.settings.keys)
    back = time.monotonic()

    box.sessions, box.keys = here.opened(), here.keys
    stored = in_urn(box)
    assert len(promised) >= BEFORE
    assert promised <= set(stored) <= {envelope for _, envelope in envelopes}
    assert len(stored) == len(set(stored)) < VOTERS
    assert vote_again(box, envelopes) == len(stored)
    found = opened(box)
    assert (found.opened, found.unreadable) == (VOTERS, 0)
    box.sessions.close()
    with capsys.disabled():
        kind = "SQLite" if here.is_sqlite else "PostgreSQL"
        print(
            f"\nrestore drill on {kind}: backup {done - began:.2f} s with {len(meanwhile)} votes cast meanwhile, "
            f"restore {back - lost:.2f} s, {len(promised)} of {len(promised)} promised ballots there"
        )
