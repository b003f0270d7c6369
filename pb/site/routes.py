"""The public pages over HTTP."""

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.orm import Session

from pb.core.money import pounds
from pb.core.refusals import NotFound
from pb.core.settings import Settings
from pb.people.guards import anyone
from pb.post import queries as post
from pb.site import queries
from pb.web.pages import Page


@get("/", guards=[anyone], sync_to_thread=True)
def front(page: NamedDependency[Page], session: NamedDependency[Session]) -> Response[str]:
    """What is going on."""
    return page("site/front.html", rounds=queries.front(session))


@get("/rounds/{slug:str}", guards=[anyone], sync_to_thread=True)
def show_round(slug: FromPath[str], page: NamedDependency[Page], session: NamedDependency[Session]) -> Response[str]:
    """One round: where it stands, its bids, its pot."""
    return page("site/round.html", found=queries.round_page(session, slug))


@get("/rounds/{slug:str}/bids/{number:int}", guards=[anyone], sync_to_thread=True)
def show_bid(
    slug: FromPath[str], number: FromPath[int], page: NamedDependency[Page], session: NamedDependency[Session]
) -> Response[str]:
    """One bid that was admitted or turned down."""
    view, proposal = queries.bid(session, slug, number)
    costs = [(line.what, pounds(line.amount)) for line in proposal.cost_lines]
    return page("site/bid.html", round=view, bid=proposal, costs=costs)


@get("/how-we-count", guards=[anyone], sync_to_thread=True)
def how_we_count(page: NamedDependency[Page]) -> Response[str]:
    """The count, for voters."""
    return page("site/how_we_count.html")


@get("/privacy", guards=[anyone], sync_to_thread=True)
def privacy(page: NamedDependency[Page]) -> Response[str]:
    """What is known about whom, and for how long."""
    return page("site/privacy.html")


@get("/accessibility", guards=[anyone], sync_to_thread=True)
def accessibility(page: NamedDependency[Page]) -> Response[str]:
    """How the site works for everybody."""
    return page("site/accessibility.html")


@get("/help", guards=[anyone], sync_to_thread=True)
def help_page(page: NamedDependency[Page]) -> Response[str]:
    """What to do when something does not work."""
    return page("site/help.html")


@get("/security", guards=[anyone], sync_to_thread=True)
def security(page: NamedDependency[Page]) -> Response[str]:
    """How a vote is protected, and the limits of that."""
    return page("site/security.html")


@get("/outbox", guards=[anyone], sync_to_thread=True)
def outbox(
    page: NamedDependency[Page], session: NamedDependency[Session], settings: NamedDependency[Settings]
) -> Response[str]:
    """The letters of a demonstration.

    Raises:
        NotFound: this is no demonstration; letters hold sign-in codes.
    """
    if not settings.demo:
        raise NotFound
    return page("site/outbox.html", letters=post.outbox(session))


ROUTES = [front, show_round, show_bid, how_we_count, privacy, accessibility, help_page, security, outbox]
