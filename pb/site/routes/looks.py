"""Make it easier for me: text size, colours and calm, kept in a cookie of the browser."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from pb.core.settings import Settings
from pb.people.guards import anyone
from pb.site.rules.looks import SIZES, THEMES, way_back
from pb.web.forms import Form
from pb.web.look import CALM, COOKIE, LASTS_SECONDS, Look, from_cookie, read_look, to_cookie
from pb.web.pages import Page
from pb.web.redirects import SeeOther, see_other

AnyRequest = Request[Any, Any, Any]


@get("/easier", guards=[anyone], sync_to_thread=True)
def ask(request: AnyRequest, page: NamedDependency[Page]) -> Response[str]:
    """Choose how pages look. The way back leads to the page on which the link was followed."""
    chosen = from_cookie(request.cookies.get(COOKIE, ""))
    back = way_back(request.headers.get("Referer", ""), request.url.netloc)
    return page("site/easier.html", chosen=chosen, back=back, themes=THEMES, sizes=SIZES, calm=CALM)


@post("/easier", guards=[anyone], sync_to_thread=True, status_code=303)
def keep(form: NamedDependency[Form], settings: NamedDependency[Settings]) -> SeeOther:
    """Keep what was chosen; the button that starts afresh forgets all of it."""
    fresh = form.has("forget")
    look = Look() if fresh else read_look(form.text("theme"), form.text("size"), form.text("calm"))
    response = see_other("/easier", notice="look-forgotten" if fresh else "look-kept")
    if look == Look():
        response.delete_cookie(COOKIE)
    else:
        response.set_cookie(
            COOKIE, to_cookie(look), max_age=LASTS_SECONDS, httponly=True, samesite="lax", secure=settings.secure
        )
    return response


ROUTES = [ask, keep]
