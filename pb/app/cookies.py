"""Cookies on the wire: one place gives all of them their name and their limits, so that no route can forget one.

Rooms set and read plain names. Under TLS a browser knows them with the prefix `__Host-`, which it accepts only over
TLS, for this host alone and for the whole of it; no neighbouring site can plant or shadow such a cookie. Over plain
http a browser would refuse them, so there the names stay plain.
"""

from collections.abc import Iterable

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

OURS, PREFIX = b"pb_", b"__Host-"
LONGEST = 4096
"""Bytes of a cookie, name and value; browsers keep none that is longer."""

_KEPT = (b"max-age", b"expires")
_PRINTABLE = frozenset(range(0x21, 0x7F))
Headers = Iterable[tuple[bytes, bytes]]


def cookies_middleware(app: ASGIApp, *, secure: bool) -> ASGIApp:
    """Let in our own cookies only, and send each out with every limit that a browser knows."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return

        async def send_limited(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    (name, limited(value, secure=secure) if name.lower() == b"set-cookie" else value)
                    for name, value in message["headers"]
                ]
            await send(message)

        scope["headers"] = let_in(scope["headers"], secure=secure)
        await app(scope, receive, send_limited)

    return wrapped


def let_in(headers: Headers, *, secure: bool) -> list[tuple[bytes, bytes]]:
    """The headers of a request with our cookies alone, by their plain names; what is no cookie of ours is dropped."""
    prefix = PREFIX + OURS if secure else OURS
    others, found = list[tuple[bytes, bytes]](), list[bytes]()
    for name, value in headers:
        if name.lower() == b"cookie":
            parts = [part.strip() for part in value.split(b";")]
            found += [part.removeprefix(PREFIX) for part in parts if part.startswith(prefix) and _is_sound(part)]
        else:
            others.append((name, value))
    return [*others, (b"cookie", b"; ".join(found))] if found else others


def limited(value: bytes, *, secure: bool) -> bytes:
    """A Set-Cookie header with its wire name, for the whole host, out of reach of scripts and other sites' forms."""
    cookie, *attributes = [part.strip() for part in value.split(b";")]
    kept = [part for part in attributes if part.lower().startswith(_KEPT)]
    limits = [b"Path=/", b"HttpOnly", b"SameSite=lax", *([b"Secure"] if secure else [])]
    return b"; ".join([(PREFIX if secure else b"") + cookie, *kept, *limits])


def _is_sound(cookie: bytes) -> bool:
    return len(cookie) <= LONGEST and _PRINTABLE.issuperset(cookie)
