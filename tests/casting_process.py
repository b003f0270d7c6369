"""A program that casts ballots until it is killed, and tells of each one that was acknowledged.

    python tests/casting_process.py DATABASE_URL KEY_FOLDER ROUND_ID

Each line that it reads, `{"mode": "honest" or "hasty", "envelopes": [[voter id, envelope id], …]}`, begins a process of
its own that casts these. What is written: "began" with the number of that process, then the envelope id of each ballot
as it is acknowledged, "done" when there are no more, and "ended" when the process is no more. Until it is killed, a
process that is done waits.

`hasty` is the fault that the test must be able to find: it acknowledges before the commit.
"""

import functools
import json
import os
import signal
import sys
import threading
from pathlib import Path

from ballot_rounds import NOON

from pb.ballots import queries
from pb.ballots.actions.cast import place_ballots, seal_ballot
from pb.db.engines import Sessions
from pb.db.writer import Writer
from pb.keys.folder import KeyFolder
from pb.rounds import queries as rounds

TOGETHER = 4
"""Ballots that are handed over at once, so that a kill falls between two commits as often as into one."""


def tell(*words):
    """At once and unbuffered: whoever reads this line holds a promise."""
    os.write(1, f"{' '.join(map(str, words))}\n".encode())


def hasty(session, envelopes):
    """Acknowledge what is not committed."""
    for envelope in envelopes:
        tell(envelope.id)
    return place_ballots(session, envelopes)


def cast_all(url, keys, paper, envelopes, mode):
    """Cast a few together, again and again."""
    sessions, answered = Sessions(url), threading.Semaphore(0)
    writer = Writer(sessions, hasty if mode == "hasty" else place_ballots)

    def acknowledge(future, envelope):
        # On the writer's own thread: between this commit and what it writes next.
        if not future.exception() and mode == "honest":
            tell(envelope)
        answered.release()  # refused, or not stored: nobody is told, and whoever sent it may send it again

    for start in range(0, len(envelopes), TOGETHER):
        some = envelopes[start : start + TOGETHER]
        for voter, envelope in some:
            names = {"envelope_id": envelope, "replaces_rev": None, "now": NOON}
            future = writer.submit(seal_ballot(keys, paper, voter, {"chosen": ["1", "2"]}, **names))
            future.add_done_callback(functools.partial(acknowledge, envelope=envelope))
        for _ in some:
            answered.acquire()
    tell("done")


def main(url, folder, round_id):
    """Begin a process for each line; it is killed from outside."""
    sessions, keys = Sessions(url), KeyFolder(Path(folder))
    with sessions.read() as session:
        paper = queries.ballot_paper(session, rounds.by_id(session, round_id))
    keys.held(round_id)
    sessions.close()  # no connection goes over to another process
    for line in sys.stdin:
        wanted = json.loads(line)
        if not (process := os.fork()):
            try:
                cast_all(url, keys, paper, wanted["envelopes"], wanted["mode"])
            except BaseException as fault:  # noqa: BLE001 - a database that went away in the middle is what is tried
                sys.stderr.write(f"{type(fault).__name__}\n")
            signal.pause()
        tell("began", process)
        os.waitpid(process, 0)
        tell("ended", process)


if __name__ == "__main__":
    main(*sys.argv[1:])
