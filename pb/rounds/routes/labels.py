"""What bids of a round can be about."""

from datetime import datetime
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.orm import Session

from pb.people.guards import commissioner
from pb.people.rules import Viewer
from pb.rounds import actions, queries
from pb.rounds.forms.labels import Rows, read_labels, rows_of
from pb.rounds.queries import RoundView
from pb.rounds.rules.labels import by_kind
from pb.rounds.rules.phases import Phase, check_not_frozen
from pb.rounds.rules.rail import desk_rail
from pb.web.forms import Form, Mistakes
from pb.web.pages import Page
from pb.web.redirects import see_other


@get("/desk/rounds/{slug:str}/labels", guards=[commissioner], sync_to_thread=True)
def labels(slug: FromPath[str], page: NamedDependency[Page], session: NamedDependency[Session]) -> Response[Any]:
    """The sectors, themes and areas to choose from."""
    view = queries.by_slug(session, slug)
    return _labels_page(page, view, rows_of(view.labels), Mistakes())


@post("/desk/rounds/{slug:str}/labels", guards=[commissioner], sync_to_thread=True, status_code=200)
def set_labels(
    slug: FromPath[str],
    page: NamedDependency[Page],
    form: NamedDependency[Form],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Say what there is to choose from."""
    view = queries.by_slug(session, slug)
    check_not_frozen(view.phase)
    found, rows, mistakes = read_labels(form, {label.key for label in view.labels}, view.labels_with_money)
    if mistakes:
        return _labels_page(page, view, rows, mistakes)
    actions.set_labels(session, view.id, found, viewer.actor, now)
    return see_other(f"/desk/rounds/{slug}/labels", notice="saved")


ROUTES = [labels, set_labels]


def _labels_page(page: Page, view: RoundView, rows: Rows, mistakes: Mistakes) -> Response[Any]:
    return page(
        "rounds/labels.html",
        status=422 if mistakes else 200,
        round=view,
        rows=[(kind.value, some) for kind, some in rows.items()],
        labels=[(kind.value, [one.name for one in some]) for kind, some in by_kind(view.labels).items()],
        errors=mistakes,
        frozen=view.phase.reached(Phase.VOTING),
        rail=desk_rail(view.slug, view.name, "/labels"),
    )
