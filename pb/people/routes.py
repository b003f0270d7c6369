"""Signing in and out over HTTP: staff by email and password, bidders by a code that is sent to them."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Annotated, Any
from urllib.parse import quote, unquote

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from sqlalchemy.orm import Session

from pb.core.refusals import Invalid
from pb.core.settings import Settings
from pb.db.throttle import Throttle
from pb.people import actions, queries
from pb.people.guards import COOKIE, anyone, keep_signed_in, viewer_of
from pb.people.rules import (
    CODE_LIFE,
    TRIES_OF_A_SIGN_IN,
    EmailUnfit,
    PasswordIsTheEmail,
    PasswordTooLong,
    PasswordTooShort,
    SignInRefused,
    SignInThrottled,
    check_password,
    local_path,
    sign_in_letter,
    tidy_email,
)
from pb.web.browsers import kind_of
from pb.web.clients import client_of
from pb.web.forms import Form, Mistakes, required_text
from pb.web.pages import Page
from pb.web.redirects import SeeOther, see_other

LONGEST_PASSWORD_FIELD, LONGEST_ADDRESS, LONGEST_CODE_FIELD = 1000, 254, 40
ADDRESS_COOKIE, PASSWORD_COOKIE = "pb_code_for", "pb_password_for"
"""Whom a code was sent to, for bids and for a password; cookies, because addresses of pages end up in logs."""
PASSWORD_WORDS: dict[type[Invalid], str] = {
    PasswordTooShort: "Choose a password of at least 12 characters. Four words that have nothing in common are good",
    PasswordTooLong: "Choose a password of at most 1,000 characters",
    PasswordIsTheEmail: "Choose something else than your email address, which others know",
}
AnyRequest = Request[Any, Any, Any]
Limits = Mapping[tuple[str, str], int]
"""The most tries of a kind by a subject."""
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
    """Sign in, to the second step or to setting one up. That something does not match is never said more exactly."""
    mistakes, then = Mistakes(), local_path(form.text("next"), "/desk")
    email = required_text(form, mistakes, "email", most=LONGEST_ADDRESS, missing="Enter your email address")
    missing = "Enter your password"
    password = required_text(form, mistakes, "password", most=LONGEST_PASSWORD_FIELD, missing=missing)
    if mistakes:
        return _staff_page(page, mistakes, email, then)
    _count(throttle, _limits_of_passwords(request, email.lower()), now)
    try:
        staff_id = actions.recognise_staff(reading, email, password)
    except SignInRefused:
        mistakes.add("email", "This email address and password do not belong together. Check both and try again")
        return _staff_page(page, mistakes, email, then)
    throttle.forget("staff-from-here", f"{client_of(request)} {email.lower()}")
    device = kind_of(request.headers.get("user-agent", ""))
    token = actions.begin_staff_sign_in(session, staff_id, password, now, request.cookies.get(COOKIE, ""), device)
    has_factor = queries.has_second_factor(reading, staff_id)
    onward = f"{'/sign-in/second-step' if has_factor else '/desk/second-step'}?next={quote(then)}"
    return keep_signed_in(see_other(onward), token, settings)


@get("/sign-in/password", guards=[anyone], sync_to_thread=True)
def ask_whose_password(page: NamedDependency[Page]) -> Response[Any]:
    """Ask a member of staff for the address to which a code for choosing a password is sent."""
    return _whose_page(page, Mistakes(), "")


@post("/sign-in/password", guards=[anyone], sync_to_thread=True, status_code=303)
def send_password_code(
    request: AnyRequest,
    page: NamedDependency[Page],
    form: NamedDependency[Form],
    throttle: NamedDependency[Throttle],
    settings: NamedDependency[Settings],
    session: NamedDependency[Session],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Send the code. The answer is the same whether anybody of this address works here or not."""
    mistakes, email = Mistakes(), form.text("email")[:LONGEST_ADDRESS]
    try:
        tidied = tidy_email(email)
    except EmailUnfit:
        mistakes.add("email", "Enter your email address, like name@example.org")
        return _whose_page(page, mistakes, email)
    _count(throttle, _limits_of_codes(request, "password-letter", tidied), now)
    actions.send_password_code(session, tidied, now)
    return _remember_address(see_other("/sign-in/password/new"), tidied, PASSWORD_COOKIE, settings)


@get("/sign-in/password/new", guards=[anyone], sync_to_thread=True)
def ask_new_password(request: AnyRequest, page: NamedDependency[Page]) -> Response[Any]:
    """Ask for the code and the new password; a browser that asked for no code begins again."""
    email = _asked_for(request, PASSWORD_COOKIE)
    return _password_page(page, Mistakes(), email, "") if email else see_other("/sign-in/password")


@post("/sign-in/password/new", guards=[anyone], sync_to_thread=True, status_code=303)
def set_password(
    request: AnyRequest,
    page: NamedDependency[Page],
    form: NamedDependency[Form],
    throttle: NamedDependency[Throttle],
    session: NamedDependency[Session],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Keep the new password, and have it typed once more to sign in."""
    email, mistakes = _asked_for(request, PASSWORD_COOKIE), Mistakes()
    if not email:
        return see_other("/sign-in/password")
    code = required_text(form, mistakes, "code", most=LONGEST_CODE_FIELD, missing="Enter the code from the email")
    password = form.text("password")
    try:
        check_password(password, email)
    except Invalid as fault:
        mistakes.add("password", PASSWORD_WORDS[type(fault)])
    if not mistakes:
        _count(throttle, _limits_of_codes(request, "password-code", email), now)
        try:
            actions.set_password(session, email, code, password, now)
        except SignInRefused:
            mistakes.add("code", "This code is not right, or older than 30 minutes. Check it, or get a new one")
    if mistakes:
        return _password_page(page, mistakes, email, code)
    response = see_other("/sign-in", notice="password-set")
    response.delete_cookie(PASSWORD_COOKIE)
    return response


@post("/sign-out", guards=[anyone], sync_to_thread=True, status_code=303)
def sign_out(request: AnyRequest, session: NamedDependency[Session]) -> Response[Any]:
    """End the sign-in of this browser."""
    at_desk = viewer_of(request).is_at_desk
    actions.sign_out(session, request.cookies.get(COOKIE, ""))
    response = see_other("/sign-in" if at_desk else "/", notice="signed-out")
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
    settings: NamedDependency[Settings],
    session: NamedDependency[Session],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Send the code. The answer is the same whoever the address belongs to."""
    say, then = page.say, local_path(form.text("next"), "/bids")
    mistakes, missing = Mistakes(say=say), say("Enter your email address")
    email = required_text(form, mistakes, "email", most=LONGEST_ADDRESS, missing=missing)
    try:
        tidied = tidy_email(email) if email else ""
    except EmailUnfit:
        mistakes.add("email", say("Enter an email address like name@example.org"))
    if mistakes:
        return _email_page(page, mistakes, email, then)
    _count(throttle, _limits_of_codes(request, "letter", tidied), now)
    actions.send_email_code(session, tidied, now, partial(sign_in_letter, say=say))
    # A page of its own, so that a telephone that forgot it while the letter was read can show it again.
    return _remember_address(see_other(f"/bids/code?next={quote(then)}"), tidied, ADDRESS_COOKIE, settings)


@get("/bids/code", guards=[anyone], sync_to_thread=True)
def ask_code(request: AnyRequest, page: NamedDependency[Page], then: Then = "") -> Response[Any]:
    """Ask for the code; a browser that asked for none, or did half an hour ago, begins again."""
    email, then = _asked_for(request, ADDRESS_COOKIE), local_path(then, "/bids")
    if not email:
        return see_other(f"/bids/sign-in?next={quote(then)}")
    return _code_page(page, Mistakes(), email, then)


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
    email, then = _asked_for(request, ADDRESS_COOKIE), local_path(form.text("next"), "/bids")
    if not email:
        return see_other(f"/bids/sign-in?next={quote(then)}")
    mistakes, missing = Mistakes(say=page.say), page.say("Enter the six digits from the email")
    code = required_text(form, mistakes, "code", most=LONGEST_CODE_FIELD, missing=missing)
    if mistakes:
        return _code_page(page, mistakes, email, then)
    _count(throttle, _limits_of_codes(request, "code", email), now)
    try:
        token = actions.sign_in_bidder(session, email, code, now, request.cookies.get(COOKIE, ""))
    except SignInRefused:
        words = page.say("This code is not right, or older than 30 minutes. Check it, or get a new one")
        mistakes.add("code", words)
        return _code_page(page, mistakes, email, then)
    response = keep_signed_in(see_other(then), token, settings)
    response.delete_cookie(ADDRESS_COOKIE)
    return response


ROUTES = [
    ask_staff,
    sign_in_staff,
    ask_whose_password,
    send_password_code,
    ask_new_password,
    set_password,
    sign_out,
    ask_bidder,
    send_code,
    ask_code,
    sign_in_bidder,
]


def _limits_of_passwords(request: AnyRequest, email: str) -> Limits:
    """Ten tries for a person and a browser's address together, thirty for the address, a hundred for the person.

    Were ten counted for the person alone, whoever knows the address of a commissioner could keep her out while the
    ballots wait for her.
    """
    client = client_of(request)
    return {
        ("staff-client", client): TRIES_OF_A_SIGN_IN * 3,
        ("staff-from-here", f"{client} {email}"): TRIES_OF_A_SIGN_IN,
        ("staff-email", email): TRIES_OF_A_SIGN_IN * 10,
    }


def _limits_of_codes(request: AnyRequest, kind: str, email: str) -> Limits:
    """Ten tries for the email address, thirty for the browser's: a code goes to the address alone."""
    return {
        (f"{kind}-client", client_of(request)): TRIES_OF_A_SIGN_IN * 3,
        (f"{kind}-email", email): TRIES_OF_A_SIGN_IN,
    }


def _count(throttle: Throttle, limits: Limits, now: datetime) -> None:
    """Count a try, before any work is done for it.

    Raises:
        SignInThrottled: there were too many.
    """
    if any(throttle.count(*subject, now) > limit for subject, limit in limits.items()):
        raise SignInThrottled


def _remember_address(response: SeeOther, email: str, cookie: str, settings: Settings) -> SeeOther:
    """Keep the address to which a code was sent in this browser, for as long as the code lives."""
    life = int(CODE_LIFE.total_seconds())
    response.set_cookie(cookie, quote(email), httponly=True, samesite="lax", secure=settings.secure, max_age=life)
    return response


def _asked_for(request: AnyRequest, cookie: str) -> str:
    """The email address to which this browser asked a code to be sent, or "" where there is none any more."""
    return unquote(request.cookies.get(cookie, ""))[:LONGEST_ADDRESS].lower()


def _staff_page(page: Page, mistakes: Mistakes, email: str, then: str) -> Response[Any]:
    status = 422 if mistakes else 200
    return page("people/sign_in.html", status=status, errors=mistakes, email=email, next=local_path(then, "/desk"))


def _whose_page(page: Page, mistakes: Mistakes, email: str) -> Response[Any]:
    return page("people/whose_password.html", status=422 if mistakes else 200, errors=mistakes, email=email)


def _password_page(page: Page, mistakes: Mistakes, email: str, code: str) -> Response[Any]:
    status = 422 if mistakes else 200
    return page("people/new_password.html", status=status, errors=mistakes, email=email, code=code)


def _email_page(page: Page, mistakes: Mistakes, email: str, then: str) -> Response[Any]:
    status = 422 if mistakes else 200
    return page("people/email.html", status=status, errors=mistakes, email=email, next=local_path(then, "/bids"))


def _code_page(page: Page, mistakes: Mistakes, email: str, then: str) -> Response[Any]:
    status = 422 if mistakes else 200
    return page("people/code.html", status=status, errors=mistakes, email=email, next=then)
