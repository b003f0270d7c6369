"""Values that a browser keeps for us and cannot read or change: encrypted, bound to a purpose, good for a while.

A voter's short session lives only in such a cookie. The server stores nothing about who is voting now.
"""

import base64
import json
import secrets
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12


def close(key: bytes, purpose: str, value: dict[str, Any], until: datetime) -> str:
    """Encrypt a small value (plain JSON) for a cookie; it opens for the same purpose until the given instant."""
    body = json.dumps({"until": int(until.timestamp()), "value": value}, separators=(",", ":")).encode()
    nonce = secrets.token_bytes(_NONCE)
    return base64.urlsafe_b64encode(nonce + _cipher(key, purpose).encrypt(nonce, body, None)).decode()


def open_closed(key: bytes, purpose: str, text: str, now: datetime) -> dict[str, Any] | None:
    """The value behind `close`, or None where it is altered, too old, or meant for something else."""
    try:
        raw = base64.urlsafe_b64decode(text.encode())
        body = json.loads(_cipher(key, purpose).decrypt(raw[:_NONCE], raw[_NONCE:], None))
    except (InvalidTag, ValueError):
        return None
    value: dict[str, Any] = body["value"]
    return value if now < datetime.fromtimestamp(body["until"], tz=now.tzinfo) else None


def seconds(life: timedelta) -> int:
    """A span as cookies want it."""
    return int(life.total_seconds())


@lru_cache(maxsize=16)
def _cipher(key: bytes, purpose: str) -> AESGCM:
    return AESGCM(HKDF(hashes.SHA256(), 32, salt=None, info=f"pb/cookie/v1|{purpose}".encode()).derive(key))
