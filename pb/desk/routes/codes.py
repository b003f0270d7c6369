"""A new voting code in place of a lost one."""

from datetime import datetime
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.orm import Session

from pb.ballots.actions.reissue import reissue
from pb.core.settings import Settings
from pb.desk import forms
from pb.keys.folder import KeyFolder
from pb.people.guards import commissioner
from pb.people.rules import Viewer
from pb.roll.rules import BEFORE_CLOSE, ReferenceUnknown, grouped
from pb.rounds import queries as rounds
from pb.rounds.queries import RoundView
from pb.rounds.rules.phases import check_phase
from pb.rounds.rules.rail import desk_rail
from pb.web.forms import Form, Mistakes
from pb.web.pages import Page
from pb.web.qr import voting_square


@get("/desk/rounds/{slug:str}/reissue", guards=[commissioner], sync_to_thread=True)
def ask_reference(slug: FromPath[str], page: NamedDependency[Page], session: NamedDependency[Session]) -> Response[Any]:
    """Ask whose code is lost."""
    return _reference_page(page, rounds.by_slug(session, slug), Mistakes(), "")


@post("/desk/rounds/{slug:str}/reissue", guards=[commissioner], sync_to_thread=True, status_code=200)
def replace_code(
    slug: FromPath[str],
    page: NamedDependency[Page],
    form: NamedDependency[Form],
    viewer: NamedDependency[Viewer],
    keys: NamedDependency[KeyFolder],
    settings: NamedDependency[Settings],
    session: NamedDependency[Session],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Replace a code. The answer shows the new one, once, and does not say whether anybody had voted with the old."""
    view, mistakes = rounds.by_slug(session, slug), Mistakes()
    check_phase(view.phase, *BEFORE_CLOSE)
    reference = forms.read_reference(form, mistakes)
    if not mistakes:
        try:
            issued = reissue(session, keys, view.id, reference, viewer.actor, now)
        except ReferenceUnknown:
            mistakes.add("reference", "The roll of this round has no such reference. Check it against the list")
    if mistakes:
        return _reference_page(page, view, mistakes, reference)
    code = grouped(issued.code)
    group = next(group.name for group in view.electorates if group.key == issued.electorate)
    return page(
        "desk/new_code.html",
        round=view,
        group=group,
        reference=issued.partner_ref,
        code=code,
        address=f"{settings.public_url.partition('://')[2]}/vote",
        qr=voting_square(settings.public_url, code),
    )


ROUTES = [ask_reference, replace_code]


def _reference_page(page: Page, view: RoundView, mistakes: Mistakes, typed: str) -> Response[Any]:
    return page(
        "desk/reissue.html",
        status=422 if mistakes else 200,
        rail=desk_rail(view.slug, view.name, "/reissue"),
        round=view,
        possible=view.phase in BEFORE_CLOSE,
        errors=mistakes,
        typed=typed[: forms.LONGEST_TYPED],
    )
