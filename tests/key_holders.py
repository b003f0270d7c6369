"""Three holders of a round's key, the sheets that were printed for them, and what they do with them."""

import itertools

import tables
from partnership import NOW, present
from sqlalchemy import select

from pb.holders import actions, queries
from pb.holders.rules import state
from pb.people.rules import Role, Viewer
from pb.rounds.rules.phases import Phase

NAMES = ["The commissioner", "The parent carer forum", "The young people’s group"]
PAIRS = list(itertools.combinations(range(3), 2))
ADA = Viewer("ada", "", "Ada", "ada@partners.example", Role.COMMISSIONER, "Brookfield Council")


def holders(sessions, round_id):
    with sessions.read() as session:
        return queries.holders(session, round_id)


def make_sheets(sessions, keys, round_id, *, seen=None, names=NAMES, viewer=ADA, now=NOW):
    """The passphrases of the three, from a page that was just opened."""
    seen = state(holders(sessions, round_id)) if seen is None else seen
    with sessions.write() as session:
        return actions.make_sheets(session, keys, round_id, names, seen, present(viewer, now), now)


def do_without(sessions, keys, round_id, *, now=NOW):
    with sessions.write() as session:
        seen = state(queries.holders(session, round_id))
        actions.do_without(session, keys, round_id, seen, present(ADA, now), now)


def rehearse(sessions, keys, round_id, *typed, now=NOW):
    with sessions.write() as session:
        return actions.rehearse(session, keys, round_id, typed, ADA, now)


def try_all(sessions, keys, round_id, sheets, now=NOW):
    rehearse(sessions, keys, round_id, sheets[0], sheets[1], now=now)
    rehearse(sessions, keys, round_id, sheets[1], sheets[2], now=now)


def lock_box(box):
    """Give a ballot box to key holders before anybody votes; the passphrases."""
    box.set(phase=Phase.REVIEW)
    sheets = make_sheets(box.sessions, box.keys, box.id)
    box.set(phase=Phase.VOTING, public_key=box.keys.round(box.id).public_point.hex())
    return sheets


def stored(sessions, folder):
    """Every byte in the files of a folder, and every value of every row."""
    files = b"\n".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())
    with sessions.reading.connect() as connection:
        rows = [
            value if isinstance(value, bytes) else str(value).encode()
            for table in tables.load().sorted_tables
            for row in connection.execute(select(table))
            for value in row
        ]
    return files + b"\n".join(rows)


def pieces(sheets):
    """Any three words that follow each other on a sheet; the first two are the same on all of a set."""
    for sheet in sheets:
        words = sheet.split()
        yield from (" ".join(words[at : at + 3]) for at in range(len(words) - 2))


def shows(text, sheets):
    """Whether three words that follow each other stand in a text, however they are set."""
    plain = " ".join("".join(one if one.isalpha() else " " for one in text).split())
    return any(piece in plain for piece in pieces(sheets))
