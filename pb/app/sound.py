"""Requests are made sound before anybody reads them: headers and queries are plain text, whatever bytes came.

A server passes on bytes that no browser sends. The framework decodes them when somebody asks for the address of the
page, and a fault there would be a bug's page for a request that nobody meant.
"""

from urllib.parse import quote

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

_VISIBLE = frozenset(range(0x20, 0x7F)) | {0x09}
_ASCII = "".join(map(chr, range(0x21, 0x7F)))


def sound_middleware(app: ASGIApp) -> ASGIApp:
    """Leave out headers that are no plain text, and write what else stands in a query as an address would."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP:
            scope["headers"] = [(name, value) for name, value in scope["headers"] if _VISIBLE.issuperset(value)]
            scope["query_string"] = quote(scope["query_string"], safe=_ASCII).encode()
        await app(scope, receive, send)

    return wrapped
