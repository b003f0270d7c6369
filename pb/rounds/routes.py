"""Setting a round up over HTTP: settings, pot, electorates."""

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
from pb.rounds.forms import (
    TYPED_NEW,
    read_contribution,
    read_electorates,
    read_round,
    typed_electorates,
    typed_in,
    typed_of,
)
from pb.rounds.queries import RoundView
from pb.rounds.rules.draft import BallotKind
from pb.rounds.rules.electorates import ElectorateDraft
from pb.rounds.rules.phases import Phase, check_not_frozen
from pb.rounds.rules.pot import NotAContribution
from pb.rounds.rules.rail import desk_home_rail, desk_rail
from pb.rounds.rules.words import POINTS_IN_WORDS, SHARES_IN_WORDS, ballot_in_words, rule_in_words
from pb.web.forms import EMPTY, Form, Mistakes
from pb.web.pages import Page, see_other

KINDS = (
    (BallotKind.STARS.value, "Stars", "Each voter has some stars and shares them out"),
    (BallotKind.APPROVAL.value, "Choose", "Each voter ticks the bids they like"),
    (BallotKind.RANKED.value, "First, second, third", "Each voter puts bids in order"),
)
RULES = (("equal-shares", "Equal shares", SHARES_IN_WORDS), ("greedy", "Most points first", POINTS_IN_WORDS))


@get("/desk/rounds/new", guards=[commissioner], sync_to_thread=True)
def new_round(page: NamedDependency[Page]) -> Response[Any]:
    """An empty form."""
    return _settings_page(page, None, TYPED_NEW, Mistakes())


@post("/desk/rounds/new", guards=[commissioner], sync_to_thread=True, status_code=200)
def create_round(
    page: NamedDependency[Page],
    form: NamedDependency[Form],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Begin a round."""
    draft, mistakes = read_round(form)
    if draft is None:
        return _settings_page(page, None, typed_in(form), mistakes)
    view = queries.by_id(session, actions.create_round(session, draft, viewer.actor, now))
    return see_other(f"/desk/rounds/{view.slug}/pot", notice="round-created")


@get("/desk/rounds/{slug:str}/settings", guards=[commissioner], sync_to_thread=True)
def settings(slug: FromPath[str], page: NamedDependency[Page], session: NamedDependency[Session]) -> Response[Any]:
    """What was decided about a round; a form until voting opens."""
    view = queries.by_slug(session, slug)
    return _settings_page(page, view, typed_of(queries.draft_of(view)), Mistakes())


@post("/desk/rounds/{slug:str}/settings", guards=[commissioner], sync_to_thread=True, status_code=200)
def change_round(
    slug: FromPath[str],
    page: NamedDependency[Page],
    form: NamedDependency[Form],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Change what was decided."""
    view = queries.by_slug(session, slug)
    check_not_frozen(view.phase)
    draft, mistakes = read_round(form)
    if draft is None:
        return _settings_page(page, view, typed_in(form), mistakes)
    actions.change_round(session, view.id, draft, viewer.actor, now)
    return see_other(f"/desk/rounds/{slug}/settings", notice="saved")


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
    given, mistakes = read_contribution(form, [agency for agency, _ in people.agencies(session)])
    if given is None:
        return _pot_page(page, session, view, form, mistakes)
    actions.add_contribution(session, view.id, given.agency_id, given.amount, given.note, viewer.actor, now)
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


ROUTES = [
    new_round,
    create_round,
    settings,
    change_round,
    pot,
    add_contribution,
    ask_to_remove,
    remove_contribution,
    electorates,
    set_electorates,
]


def _status(mistakes: Mistakes) -> int:
    return 422 if mistakes else 200


def _frozen(view: RoundView | None) -> bool:
    return view is not None and view.phase.reached(Phase.VOTING)


def _settings_page(page: Page, view: RoundView | None, typed: dict[str, str], mistakes: Mistakes) -> Response[Any]:
    rail = desk_rail(view.slug, view.name, "/settings") if view else desk_home_rail("/desk/rounds/new")
    frozen = _frozen(view)
    return page(
        "rounds/settings.html",
        status=_status(mistakes),
        round=view,
        typed=typed,
        errors=mistakes,
        rail=rail,
        kinds=KINDS,
        rules=RULES,
        frozen=frozen,
        ballot=ballot_in_words(view.ballot_kind, view.ballot_limit, view.ballot_most) if view and frozen else "",
        counting=rule_in_words(view.rule) if view and frozen else "",
    )


def _pot_page(page: Page, session: Session, view: RoundView, form: Form, mistakes: Mistakes) -> Response[Any]:
    return page(
        "rounds/pot.html",
        status=_status(mistakes),
        round=view,
        agencies=[("", "Choose an agency"), *people.agencies(session)],
        typed={name: form.text(name) for name in ("agency", "amount", "note")},
        errors=mistakes,
        bars=queries.pot_bars(view),
        frozen=_frozen(view),
        rail=desk_rail(view.slug, view.name, "/pot"),
    )


def _electorates_page(page: Page, view: RoundView, rows: list[tuple[str, str]], mistakes: Mistakes) -> Response[Any]:
    return page(
        "rounds/electorates.html",
        status=_status(mistakes),
        round=view,
        rows=rows,
        errors=mistakes,
        frozen=_frozen(view),
        rail=desk_rail(view.slug, view.name, "/electorates"),
    )
