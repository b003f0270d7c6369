"""Rounds at a glance, the count before it is public, and the bundle for auditors."""

from datetime import datetime
from functools import partial

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.orm import Session

from pb.core.clock import in_london
from pb.desk.queries import count, overviews, records
from pb.desk.rules.moves import title_of
from pb.desk.rules.tasks import NAMES, due, phase_line, tasks
from pb.events import queries as events
from pb.events.rules import days_word
from pb.people.guards import at_desk, commissioner, observer, staff
from pb.people.rules import Viewer
from pb.results import queries as results
from pb.rounds import queries as rounds
from pb.rounds.rules.rail import desk_home_rail, desk_rail, stewards_rail
from pb.tally.outcome import SECOND_COMPLETION
from pb.web.pages import Page

FEED = 8
PAUSE_SECONDS = "3"


@get("/desk", guards=[at_desk], sync_to_thread=True)
def home(
    page: NamedDependency[Page],
    viewer: NamedDependency[Viewer],
    session: NamedDependency[Session],
    now: NamedDependency[datetime],
) -> Response[str]:
    """Where everybody at the desk begins: every round and what waits in it; for stewards the events."""
    if viewer.is_steward:
        return _stewards_home(page, session, now)
    return page(
        "desk/home.html",
        rail=desk_home_rail("/desk", observing=viewer.is_observer),
        title_of=title_of,
        rounds=[
            (found, NAMES[found.round.phase], due(found.round.phase, found.round.calendar))
            for found in overviews.every_round(session, now)
        ],
        alone=overviews.commissioners(session) <= 1,
    )


@get("/desk/rounds/{slug:str}", guards=[observer], sync_to_thread=True)
def overview(
    slug: FromPath[str],
    page: NamedDependency[Page],
    viewer: NamedDependency[Viewer],
    session: NamedDependency[Session],
    now: NamedDependency[datetime],
) -> Response[str]:
    """One round: where it stands, what is to be done, its figures, its pot, and what happened last."""
    view = rounds.by_slug(session, slug)
    found = overviews.overview(session, view, now)
    response = page(
        "desk/overview.html",
        rail=desk_rail(view.slug, view.name, "", observing=viewer.is_observer),
        found=found,
        phase=NAMES[view.phase],
        due=due(view.phase, view.calendar),
        steps=phase_line(view.phase, view.calendar, view.published_at),
        tasks=tasks(view.phase, view.slug, found.figures, viewer.role),
        pot_bars=rounds.pot_bars(view),
        title_of=title_of,
        chain=records.chain(session, view.id, size=FEED),
    )
    if found.publishing:
        response.headers["Refresh"] = PAUSE_SECONDS  # the page loads itself again until the result is out
    return response


@get("/desk/rounds/{slug:str}/tally", guards=[staff], sync_to_thread=True)
def tally(slug: FromPath[str], page: NamedDependency[Page], session: NamedDependency[Session]) -> Response[str]:
    """The count of the opened ballots, before it is public and afterwards."""
    view = rounds.by_slug(session, slug)
    found = count.preview(session, view)
    return page(
        "desk/tally.html",
        rail=desk_rail(view.slug, view.name, "/tally"),
        round=view,
        found=found,
        left_over=SECOND_COMPLETION,
    )


@get("/desk/rounds/{slug:str}/audit-bundle.zip", guards=[commissioner], sync_to_thread=True)
def audit_bundle(slug: FromPath[str], session: NamedDependency[Session]) -> Response[bytes]:
    """The bundle with every ballot, for named auditors."""
    view = rounds.by_slug(session, slug)
    name = f'attachment; filename="{view.slug}-audit-bundle.zip"'
    body = results.audit_bundle(session, view.id)
    return Response(body, media_type="application/zip", headers={"Content-Disposition": name})


ROUTES = [home, overview, tally, audit_bundle]


def _stewards_home(page: Page, session: Session, now: datetime) -> Response[str]:
    today = in_london(now).date()
    return page(
        "events/for_stewards.html",
        rail=stewards_rail("/desk"),
        rounds=events.going_on(session, today),
        days_word=partial(days_word, today=today),
    )
