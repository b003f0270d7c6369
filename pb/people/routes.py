"""Signing in and out over HTTP: staff by email and password, bidders by a code that is sent to them."""

from datetime import datetime
from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from sqlalchemy.orm import Session

from pb.core.settings import Settings
from pb.db.throttle import Throttle
from pb.people import actions
from pb.people.guards import COOKIE, anyone, viewer_of
from pb.people.rules import (
    TRIES_OF_A_SIGN_IN,
    EmailUnfit,
    SignInRefused,
    SignInThrottled,
    local_path,
    sign_in_letter,
    tidy_email,
)
from pb.web.forms import Form, Mistakes, required_text
from pb.web.pages import Page, see_other

LONGEST_PASSWORD_FIELD, LONGEST_ADDRESS = 1000, 254
AnyRequest = Request[Any, Any, Any]
Then = Annotated[str, QueryParameter(name="next")]


@get("/sign-in", guards=[anyone], sync_to_thread=True)
def ask_staff(page: NamedDependency[Page], then: Then = "") -> Response[Any]:
    """The desk's door."""
    return _staff_page(page, Mistakes(), "", then)


@post("/sign-in", guards=[anyone], sync_to_thread=True, status_code=200)
def sign_in_staff(
    request: AnyRequest,
    page: NamedDependency[Page],
    form: NamedDependency[Form],
    throttle: NamedDependency[Throttle],
    settings: NamedDependency[Settings],
    reading: NamedDependency[Session],
    session: NamedDependency[Session],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Sign in. What is wrong is never said more exactly than that it does not match."""
    mistakes, then = Mistakes(), local_path(form.text("next"), "/desk")
    email = required_text(form, mistakes, "email", most=LONGEST_ADDRESS, missing="Enter your email address")
    missing = "Enter your password"
    password = required_text(form, mistakes, "password", most=LONGEST_PASSWORD_FIELD, missing=missing)
    if mistakes:
        return _staff_page(page, mistakes, email, then)
    subjects = _count(throttle, "staff", request, email.lower(), now)
    try:
        staff_id = actions.recognise_staff(reading, email, password)
    except SignInRefused:
        mistakes.add("email", "This email address and password do not belong together. Check both and try again")
        return _staff_page(page, mistakes, email, then)
    for kind, subject in subjects:
        throttle.forget(kind, subject)
    token = actions.begin_staff_sign_in(session, staff_id, password, now, request.cookies.get(COOKIE, ""))
    return _signed_in(token, then, settings)


@post("/sign-out", guards=[anyone], sync_to_thread=True, status_code=303)
def sign_out(request: AnyRequest, session: NamedDependency[Session]) -> Response[Any]:
    """End the sign-in of this browser."""
    staff = viewer_of(request).is_staff
    actions.sign_out(session, request.cookies.get(COOKIE, ""))
    response = see_other("/sign-in" if staff else "/", notice="signed-out")
    response.delete_cookie(COOKIE)
    return response


@get("/bids/sign-in", guards=[anyone], sync_to_thread=True)
def ask_bidder(page: NamedDependency[Page], then: Then = "") -> Response[Any]:
    """Ask a bidder for an email address; there is no password to forget."""
    return _email_page(page, Mistakes(), "", then)


@post("/bids/sign-in", guards=[anyone], sync_to_thread=True, status_code=200)
def send_code(
    request: AnyRequest,
    page: NamedDependency[Page],
    form: NamedDependency[Form],
    throttle: NamedDependency[Throttle],
    session: NamedDependency[Session],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Send the code. The answer is the same whoever the address belongs to."""
    mistakes, then = Mistakes(), local_path(form.text("next"), "/bids")
    email = required_text(form, mistakes, "email", most=LONGEST_ADDRESS, missing="Enter your email address")
    try:
        tidied = tidy_email(email) if email else ""
    except EmailUnfit:
        mistakes.add("email", "Enter an email address like name@example.org")
    if mistakes:
        return _email_page(page, mistakes, email, then)
    _count(throttle, "letter", request, tidied, now)
    actions.send_email_code(session, tidied, now, sign_in_letter)
    return page("people/code.html", errors=Mistakes(), email=tidied, next=then)


@get("/bids/code", guards=[anyone], sync_to_thread=True)
def ask_again() -> Response[Any]:
    """A reloaded page has no address: begin again."""
    return see_other("/bids/sign-in")


@post("/bids/code", guards=[anyone], sync_to_thread=True, status_code=200)
def sign_in_bidder(
    request: AnyRequest,
    page: NamedDependency[Page],
    form: NamedDependency[Form],
    throttle: NamedDependency[Throttle],
    settings: NamedDependency[Settings],
    session: NamedDependency[Session],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Sign a bidder in by the code that was sent."""
    then, email = local_path(form.text("next"), "/bids"), form.text("email")[:LONGEST_ADDRESS]
    mistakes = Mistakes()
    code = required_text(form, mistakes, "code", most=40, missing="Enter the six digits from the email")
    if not mistakes:
        _count(throttle, "code", request, email.lower(), now)
        try:
            token = actions.sign_in_bidder(session, email, code, now, request.cookies.get(COOKIE, ""))
        except SignInRefused:
            mistakes.add("code", "This code is not right, or older than 30 minutes. Check it, or get a new one")
        else:
            return _signed_in(token, then, settings)
    return page("people/code.html", status=422, errors=mistakes, email=email, next=then)


ROUTES = [ask_staff, sign_in_staff, sign_out, ask_bidder, send_code, ask_again, sign_in_bidder]


def _count(throttle: Throttle, kind: str, request: AnyRequest, email: str, now: datetime) -> list[tuple[str, str]]:
    """Count a try for the browser's address and for the email address, before any work is done for it.

    Returns: what was counted, to be forgotten after a success.

    Raises:
        SignInThrottled: there were too many.
    """
    client = request.client.host if request.client else "unknown"
    subjects = [(f"{kind}-client", client), (f"{kind}-email", email)]
    limits = (TRIES_OF_A_SIGN_IN * 3, TRIES_OF_A_SIGN_IN)
    if any(throttle.count(*subject, now) > limit for subject, limit in zip(subjects, limits, strict=True)):
        raise SignInThrottled
    return subjects


def _signed_in(token: str, then: str, settings: Settings) -> Response[Any]:
    response = see_other(then)
    response.set_cookie(COOKIE, token, path="/", httponly=True, samesite="lax", secure=settings.secure)
    return response


def _staff_page(page: Page, mistakes: Mistakes, email: str, then: str) -> Response[Any]:
    status = 422 if mistakes else 200
    return page("people/sign_in.html", status=status, errors=mistakes, email=email, next=local_path(then, "/desk"))


def _email_page(page: Page, mistakes: Mistakes, email: str, then: str) -> Response[Any]:
    status = 422 if mistakes else 200
    return page("people/email.html", status=status, errors=mistakes, email=email, next=local_path(then, "/bids"))
