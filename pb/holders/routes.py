"""Key holders over HTTP: their sheets, shown once, and the rehearsal in which each passphrase is tried."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.orm import Session

from pb.db.throttle import Throttle
from pb.holders import actions, queries
from pb.holders.forms import FIELDS, NAMES, add_mistake, read_names, read_passphrases, typed_names
from pb.holders.rules import HolderView, inside, state
from pb.keys.folder import KeyFolder
from pb.keys.passphrases import PassphraseRefused
from pb.people.guards import commissioner
from pb.people.rules import Viewer
from pb.rounds import queries as rounds
from pb.rounds.queries import RoundView
from pb.rounds.rules.phases import Phase, check_not_frozen
from pb.rounds.rules.rail import desk_rail
from pb.web.forms import Form, Mistakes
from pb.web.pages import Page
from pb.web.redirects import see_other

PATH = "/desk/rounds/{slug:str}/key-holders"
LONGEST_TYPED = 200


@get(PATH, guards=[commissioner], sync_to_thread=True)
def key_holders(
    slug: FromPath[str],
    page: NamedDependency[Page],
    keys: NamedDependency[KeyFolder],
    session: NamedDependency[Session],
) -> Response[Any]:
    """Who holds the key of a round, and the form to make their sheets."""
    view = rounds.by_slug(session, slug)
    holders = queries.holders(session, view.id)
    return _holders_page(page, session, keys, view, Mistakes(), typed_names(holders))


@post(PATH, guards=[commissioner], sync_to_thread=True, status_code=200)
def make_sheets(
    slug: FromPath[str],
    page: NamedDependency[Page],
    form: NamedDependency[Form],
    keys: NamedDependency[KeyFolder],
    viewer: NamedDependency[Viewer],
    session: NamedDependency[Session],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Make three sheets, the first or new ones. The answer shows the passphrases, once."""
    view, mistakes = rounds.by_slug(session, slug), Mistakes()
    check_not_frozen(view.phase)
    names = read_names(form, mistakes)
    if mistakes:
        typed = {field: form.text(field)[:LONGEST_TYPED] for field in NAMES}
        return _holders_page(page, session, keys, view, mistakes, typed)
    made = actions.make_sheets(session, keys, view.id, names, form.text("state"), viewer, now)
    sheets = [(name, words.split()) for name, words in zip(names, made, strict=True)]
    back = f"/desk/rounds/{slug}/key-holders/rehearsal"
    return page("holders/sheets.html", round=view, sheets=sheets, made_at=now, back_href=back)


@post(f"{PATH}/removal", guards=[commissioner], sync_to_thread=True, status_code=303)
def do_without(
    slug: FromPath[str],
    form: NamedDependency[Form],
    keys: NamedDependency[KeyFolder],
    viewer: NamedDependency[Viewer],
    session: NamedDependency[Session],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Let the round have no key holders."""
    view = rounds.by_slug(session, slug)
    actions.do_without(session, keys, view.id, form.text("state"), viewer, now)
    return see_other(f"/desk/rounds/{slug}/key-holders", notice="key-holders-left-out")


@get(f"{PATH}/rehearsal", guards=[commissioner], sync_to_thread=True)
def ask_to_rehearse(
    slug: FromPath[str], page: NamedDependency[Page], session: NamedDependency[Session]
) -> Response[Any]:
    """Two fields for two passphrases, and whose were tried already."""
    view = rounds.by_slug(session, slug)
    return _rehearsal_page(page, view, queries.holders(session, view.id), Mistakes())


@post(f"{PATH}/rehearsal", guards=[commissioner], sync_to_thread=True, status_code=200)
def rehearse(
    slug: FromPath[str],
    page: NamedDependency[Page],
    form: NamedDependency[Form],
    keys: NamedDependency[KeyFolder],
    throttle: NamedDependency[Throttle],
    viewer: NamedDependency[Viewer],
    session: NamedDependency[Session],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Try two passphrases, and say whether they work."""
    actions.count_try(throttle, viewer, now)
    view, mistakes = rounds.by_slug(session, slug), Mistakes()
    holders, worked = queries.holders(session, view.id), list[str]()
    try:
        worked = actions.rehearse(session, keys, view.id, read_passphrases(form), viewer, now)
    except PassphraseRefused as refusal:
        add_mistake(refusal, [one.name for one in holders], mistakes)
    else:
        actions.forget_tries(throttle, session, viewer)
    return _rehearsal_page(page, view, queries.holders(session, view.id), mistakes, worked)


ROUTES = [key_holders, make_sheets, do_without, ask_to_rehearse, rehearse]


def _holders_page(
    page: Page, session: Session, keys: KeyFolder, view: RoundView, mistakes: Mistakes, typed: dict[str, str]
) -> Response[Any]:
    holders = queries.holders(session, view.id)
    return page(
        "holders/holders.html",
        status=422 if mistakes else 200,
        rail=desk_rail(view.slug, view.name, "/key-holders"),
        round=view,
        holders=holders,
        state=state(holders),
        misfits=[] if view.phase.reached(Phase.VOTING) else queries.misfits(session, keys, view.id),
        frozen=view.phase.reached(Phase.VOTING),
        fields=NAMES,
        typed=typed,
        errors=mistakes,
    )


def _rehearsal_page(
    page: Page, view: RoundView, holders: Sequence[HolderView], mistakes: Mistakes, worked: Sequence[str] = ()
) -> Response[Any]:
    return page(
        "holders/rehearsal.html",
        status=422 if mistakes else 200,
        rail=desk_rail(view.slug, view.name, "/key-holders"),
        round=view,
        holders=holders,
        worked=[inside(name) for name in worked],
        frozen=view.phase.reached(Phase.VOTING),
        fields=FIELDS,
        errors=mistakes,
    )
