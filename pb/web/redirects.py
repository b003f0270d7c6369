"""The way to another page after a form was dealt with, written as plainly as it is.

The framework's own redirect makes each cookie through the standard library's parser of cookies, which costs as much as
sealing a ballot does, and a ballot box sends thousands.
"""

import re
from typing import Any
from urllib.parse import quote

from litestar.datastructures import Cookie
from litestar.response import Redirect
from litestar.types import Receive, Scope, Send

NOTICE_COOKIE = "pb_notice"

_KEPT = "/#%[]=:;$&()+,!?*@'~"
"""What stays as it is in an address; the rest of what somebody typed is written as addresses are."""

_VALUE = re.compile(r"[!#-+\--:<-\[\]-~]*")


class SeeOther(Redirect):
    """An answer 303 with an address of this site, and cookies."""

    def to_asgi_response(self, *_given: object, **_more: object) -> "Answer":  # type: ignore[override] # see the module
        """The answer as it goes out.

        Raises:
            ValueError: a cookie has symbols that no cookie may have; none of ours has.
        """
        cookies = [(b"set-cookie", _written(cookie)) for cookie in self.cookies]
        return Answer([(b"location", quote(self.url, safe=_KEPT).encode()), (b"content-length", b"0"), *cookies])


class Answer:
    """What the framework calls in the end."""

    __slots__ = ("headers",)

    def __init__(self, headers: list[tuple[bytes, bytes]]) -> None:
        self.headers = headers

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        """Send it."""
        start: Any = {"type": "http.response.start", "status": 303, "headers": self.headers}
        await send(start)
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def see_other(path: str, *, notice: str = "") -> SeeOther:
    """Send the browser on after a form was dealt with; `notice` names a sentence to show there once."""
    redirect = SeeOther(path, status_code=303)
    if notice:
        redirect.set_cookie(NOTICE_COOKIE, notice, httponly=True, samesite="lax", max_age=60)
    return redirect


def _written(cookie: Cookie) -> bytes:
    """Name, value and life of a cookie; every other limit is set for all cookies at the edge."""
    value = cookie.value or ""
    if not _VALUE.fullmatch(value):
        raise ValueError(f"the cookie {cookie.key} has symbols that no cookie may have")
    life = "" if cookie.max_age is None else f"; Max-Age={cookie.max_age}"
    return f"{cookie.key}={value}{life}".encode()
