"""Guards: who may pass a route. Every route has one of these; a house test reads them from the route table.

They are async so that the framework calls them where it stands: others it sends to a thread, at each request.
"""

from typing import Any, TypeVar

from litestar import Response
from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler

from pb.core.refusals import NotAllowed
from pb.core.settings import Settings
from pb.people.rules import PUBLIC, CommissionersOnly, ObserversLookOn, StewardsHelpAtEvents, Viewer

COOKIE = "pb_sign_in"
Connection = ASGIConnection[Any, Any, Any, Any]
Answer = TypeVar("Answer", bound=Response[Any])


class SignInNeeded(NotAllowed):
    """The page is for people who are signed in. Facts: to, the address of the right sign-in page."""


def viewer_of(connection: Connection) -> Viewer:
    """Who is asking, as found at the edge."""
    viewer = connection.scope.get("user")
    return viewer if isinstance(viewer, Viewer) else PUBLIC


async def anyone(_connection: Connection, _handler: BaseRouteHandler) -> None:
    """The page is public; saying so is what makes it deliberate."""


async def at_desk(connection: Connection, _handler: BaseRouteHandler) -> None:
    """Anybody who has an account at the desk, in whatever role: for their own account, and where each begins.

    Raises:
        SignInNeeded: nobody is signed in, or a bidder is.
    """
    if not viewer_of(connection).is_at_desk:
        raise SignInNeeded(to="/sign-in")


async def observer(connection: Connection, handler: BaseRouteHandler) -> None:
    """Anybody who may see the desk: observers, and all staff. What changes anything has another guard.

    Raises:
        SignInNeeded: nobody is signed in, or a bidder is.
        StewardsHelpAtEvents: a steward is.
    """
    await at_desk(connection, handler)
    if viewer_of(connection).is_steward:
        raise StewardsHelpAtEvents


async def steward(connection: Connection, handler: BaseRouteHandler) -> None:
    """Whoever runs the tablets and the check-in of a voting event: stewards, and all staff.

    Raises:
        SignInNeeded: nobody is signed in, or a bidder is.
        ObserversLookOn: an observer is.
    """
    await at_desk(connection, handler)
    if not (viewer_of(connection).is_steward or viewer_of(connection).is_staff):
        raise ObserversLookOn


async def staff(connection: Connection, handler: BaseRouteHandler) -> None:
    """Any signed-in member of staff.

    Raises:
        SignInNeeded: nobody is signed in, or a bidder is.
        StewardsHelpAtEvents, ObserversLookOn: a steward or an observer is.
    """
    await observer(connection, handler)
    if not viewer_of(connection).is_staff:
        raise ObserversLookOn


async def commissioner(connection: Connection, handler: BaseRouteHandler) -> None:
    """A signed-in commissioner.

    Raises:
        SignInNeeded: no member of staff is signed in.
        StewardsHelpAtEvents, ObserversLookOn, CommissionersOnly: a steward, an observer or an officer is.
    """
    await staff(connection, handler)
    if not viewer_of(connection).is_commissioner:
        raise CommissionersOnly


async def bidder(connection: Connection, _handler: BaseRouteHandler) -> None:
    """A signed-in bidder.

    Raises:
        SignInNeeded: no bidder is signed in.
    """
    if not viewer_of(connection).is_bidder:
        raise SignInNeeded(to="/bids/sign-in")


def keep_signed_in(answer: Answer, token: str, settings: Settings) -> Answer:
    """Give a browser the token by which it is known from now on."""
    answer.set_cookie(COOKIE, token, path="/", httponly=True, samesite="lax", secure=settings.secure)
    return answer
