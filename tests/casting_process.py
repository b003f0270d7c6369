"""A program that casts ballots until it is killed, and tells of each one that was acknowledged.

    python tests/casting_process.py DATABASE_URL KEY_FOLDER ROUND_ID ENVELOPES honest|hasty

ENVELOPES is a JSON file of [voter id, envelope id] pairs. For each ballot acknowledged, its envelope id is written as
one line. `hasty` is the fault that the test must be able to find: it acknowledges inside the transaction.
"""

import json
import os
import sys
from pathlib import Path

from ballot_rounds import NOON

from pb.ballots import queries
from pb.ballots.actions.cast import place_ballots, seal_ballot
from pb.db.engines import Sessions
from pb.db.writer import Writer
from pb.keys.folder import KeyFolder
from pb.rounds import queries as rounds


def acknowledge(envelope):
    """Tell at once and unbuffered: whoever reads this line holds a promise."""
    os.write(1, f"{envelope}\n".encode())


def main(url, folder, round_id, envelopes, mode):
    """Hand every ballot to the writer, which commits many together."""
    sessions, keys = Sessions(url), KeyFolder(Path(folder))
    with sessions.read() as session:
        paper = queries.ballot_paper(session, rounds.by_id(session, round_id))

    def hasty(session, sealed):
        for envelope in sealed:
            acknowledge(envelope.id)
        return place_ballots(session, sealed)

    writer = Writer(sessions, hasty if mode == "hasty" else place_ballots)
    waiting = []
    for voter, envelope in json.loads(Path(envelopes).read_text(encoding="utf-8")):
        names = {"envelope_id": envelope, "replaces_rev": None}
        future = writer.submit(seal_ballot(keys, paper, voter, {"chosen": ["1", "2"]}, **names, now=NOON))
        if mode == "honest":
            future.add_done_callback(lambda done, envelope=envelope: done.result() and acknowledge(envelope))
        waiting.append(future)
    for future in waiting:
        future.result()
    writer.close()
    sessions.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
