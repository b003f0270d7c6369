"""What was seen at the door, and what somebody might be linked to."""

from dataclasses import dataclass
from functools import cached_property

from pb.roll.rules import grouped
from pb.seal import commit as commits

NEAR_START = 24
"""Bytes of a long value by which it is recognised: a page of a file may hold no more of it in one piece."""


@dataclass(frozen=True)
class Coming:
    """A person at the door: who they are, the code on their letter, and the instants at which they voted."""

    reference: str
    code: str
    group: str
    times: tuple


@dataclass(frozen=True)
class Prize:
    """What somebody may be linked to. `group` is empty where the public does not know it."""

    name: str
    group: str
    texts: tuple
    raw: tuple


def ballots(published):
    """The published ballots; each is known by its commit, its nonce and its check code."""
    found = []
    for one in published:
        code = commits.tracker(one.commit)
        texts = (one.commit, one.nonce, one.tracker, code, grouped(code))
        found.append(Prize(one.commit, one.electorate, texts, (bytes.fromhex(one.commit), bytes.fromhex(one.nonce))))
    return found


def envelopes(urn):
    """The sealed ballots as they lay in the urn; each is known by its slot, its id and how its sealed texts begin."""
    found = []
    for row in urn:
        begins = (row.enc_commit[:NEAR_START], row.sealed[:NEAR_START])
        texts = (row.slot, row.envelope_id, *(one.hex() for one in begins))
        found.append(Prize(row.slot, "", texts, (bytes.fromhex(row.slot), *begins)))
    return found


class Finder:
    """Finds prizes in bytes."""

    def __init__(self, prizes):
        self.prizes = {prize.name: prize for prize in prizes}
        self._marks = {
            mark: prize.name for prize in prizes for mark in (*(text.encode() for text in prize.texts), *prize.raw)
        }

    def places(self, blob):
        """Where each prize stands first and last, for those that are there."""
        found = {}
        for mark, name in self._marks.items():
            at = blob.find(mark)
            if at >= 0:
                first, last = found.get(name, (at, at))
                found[name] = min(first, at), max(last, blob.rfind(mark))
        return found

    def in_row(self, row):
        """The names of the prizes that a row speaks of."""
        return set(self.places(b"\0".join(as_bytes(cell) for cell in row.values())))


def as_bytes(cell):
    """A cell of a table as bytes to be searched."""
    if isinstance(cell, bytes | memoryview):
        return bytes(cell)
    return str(cell).encode("utf-8", "surrogateescape")


@dataclass(frozen=True)
class Watcher:
    """All that the watcher knows: everybody who came, in order, and what is public of the round."""

    comings: tuple
    round_id: str
    public_values: tuple = ()

    @cached_property
    def orders(self):
        """The order in which people came for the first time, and for the last."""
        first = sorted(self.comings, key=lambda one: one.times[0])
        last = sorted(self.comings, key=lambda one: one.times[-1])
        return {"first coming": first} if first == last else {"first coming": first, "last coming": last}

    def members(self, group):
        """Everybody who may own a prize of this group; all, where it is not known."""
        return [one for one in self.comings if group in {"", one.group}]
