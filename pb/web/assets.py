"""Addresses of static files with the hash of their content in them, so that they may be cached for ever."""

import hashlib
from functools import cache
from pathlib import Path

STATIC = Path(__file__).resolve().parents[2] / "static"
_DIGITS = 12


@cache
def fingerprint(name: str) -> str:
    """The first digits of the SHA-256 of a static file.

    Raises:
        FileNotFoundError: there is no such file.
    """
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:_DIGITS]


def asset(name: str) -> str:
    """The address of a static file, such as `/static/1f0c…/css/site.css`."""
    return f"/static/{fingerprint(name)}/{name}"
