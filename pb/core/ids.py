"""Random ids: nothing about order, time or machine can be read from them."""

import secrets

_ALPHABET = "abcdefghjkmnpqrstvwxyz0123456789"
_SYMBOLS = 16  # 32 symbols to the 16th: 80 bits


def new_id() -> str:
    """A fresh random id of 80 bits in 16 lower-case letters and digits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_SYMBOLS))
