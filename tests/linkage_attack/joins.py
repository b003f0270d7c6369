"""Following values that rows share from what is known of a person to a prize, with digests that can be guessed."""

import hashlib
import hmac
import re
from collections import defaultdict
from datetime import datetime

from pb.roll.rules import grouped

WORD = re.compile(r"[0-9A-Za-z-]{8,}")
SHARED_BY = 4
"""A value in more rows than this tells nobody from another."""

STEPS = 4
HASHES = (hashlib.sha256, hashlib.sha1, hashlib.md5, hashlib.sha512, hashlib.blake2b)
HEX = re.compile(r"[0-9a-f]{32}")
SENTENCES = ("{}", "pb/code/v1|{round}|{}", "pb/slot/v1|{}", "{round}|{}", "{round}{}", "{}|{round}")
"""How the program puts together what it makes digests of, and how others might."""


class Web:
    """Rows joined by the values that they share."""

    def __init__(self, evidence, finder):
        self._rows, self._holding, self._prizes = [], defaultdict(list), []
        for table, rows in evidence.tables.items():
            for row in rows:
                values = frozenset(_values(row))
                self._rows.append(values)
                self._prizes.append(finder.in_row(row))
                for value in values:
                    self._holding[value].append((len(self._rows) - 1, table))

    def reached(self, begin, derive):
        """The prizes that can be walked to from some values; `derive` makes more values of one."""
        todo, seen, found = {one for value in begin for one in (value, *derive(value))}, set(), set()
        for _ in range(STEPS):
            fresh = set()
            for value in todo - seen:
                rows = self._holding.get(value, ())
                if not rows or self._is_common(rows):
                    continue
                for at, _table in rows:
                    fresh |= self._rows[at]
                    found |= self._prizes[at] if len(self._prizes[at]) <= SHARED_BY else set()
            seen |= todo
            todo = fresh | {one for value in fresh - seen for one in derive(value)}
        return found

    @staticmethod
    def _is_common(rows):
        """Whether a value stands in many rows of one table; the same row may lie in several backups."""
        tables = [table for _, table in rows]
        return max(map(tables.count, set(tables))) > SHARED_BY


def _values(row):
    for column, cell in row.items():
        if isinstance(cell, bytes) and len(cell) <= 1_000:
            yield cell
        elif isinstance(cell, str) and len(cell) <= 1_000:
            yield cell
            yield from WORD.findall(cell)
        elif isinstance(cell, datetime):
            yield f"{cell:%Y-%m-%d %H:%M:%S.%f}"
        elif column == "hidden_xmin":
            yield f"transaction {cell}"


def by_shared_values(watcher, web):
    """A guess from what rows share with a reference or a code as they are."""
    return {one.reference: web.reached(known_of(one), lambda _: ()) for one in watcher.comings}


def by_guessed_digests(watcher, web, secrets):
    """The same with every digest of a known value under every key that can be guessed, at every step.

    Args:
        watcher: who came.
        web: the rows.
        secrets: bytes that may have been used as keys: public values, and whatever lies in the key folder.
    """
    keys = {b"", bytes(32), watcher.round_id.encode(), *map(str.encode, watcher.public_values), *secrets}

    def derive(value):
        if not isinstance(value, str) or not (HEX.fullmatch(value) or "-" in value or value.isalnum()):
            return ()
        said = [one.format(value, round=watcher.round_id).encode() for one in SENTENCES]
        plain = [one(words).digest() for words in said for one in HASHES]
        keyed = [hmac.digest(key, words, "sha256") for words in said for key in keys]
        return [one for digest in plain + keyed for one in (digest, digest.hex())]

    def once(value):
        return derive(value) if isinstance(value, str) and len(value) <= 40 else ()

    return {one.reference: web.reached(known_of(one), once) for one in watcher.comings}


def known_of(coming):
    """What the watcher knows of a person, in every way in which it may be written."""
    code = str(coming.code)
    return {coming.reference, coming.reference.lower(), code, code.lower(), grouped(coming.code)}
