"""At the tablet itself: asking to join an event, and the steward's menu behind a PIN. Counts only, never choices."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from sqlalchemy.orm import Session

from pb.core.refusals import NotAllowed, TooMany
from pb.core.settings import Settings
from pb.db.throttle import Throttle
from pb.events import actions, enrolled, queries
from pb.events.enrolled import Held
from pb.events.queries import Kiosk
from pb.events.rules import tidy_digits
from pb.keys.folder import KeyFolder
from pb.people.guards import anyone
from pb.people.passwords import is_the_password
from pb.web.clients import client_of
from pb.web.forms import Form
from pb.web.pages import Page
from pb.web.redirects import see_other

TABLET = "/tablet"
LOOK_AGAIN_SECONDS = "4"
TRIES = 5
JOINS = 20
AnyRequest = Request[Any, Any, Any]


class StewardsPinNeeded(NotAllowed):
    """This browser is no enrolled tablet, or no steward has shown the PIN at it within five minutes."""


class TooManyPins(TooMany):
    """Five wrong PINs were typed at this tablet in ten minutes."""


class TooManyTablets(TooMany):
    """Very many tablets asked to join from here in ten minutes."""


@get(TABLET, guards=[anyone], sync_to_thread=True)
def show_tablet(
    request: AnyRequest,
    page: NamedDependency[Page],
    session: NamedDependency[Session],
    keys: NamedDependency[KeyFolder],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """What this tablet is: one that may ask to join, one that asks, or one of an event, with its menu."""
    kiosk = enrolled.kiosk_of(request, session, keys, now)
    if kiosk is not None:
        is_open = enrolled.is_steward_there(request, keys, kiosk, now)
        return _menu(page, kiosk) if is_open else _pin_page(page, kiosk)
    held = enrolled.held_by(request, keys, now)
    asking = queries.asking(session, held.tablet_id, held.secret, now) if held else None
    if asking is None:
        return page("events/joining.html", asking=None, was_one=held is not None)
    response = page("events/joining.html", asking=asking, was_one=True)
    response.headers["Refresh"] = LOOK_AGAIN_SECONDS  # until somebody at the desk has typed the digits
    return response


@post(f"{TABLET}/joining", guards=[anyone], sync_to_thread=True, status_code=303)
def ask_to_join(
    request: AnyRequest,
    session: NamedDependency[Session],
    throttle: NamedDependency[Throttle],
    keys: NamedDependency[KeyFolder],
    settings: NamedDependency[Settings],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Ask to join an event: digits come up, which somebody types at the desk."""
    if throttle.count("joining", client_of(request), now) > JOINS:
        raise TooManyTablets
    response = see_other(TABLET)
    if enrolled.kiosk_of(request, session, keys, now) is None:
        held = Held(*actions.ask_to_join(session, now))
        enrolled.give(response, keys, held, now, secure=settings.secure)
    return response


@post(f"{TABLET}/pin", guards=[anyone], sync_to_thread=True, status_code=303)
def show_pin(
    request: AnyRequest,
    page: NamedDependency[Page],
    form: NamedDependency[Form],
    reading: NamedDependency[Session],
    throttle: NamedDependency[Throttle],
    keys: NamedDependency[KeyFolder],
    settings: NamedDependency[Settings],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Open the menu for five minutes."""
    kiosk = enrolled.kiosk_of(request, reading, keys, now)
    if kiosk is None:
        raise StewardsPinNeeded
    if throttle.tries("pin", kiosk.tablet_id, now) >= TRIES:
        raise TooManyPins
    typed = tidy_digits(form.text("tablet_password"))
    if not is_the_password(typed, queries.pin_hash_of(reading, kiosk.event_id)):
        throttle.count("pin", kiosk.tablet_id, now)
        return _pin_page(page, kiosk, wrong=True)
    response = see_other(TABLET)
    enrolled.let_steward_in(response, keys, kiosk, now, secure=settings.secure)
    return response


@post(f"{TABLET}/menu", guards=[anyone], sync_to_thread=True, status_code=303)
def choose(
    request: AnyRequest,
    form: NamedDependency[Form],
    session: NamedDependency[Session],
    keys: NamedDependency[KeyFolder],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """What a steward chose: pause, practice, handing the tablet over, or taking it out of the event."""
    kiosk = enrolled.kiosk_of(request, session, keys, now)
    if kiosk is None or not enrolled.is_steward_there(request, keys, kiosk, now):
        raise StewardsPinNeeded
    return _CHOICES.get(form.text("do"), _hand_over)(session, kiosk, now)


@post(f"{TABLET}/own", guards=[anyone], sync_to_thread=True, status_code=303)
def be_ones_own(
    request: AnyRequest,
    session: NamedDependency[Session],
    keys: NamedDependency[KeyFolder],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """A device that was a tablet of an event, or asked to be one, is somebody's own again; one of an event stays it."""
    if enrolled.kiosk_of(request, session, keys, now) is not None:
        return see_other(TABLET)
    response = see_other("/vote")
    enrolled.forget_tablet(response)
    return response


@post(f"{TABLET}/seen", guards=[anyone], sync_to_thread=True, status_code=204)
def note_seen(
    request: AnyRequest,
    session: NamedDependency[Session],
    keys: NamedDependency[KeyFolder],
    now: NamedDependency[datetime],
) -> Response[None]:
    """The tablet is there: it says so once a minute, and learns whether it is still one of the event."""
    kiosk = enrolled.kiosk_of(request, session, keys, now)
    if kiosk is None:
        return Response(None, status_code=410)
    actions.note_seen(session, kiosk, now)
    return Response(None, status_code=204)


ROUTES = [show_tablet, ask_to_join, show_pin, choose, be_ones_own, note_seen]


def _hand_over(_session: Session, _kiosk: Kiosk, _now: datetime) -> Response[Any]:
    response = see_other("/vote")
    enrolled.let_steward_go(response)
    return response


def _pause(session: Session, kiosk: Kiosk, now: datetime) -> Response[Any]:
    """The menu closes with it: who goes for cake leaves no menu open."""
    actions.pause(session, kiosk.tablet_id, paused=not kiosk.paused)
    return _hand_over(session, kiosk, now)


def _practise(session: Session, kiosk: Kiosk, _now: datetime) -> Response[Any]:
    actions.practise(session, kiosk.tablet_id, practice=not kiosk.practice)
    return see_other(TABLET)


def _leave(session: Session, kiosk: Kiosk, now: datetime) -> Response[Any]:
    at = queries.event(session, kiosk.round_id, kiosk.event_id)
    actions.take_away(session, at, kiosk.tablet_id, f"a steward at {kiosk.tablet}", now)
    response = see_other(TABLET)
    enrolled.forget_tablet(response)
    return response


_CHOICES = {"pause": _pause, "practise": _practise, "leave": _leave}


def _menu(page: Page, kiosk: Kiosk) -> Response[Any]:
    return page("events/menu.html", kiosk=kiosk)


def _pin_page(page: Page, kiosk: Kiosk, *, wrong: bool = False) -> Response[Any]:
    return page("events/pin.html", status=422 if wrong else 200, kiosk=kiosk, wrong=wrong)
