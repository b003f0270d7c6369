"""The drill: people vote without a pause, a backup is made in the middle, the data is destroyed, and restored.

Every ballot that was acknowledged before the backup began must be there again, once, and can be opened; whoever voted
after it can vote again. The time that it took is printed.
"""

import os
import shutil
import signal
import threading
import time
from datetime import timedelta

import pytest
from ballot_rounds import CLOSES, DICE, NOON, make_box
from casting_processes import DONE, casting, envelopes_for, in_urn, send_again
from figures import figure
from installations import make_installation, many_letters

from pb.ballots.actions.listing import seal_list, set_dice
from pb.ballots.actions.opening import open_urn
from pb.cli.backups.key_copies import copy_keys
from pb.rounds.rules.phases import Phase

VOTERS, BEFORE = 500, 60


class Crowd:
    """A process that casts one ballot after another, and the moment of each acknowledgement."""

    def __init__(self, program, envelopes):
        self.program = program
        self.number = program.begin(envelopes)
        self.acknowledged = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self.program.process.stdout:
            words = line.strip()
            if words == f"ended {self.number}":
                break
            if words != DONE:
                self.acknowledged.append((time.monotonic(), words))

    def wait_for(self, count):
        while len(self.acknowledged) < count:
            assert self._reader.is_alive(), "nobody casts any more"
            time.sleep(0.01)

    def kill(self):
        os.kill(self.number, signal.SIGKILL)
        self._reader.join()


@pytest.fixture
def here(database_url, tmp_path):
    return make_installation(database_url, tmp_path, backups=tmp_path / "other disk")


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
    envelopes = envelopes_for(box, VOTERS)
    copy_keys(here.settings, tmp_path / "stick")
    many_letters(here, 2_000)  # a backup that takes a while
    with casting(box) as program:
        crowd = Crowd(program, envelopes)
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
    stored = [envelope for envelope, _ in in_urn(box)]
    assert len(promised) >= BEFORE
    assert promised <= set(stored) <= {envelope for _, envelope in envelopes}
    assert len(stored) == len(set(stored)) < VOTERS
    assert send_again(box, envelopes) == len(stored)
    found = opened(box)
    assert (found.opened, found.unreadable) == (VOTERS, 0)
    box.sessions.close()
    kind, meant = "SQLite" if here.is_sqlite else "PostgreSQL", len(promised)
    words = (
        f"restore drill on {kind}: backup {done - began:.2f} s with {len(meanwhile)} votes cast meanwhile, "
        f"restore {back - lost:.2f} s, {meant} of {meant} promised ballots there"
    )
    figure("R3", words)
    with capsys.disabled():
        print(f"\n{words}")
