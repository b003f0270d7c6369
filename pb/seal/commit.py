"""The commit of a ballot: a fingerprint that gives nothing away, and the check code that a voter keeps of it."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from pb.seal import canonical, crockford

DOMAIN = b"pb/ballot/v1|"
BODY_VERSION = 1
TRACKER_SYMBOLS = 10
_LENGTH_BYTES = 4
_MOST_SYMBOLS = 52  # of 5 bits each hold the 256 bits of a commit and 4 more
_SPARE_BITS = 4


class BodyMalformed(ValueError):
    """A padded body has no room for what it should hold, or is not what `pad` makes."""


def body_of(round_id: str, marks: Mapping[str, Any], nonce: str) -> bytes:
    """The exact bytes of a ballot: {"marks", "nonce", "round", "v"}, canonical; the nonce is 32 random bytes in hex."""
    return canonical.encode({"marks": dict(marks), "nonce": nonce, "round": round_id, "v": BODY_VERSION})


def commit(body: bytes) -> str:
    """SHA-256("pb/ballot/v1|" body) in hex. The body's random nonce makes it impossible to guess the marks from it."""
    return hashlib.sha256(DOMAIN + body).hexdigest()


def tracker(commit_hex: str, symbols: int = TRACKER_SYMBOLS) -> str:
    """The check code of a commit: its first bits as Crockford symbols, then two check symbols; no dashes."""
    found = crockford.from_bits(int(commit_hex, 16) << _SPARE_BITS >> 5 * (_MOST_SYMBOLS - symbols), symbols)
    return found + crockford.check_symbols(found)


def trackers(commits: Iterable[str]) -> dict[str, str]:
    """The check code of each commit of a round; where two would be alike, both get more symbols until they differ."""
    remaining, symbols, found = set(commits), TRACKER_SYMBOLS, dict[str, str]()
    while remaining:
        by_tracker: dict[str, list[str]] = {}
        for one in sorted(remaining):
            by_tracker.setdefault(tracker(one, symbols), []).append(one)
        found |= {alike[0]: code for code, alike in by_tracker.items() if len(alike) == 1}
        remaining -= found.keys()
        symbols += 1
    return found


def pad(body: bytes, size: int) -> bytes:
    """A body with its length before it and zeros after it, `size` + 4 bytes in all, whatever it says.

    Raises:
        BodyMalformed: the body is longer than `size`.
    """
    if len(body) > size:
        raise BodyMalformed(f"a body of {len(body)} bytes does not fit {size}")
    return len(body).to_bytes(_LENGTH_BYTES, "big") + body + bytes(size - len(body))


def unpad(padded: bytes) -> bytes:
    """The body behind `pad`.

    Raises:
        BodyMalformed: the length does not fit, or the filling is not zeros.
    """
    length = int.from_bytes(padded[:_LENGTH_BYTES], "big")
    body, filling = padded[_LENGTH_BYTES : _LENGTH_BYTES + length], padded[_LENGTH_BYTES + length :]
    if len(padded) < _LENGTH_BYTES or len(body) != length or any(filling):
        raise BodyMalformed("not a padded body")
    return body
