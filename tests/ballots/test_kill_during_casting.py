"""A receipt means a stored ballot: a process that casts is killed at random moments, and nothing acknowledged is lost.

The kill is SIGKILL: nothing is tidied up. On PostgreSQL it is the client that is killed. The same test is run on a
process that acknowledges too early, and must find that it lost ballots: a test that cannot fail proves nothing.
"""

import json
import random
import secrets
import subprocess
import sys
import time
from pathlib import Path

from ballot_rounds import NOON, make_box
from sqlalchemy import select, text

from pb.ballots import queries
from pb.ballots.actions.cast import place_ballots, seal_ballot
from pb.ballots.models import UrnRow
from pb.db.writer import Writer
from pb.roll import queries as voters

PROGRAM = Path(__file__).resolve().parents[1] / "casting_process.py"
KILLS, BALLOTS_EACH = 3, 110
LATEST_ACKNOWLEDGEMENT = 50
MORE_TRIES = 6
MARKS = {"chosen": ["1", "2"]}


def envelopes_for(box, count, start):
    """Some voters of the round, each with the id of the one envelope that they will send."""
    with box.sessions.read() as session:
        people = sorted(voter.voter_id for voter in voters.voters(session, box.id))
    return [(voter, secrets.token_hex(16)) for voter in people[start : start + count]]


def cast_until_killed(box, envelopes, mode, kill_after, folder):
    """Start casting, kill after some acknowledgements, and return every one that came out of the pipe."""
    file = folder / f"{secrets.token_hex(4)}.json"
    file.write_text(json.dumps(envelopes), encoding="utf-8")
    command = [sys.executable, PROGRAM, box.sessions.url, box.keys.path, box.id, file, mode]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        seen = [process.stdout.readline() for _ in range(kill_after)]
        time.sleep(random.random() / 100)  # noqa: S311 - a moment within a commit or between two
        process.kill()
        seen += process.stdout.readlines()
        assert process.wait() == -9, "it ended before it was killed: give it more ballots"
    whole = [line.decode().strip() for line in seen if line.endswith(b"\n")]
    assert len(whole) >= kill_after
    return whole


def in_urn(box):
    """Envelope ids and revs in the urn, row by row."""
    with box.sessions.read() as session:
        rows = session.execute(select(UrnRow.envelope_id, UrnRow.rev).where(UrnRow.round_id == box.id))
        return [(row.envelope_id, row.rev) for row in rows]


def send_again(box, envelopes):
    """What browsers do that got no answer: send the same envelopes again. Returns how many had been stored."""
    writer = Writer(box.sessions, place_ballots)
    with box.sessions.read() as session:
        paper = queries.ballot_paper(session, box.view())
    waiting = [
        writer.submit(seal_ballot(box.keys, paper, voter, MARKS, envelope_id=envelope, replaces_rev=None, now=NOON))
        for voter, envelope in envelopes
    ]
    already = sum(future.result().already for future in waiting)
    writer.close()
    return already


def test_nothing_acknowledged_is_lost_and_nothing_is_doubled_when_the_process_is_killed(sessions, keys, tmp_path):
    box = make_box(sessions, keys, young=KILLS * BALLOTS_EACH, carers=0)
    everything, acknowledged = [], []
    for kill in range(KILLS):
        envelopes = envelopes_for(box, BALLOTS_EACH, kill * BALLOTS_EACH)
        moment = 1 + random.randrange(LATEST_ACKNOWLEDGEMENT)  # noqa: S311
        acknowledged += cast_until_killed(box, envelopes, "honest", moment, tmp_path)
        everything += envelopes
        stored = [envelope for envelope, _ in in_urn(box)]
        assert set(acknowledged) <= set(stored)
        assert len(stored) == len(set(stored))
    stored = len(in_urn(box))
    assert send_again(box, everything) == stored
    assert sorted(in_urn(box)) == sorted((envelope, 1) for _, envelope in everything)


def test_a_process_that_acknowledges_too_early_is_found_out(sessions, keys, tmp_path):
    box = make_box(sessions, keys, young=MORE_TRIES * BALLOTS_EACH, carers=0)
    lost = set()
    for attempt in range(MORE_TRIES):
        envelopes = envelopes_for(box, BALLOTS_EACH, attempt * BALLOTS_EACH)
        acknowledged = cast_until_killed(box, envelopes, "hasty", 15 + 7 * attempt, tmp_path)
        lost = set(acknowledged) - {envelope for envelope, _ in in_urn(box)}
        if lost:
            break
    assert lost, "the control lost nothing, so the test above proves nothing"


def test_a_commit_waits_for_the_disk(sessions):
    # A killed process leaves its pages to the operating system; these settings are what a power cut needs.
    names = {"sqlite": ("PRAGMA synchronous", 2), "postgresql": ("SHOW synchronous_commit", "on")}
    question, wanted = names[sessions.writing.dialect.name]
    with sessions.write() as session:
        assert session.execute(text(question)).scalar_one() == wanted
        if sessions.writing.dialect.name == "sqlite":
            assert session.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
