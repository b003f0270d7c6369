"""Who votes, and what share of the say each group has."""

from datetime import datetime
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.orm import Session

from pb.people.guards import commissioner
from pb.people.rules import Viewer
from pb.rounds import actions, queries
from pb.rounds.forms.electorates import read_electorates, typed_electorates
from pb.rounds.queries import RoundView
from pb.rounds.rules.electorates import ElectorateDraft
from pb.rounds.rules.phases import Phase, check_not_frozen
from pb.rounds.rules.rail import desk_rail
from pb.web.forms import Form, Mistakes
from pb.web.pages import Page
from pb.web.redirects import see_other


@get("/desk/rounds/{slug:str}/electorates", guards=[commissioner], sync_to_thread=True)
def electorates(slug: FromPath[str], page: NamedDependency[Page], session: NamedDependency[Session]) -> Response[Any]:
    """Who votes, and what share each group has."""
    view = queries.by_slug(session, slug)
    groups = [ElectorateDraft(group.key, group.name, group.share) for group in view.electorates]
    return _electorates_page(page, view, typed_electorates(groups), Mistakes())


@post("/desk/rounds/{slug:str}/electorates", guards=[commissioner], sync_to_thread=True, status_code=200)
def set_electorates(
    slug: FromPath[str],
    page: NamedDependency[Page],
    form: NamedDependency[Form],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Say who votes."""
    view = queries.by_slug(session, slug)
    check_not_frozen(view.phase)
    groups, rows, mistakes = read_electorates(form, {group.name: group.key for group in view.electorates})
    if mistakes or not groups:
        if not groups:
            mistakes.add("name-1", "Enter at least one group that votes")
        return _electorates_page(page, view, rows, mistakes)
    actions.set_electorates(session, view.id, groups, viewer.actor, now)
    return see_other(f"/desk/rounds/{slug}/electorates", notice="saved")


ROUTES = [electorates, set_electorates]


def _electorates_page(page: Page, view: RoundView, rows: list[tuple[str, str]], mistakes: Mistakes) -> Response[Any]:
    return page(
        "rounds/electorates.html",
        status=422 if mistakes else 200,
        round=view,
        rows=rows,
        errors=mistakes,
        frozen=view.phase.reached(Phase.VOTING),
        rail=desk_rail(view.slug, view.name, "/electorates"),
    )
