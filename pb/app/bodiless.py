"""HEAD is answered as GET is, without the body: link checkers, monitors and proxies ask in this way.

Source: RFC 9110, section 9.3.2.
"""

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send


def bodiless_middleware(app: ASGIApp) -> ASGIApp:
    """Let HEAD reach whatever answers GET, and keep back the body."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or scope["method"] != "HEAD":
            await app(scope, receive, send)
            return

        async def send_without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message["body"] = b""
            await send(message)

        scope["method"] = "GET"
        await app(scope, receive, send_without_body)

    return wrapped
