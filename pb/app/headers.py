"""Headers on every answer: what a page may load, where it may stand, how long it may be kept."""

import logging
from collections.abc import Iterable, Mapping

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from pb.web import permissions

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "media-src 'self'; manifest-src 'self'; object-src 'none'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    permissions.HEADER: permissions.NOTHING,
}
FOR_A_PAGE = {
    permissions.CAMERA: {permissions.HEADER: permissions.CAMERA},
    permissions.MICROPHONE: {
        permissions.HEADER: permissions.MICROPHONE,
        "Content-Security-Policy": POLICY.replace("media-src 'self'", "media-src 'self' blob:"),
    },
}
"""What a page may ask for by its own header, and nothing beyond: a camera; or to record, and play what was recorded."""
TLS = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
SORRY = b"Something went wrong. Nothing was changed. Please try again."

Header = tuple[bytes, bytes]

log = logging.getLogger("pb")


def headers_middleware(app: ASGIApp, *, secure: bool) -> ASGIApp:
    """Add the headers to every answer; pages are never kept unless they say so themselves.

    It stands around everything, so it is also the last resort: what fails without an answer is answered here.
    """
    usual = ALWAYS | (TLS if secure else {})
    extra = _encoded(usual)
    wished = {permission.encode(): _encoded(usual | more) for permission, more in FOR_A_PAGE.items()}

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        begun = False

        async def send_with_headers(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                message["headers"] = _completed(message["headers"], extra, wished)
            await send(message)

        try:
            await app(scope, receive, send_with_headers)
        except Exception as fault:
            if begun:
                raise
            log.error("no answer: %s", type(fault).__name__)  # noqa: TRY400 - a trace could hold values
            await _say_sorry(send_with_headers)

    return wrapped


def _encoded(headers: Mapping[str, str]) -> list[Header]:
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


def _completed(headers: Iterable[Header], extra: list[Header], wished: Mapping[bytes, list[Header]]) -> list[Header]:
    """The headers of an answer with ours, of which a route may change those only that stand in `FOR_A_PAGE`."""
    found = [(name.lower(), value) for name, value in headers]
    asked = dict(found).get(permissions.HEADER.lower().encode(), b"")
    extra = wished.get(asked, extra)
    ours = {name for name, _ in extra}
    kept = [(name, value) for name, value in found if name not in ours]
    if not any(name == b"cache-control" for name, _ in kept):
        kept.append((b"cache-control", b"no-store"))
    return kept + extra


async def _say_sorry(send: Send) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(SORRY)).encode())]
    await send({"type": "http.response.start", "status": 500, "headers": headers})
    await send({"type": "http.response.body", "body": SORRY, "more_body": False})
