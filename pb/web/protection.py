"""Protection of forms: a token in each form, made from a cookie of this browser, which no other site can read.

The token is an HMAC of the cookie under the installation's session key, so a planted cookie alone is of no use, and a
change of that key is healed at the next page: there is nothing stale to get stuck on.
"""

import hashlib
import hmac
import secrets

COOKIE = "pb_form"
FIELD = "form_token"
HEADER = "X-Form-Token"


def new_cookie() -> str:
    """A fresh value for the browser's cookie: 128 random bits."""
    return secrets.token_hex(16)


def token(key: bytes, cookie: str) -> str:
    """The token that forms of the browser with this cookie carry."""
    return hmac.new(key, f"pb/form/v1|{cookie}".encode(), hashlib.sha256).hexdigest()


def is_genuine(key: bytes, cookie: str, given: str) -> bool:
    """Whether a form's token belongs to the browser's cookie."""
    return bool(cookie) and hmac.compare_digest(token(key, cookie).encode(), given.encode())
