"""Somebody at the desk about themselves: their second factor, and the browsers in which they are signed in."""

from datetime import datetime
from typing import Annotated, Any
from urllib.parse import quote

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from sqlalchemy.orm import Session

from pb.core.settings import Settings
from pb.factors import queries, totp
from pb.factors.actions import second_factor
from pb.factors.routes import token_of
from pb.factors.rules import ENROLMENT_LIFE, SecondStepRefused, spaced
from pb.keys import cookies
from pb.keys.folder import KeyFolder
from pb.people import actions as people
from pb.people import queries as staff_queries
from pb.people.guards import COOKIE, at_desk, keep_signed_in
from pb.people.rules import JUST_NOW, Viewer, check_second_step, local_path, token_digest
from pb.rounds.rules.rail import RailPart, desk_home_rail, stewards_rail
from pb.web.forms import Form, Mistakes, required_text
from pb.web.pages import Page
from pb.web.qr import square
from pb.web.redirects import see_other

ACCOUNT, SECOND_STEP = "/desk/account", "/desk/second-step"
OTHERS, ALL = "others", "all"
LONGEST_CODE = 40
AnyRequest = Request[Any, Any, Any]
Then = Annotated[str, QueryParameter(name="next")]


@get(ACCOUNT, guards=[at_desk], sync_to_thread=True)
def account(
    request: AnyRequest,
    page: NamedDependency[Page],
    viewer: NamedDependency[Viewer],
    session: NamedDependency[Session],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """The second factor, and where the viewer is signed in."""
    return page(
        "desk/account.html",
        rail=_rail(viewer),
        factor=queries.factor_of(session, viewer.staff_id),
        recovery_left=queries.recovery_left(session, viewer.staff_id),
        sign_ins=staff_queries.sign_ins(session, viewer.staff_id, now),
        here=token_digest(token_of(request)),
    )


@post(f"{ACCOUNT}/sign-ins", guards=[at_desk], sync_to_thread=True, status_code=303)
def end_sign_ins(
    request: AnyRequest,
    form: NamedDependency[Form],
    viewer: NamedDependency[Viewer],
    session: NamedDependency[Session],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Sign out in one browser, in all others, or everywhere."""
    chosen, token = form.text("end"), token_of(request)
    if chosen in {OTHERS, ALL}:
        people.end_sign_ins(session, viewer.staff_id, but=token if chosen == OTHERS else "")
    else:
        people.end_sign_in(session, viewer.staff_id, chosen)
    if staff_queries.staff_of_token(session, token, now):
        return see_other(ACCOUNT, notice="sign-ins-ended")
    gone = see_other("/sign-in", notice="signed-out")
    gone.delete_cookie(COOKIE, path="/")
    return gone


@get(SECOND_STEP, guards=[at_desk], sync_to_thread=True)
def ask_to_set_up(
    page: NamedDependency[Page],
    viewer: NamedDependency[Viewer],
    keys: NamedDependency[KeyFolder],
    now: NamedDependency[datetime],
    then: Then = "",
) -> Response[Any]:
    """A square for the telephone to scan, and a field for the first code that it shows."""
    return _set_up_page(page, viewer, keys, totp.new_secret(), local_path(then, ACCOUNT), now, Mistakes())


@post(SECOND_STEP, guards=[at_desk], sync_to_thread=True, status_code=200)
def set_up(
    request: AnyRequest,
    page: NamedDependency[Page],
    form: NamedDependency[Form],
    viewer: NamedDependency[Viewer],
    keys: NamedDependency[KeyFolder],
    settings: NamedDependency[Settings],
    session: NamedDependency[Session],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Set the second factor up by its first code. The answer shows the recovery codes, once."""
    if viewer.has_second_factor:
        check_second_step(viewer, now, JUST_NOW)  # who found a desk unattended does not put their own telephone in
    mistakes, then = Mistakes(), local_path(form.text("next"), ACCOUNT)
    secret = _secret_of(form, viewer, keys, now)
    if not secret:
        mistakes.add("code", "This page was open for too long. Scan the new square, and type the code that comes then")
        return _set_up_page(page, viewer, keys, totp.new_secret(), then, now, mistakes)
    missing = "Enter the six digits that your telephone shows"
    code = required_text(form, mistakes, "code", most=LONGEST_CODE, missing=missing)
    if not mistakes:
        try:
            codes, fresh = second_factor.set_up(session, keys, token_of(request), secret, code, now)
        except SecondStepRefused:
            mistakes.add("code", "This is not the code. Wait for the next one, and check the clock of your telephone")
        else:
            return keep_signed_in(_codes_page(page, viewer, codes, then), fresh, settings)
    return _set_up_page(page, viewer, keys, secret, then, now, mistakes)


@post(f"{SECOND_STEP}/codes", guards=[at_desk], sync_to_thread=True, status_code=200)
def replace_recovery_codes(
    page: NamedDependency[Page],
    viewer: NamedDependency[Viewer],
    keys: NamedDependency[KeyFolder],
    session: NamedDependency[Session],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Fresh recovery codes in the place of those that there are. The answer shows them, once."""
    check_second_step(viewer, now, JUST_NOW)
    codes = second_factor.replace_recovery_codes(session, keys, viewer.staff_id, now)
    return _codes_page(page, viewer, codes, ACCOUNT)


ROUTES = [account, end_sign_ins, ask_to_set_up, set_up, replace_recovery_codes]


def _rail(viewer: Viewer) -> list[RailPart]:
    return stewards_rail(ACCOUNT) if viewer.is_steward else desk_home_rail(ACCOUNT, observing=viewer.is_observer)


def _purpose(viewer: Viewer) -> str:
    return f"enrolment|{viewer.staff_id}"


def _secret_of(form: Form, viewer: Viewer, keys: KeyFolder, now: datetime) -> str:
    """The secret that the page was made with; "" where it is too old, or another person's."""
    opened = cookies.open_closed(keys.factor(), _purpose(viewer), form.text("enrolment"), now)
    return str(opened["secret"]) if opened else ""


def _set_up_page(
    page: Page, viewer: Viewer, keys: KeyFolder, secret: str, then: str, now: datetime, mistakes: Mistakes
) -> Response[Any]:
    address = totp.address(secret, viewer.email)
    return page(
        "desk/second_step.html",
        status=422 if mistakes else 200,
        rail=_rail(viewer),
        square=square(address),
        address=address,
        secret=spaced(secret),
        enrolment=cookies.close(keys.factor(), _purpose(viewer), {"secret": secret}, now + ENROLMENT_LIFE),
        next=then,
        later=then if then != ACCOUNT else "/desk",
        errors=mistakes,
    )


def _codes_page(page: Page, viewer: Viewer, codes: list[str], then: str) -> Response[str]:
    return page("desk/recovery_codes.html", codes=codes, name=viewer.name, back_href=quote(then, safe="/?&=%"))
