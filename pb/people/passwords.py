"""Passwords of staff: Argon2id, and the same work for an address that nobody has."""

import functools
import secrets

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from pb.people.rules import tidy_password

# OWASP's profile for Argon2id (19 MiB, 2 passes). More memory would let a few dozen sign-ins at once crowd out a vote.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)


def hash_password(password: str) -> str:
    """What is kept of a password: its Argon2id hash with parameters and salt, in PHC form."""
    return _HASHER.hash(tidy_password(password))


def is_the_password(password: str, kept: str | None) -> bool:
    """Whether the password is the one of this hash; None, for nobody's, costs the same time and is never right."""
    nobodys = _nobodys_hash()
    try:
        _HASHER.verify(kept or nobodys, tidy_password(password))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Whether the hash was made with other parameters than are used now."""
    return _HASHER.check_needs_rehash(kept)


@functools.cache
def _nobodys_hash() -> str:
    return _HASHER.hash(secrets.token_hex(16))
