"""Who is asking: the sign-in cookie is looked up before a guard decides; the form cookie is given out and checked."""

import asyncio
from datetime import datetime

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from pb.app.edges import AnyRequest, house_of, read_form
from pb.app.house import House
from pb.core.refusals import NotAllowed, NotFound
from pb.people import actions, queries
from pb.people.guards import COOKIE
from pb.people.rules import PUBLIC, Viewer
from pb.web import protection

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class FormNotGenuine(NotAllowed):
    """A form came without the token of this browser: an old page, lost cookies, or another site."""


def identity_middleware(app: ASGIApp) -> ASGIApp:
    """Find the viewer and the form cookie of each request; give out a form cookie where there is none."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or scope["path"].startswith("/static/"):
            await app(scope, receive, send)
            return
        request: AnyRequest = AnyRequest(scope)
        house = house_of(request)
        token = request.cookies.get(COOKIE, "")
        scope["user"] = await asyncio.to_thread(_viewer, house, token, house.clock()) if token else PUBLIC
        cookie = request.cookies.get(protection.COOKIE, "")
        fresh = "" if cookie else protection.new_cookie()
        scope["state"]["form_cookie"] = cookie or fresh

        async def send_with_cookie(message: Message) -> None:
            if fresh and message["type"] == "http.response.start" and request.method in SAFE:
                secure = "; Secure" if house.settings.secure else ""
                value = f"{protection.COOKIE}={fresh}; Path=/; HttpOnly; SameSite=Lax{secure}"
                message["headers"] = [*message["headers"], (b"set-cookie", value.encode())]
            await send(message)

        await app(scope, receive, send_with_cookie)

    return wrapped


async def check_form(request: AnyRequest) -> None:
    """Before any handler: the address must be a proper one, and a posted form carry the token of this browser.

    Raises:
        NotFound: the address holds a null character; none of ours does, and PostgreSQL cannot even look for one.
        FormNotGenuine: it does not.
    """
    if "\x00" in request.scope["path"]:
        raise NotFound
    if request.method in SAFE:
        return
    sent = await read_form(request)
    request.scope["state"]["sent"] = sent  # for a refusal that carries the form on
    given = request.headers.get(protection.HEADER) or sent.text(protection.FIELD)
    cookie = request.cookies.get(protection.COOKIE, "")
    if not protection.is_genuine(house_of(request).keys.session(), cookie, given):
        raise FormNotGenuine


def _viewer(house: House, token: str, now: datetime) -> Viewer:
    with house.sessions.read() as session:
        viewer = queries.viewer_of(session, token, now)
        stale = viewer is not PUBLIC and queries.needs_touch(session, token, now)
    if stale:
        with house.sessions.write() as session:
            actions.touch(session, token, now)
    return viewer
