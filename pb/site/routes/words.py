"""Pages of words: how it works, privacy, help; and the outbox of a demonstration."""

from litestar import Response, get
from litestar.di import NamedDependency
from sqlalchemy.orm import Session

from pb.core.refusals import NotFound
from pb.core.settings import Settings
from pb.people.guards import anyone
from pb.post import queries as post
from pb.web.pages import Page


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


ROUTES = [how_we_count, privacy, accessibility, help_page, security, outbox]
