"""A hash chain: each entry's hash covers the hash before it, so nothing can be changed, dropped or swapped unseen."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from pb.seal import canonical

DOMAIN = b"pb/record/v1|"
START = "0" * 64


def link(previous: str, entry: Mapping[str, Any]) -> str:
    """The hash of an entry: SHA-256("pb/record/v1|" previous "|" canonical entry) in hex."""
    return hashlib.sha256(DOMAIN + previous.encode() + b"|" + canonical.encode(dict(entry))).hexdigest()


def first_fault(entries: Iterable[tuple[Mapping[str, Any], str, str]], head: str | None = None) -> int | None:
    """Where a chain is first broken.

    Args:
        entries: (entry, previous hash, own hash) in order; an entry that has a `seq` must count from 1.
        head: the hash that the last entry must have, as somebody noted it; None where nobody did.
    Returns: the position (from 1) of the first entry that does not fit, one past the end where the head is missing,
        None where the chain is whole.
    """
    expected, count = START, 0
    for count, (entry, previous, own) in enumerate(entries, 1):
        if previous != expected or entry.get("seq", count) != count or link(previous, entry) != own:
            return count
        expected = own
    return count + 1 if head is not None and head != expected else None
