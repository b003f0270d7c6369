"""Who is asking: the sign-in cookie is looked up before a guard decides; the form cookie is given out and checked."""

import asyncio
from dataclasses import dataclass
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
from pb.web.forms import Form
from pb.web.protection import Sender

KEPT_FOR_EVER = ("/static/", "/media/")
"""Where files are the same for everybody: an answer that caches keep must not carry anybody's cookie."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
LARGEST_KEPT, MOST_KEPT = 200_000, 500
"""Characters and fields of a form that a page offers to send again; no form of ours comes near."""


class FormNotGenuine(NotAllowed):
    """A form came without the token of this browser: an old page, lost cookies, or changed keys.

    Facts: again, the form as it can be sent once more, or None; lost, whether a file or a secret is not kept in it.
    """


class VoteNotGenuine(FormNotGenuine):
    """The same in the booth, which says it on a voting screen."""


class SentByAnotherSite(NotAllowed):
    """A form was sent by a page of another site, says the browser; ours are sent from our own pages only."""


@dataclass(frozen=True, slots=True)
class SentForm:
    """A form as it was sent: where to, and its fields but for the token and what is secret."""

    path: str
    fields: tuple[tuple[str, str], ...]


def identity_middleware(app: ASGIApp) -> ASGIApp:
    """Find the viewer and the form cookie of each request; give out a form cookie where there is none."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or scope["path"].startswith(KEPT_FOR_EVER):
            await app(scope, receive, send)
            return
        request: AnyRequest = AnyRequest(scope)
        house = house_of(request)
        token = request.cookies.get(COOKIE, "")
        scope["user"] = await asyncio.to_thread(_viewer, house, token, house.clock()) if token else PUBLIC
        cookie = request.cookies.get(protection.COOKIE, "")
        fresh = "" if cookie else protection.new_cookie()
        scope["state"]["form_cookie"] = cookie or fresh
        # Another site's form comes without cookies; a new one in answer to it would undo the pages that are open.
        given_out = fresh and (request.method in SAFE or _sender(request) is Sender.OWN)

        async def send_with_cookie(message: Message) -> None:
            if given_out and message["type"] == "http.response.start":
                value = f"{protection.COOKIE}={fresh}"
                message["headers"] = [*message["headers"], (b"set-cookie", value.encode())]
            await send(message)

        await app(scope, receive, send_with_cookie)

    return wrapped


async def check_form(request: AnyRequest) -> None:
    """Before any handler: the address must be a proper one, and a posted form carry the token of this browser.

    Raises:
        NotFound: the address holds a null character; none of ours does, and PostgreSQL cannot even look for one.
        SentByAnotherSite: the browser says so, whatever the form carries.
        FormNotGenuine: it does not.
    """
    if "\x00" in request.scope["path"]:
        raise NotFound
    if request.method in SAFE:
        return
    if _sender(request) is Sender.OTHER:
        raise SentByAnotherSite
    form = await read_form(request)
    given = request.headers.get(protection.HEADER) or form.text(protection.FIELD)
    cookie = request.cookies.get(protection.COOKIE, "")
    if not protection.is_genuine(house_of(request).keys.session(), cookie, given):
        again = _to_send_again(request, form)
        refusal = VoteNotGenuine if request.scope["path"].startswith(("/vote", "/tablet")) else FormNotGenuine
        raise refusal(again=again, lost=again is not None and form.is_more_than(again.fields, protection.FIELD))


def _sender(request: AnyRequest) -> Sender:
    headers = request.headers
    return protection.sender(headers.get("Sec-Fetch-Site"), headers.get("Origin"), headers.get("Host", ""))


def _to_send_again(request: AnyRequest, form: Form) -> SentForm | None:
    """The form for the person to send again, who sees that page in place of what they sent.

    Only where our own page has surely sent it: a page that offers what another site filled in would be its tool.
    """
    fields = tuple((name, value) for name, value in form.pairs() if _is_kept(name))
    size = sum(len(name) + len(value) for name, value in fields)
    if _sender(request) is not Sender.OWN or size > LARGEST_KEPT or len(fields) > MOST_KEPT:
        return None
    return SentForm(request.scope["path"], fields)


def _is_kept(name: str) -> bool:
    return name != protection.FIELD


def _viewer(house: House, token: str, now: datetime) -> Viewer:
    with house.sessions.read() as session:
        viewer = queries.viewer_of(session, token, now)
        stale = viewer is not PUBLIC and queries.needs_touch(session, token, now)
    if stale:
        with house.sessions.write() as session:
            actions.touch(session, token, now)
    return viewer
