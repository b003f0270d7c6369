"""The events of a round at the desk: setting one up, letting tablets in, what they counted, ending it."""

from datetime import datetime
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.orm import Session

from pb.events import actions, queries
from pb.events.forms import EMPTY, Typed, read_event, read_tablet, typed_event
from pb.events.queries import EventView
from pb.events.rules import IDLE_SECONDS, Help, NobodyAsksToJoin, helps_unusually_often
from pb.people.guards import staff, steward
from pb.people.rules import Viewer
from pb.rounds import queries as rounds
from pb.rounds.queries import RoundView
from pb.rounds.rules.rail import RailPart, desk_rail, stewards_rail
from pb.web.forms import Form, Mistakes
from pb.web.pages import Page
from pb.web.redirects import see_other

EVENTS = "/desk/rounds/{slug:str}/events"
EVENT = EVENTS + "/{event_id:str}"
WAYS = {Help.READING: "read to them", Help.POINTING: "pointed for them", Help.HOLDING: "held the tablet"}


@get(EVENTS, guards=[staff], sync_to_thread=True)
def show_events(slug: FromPath[str], page: NamedDependency[Page], session: NamedDependency[Session]) -> Response[Any]:
    """The events of a round, and a form for one more."""
    return _events_page(page, session, rounds.by_slug(session, slug), EMPTY, Mistakes())


@post(EVENTS, guards=[staff], sync_to_thread=True, status_code=303)
def add_event(
    slug: FromPath[str],
    page: NamedDependency[Page],
    form: NamedDependency[Form],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Set one up."""
    view, read = rounds.by_slug(session, slug), read_event(form, new=True)
    if read.draft is None:
        return _events_page(page, session, view, read.typed, read.mistakes)
    event_id = actions.add_event(session, view.id, read.draft, read.pin, viewer.actor, now)
    return see_other(f"/desk/rounds/{view.slug}/events/{event_id}", notice="event-added")


@get(EVENT, guards=[steward], sync_to_thread=True)
def show_event(
    slug: FromPath[str],
    event_id: FromPath[str],
    page: NamedDependency[Page],
    viewer: NamedDependency[Viewer],
    session: NamedDependency[Session],
) -> Response[Any]:
    """One event: its tablets and their counts."""
    view, at = _found(session, slug, event_id)
    return _event_page(page, session, viewer, (view, at), {"digits": "", "tablet": ""}, Mistakes())


@get(EVENT + "/settings", guards=[staff], sync_to_thread=True)
def ask_for_changes(
    slug: FromPath[str], event_id: FromPath[str], page: NamedDependency[Page], session: NamedDependency[Session]
) -> Response[Any]:
    """What was set up, to be changed."""
    view, at = _found(session, slug, event_id)
    return _settings_page(page, view, at, typed_event(at), Mistakes())


@post(EVENT + "/settings", guards=[staff], sync_to_thread=True, status_code=303)
def change_event(
    slug: FromPath[str],
    event_id: FromPath[str],
    page: NamedDependency[Page],
    form: NamedDependency[Form],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Change it."""
    (view, at), read = _found(session, slug, event_id), read_event(form, new=False)
    if read.draft is None:
        return _settings_page(page, view, at, read.typed, read.mistakes)
    actions.change_event(session, at, read.draft, read.pin, viewer.actor, now)
    return see_other(_address(view, at), notice="event-changed")


@post(EVENT + "/tablets", guards=[steward], sync_to_thread=True, status_code=303)
def let_tablet_in(
    slug: FromPath[str],
    event_id: FromPath[str],
    page: NamedDependency[Page],
    form: NamedDependency[Form],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Let the tablet in that shows the digits which were typed."""
    (view, at), mistakes = _found(session, slug, event_id), Mistakes()
    digits, name = read_tablet(form, mistakes)
    if name and any(one.name == name and one.left_at is None for one in queries.tablets_of(session, at.id)):
        mistakes.add("tablet", "Another tablet has this name. Give each its own")
    if not mistakes:
        try:
            actions.let_in(session, at, digits, name, viewer.actor, now)
        except NobodyAsksToJoin:
            mistakes.add("digits", "No tablet shows these digits now. Look again; new ones come after ten minutes")
    if mistakes:
        typed = {"digits": form.text("digits")[:20], "tablet": name}
        return _event_page(page, session, viewer, (view, at), typed, mistakes)
    return see_other(_address(view, at), notice="tablet-let-in")


@post(EVENT + "/tablets/{tablet_id:str}/leaving", guards=[steward], sync_to_thread=True, status_code=303)
def take_tablet_away(
    slug: FromPath[str],
    event_id: FromPath[str],
    tablet_id: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Take a tablet out of the event, wherever it may be: one that was lost, too."""
    view, at = _found(session, slug, event_id)
    actions.take_away(session, at, tablet_id, viewer.actor, now)
    return see_other(_address(view, at), notice="tablet-taken-away")


@post(EVENT + "/ending", guards=[staff], sync_to_thread=True, status_code=303)
def end_event(
    slug: FromPath[str],
    event_id: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """End it."""
    view, at = _found(session, slug, event_id)
    actions.end_event(session, at, viewer.actor, now)
    return see_other(_address(view, at), notice="event-ended")


ROUTES = [show_events, add_event, show_event, ask_for_changes, change_event, let_tablet_in, take_tablet_away, end_event]


def rail_for(viewer: Viewer, view: RoundView) -> list[RailPart]:
    """The side rail of a page about an event that stewards see too."""
    return stewards_rail("") if viewer.is_steward else desk_rail(view.slug, view.name, "/events")


def _found(session: Session, slug: str, event_id: str) -> tuple[RoundView, EventView]:
    view = rounds.by_slug(session, slug)
    return view, queries.event(session, view.id, event_id)


def _address(view: RoundView, at: EventView) -> str:
    return f"/desk/rounds/{view.slug}/events/{at.id}"


def _events_page(page: Page, session: Session, view: RoundView, typed: Typed, mistakes: Mistakes) -> Response[Any]:
    return page(
        "events/events.html",
        status=422 if mistakes else 200,
        rail=desk_rail(view.slug, view.name, "/events"),
        round=view,
        events=[
            (at, len([one for one in queries.tablets_of(session, at.id) if one.left_at is None]))
            for at in queries.events_of(session, view.id)
        ],
        waits=IDLE_SECONDS,
        typed=typed,
        errors=mistakes,
    )


def _settings_page(page: Page, view: RoundView, at: EventView, typed: Typed, mistakes: Mistakes) -> Response[Any]:
    return page(
        "events/settings.html",
        status=422 if mistakes else 200,
        rail=desk_rail(view.slug, view.name, "/events"),
        round=view,
        at=at,
        waits=IDLE_SECONDS,
        typed=typed,
        errors=mistakes,
    )


def _event_page(
    page: Page, session: Session, viewer: Viewer, found: tuple[RoundView, EventView], typed: Typed, mistakes: Mistakes
) -> Response[Any]:
    view, at = found
    tablets = queries.tablets_of(session, at.id)
    everywhere = queries.counts_of(tablets)
    return page(
        "events/event.html",
        status=422 if mistakes else 200,
        rail=rail_for(viewer, view),
        round=view,
        at=at,
        tablets=[(one, helps_unusually_often(one.counts, everywhere)) for one in tablets],
        everywhere=everywhere,
        checked_in=queries.checked_in(session, at.id),
        ways=WAYS,
        typed=typed,
        errors=mistakes,
    )
