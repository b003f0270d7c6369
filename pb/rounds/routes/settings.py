"""A new round, and what was decided about one."""

from datetime import datetime
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.orm import Session

from pb.people.guards import commissioner
from pb.people.rules import Viewer
from pb.rounds import actions, queries
from pb.rounds.forms.settings import TYPED_NEW, read_round, typed_in, typed_of
from pb.rounds.queries import RoundView
from pb.rounds.rules.draft import BallotKind, Slip, Tone
from pb.rounds.rules.phases import Phase, check_not_frozen
from pb.rounds.rules.rail import desk_home_rail, desk_rail
from pb.rounds.rules.words import (
    SLIPS_IN_WORDS,
    TONES_IN_WORDS,
    ballot_in_words,
    points_in_words,
    ranks_in_words,
    rule_in_words,
    shares_in_words,
)
from pb.web.forms import Form, Mistakes
from pb.web.pages import Page
from pb.web.redirects import see_other

KINDS = (
    (BallotKind.STARS.value, "Stars", "Each voter has some stars and shares them out"),
    (BallotKind.APPROVAL.value, "Choose", "Each voter ticks the bids they like"),
    (BallotKind.RANKED.value, "First, second, third", "Each voter puts bids in order"),
    (BallotKind.FACES.value, "Faces", "Each voter says yes, a bit or no to each bid. There are no limits to set"),
)
RULES = (
    ("equal-shares", "Equal shares", shares_in_words()),
    ("ear", "First choices first", ranks_in_words()),
    ("greedy", "Most points first", points_in_words()),
)
UTILITIES = (
    ("cost", "By what a bid costs", "A dear bid is worth more to those who want it. This is usual"),
    ("count", "By points alone", "Every bid is worth the same, so cheap ones come first"),
)
SLIPS = (
    (Slip.FULL.value, "All of it", SLIPS_IN_WORDS[Slip.FULL]),
    (Slip.CODE.value, "No square", SLIPS_IN_WORDS[Slip.CODE]),
    (Slip.NONE.value, "Nothing", SLIPS_IN_WORDS[Slip.NONE]),
)
TONES = (
    (Tone.PLAYFUL.value, "Playful", TONES_IN_WORDS[Tone.PLAYFUL]),
    (Tone.PLAIN.value, "Plain", TONES_IN_WORDS[Tone.PLAIN]),
    (Tone.GROWN.value, "Grown up", TONES_IN_WORDS[Tone.GROWN]),
)


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


ROUTES = [new_round, create_round, settings, change_round]


def _settings_page(page: Page, view: RoundView | None, typed: dict[str, str], mistakes: Mistakes) -> Response[Any]:
    rail = desk_rail(view.slug, view.name, "/settings") if view else desk_home_rail("/desk/rounds/new")
    frozen = view is not None and view.phase.reached(Phase.VOTING)
    return page(
        "rounds/settings.html",
        status=422 if mistakes else 200,
        round=view,
        typed=typed,
        errors=mistakes,
        rail=rail,
        kinds=KINDS,
        rules=RULES,
        utilities=UTILITIES,
        slips=SLIPS,
        tones=TONES,
        slip_words=SLIPS_IN_WORDS,
        tone_words=TONES_IN_WORDS,
        frozen=frozen,
        ballot=ballot_in_words(view.ballot_kind, view.ballot_limit, view.ballot_most) if view and frozen else "",
        counting=rule_in_words(view.rule) if view and frozen else "",
    )
