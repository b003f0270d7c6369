"""The roll over HTTP: sending a file of references, and the sheets of codes, shown once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from markupsafe import Markup
from sqlalchemy.orm import Session

from pb.core.settings import Settings
from pb.keys.folder import KeyFolder
from pb.people.guards import commissioner
from pb.people.rules import Viewer
from pb.roll import actions, queries
from pb.roll.rules import IssuedCode, RollFile, grouped, read_roll_csv
from pb.rounds import queries as rounds
from pb.rounds.queries import RoundView
from pb.rounds.rules.phases import Phase, check_not_frozen
from pb.rounds.rules.rail import desk_rail
from pb.web.forms import Form, Mistakes
from pb.web.pages import Page
from pb.web.qr import voting_square

EXAMPLE_ROWS = 3
LARGEST_FILE = 4_000_000


@dataclass(frozen=True, slots=True)
class Card:
    """One card of a sheet."""

    reference: str
    group: str
    code: str
    square: Markup


@get("/desk/rounds/{slug:str}/roll", guards=[commissioner], sync_to_thread=True)
def roll(slug: FromPath[str], page: NamedDependency[Page], session: NamedDependency[Session]) -> Response[Any]:
    """How many may vote, and the form for a file."""
    return _roll_page(page, session, rounds.by_slug(session, slug), Mistakes(), RollFile())


@get("/desk/rounds/{slug:str}/roll/example.csv", guards=[commissioner], sync_to_thread=True)
def example(slug: FromPath[str], session: NamedDependency[Session]) -> Response[str]:
    """A file to fill in, with this round's groups."""
    view = rounds.by_slug(session, slug)
    lines = [
        f"{group.key[:1].upper()}{number:03},{group.key}"
        for group in view.electorates
        for number in range(1, EXAMPLE_ROWS + 1)
    ]
    headers = {"Content-Disposition": f'attachment; filename="roll-{view.slug}.csv"'}
    return Response("\r\n".join(["reference,electorate", *lines, ""]), media_type="text/csv", headers=headers)


@post("/desk/rounds/{slug:str}/roll", guards=[commissioner], sync_to_thread=True, status_code=200)
def import_roll(
    slug: FromPath[str],
    page: NamedDependency[Page],
    form: NamedDependency[Form],
    session: NamedDependency[Session],
    keys: NamedDependency[KeyFolder],
    settings: NamedDependency[Settings],
    viewer: NamedDependency[Viewer],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Put everyone in the file on the roll and show their codes, this once; or say what is wrong with the file."""
    view, mistakes, body = rounds.by_slug(session, slug), Mistakes(), form.file("roll")
    check_not_frozen(view.phase)
    read = RollFile()
    if not body:
        mistakes.add("roll", "Choose the file with the roll")
    elif len(body) > LARGEST_FILE:
        mistakes.add("roll", "The file is larger than 4 MB. Split it and send the parts in turn")
    else:
        read = read_roll_csv(body, {group.key: group.name for group in view.electorates})
        if read.problems:
            mistakes.add("roll", "Nobody was put on the roll. Mend what is listed below and send the file again")
    if mistakes:
        return _roll_page(page, session, view, mistakes, read)
    issued = actions.import_roll(session, keys, view.id, read.rows, viewer.actor, now)
    known = len(read.rows) - len(issued)
    return codes_page(page, view, issued, settings, back=f"/desk/rounds/{slug}/roll", known=known)


ROUTES = [roll, example, import_roll]


def codes_page(
    page: Page,
    view: RoundView,
    issued: Sequence[IssuedCode],
    settings: Settings,
    *,
    back: str,
    known: int = 0,
    replacing: bool = False,
) -> Response[Any]:
    """The sheets of codes, shown this once.

    Args:
        page: renders it.
        view: the round.
        issued: the codes.
        settings: of the installation.
        back: address of the page to go back to.
        known: how many people were on the roll already.
        replacing: whether these codes stand in the place of others.
    """
    return page(
        "roll/codes.html",
        round=view,
        cards=_cards(view, issued, settings),
        known=known,
        replacing=replacing,
        address=settings.public_url.split("://", 1)[-1] + "/vote",
        back_href=back,
    )


def _cards(view: RoundView, issued: Sequence[IssuedCode], settings: Settings) -> list[Card]:
    names = {group.key: group.name for group in view.electorates}
    return [
        Card(
            one.partner_ref,
            names[one.electorate],
            grouped(one.code),
            voting_square(settings.public_url, grouped(one.code)),
        )
        for one in issued
    ]


def _roll_page(page: Page, session: Session, view: RoundView, mistakes: Mistakes, read: RollFile) -> Response[Any]:
    sizes = queries.size_by_electorate(session, view.id)
    return page(
        "roll/roll.html",
        status=422 if mistakes else 200,
        round=view,
        sizes=[(sizes.get(group.key, 0), group.name) for group in view.electorates],
        errors=mistakes,
        problems=[(one.row or "", one.column, one.message) for one in read.problems],
        more=read.more,
        frozen=view.phase.reached(Phase.VOTING),
        rail=desk_rail(view.slug, view.name, "/roll"),
    )
