"""The ballot pack of whoever has their ballot open."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency

from pb.booth.pack import make_pack
from pb.booth.visit import Turn
from pb.core.refusals import NotFound
from pb.people.guards import anyone
from pb.web.languages import language


@get("/vote/pack.json", guards=[anyone], sync_to_thread=True)
def pack(turn: NamedDependency[Turn]) -> Response[Any]:
    """Everything that the screens of this ballot are made of, in the voter's language.

    Raises:
        NotFound: nobody has a ballot open in this browser.
    """
    if turn.given is None:
        raise NotFound
    made = make_pack(turn.page.settings, turn.ballot_for(turn.given), language(turn.page.look.language))
    return Response(made, media_type="application/json")


ROUTES = [pack]
