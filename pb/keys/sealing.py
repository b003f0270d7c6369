"""What is done with a round's keys: digests of codes, slots, sealed bodies, encrypted commits."""

import hashlib
import hmac
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hpke
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from pb.keys.round_keys import CURVE, RoundKeys

_SUITE = hpke.Suite(hpke.KEM.P256, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
_NONCE = 12


class Unreadable(ValueError):
    """A sealed text cannot be opened: it was altered, or sealed to another key."""


def code_digest(keys: RoundKeys, round_id: str, code: str) -> str:
    """The digest under which a voting code is known: HMAC-SHA-256(pepper, "pb/code/v1" | round | code), in hex."""
    return hmac.new(keys.pepper, f"pb/code/v1|{round_id}|{code}".encode(), hashlib.sha256).hexdigest()


def slot(keys: RoundKeys, voter_id: str) -> str:
    """The voter's place in the urn: HMAC-SHA-256(link key, "pb/slot/v1" | voter), in hex."""
    return hmac.new(keys.link, f"pb/slot/v1|{voter_id}".encode(), hashlib.sha256).hexdigest()


@lru_cache(maxsize=64)
def public_key(point: str) -> ec.EllipticCurvePublicKey:
    """A public key from its uncompressed point in hex, as it was frozen and published with the rules."""
    return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, bytes.fromhex(point))


def seal(public: ec.EllipticCurvePublicKey, round_id: str, padded_body: bytes) -> bytes:
    """Encrypt a padded ballot body to the round's public key (HPKE, base mode)."""
    sealed: bytes = _SUITE.encrypt(padded_body, public, info=_purpose("ballot", round_id))
    return sealed


def open_sealed(private: ec.EllipticCurvePrivateKey, round_id: str, sealed: bytes) -> bytes:
    """The padded body of a sealed ballot.

    Raises:
        Unreadable: it was altered or belongs to another round or key.
    """
    try:
        body: bytes = _SUITE.decrypt(sealed, private, info=_purpose("ballot", round_id))
    except (InvalidTag, ValueError) as fault:
        raise Unreadable(round_id) from fault
    return body


def encrypt_commit(keys: RoundKeys, round_id: str, commit: bytes) -> bytes:
    """The commit of a ballot, AES-256-GCM under a key derived from the link key: fresh nonce, then ciphertext."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(_commit_key(keys, round_id)).encrypt(nonce, commit, None)


def decrypt_commit(keys: RoundKeys, round_id: str, text: bytes) -> bytes:
    """The commit behind `encrypt_commit`.

    Raises:
        Unreadable: it was altered.
    """
    try:
        return AESGCM(_commit_key(keys, round_id)).decrypt(text[:_NONCE], text[_NONCE:], None)
    except InvalidTag as fault:
        raise Unreadable(round_id) from fault


def _commit_key(keys: RoundKeys, round_id: str) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=None, info=_purpose("commit", round_id)).derive(keys.link)


def _purpose(what: str, round_id: str) -> bytes:
    return f"pb/{what}/v1|{round_id}".encode()
