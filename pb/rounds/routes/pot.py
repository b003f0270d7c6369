"""The pot: who puts in how much, and for which bids."""

from datetime import datetime
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.orm import Session

from pb.people import queries as people
from pb.people.guards import commissioner
from pb.people.rules import Viewer
from pb.rounds import actions, queries
from pb.rounds.forms.pot import read_contribution, read_reservation
from pb.rounds.queries import RoundView
from pb.rounds.rules.labels import label_choices
from pb.rounds.rules.phases import Phase, check_not_frozen
from pb.rounds.rules.pot import NotAContribution
from pb.rounds.rules.rail import desk_rail
from pb.web.forms import EMPTY, Form, Mistakes
from pb.web.pages import Page
from pb.web.redirects import see_other


@get("/desk/rounds/{slug:str}/pot", guards=[commissioner], sync_to_thread=True)
def pot(slug: FromPath[str], page: NamedDependency[Page], session: NamedDependency[Session]) -> Response[Any]:
    """Who put how much in."""
    return _pot_page(page, session, queries.by_slug(session, slug), EMPTY, Mistakes())


@post("/desk/rounds/{slug:str}/pot", guards=[commissioner], sync_to_thread=True, status_code=200)
def add_contribution(
    slug: FromPath[str],
    page: NamedDependency[Page],
    form: NamedDependency[Form],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Put money in."""
    view = queries.by_slug(session, slug)
    check_not_frozen(view.phase)
    given, mistakes = read_contribution(form, [agency for agency, _ in people.agencies(session)], view.labels)
    if given is None:
        return _pot_page(page, session, view, form, mistakes)
    money = given.agency_id, given.amount, given.note
    actions.add_contribution(session, view.id, *money, viewer.actor, now, given.only)
    return see_other(f"/desk/rounds/{slug}/pot", notice="saved")


@get("/desk/rounds/{slug:str}/pot/{contribution_id:str}", guards=[commissioner], sync_to_thread=True)
def ask_to_remove(
    slug: FromPath[str],
    contribution_id: FromPath[str],
    page: NamedDependency[Page],
    session: NamedDependency[Session],
) -> Response[Any]:
    """Ask once before money is taken out."""
    view = queries.by_slug(session, slug)
    check_not_frozen(view.phase)
    given = next((one for one in view.contributions if one.id == contribution_id), None)
    if given is None:
        raise NotAContribution(contribution=contribution_id)
    return page("rounds/remove.html", round=view, given=given, rail=desk_rail(slug, view.name, "/pot"))


@post("/desk/rounds/{slug:str}/pot/{contribution_id:str}/removal", guards=[commissioner], sync_to_thread=True)
def remove_contribution(
    slug: FromPath[str],
    contribution_id: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Take money out again."""
    view = queries.by_slug(session, slug)
    actions.remove_contribution(session, view.id, contribution_id, viewer.actor, now)
    return see_other(f"/desk/rounds/{slug}/pot", notice="removed")


@get("/desk/rounds/{slug:str}/aside", guards=[commissioner], sync_to_thread=True)
def aside(slug: FromPath[str], page: NamedDependency[Page], session: NamedDependency[Session]) -> Response[Any]:
    """Open money that is kept for bids with a label."""
    return _aside_page(page, queries.by_slug(session, slug), EMPTY, Mistakes())


@post("/desk/rounds/{slug:str}/aside", guards=[commissioner], sync_to_thread=True, status_code=200)
def set_aside(
    slug: FromPath[str],
    page: NamedDependency[Page],
    form: NamedDependency[Form],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Keep some of it."""
    view = queries.by_slug(session, slug)
    check_not_frozen(view.phase)
    others = sum(kept.amount for kept in view.reservations if kept.label != form.text("label"))
    kept, mistakes = read_reservation(form, view.labels, view.open_money - others)
    if kept is None:
        return _aside_page(page, view, form, mistakes)
    actions.set_money_aside(session, view.id, kept.label, kept.amount, viewer.actor, now)
    return see_other(f"/desk/rounds/{slug}/aside", notice="saved")


@post("/desk/rounds/{slug:str}/aside/{label:str}/removal", guards=[commissioner], sync_to_thread=True)
def open_again(
    slug: FromPath[str],
    label: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Let all bids have that money again."""
    view = queries.by_slug(session, slug)
    actions.open_money_again(session, view.id, label, viewer.actor, now)
    return see_other(f"/desk/rounds/{slug}/aside", notice="saved")


ROUTES = [pot, add_contribution, ask_to_remove, remove_contribution, aside, set_aside, open_again]


def _pot_page(page: Page, session: Session, view: RoundView, form: Form, mistakes: Mistakes) -> Response[Any]:
    return page(
        "rounds/pot.html",
        status=422 if mistakes else 200,
        round=view,
        agencies=[("", "Choose an agency"), *people.agencies(session)],
        typed={name: form.text(name) for name in ("agency", "amount", "note")},
        only=form.all("only"),
        kinds=label_choices(view.labels),
        errors=mistakes,
        bars=queries.pot_bars(view),
        frozen=view.phase.reached(Phase.VOTING),
        rail=desk_rail(view.slug, view.name, "/pot"),
    )


def _aside_page(page: Page, view: RoundView, form: Form, mistakes: Mistakes) -> Response[Any]:
    return page(
        "rounds/aside.html",
        status=422 if mistakes else 200,
        round=view,
        labels=[("", "Choose"), *((label.key, label.name) for label in view.labels)],
        typed={name: form.text(name) for name in ("label", "amount")},
        errors=mistakes,
        frozen=view.phase.reached(Phase.VOTING),
        rail=desk_rail(view.slug, view.name, "/pot"),
    )
