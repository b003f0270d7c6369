"""New voting codes in place of lost ones: of one person at once, of whole groups by two people."""

from datetime import datetime
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.orm import Session

from pb.ballots.actions.reissue import reissue
from pb.core.settings import Settings
from pb.desk import actions, forms
from pb.desk.forms import name_field
from pb.desk.rules.moves import move_of
from pb.keys.folder import KeyFolder
from pb.people import queries as people
from pb.people.guards import commissioner
from pb.people.rules import Kind, Viewer
from pb.roll import queries as roll
from pb.roll.rules import BEFORE_CLOSE, ReferenceUnknown, grouped, spoken
from pb.rounds import queries as rounds
from pb.rounds.queries import RoundView
from pb.rounds.rules.phases import Phase, check_phase
from pb.rounds.rules.rail import desk_rail
from pb.web.forms import Form, Mistakes
from pb.web.pages import Page
from pb.web.qr import voting_square
from pb.web.redirects import see_other

BULK = Kind.REISSUE_IN_BULK


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
        spoken=spoken(code),
        address=f"{settings.public_url.partition('://')[2]}/vote",
        qr=voting_square(settings.public_url, code),
    )


@get("/desk/rounds/{slug:str}/reissue/groups", guards=[commissioner], sync_to_thread=True)
def ask_groups(slug: FromPath[str], page: NamedDependency[Page], session: NamedDependency[Session]) -> Response[Any]:
    """Ask of which groups all letters are lost, and warn of what replacing their codes does."""
    return _groups_page(page, session, rounds.by_slug(session, slug), Mistakes(), {}, [])


@post("/desk/rounds/{slug:str}/reissue/groups", guards=[commissioner], sync_to_thread=True, status_code=303)
def propose_groups(
    slug: FromPath[str],
    page: NamedDependency[Page],
    form: NamedDependency[Form],
    viewer: NamedDependency[Viewer],
    keys: NamedDependency[KeyFolder],
    session: NamedDependency[Session],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Propose to replace all codes of some groups; nothing happens before a second person confirms it."""
    view, mistakes = rounds.by_slug(session, slug), Mistakes()
    actions.check_ready(session, view, BULK, now)
    groups = forms.read_groups(form, roll.size_by_electorate(session, view.id), mistakes)
    forms.read_move(form, BULK, view, mistakes)
    if mistakes:
        typed = {name_field(BULK): form.text(name_field(BULK))[: forms.LONGEST_TYPED]}
        return _groups_page(page, session, view, mistakes, typed, groups)
    act_id = actions.propose(session, keys, view.id, BULK, viewer, now, {"groups": groups})
    return see_other(f"/desk/acts/{act_id}", notice="act-proposed")


ROUTES = [ask_reference, replace_code, ask_groups, propose_groups]


def _groups_page(
    page: Page, session: Session, view: RoundView, mistakes: Mistakes, typed: forms.Typed, ticked: list[str]
) -> Response[Any]:
    sizes, field = roll.size_by_electorate(session, view.id), name_field(BULK)
    return page(
        "desk/reissue_groups.html",
        status=422 if mistakes else 200,
        rail=desk_rail(view.slug, view.name, "/reissue"),
        round=view,
        move=move_of(BULK),
        possible=view.phase in BEFORE_CLOSE,
        voting=view.phase is Phase.VOTING,
        groups=[(one.key, one.name, f"{sizes[one.key]:,} codes") for one in view.electorates if sizes.get(one.key)],
        asked=[act for act in people.open_acts(session, view.id) if act.kind == BULK],
        field=field,
        typed=typed.get(field, ""),
        ticked=ticked,
        errors=mistakes,
    )


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
