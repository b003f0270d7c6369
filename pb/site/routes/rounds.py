"""Rounds and their bids."""

from functools import partial

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.orm import Session

from pb.core.money import pounds
from pb.people.guards import anyone
from pb.rounds.rules.labels import names_of
from pb.site.queries import rounds as queries
from pb.web.languages import as_written
from pb.web.pages import Page


@get("/", guards=[anyone], sync_to_thread=True)
def front(page: NamedDependency[Page], session: NamedDependency[Session]) -> Response[str]:
    """What is going on."""
    found = queries.front(session, page.language)
    return page("site/front.html", rounds=found, published=queries.latest_published(found))


@get("/rounds/{slug:str}", guards=[anyone], sync_to_thread=True)
def show_round(slug: FromPath[str], page: NamedDependency[Page], session: NamedDependency[Session]) -> Response[str]:
    """One round: where it stands, its bids, its pot."""
    found = queries.round_page(session, slug, page.language)
    return page("site/round.html", found=found, funded=queries.funded(session, found.round))


@get("/rounds/{slug:str}/bids/{number:int}", guards=[anyone], sync_to_thread=True)
def show_bid(
    slug: FromPath[str], number: FromPath[int], page: NamedDependency[Page], session: NamedDependency[Session]
) -> Response[str]:
    """One bid that was admitted or turned down."""
    view, told = queries.bid(session, slug, number, page.language)
    written = partial(as_written, tongue=page.language)
    costs = [(written(line.what), pounds(line.amount)) for line in told.bid.cost_lines]
    about = names_of(told.bid.labels, view.labels, page.say, written)
    return page("site/bid.html", round=view, told=told, costs=costs, about=about, funded=queries.funded(session, view))


ROUTES = [front, show_round, show_bid]
