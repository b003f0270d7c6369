"""The page of heads: what one is, which were sent, and whether one that somebody noted still holds."""

from typing import Annotated, Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from sqlalchemy.orm import Session

from pb.observers import queries
from pb.observers.rules import HASH_DIGITS, tidy_hash
from pb.people import queries as people
from pb.people.guards import observer
from pb.people.rules import Viewer
from pb.rounds.rules.rail import desk_home_rail
from pb.web.forms import Mistakes
from pb.web.pages import Page

HEADS = "/desk/heads"
LONGEST_TYPED = 200
Noted = Annotated[str, QueryParameter(name="hash")]


@get(HEADS, guards=[observer], sync_to_thread=True)
def show_heads(
    page: NamedDependency[Page],
    viewer: NamedDependency[Viewer],
    session: NamedDependency[Session],
    noted: Noted = "",
) -> Response[Any]:
    """The heads that were sent; and what the record says to a hash, where one was typed."""
    mistakes, typed = Mistakes(), noted[:LONGEST_TYPED].strip()
    found = tidy_hash(typed)
    if typed and not found:
        mistakes.add("hash", f"Type all {HASH_DIGITS} digits of the hash, 0 to 9 and a to f. Spaces do not matter")
    return page(
        "observers/heads.html",
        status=422 if mistakes else 200,
        rail=desk_home_rail(HEADS, observing=viewer.is_observer),
        sent=queries.sent(session),
        observers=len(people.observers(session)),
        answer=queries.answer(session, found) if found else None,
        typed=typed,
        errors=mistakes,
    )


ROUTES = [show_heads]
