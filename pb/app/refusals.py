"""Refusals turned into pages: the kind gives the status, `templates/refusals/` finds kind words."""

import logging
import re
import traceback
from typing import Any
from urllib.parse import quote, urlsplit

from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException
from litestar.response import Redirect

from pb.app.edges import FORM, house_of, provide_page
from pb.core.refusals import Conflict, Invalid, NotAllowed, NotFound, Refusal, TooMany
from pb.factors.routes import again_page, demonstration_code
from pb.people.guards import SignInNeeded, viewer_of
from pb.people.rules import SecondStepStale, local_path
from pb.web.forms import EMPTY, Mistakes

STATUS = {NotFound: 404, NotAllowed: 403, Conflict: 409, Invalid: 422, TooMany: 429}
log = logging.getLogger("pb")


def refused(request: Request[Any, Any, Any], refusal: Refusal) -> Response[Any]:
    """The page of a refusal: its own words where there are any, else those of its kind."""
    if isinstance(refusal, SignInNeeded) and request.method == "GET":
        return Redirect(f"{refusal.facts['to']}?next={quote(request.url.path)}", status_code=303)
    if isinstance(refusal, SecondStepStale):
        return _second_step_again(request)
    kind, status = next((kind, code) for kind, code in STATUS.items() if isinstance(refusal, kind))
    page = provide_page(request)
    names = [f"refusals/{_file_name(kind_.__name__)}.html" for kind_ in (type(refusal), kind)]
    facts = {"back": _came_from(request), **refusal.facts}
    return page(page.first_of(*names), status=status, facts=facts)


def failed(request: Request[Any, Any, Any], fault: HTTPException) -> Response[Any]:
    """The page of an error that the framework found: no such address, wrong method, a form too large."""
    status = fault.status_code
    names = {404: "not-found", 405: "not-found", 413: "too-large"}
    response = provide_page(request)(f"refusals/{names.get(status, 'invalid')}.html", status=status, facts={})
    response.headers.update(fault.headers or {})  # such as the methods that are allowed
    return response


def broken(request: Request[Any, Any, Any], fault: Exception) -> Response[Any]:
    """The page of a bug. The log gets where it happened and of what type, never a value: values may be secrets."""
    places = [f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(fault.__traceback__)]
    log.error("%s %s failed: %s at %s", request.method, request.route_handler, type(fault).__name__, " > ".join(places))
    try:
        return provide_page(request)("refusals/broken.html", status=500, facts={})
    except Exception:  # noqa: BLE001 - the page itself may be what is broken
        return Response(
            "Something went wrong. Nothing was changed. Please try again.", status_code=500, media_type=MediaType.TEXT
        )


def _second_step_again(request: Request[Any, Any, Any]) -> Response[Any]:
    """Ask for the second factor with the form that was sent, so that nothing of it is typed twice."""
    house, sent = house_of(request), request.scope["state"].get(FORM, EMPTY)
    with house.sessions.read() as session:
        viewer, now = viewer_of(request), house.clock()
        shown = demonstration_code(house.settings, session, house.keys, viewer.staff_id, now)
    return again_page(provide_page(request), Mistakes(), request.url.path, sent, shown)


def _came_from(request: Request[Any, Any, Any]) -> str:
    """The page on which the form stood that was refused."""
    return local_path(urlsplit(request.headers.get("referer", "")).path, "/desk")


def _file_name(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()
