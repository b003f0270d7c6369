"""The secrets of one round, and how they lie in its file. With key holders the private key is not among them."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

KEY_BYTES = 32
CURVE = ec.SECP256R1()


@dataclass(frozen=True, slots=True)
class RoundKeys:
    """The secrets of one round.

    Attributes:
        pepper: 32 bytes; makes voting codes' digests useless without it.
        link: 32 bytes; ties a voter to a slot in the urn.
        public: the round's P-256 key to which ballots are sealed.
        private: the key that opens them; None where key holders must join to unlock it.
        locked: the private key as it lies there for them, see `pb.keys.locking`; empty where it is not locked.
        sets: marks of every set of passphrases that was made for this round, the one in force last.
    """

    pepper: bytes = field(repr=False)
    link: bytes = field(repr=False)
    public: ec.EllipticCurvePublicKey
    private: ec.EllipticCurvePrivateKey | None = field(repr=False)
    locked: bytes = field(default=b"", repr=False)
    sets: tuple[int, ...] = ()

    @classmethod
    def fresh(cls) -> Self:
        """New secrets for a round without key holders."""
        private = ec.generate_private_key(CURVE)
        pepper, link = secrets.token_bytes(KEY_BYTES), secrets.token_bytes(KEY_BYTES)
        return cls(pepper, link, private.public_key(), private)

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> Self:
        """The secrets in a file's value, of either version.

        Raises:
            ValueError: what should be the key is none.
        """
        pepper, link = bytes.fromhex(body["pepper"]), bytes.fromhex(body["link"])
        sets = tuple(body.get("sets", ()))
        if body["v"] == 1:
            private = read_private(bytes.fromhex(body["private"]))
            return cls(pepper, link, private.public_key(), private, sets=sets)
        public = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, bytes.fromhex(body["public"]))
        return cls(pepper, link, public, None, bytes.fromhex(body["locked"]), sets)

    def written(self) -> dict[str, Any]:
        """The value that `read` reads: version 1 holds the private key, version 2 only what key holders unlock."""
        body: dict[str, Any] = {"link": self.link.hex(), "pepper": self.pepper.hex()}
        if self.private is not None:
            own = {"private": private_bytes(self.private).hex(), "v": 1}
            return body | own | ({"sets": list(self.sets)} if self.sets else {})
        own = {"locked": self.locked.hex(), "public": self.public_point.hex(), "v": 2}
        return body | own | {"sets": list(self.sets)}

    def with_fresh_key(self) -> Self:
        """The same codes and slots with a new key, which nobody must unlock."""
        private = ec.generate_private_key(CURVE)
        return replace(self, public=private.public_key(), private=private, locked=b"")

    @property
    def public_point(self) -> bytes:
        """The public key to which ballots are sealed, as an uncompressed point."""
        return point_of(self.public)


def point_of(key: ec.EllipticCurvePublicKey) -> bytes:
    """A public key as an uncompressed point."""
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def private_bytes(key: ec.EllipticCurvePrivateKey) -> bytes:
    """A private key as plain bytes: PKCS 8, DER."""
    return key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def read_private(body: bytes) -> ec.EllipticCurvePrivateKey:
    """The key behind `private_bytes`.

    Raises:
        ValueError: it is none of this kind.
    """
    key = serialization.load_der_private_key(body, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ValueError("not a key of this kind")  # noqa: TRY004 - what is wrong is what the bytes say
    return key
