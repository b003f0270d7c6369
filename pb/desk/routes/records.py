"""The record: of a round and of the installation, to read and to take away."""

from typing import Annotated, Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from sqlalchemy.orm import Session

from pb.desk.queries import records as queries
from pb.desk.queries.records import ENTRIES_ON_A_PAGE
from pb.desk.rules.tasks import page_links
from pb.people.guards import observer
from pb.people.rules import Viewer
from pb.record.models import SITE_CHAIN
from pb.rounds import queries as rounds
from pb.rounds.rules.rail import RailPart, desk_home_rail, desk_rail
from pb.web.pages import Page

PageNumber = Annotated[str, QueryParameter(name="page")]


@get("/desk/record", guards=[observer], sync_to_thread=True)
def site_record(
    page: NamedDependency[Page],
    viewer: NamedDependency[Viewer],
    session: NamedDependency[Session],
    at: PageNumber = "1",
) -> Response[Any]:
    """The record of the installation: agencies, staff and observers."""
    rail = desk_home_rail("/desk/record", observing=viewer.is_observer)
    return _record_page(page, session, SITE_CHAIN, "Record of the installation", rail, at)


@get("/desk/record.ndjson", guards=[observer], sync_to_thread=True)
def site_record_file(session: NamedDependency[Session]) -> Response[bytes]:
    """The record of the installation as lines of JSON."""
    return _record_file(session, SITE_CHAIN, "installation")


@get("/desk/rounds/{slug:str}/record", guards=[observer], sync_to_thread=True)
def round_record(
    slug: FromPath[str],
    page: NamedDependency[Page],
    viewer: NamedDependency[Viewer],
    session: NamedDependency[Session],
    at: PageNumber = "1",
) -> Response[Any]:
    """The record of a round."""
    view = rounds.by_slug(session, slug)
    rail = desk_rail(view.slug, view.name, "/record", observing=viewer.is_observer)
    return _record_page(page, session, view.id, view.name, rail, at)


@get("/desk/rounds/{slug:str}/record.ndjson", guards=[observer], sync_to_thread=True)
def round_record_file(slug: FromPath[str], session: NamedDependency[Session]) -> Response[bytes]:
    """The record of a round as lines of JSON."""
    view = rounds.by_slug(session, slug)
    return _record_file(session, view.id, view.slug)


ROUTES = [site_record, site_record_file, round_record, round_record_file]


def _record_page(page: Page, session: Session, name: str, of: str, rail: list[RailPart], at: str) -> Response[Any]:
    number = int(at) if at.isascii() and at.isdigit() and 0 < len(at) < 7 and int(at) else 1  # noqa: PLR2004 - beyond any record
    found = queries.chain(session, name, number)
    last = max(1, -(-found.entries // ENTRIES_ON_A_PAGE))
    return page("desk/record.html", rail=rail, of=of, found=found, pages=page_links(min(number, last), last))


def _record_file(session: Session, name: str, slug: str) -> Response[bytes]:
    disposition = f'attachment; filename="{slug}-record.ndjson"'
    body = queries.chain_text(session, name)
    return Response(body, media_type="application/x-ndjson", headers={"Content-Disposition": disposition})
