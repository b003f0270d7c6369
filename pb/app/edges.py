"""The edges of a request: one transaction, the instant, the form, the page; handed to handlers by name."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs

from litestar import Request
from litestar.datastructures import UploadFile
from litestar.di import Provide
from litestar.enums import RequestEncodingType
from sqlalchemy.orm import Session

from pb.app.house import House
from pb.booth.visit import Turn, Visit
from pb.booth.voter import pass_at, pass_of
from pb.core.settings import Settings
from pb.db.throttle import Throttle
from pb.events.enrolled import TABLET, held_by, kiosk_of
from pb.events.queries import Kiosk
from pb.keys.folder import KeyFolder
from pb.people.guards import viewer_of
from pb.people.rules import Viewer
from pb.web.forms import Form
from pb.web.look import COOKIE, from_cookie
from pb.web.pages import Page

AnyRequest = Request[Any, Any, Any]
READING = frozenset({"GET", "HEAD"})
FORM = "form"


def house_of(request: AnyRequest) -> House:
    """The parts that live as long as the process."""
    house = request.app.state.house
    assert isinstance(house, House)  # noqa: S101 - put there by create_app; this tells the type
    return house


async def provide_session(request: AnyRequest) -> AsyncIterator[Session]:
    """One transaction for the request: committed after the handler and before the answer, rolled back if it raises.

    Async, since what is not would end in the threads that handlers run in: a crowd of them would wait for each other.
    """
    sessions = house_of(request).sessions
    with sessions.read() if request.method in READING else sessions.write() as session:
        yield session


async def provide_reading(request: AnyRequest) -> AsyncIterator[Session]:
    """A reading session whatever the method, for handlers that count tries: the counter's own write must not wait."""
    with house_of(request).sessions.read() as session:
        yield session


def provide_now(request: AnyRequest) -> datetime:
    """The instant of the request."""
    return house_of(request).clock()


def provide_viewer(request: AnyRequest) -> Viewer:
    """Who is asking."""
    return viewer_of(request)


def provide_keys(request: AnyRequest) -> KeyFolder:
    """The key folder."""
    return house_of(request).keys


def provide_throttle(request: AnyRequest) -> Throttle:
    """The counters of tries."""
    return house_of(request).throttle


async def provide_visit(request: AnyRequest) -> Visit:
    """All that casting works with, as one: a handler that asks for many things by name waits for a task for each."""
    house = house_of(request)
    page, now = provide_page(request), house.clock()
    kiosk = await asyncio.to_thread(_kiosk, request, now) if TABLET in request.cookies else None
    return Visit(house.box, await read_form(request), _at(kiosk, page), now, kiosk)


async def provide_turn(request: AnyRequest) -> AsyncIterator[Turn]:
    """One request to the voting screens, with a session that reads."""
    house = house_of(request)
    form, page, now = await read_form(request), provide_page(request), house.clock()
    with house.sessions.read() as session:
        kiosk = kiosk_of(request, session, house.keys, now)
        given = pass_at(kiosk, pass_of(request, house.keys, now))
        is_out = kiosk is None and held_by(request, house.keys, now) is not None
        yield Turn(_at(kiosk, page), form, session, house.keys, now, given, kiosk, is_out)


def _kiosk(request: AnyRequest, now: datetime) -> Kiosk | None:
    house = house_of(request)
    with house.sessions.read() as session:
        return kiosk_of(request, session, house.keys, now)


def _at(kiosk: Kiosk | None, page: Page) -> Page:
    """What renders pages at an enrolled tablet, which look like it."""
    return replace(page, also={"kiosk": kiosk}) if kiosk else page


def provide_settings(request: AnyRequest) -> Settings:
    """The settings of the installation."""
    return house_of(request).settings


async def provide_form(request: AnyRequest) -> Form:
    """The fields that were posted, every value a text, files as bytes."""
    return await read_form(request)


def provide_page(request: AnyRequest) -> Page:
    """What renders pages for this request."""
    house = house_of(request)
    look = from_cookie(request.cookies.get(COOKIE, ""))
    return Page(house.settings, request, house.keys.session(), request.scope["state"].get("form_cookie", ""), look)


async def read_form(request: AnyRequest) -> Form:
    """Decode a posted form, once a request; a field that occurs once and one that occurs often are read alike."""
    state = request.scope["state"]
    if FORM not in state:
        state[FORM] = await _decode(request)
    form = state[FORM]
    assert isinstance(form, Form)  # noqa: S101 - put there a line above; this tells the type
    return form


async def _decode(request: AnyRequest) -> Form:
    if request.content_type[0] == RequestEncodingType.URL_ENCODED:
        # Not as the framework does it, which keeps the last thousand forms in memory: passwords, codes, marks.
        return Form(parse_qs((await request.body()).decode("latin-1"), keep_blank_values=True), {})
    posted = await request.form()
    fields: dict[str, list[str]] = {}
    files: dict[str, bytes] = {}
    for name, value in posted.multi_items():
        if isinstance(value, UploadFile):
            files[name] = await value.read()
        else:
            fields.setdefault(name, []).append(str(value))
    return Form(fields, files)


def dependencies() -> dict[str, Provide]:
    """Everything that a handler may ask for by name."""
    return {
        "session": Provide(provide_session),
        "reading": Provide(provide_reading),
        "now": Provide(provide_now, sync_to_thread=False),
        "viewer": Provide(provide_viewer, sync_to_thread=False),
        "form": Provide(provide_form),
        "page": Provide(provide_page, sync_to_thread=False),
        "keys": Provide(provide_keys, sync_to_thread=False),
        "throttle": Provide(provide_throttle, sync_to_thread=False),
        "visit": Provide(provide_visit),
        "turn": Provide(provide_turn),
        "settings": Provide(provide_settings, sync_to_thread=False),
    }
