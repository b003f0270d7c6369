"""A receipt means a stored ballot: processes that cast are killed at random moments, and nothing acknowledged is lost.

The kill is SIGKILL: nothing is tidied up. On PostgreSQL it is the client that is killed. The same test is run on a
process that acknowledges too early, and must find that it lost ballots: a test that cannot fail proves nothing.
"""

import random
import re
import shutil
import subprocess
import threading

import pytest
from ballot_rounds import make_box
from casting_processes import casting, envelopes_for, in_urn, sealed, send_again
from figures import figure, often
from sqlalchemy import event, text

from pb.ballots.actions.cast import place_ballots
from pb.db.writer import Writer

KILLS, BALLOTS_EACH = often(20, 500), 32
MORE_TRIES = 12


def test_nobody_is_told_anything_at_the_moment_of_the_commit(sessions, keys):
    box = make_box(sessions, keys, young=1, carers=0)
    sent, told, answers = threading.Event(), [], []

    def at_the_commit(_connection):
        assert sent.wait(10)
        told.extend(answer.done() for answer in answers)

    writer = Writer(sessions, place_ballots)
    event.listen(sessions.writing, "commit", at_the_commit)
    answers += [writer.submit(sealed(box, *one)) for one in envelopes_for(box, 1)]
    sent.set()
    assert answers[0].result(10).rev == 1
    event.remove(sessions.writing, "commit", at_the_commit)
    writer.close()
    assert told == [False]


def test_nothing_acknowledged_is_lost_and_nothing_is_doubled_when_the_process_is_killed(sessions, keys):
    box = make_box(sessions, keys, young=KILLS * BALLOTS_EACH, carers=0)
    everything, acknowledged = envelopes_for(box, KILLS * BALLOTS_EACH), []
    with casting(box) as program:
        for kill in range(KILLS):
            envelopes = everything[kill * BALLOTS_EACH : (kill + 1) * BALLOTS_EACH]
            moment = 1 + random.randrange(BALLOTS_EACH - 4)  # noqa: S311 - when to kill is no secret
            acknowledged += program.cast_until_killed(envelopes, "honest", moment, random.random() / 100)  # noqa: S311
    stored = [envelope for envelope, _ in in_urn(box)]
    assert set(acknowledged) <= set(stored)
    assert len(stored) == len(set(stored))
    assert len(stored) < len(everything), "every process had finished before it was killed: nothing was tried"
    assert send_again(box, everything) == len(stored)
    assert sorted(in_urn(box)) == sorted((envelope, 1) for _, envelope in everything)
    kind = sessions.writing.dialect.name
    figure("R1", f"{kind}: {KILLS} kills, {len(acknowledged):,} acknowledged, 0 lost, 0 doubled")


def test_a_process_that_acknowledges_too_early_is_found_out(sessions, keys):
    box = make_box(sessions, keys, young=MORE_TRIES * BALLOTS_EACH, carers=0)
    lost, acknowledged = set(), []
    with casting(box) as program:
        for attempt in range(MORE_TRIES):
            envelopes = envelopes_for(box, BALLOTS_EACH, attempt * BALLOTS_EACH)
            acknowledged += program.cast_until_killed(envelopes, "hasty", 1 + 2 * attempt, 0)
            lost = set(acknowledged) - {envelope for envelope, _ in in_urn(box)}
            if lost:
                break
    assert lost, "the control lost nothing, so the test above proves nothing"
    kind = sessions.writing.dialect.name
    figure("R1", f"{kind}: a hasty process lost {len(lost)} of {len(acknowledged)} before it was found out")


def test_a_commit_waits_for_the_disk(sessions):
    # A killed process leaves its pages to the operating system; these settings are what a power cut needs.
    names = {"sqlite": ("PRAGMA synchronous", 2), "postgresql": ("SHOW synchronous_commit", "on")}
    question, wanted = names[sessions.writing.dialect.name]
    with sessions.write() as session:
        assert session.execute(text(question)).scalar_one() == wanted
        if sessions.writing.dialect.name == "sqlite":
            assert session.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"


def can_trace():
    """Whether strace is there and may watch a process: a machine may forbid it."""
    return (
        bool(shutil.which("strace"))
        and not subprocess.run(["strace", "-o", "/dev/null", "true"], check=False).returncode
    )


CALL = re.compile(r"(?P<name>pwrite64|fdatasync|fsync|write)\((?P<file>\d+<[^>]*>)(, \"(?P<text>[0-9a-f]{32}))?")


def test_the_disk_has_the_ballot_before_anybody_is_told(sessions, keys, tmp_path):
    if not sessions.url.startswith("sqlite"):
        pytest.skip("PostgreSQL writes in a process of its own; its settings are asked for above")
    if not can_trace():
        pytest.skip("NO STRACE that may watch a process here, so nobody saw the order in which the disk is written")
    box, seen = make_box(sessions, keys, young=40, carers=0), tmp_path / "calls.txt"
    command = ["strace", "-f", "-y", "-s", "64", "-o", seen, "-e", "trace=pwrite64,fdatasync,fsync,write"]
    envelopes = envelopes_for(box, 40)
    with casting(box, command=command) as program:
        number = program.begin(envelopes)
        told = program.acknowledged(40)
        program.kill(number)
    assert sorted(told) == sorted(envelope for _, envelope in envelopes)
    waiting, answered = 0, 0
    for call in map(CALL.search, seen.read_text("utf-8").splitlines()):
        if call and call["name"] == "pwrite64" and "-wal" in call["file"]:
            waiting += 1
        elif call and call["name"] in {"fdatasync", "fsync"} and "-wal" in call["file"]:
            waiting = 0
        elif call and call["text"] in told:
            assert not waiting, "told before the disk had it"
            answered += 1
    assert answered == 40
    figure("R1", f"strace: {answered} answers, each after its fdatasync")
