"""What is done with the key of second factors: secrets sealed for the database, digests of recovery codes."""

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from pb.core.refusals import Conflict
from pb.keys.folder import KeyFolder

_NONCE = 12


class FactorUnreadable(Conflict):
    """The key that opens second factors is not the one that closed them; the key folder is another one."""


def seal_secret(keys: KeyFolder, staff_id: str, secret: str) -> bytes:
    """A secret as the database keeps it: AES-256-GCM bound to its person, fresh nonce, then ciphertext."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(_key(keys, "secret")).encrypt(nonce, secret.encode(), staff_id.encode())


def open_secret(keys: KeyFolder, staff_id: str, sealed: bytes) -> str:
    """The secret behind `seal_secret`.

    Raises:
        FactorUnreadable: it was sealed under another key, for somebody else, or was altered.
    """
    try:
        return AESGCM(_key(keys, "secret")).decrypt(sealed[:_NONCE], sealed[_NONCE:], staff_id.encode()).decode()
    except InvalidTag as fault:
        raise FactorUnreadable from fault


def recovery_digest(keys: KeyFolder, staff_id: str, symbols: str) -> str:
    """What is kept of a recovery code: HMAC-SHA-256(own key, "pb/recovery/v1" | person | symbols), in hex."""
    body = f"pb/recovery/v1|{staff_id}|{symbols}".encode()
    return hmac.new(_key(keys, "recovery"), body, hashlib.sha256).hexdigest()


def _key(keys: KeyFolder, purpose: str) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=None, info=f"pb/factor/v1|{purpose}".encode()).derive(keys.factor())
