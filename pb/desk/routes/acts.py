"""Moving a round on: alone, or by an act that one person proposes and a second confirms."""

from datetime import datetime
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.orm import Session

from pb.ballots.rules import DiceMalformed
from pb.core.settings import Settings
from pb.db.throttle import Throttle
from pb.desk import actions, forms
from pb.desk.queries import acts, overviews
from pb.desk.rules.key_copies import LONGEST_WORDS, PUBLIC, WHAT_TO_DO, copy_field
from pb.desk.rules.moves import AlreadyMoved, NoSuchMove, move_of, title_of
from pb.desk.rules.tasks import NAMES, due
from pb.holders import actions as passphrases
from pb.holders.forms import FIELDS, add_mistake, read_passphrases
from pb.holders.rules import listed
from pb.keys.folder import KeyFolder
from pb.keys.passphrases import PassphraseRefused
from pb.people import actions as people
from pb.people import queries as proposed
from pb.people.guards import commissioner, observer
from pb.people.rules import Kind, Viewer
from pb.roll.routes import codes_page
from pb.rounds import queries as rounds
from pb.rounds.queries import RoundView
from pb.rounds.rules.rail import desk_rail
from pb.web.forms import Form, Mistakes
from pb.web.pages import Page
from pb.web.redirects import see_other


@get("/desk/rounds/{slug:str}/phase", guards=[observer], sync_to_thread=True)
def phase(
    slug: FromPath[str],
    page: NamedDependency[Page],
    viewer: NamedDependency[Viewer],
    keys: NamedDependency[KeyFolder],
    session: NamedDependency[Session],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Every move that can come now: what it does, what stands in its way, and how to make it."""
    view = rounds.by_slug(session, slug)
    observing, typed = viewer.is_observer, forms.typed_before(view)
    return _phase_page(page, session, keys, view, now, Mistakes(), typed, observing=observing)


@post("/desk/rounds/{slug:str}/moves", guards=[commissioner], sync_to_thread=True)
def move_alone(
    slug: FromPath[str],
    page: NamedDependency[Page],
    form: NamedDependency[Form],
    viewer: NamedDependency[Viewer],
    keys: NamedDependency[KeyFolder],
    session: NamedDependency[Session],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """A move that one person may make."""
    view, move, mistakes = rounds.by_slug(session, slug), move_of(form.text("kind")), Mistakes()
    if move.two_people:
        raise NoSuchMove(move=move.key)
    if view.phase not in move.phases:
        raise AlreadyMoved(phase=view.phase)
    forms.read_move(form, move.key, view, mistakes)
    if mistakes:
        return _phase_page(page, session, keys, view, now, mistakes, forms.typed_again(form, move.key, view))
    actions.move_alone(session, view.id, move.key, viewer, now)
    return see_other(_desk(view), notice="moved-on")


@post("/desk/rounds/{slug:str}/acts", guards=[commissioner], sync_to_thread=True)
def propose(
    slug: FromPath[str],
    page: NamedDependency[Page],
    form: NamedDependency[Form],
    viewer: NamedDependency[Viewer],
    keys: NamedDependency[KeyFolder],
    session: NamedDependency[Session],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Propose an act; nothing happens before a second person confirms it."""
    view, move, mistakes = rounds.by_slug(session, slug), move_of(form.text("kind")), Mistakes()
    if not move.two_people or not move.offered:
        raise NoSuchMove(move=move.key)
    kind = Kind(move.key)
    actions.check_ready(session, view, kind, now)
    forms.read_move(form, kind, view, mistakes)
    after = forms.read_extension(form, view, now, mistakes) if kind is Kind.EXTEND_VOTING else None
    missing = acts.copies_to_tell(session, keys, view) if kind is Kind.PUBLISH else []
    copies = forms.read_copies(form, missing, mistakes)
    if mistakes:
        asked = [act.id for act in proposed.open_acts(session, view.id) if act.kind == kind]
        if asked:  # by somebody else while this page was open: it has no form for it any more
            return see_other(f"/desk/acts/{asked[0]}")
        return _phase_page(page, session, keys, view, now, mistakes, forms.typed_again(form, kind, view))
    chosen: dict[str, Any] = {"after": after.isoformat()} if after else {"copies": copies} if copies else {}
    act_id = actions.propose(session, keys, view.id, kind, viewer, now, chosen)
    return see_other(f"/desk/acts/{act_id}", notice="act-proposed")


@post("/desk/rounds/{slug:str}/dice", guards=[commissioner], sync_to_thread=True)
def throw_dice(
    slug: FromPath[str],
    page: NamedDependency[Page],
    form: NamedDependency[Form],
    viewer: NamedDependency[Viewer],
    keys: NamedDependency[KeyFolder],
    session: NamedDependency[Session],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Enter the digits of the public dice."""
    view, mistakes = rounds.by_slug(session, slug), Mistakes()
    digits = forms.read_dice(form)
    try:
        actions.throw_dice(session, view.id, digits, viewer, now)
    except DiceMalformed:
        mistakes.add("dice", forms.dice_message(digits))
        typed = forms.typed_before(view) | {"dice": form.text("dice")[: forms.LONGEST_TYPED]}
        return _phase_page(page, session, keys, view, now, mistakes, typed)
    return see_other(f"{_desk(view)}/phase", notice="dice-thrown")


@get("/desk/acts/{act_id:str}", guards=[observer], sync_to_thread=True)
def show_act(
    act_id: FromPath[str],
    page: NamedDependency[Page],
    viewer: NamedDependency[Viewer],
    keys: NamedDependency[KeyFolder],
    session: NamedDependency[Session],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Exactly what would happen, who asked for it, and what the viewer may do about it."""
    return _act_page(page, acts.act_page(session, keys, act_id, viewer, now), viewer, Mistakes())


@get("/desk/rounds/{slug:str}/acts", guards=[observer], sync_to_thread=True)
def show_acts(
    slug: FromPath[str],
    page: NamedDependency[Page],
    viewer: NamedDependency[Viewer],
    session: NamedDependency[Session],
) -> Response[Any]:
    """Every act of two people in a round: what was asked, by whom, who agreed, and on exactly which effect."""
    view = rounds.by_slug(session, slug)
    rail = desk_rail(view.slug, view.name, "/acts", observing=viewer.is_observer)
    return page("desk/acts.html", rail=rail, round=view, acts=acts.acts_told(session, view, viewer))


@post("/desk/acts/{act_id:str}/confirmation", guards=[commissioner], sync_to_thread=True, status_code=303)
def confirm(  # noqa: PLR0913, PLR0917 - the edge hands each of them over by its name
    act_id: FromPath[str],
    page: NamedDependency[Page],
    form: NamedDependency[Form],
    viewer: NamedDependency[Viewer],
    keys: NamedDependency[KeyFolder],
    throttle: NamedDependency[Throttle],
    settings: NamedDependency[Settings],
    session: NamedDependency[Session],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Confirm an act as the second person; it is done in the same transaction. Codes that it made are shown, once.

    Passphrases that open nothing are told beside their fields, which come back empty, and nothing was done.
    """
    typed = read_passphrases(form)
    if any(typed):
        passphrases.count_try(throttle, viewer, now)
    try:
        done = actions.confirm(session, keys, act_id, form.text("effect_hash"), viewer, now, typed)
    except PassphraseRefused as refusal:
        mistakes, found = Mistakes(), acts.act_page(session, keys, act_id, viewer, now)
        add_mistake(refusal, found.holders, mistakes)
        return _act_page(page, found, viewer, mistakes)
    if any(typed):
        passphrases.forget_tries(throttle, session, viewer)
    view = rounds.by_id(session, done.round_id)
    if done.issued:
        return codes_page(page, view, done.issued, settings, back=_desk(view), replacing=True)
    return see_other(_desk(view), notice=f"done-{done.kind}")


@post("/desk/acts/{act_id:str}/withdrawal", guards=[commissioner], sync_to_thread=True)
def withdraw(
    act_id: FromPath[str],
    viewer: NamedDependency[Viewer],
    session: NamedDependency[Session],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Take back an act that nobody has confirmed."""
    people.withdraw_act(session, act_id, viewer, now)
    view = rounds.by_id(session, proposed.round_of_act(session, act_id) or "")
    return see_other(f"{_desk(view)}/phase", notice="act-withdrawn")


ROUTES = [phase, move_alone, propose, throw_dice, show_act, show_acts, confirm, withdraw]


def _desk(view: RoundView) -> str:
    return f"/desk/rounds/{view.slug}"


def _act_page(page: Page, found: acts.ActPage, viewer: Viewer, mistakes: Mistakes) -> Response[Any]:
    return page(
        "desk/act.html",
        status=422 if mistakes else 200,
        rail=desk_rail(found.round.slug, found.round.name, "/phase", observing=viewer.is_observer),
        found=found,
        title_of=title_of,
        fields=FIELDS,
        listed=listed,
        public=PUBLIC,
        what_to_do=WHAT_TO_DO,
        errors=mistakes,
    )


def _phase_page(
    page: Page,
    session: Session,
    keys: KeyFolder,
    view: RoundView,
    now: datetime,
    mistakes: Mistakes,
    typed: forms.Typed,
    *,
    observing: bool = False,
) -> Response[Any]:
    return page(
        "desk/phase.html",
        status=422 if mistakes else 200,
        rail=desk_rail(view.slug, view.name, "/phase", observing=observing),
        found=overviews.overview(session, view, now),
        phase=NAMES[view.phase],
        due=due(view.phase, view.calendar),
        panels=acts.panels(session, keys, view, now),
        name_field=forms.name_field,
        copies_text=(WHAT_TO_DO, LONGEST_WORDS),
        copy_field=copy_field,
        errors=mistakes,
        typed=typed,
    )
