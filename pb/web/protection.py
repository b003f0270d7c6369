"""Protection of forms: a token in each form, made from a cookie of this browser, which no other site can read.

The token is an HMAC of the cookie under the installation's session key, so a planted cookie alone is of no use, and a
change of that key is healed at the next page: there is nothing stale to get stuck on.

A second line asks the browser itself where a form comes from (`Sec-Fetch-Site`, else `Origin`): no page can forge
what it says there.
"""

import hashlib
import hmac
import secrets
from enum import Enum
from urllib.parse import urlsplit

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


class Sender(Enum):
    """Where a form comes from, as far as the browser tells."""

    OWN = "a page of this site"
    OTHER = "a page of another site"
    UNKNOWN = "nobody knows"


def sender(fetch_site: str | None, origin: str | None, host: str) -> Sender:
    """Who sent a form.

    Args:
        fetch_site: the header Sec-Fetch-Site, which browsers send over TLS and to their own machine.
        origin: the header Origin, for browsers and networks without the first. It tells our own pages, never another's:
            behind a proxy that changes the host it would differ from ours by mistake.
        host: the header Host of the request.
    """
    if fetch_site in {"cross-site", "same-site"}:
        return Sender.OTHER
    if fetch_site is not None:
        return Sender.OWN if fetch_site == "same-origin" else Sender.UNKNOWN
    return Sender.OWN if origin and host and _host_of(origin) == host else Sender.UNKNOWN


def _host_of(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""
