"""The sealed list: the sorted (commit, electorate) pairs that are signed and published before the urn is opened."""

import hashlib
from collections.abc import Iterable

from pb.seal import canonical

COMMIT_DIGITS = 64
_HEX = frozenset("0123456789abcdef")


class ListMalformed(ValueError):
    """The text is not a sealed list: not canonical, not sorted, or something in it is no commit."""


def body(pairs: Iterable[tuple[str, str]]) -> bytes:
    """The canonical text of the list, pairs in order."""
    return canonical.encode([list(pair) for pair in sorted(pairs)])


def veiled(pairs: Iterable[tuple[str, str]], salt: str) -> list[tuple[str, str]]:
    """The pairs as they are hashed, in order: with a veil in place of each electorate.

    The veil is SHA-256("pb/electorate/v1|" salt "|" commit "|" electorate) in hex, so that a list may be shown and its
    hash be worked out without anybody learning whose group a ballot is of. Without a salt, as in the first format of
    bundles, electorates are hashed as they are.
    """
    return sorted((commit, _veil(salt, commit, electorate) if salt else electorate) for commit, electorate in pairs)


def list_hash(pairs: Iterable[tuple[str, str]], salt: str = "") -> str:
    """SHA-256 of the text of the veiled pairs, in hex."""
    return hashlib.sha256(body(veiled(pairs, salt))).hexdigest()


def read(text: bytes) -> list[tuple[str, str]]:
    """The pairs of a list.

    Raises:
        ListMalformed: it is not canonical, not in order, or holds something else.
    """
    try:
        found = canonical.decode(text)
    except canonical.NotCanonical as fault:
        raise ListMalformed(str(fault)) from fault
    if not isinstance(found, list) or not all(map(_is_pair, found)):
        raise ListMalformed("an entry is not a commit with its electorate")
    pairs = [(commit, electorate) for commit, electorate in found]
    if pairs != sorted(pairs):
        raise ListMalformed("the entries are not in order")
    return pairs


def _veil(salt: str, commit: str, electorate: str) -> str:
    return hashlib.sha256(f"pb/electorate/v1|{salt}|{commit}|{electorate}".encode()).hexdigest()


def _is_pair(entry: object) -> bool:
    match entry:
        case [str(commit), str()]:
            return len(commit) == COMMIT_DIGITS and set(commit) <= _HEX
    return False
