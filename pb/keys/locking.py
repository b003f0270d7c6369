"""The lock on a round's private key: made for three key holders, opened by two of them, in memory alone."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from pb.keys import passphrases
from pb.keys.folder import KeyFolder
from pb.keys.passphrases import (
    NEEDED,
    SECRET_BYTES,
    Passphrase,
    PassphraseOfAnotherRound,
    PassphrasesDoNotFit,
    PassphraseVoid,
    SamePassphraseTwice,
)
from pb.keys.round_keys import RoundKeys, point_of, private_bytes, read_private

_NONCE, _KEY_BYTES = 12, 32


@dataclass(frozen=True, slots=True)
class Unlocked:
    """A round's private key, for as long as one request holds it.

    Attributes:
        private: the key that opens ballots.
        holders: numbers of the holders whose passphrases unlocked it; none where it was not locked.
    """

    private: ec.EllipticCurvePrivateKey = field(repr=False)
    holders: tuple[int, ...] = ()


def lock(keys: KeyFolder, round_id: str) -> tuple[str, ...]:
    """Give a round a new key, locked for three key holders; whatever opened the one before is void.

    The secret that locks it, and the private key itself, are in the memory of this call and nowhere else.

    Returns: the passphrases of holders 1 to 3, which cannot be had again.

    Raises:
        KeyCopyAway: a copy of the round's keys cannot be told of the new one.
    """
    before = keys.round(round_id) if keys.has_round(round_id) else RoundKeys.fresh()
    secret, new = secrets.token_bytes(SECRET_BYTES), before.with_fresh_key()
    assert new.private is not None  # noqa: S101 - it was just made; this tells the type
    mark, made = passphrases.part(secret, before.sets)
    nonce = secrets.token_bytes(_NONCE)
    locked = nonce + _cipher(secret, round_id).encrypt(nonce, private_bytes(new.private), new.public_point)
    keys.replace_round(round_id, replace(new, private=None, locked=locked, sets=(*before.sets, mark)))
    return made


def do_without(keys: KeyFolder, round_id: str) -> None:
    """Give a round a new key that is not locked; the passphrases that were made are void.

    Raises:
        KeysMissing, KeyCopyAway: as they say.
    """
    keys.replace_round(round_id, keys.round(round_id).with_fresh_key())


def unlock(keys: KeyFolder, round_id: str, typed: Sequence[str] = ()) -> Unlocked:
    """The private key of a round; nothing of it is kept.

    Args:
        keys: the key folder.
        round_id: the round.
        typed: two passphrases as they were typed; they are not looked at where the key is not locked.

    Raises:
        PassphraseRefused: they do not open it; its kinds say why.
        KeysMissing: there are no keys.
    """
    held = keys.round(round_id)
    if held.private is not None:
        return Unlocked(held.private)
    enough = [*typed, *[""] * NEEDED][:NEEDED]
    given = [passphrases.read(text, which) for which, text in enumerate(enough, 1)]
    for which, one in enumerate(given, 1):
        _check_set(held, one, which)
    numbers = sorted({one.number for one in given})
    if len(numbers) != len(given):
        raise SamePassphraseTwice(which=NEEDED)
    return Unlocked(_opened(held, round_id, passphrases.join(given)), tuple(numbers))


def _check_set(held: RoundKeys, one: Passphrase, which: int) -> None:
    if one.mark not in held.sets:
        raise PassphraseOfAnotherRound(which=which)
    if one.mark != held.sets[-1]:
        raise PassphraseVoid(which=which)


def _opened(held: RoundKeys, round_id: str, secret: bytes) -> ec.EllipticCurvePrivateKey:
    nonce, text = held.locked[:_NONCE], held.locked[_NONCE:]
    try:
        private = read_private(_cipher(secret, round_id).decrypt(nonce, text, held.public_point))
    except (InvalidTag, ValueError):
        raise PassphrasesDoNotFit(which=NEEDED) from None
    if point_of(private.public_key()) != held.public_point:
        raise PassphrasesDoNotFit(which=NEEDED)
    return private


def _cipher(secret: bytes, round_id: str) -> AESGCM:
    info = f"pb/locked-key/v1|{round_id}".encode()
    return AESGCM(HKDF(hashes.SHA256(), _KEY_BYTES, salt=None, info=info).derive(secret))
