"""Make it easier for me: words, colours, pictures and language, kept in a cookie of the browser."""

from dataclasses import replace
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from pb.core.settings import Settings
from pb.people.guards import anyone
from pb.site.rules.looks import FRONT, is_ours, way_back
from pb.web.easier import groups, keep_look
from pb.web.forms import Form
from pb.web.look import PARTS, Look, read_look
from pb.web.pages import Page
from pb.web.redirects import SeeOther, see_other

AnyRequest = Request[Any, Any, Any]


@get("/easier", guards=[anyone], sync_to_thread=True)
def ask(request: AnyRequest, page: NamedDependency[Page]) -> Response[str]:
    """Choose how pages look. The way back leads to the page on which the link was followed."""
    back = way_back(request.headers.get("Referer", ""), request.url.netloc)
    return page("site/easier.html", back=back, groups=groups(page.look, page.say))


@post("/easier", guards=[anyone], sync_to_thread=True, status_code=303)
def keep(page: NamedDependency[Page], form: NamedDependency[Form], settings: NamedDependency[Settings]) -> SeeOther:
    """Keep what was chosen; the button that starts afresh forgets all of it.

    The buttons of the languages, which stand on every page, change nothing else and lead back to that page.
    """
    if form.has("back"):
        response = see_other(form.text("back") if is_ours(form.text("back")) else FRONT)
        chosen = read_look({"language": form.text("language")}).language
        keep_look(response, replace(page.look, language=chosen), settings)
        return response
    fresh = form.has("forget")
    response = see_other("/easier", notice="look-forgotten" if fresh else "look-kept")
    keep_look(response, Look() if fresh else read_look({part: form.text(part) for part in PARTS}), settings)
    return response


ROUTES = [ask, keep]
