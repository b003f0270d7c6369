"""Processes that cast ballots and are killed, as the tests of receipts use them."""

import json
import os
import secrets
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from ballot_rounds import NOON
from sqlalchemy import select

from pb.ballots import queries
from pb.ballots.actions.cast import place_ballots, seal_ballot
from pb.ballots.models import UrnRow
from pb.db.writer import Writer
from pb.roll import queries as voters

PROGRAM = Path(__file__).resolve().parent / "casting_process.py"
MARKS = {"chosen": ["1", "2"]}
DONE = "done"


class Casting:
    """The program that begins a casting process for each line."""

    def __init__(self, process):
        self.process = process

    def begin(self, envelopes, mode="honest"):
        """Begin to cast; gives the number of the process."""
        self.process.stdin.write(json.dumps({"mode": mode, "envelopes": envelopes}) + "\n")
        self.process.stdin.flush()
        word, number = self._line().split()
        assert word == "began"
        return int(number)

    def acknowledged(self, count):
        """Wait for so many acknowledgements and give their envelopes."""
        return [self._line() for _ in range(count)]

    def kill(self, number):
        """Kill without warning; gives what was acknowledged and not read yet."""
        os.kill(number, signal.SIGKILL)
        seen = []
        while (line := self._line()) != f"ended {number}":
            seen.append(line)
        return [line for line in seen if line != DONE]

    def finish(self, number):
        """Wait until all are cast; gives what was acknowledged and not read yet."""
        seen = []
        while (line := self._line()) != DONE:
            seen.append(line)
        return seen + self.kill(number)

    def _line(self):
        line = self.process.stdout.readline()
        assert line, "the program that casts is no more"
        return line.strip()

    def cast_until_killed(self, envelopes, mode, count, wait):
        """Cast, kill a moment after so many acknowledgements, and give every one of them."""
        number = self.begin(envelopes, mode)
        seen = self.acknowledged(count)
        time.sleep(wait)
        return seen + self.kill(number)


@contextmanager
def casting(box, url=None, command=()):
    """The program, for the round of a box; `command` is what it is run under."""
    line = [*command, sys.executable, PROGRAM, url or box.sessions.url, box.keys.path, box.id]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Casting(process)
        finally:
            process.stdin.close()
            process.wait(30)


def envelopes_for(box, count, start=0):
    """Some voters of the round, each with the id of the one envelope that they will send."""
    with box.sessions.read() as session:
        people = sorted(voter.voter_id for voter in voters.voters(session, box.id))
    return [(voter, secrets.token_hex(16)) for voter in people[start : start + count]]


def in_urn(box):
    """Envelope ids and revs in the urn, row by row."""
    with box.sessions.read() as session:
        rows = session.execute(select(UrnRow.envelope_id, UrnRow.rev).where(UrnRow.round_id == box.id))
        return [(row.envelope_id, row.rev) for row in rows]


def sealed(box, voter, envelope):
    """What the program makes of a cast before it is stored."""
    with box.sessions.read() as session:
        paper = queries.ballot_paper(session, box.view())
    return seal_ballot(box.keys, paper, voter, MARKS, envelope_id=envelope, replaces_rev=None, now=NOON)


def send_again(box, envelopes):
    """What browsers do that got no answer: send the same envelopes again. Returns how many had been stored."""
    writer = Writer(box.sessions, place_ballots)
    waiting = [writer.submit(sealed(box, *sent)) for sent in envelopes]
    already = sum(future.result().already for future in waiting)
    writer.close()
    return already
