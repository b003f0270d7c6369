"""The second step over HTTP: after the password, and once more before an act of two people."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import quote

from litestar import Request, Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter
from sqlalchemy.orm import Session

from pb.core.settings import Settings
from pb.db.throttle import Throttle
from pb.factors import queries
from pb.factors.actions import second_factor
from pb.factors.rules import TRIES_OF_A_CLIENT, TRIES_OF_A_STEP, SecondStepRefused
from pb.keys.folder import KeyFolder
from pb.people import queries as people
from pb.people.guards import COOKIE, anyone, at_desk, keep_signed_in
from pb.people.queries import StaffView
from pb.people.rules import SignInThrottled, Viewer, local_path
from pb.web.clients import client_of
from pb.web.forms import Form, Mistakes, required_text
from pb.web.pages import Page
from pb.web.redirects import see_other

STEP, AGAIN = "/sign-in/second-step", "/sign-in/second-step/again"
CODE, TO = "second_step_code", "second_step_to"
"""Fields with names of their own: the form that shows the second factor again carries those of another form."""

LONGEST_CODE = 40
SEND_AGAIN = 307  # the browser sends the same form once more, to the address that it was meant for
WRONG = "This code is not right, or was used already. Wait for the next one, and check the clock of your telephone"
AnyRequest = Request[Any, Any, Any]
Then = Annotated[str, QueryParameter(name="next")]


@dataclass(frozen=True, slots=True)
class Trial:
    """What it takes to try a code in a browser. `reading` is for looking before the counters of tries are written."""

    request: AnyRequest
    throttle: Throttle
    settings: Settings
    keys: KeyFolder
    reading: Session
    session: Session
    now: datetime

    @property
    def half(self) -> StaffView | None:
        """Whose password was right in this browser a short while ago."""
        return people.half_signed_in(self.reading, token_of(self.request), self.now)

    def shown(self, staff_id: str) -> str:
        """What the telephone would show, in a demonstration; else nothing."""
        return demonstration_code(self.settings, self.reading, self.keys, staff_id, self.now)

    def new_token(self, form: Form, mistakes: Mistakes, staff_id: str) -> str:
        """The new token of a browser that typed a right code; "" with a message where it did not.

        Raises:
            SignInThrottled: there were too many tries of this person, or from this address.
        """
        missing = "Enter the six digits that your telephone shows"
        typed = required_text(form, mistakes, CODE, most=LONGEST_CODE, missing=missing)
        if mistakes:
            return ""
        tries = self._count(staff_id)
        try:
            fresh = second_factor.pass_second_step(self.session, self.keys, token_of(self.request), typed, self.now)
        except SecondStepRefused:
            mistakes.add(CODE, WRONG)
            if tries == TRIES_OF_A_STEP:
                second_factor.warn(self.session, staff_id, self.now)
            return ""
        self.throttle.forget_within(self.session, "second-step", staff_id)
        return fresh

    def _count(self, staff_id: str) -> int:
        """Count a try before any work is done for it; returns how many there were of this person."""
        tries = self.throttle.count("second-step", staff_id, self.now)
        from_here = self.throttle.count("second-step-client", client_of(self.request), self.now)
        if tries > TRIES_OF_A_STEP or from_here > TRIES_OF_A_CLIENT:
            raise SignInThrottled
        return tries


def provide_trial(
    request: AnyRequest,
    throttle: NamedDependency[Throttle],
    settings: NamedDependency[Settings],
    keys: NamedDependency[KeyFolder],
    reading: NamedDependency[Session],
    session: NamedDependency[Session],
    now: NamedDependency[datetime],
) -> Trial:
    """What handlers ask for as `trial`."""
    return Trial(request, throttle, settings, keys, reading, session, now)


TRIAL = {"trial": Provide(provide_trial, sync_to_thread=False)}


@get(STEP, guards=[anyone], sync_to_thread=True, dependencies=TRIAL)
def ask_second_step(page: NamedDependency[Page], trial: NamedDependency[Trial], then: Then = "") -> Response[Any]:
    """Ask for the second step; a browser whose password was not right a short while ago begins again."""
    then, person = local_path(then, "/desk"), trial.half
    if person is None:
        return see_other(f"/sign-in?next={quote(then)}")
    return _step_page(page, Mistakes(), then, trial.shown(person.id))


@post(STEP, guards=[anyone], sync_to_thread=True, status_code=200, dependencies=TRIAL)
def pass_second_step(
    page: NamedDependency[Page], form: NamedDependency[Form], trial: NamedDependency[Trial]
) -> Response[Any]:
    """Sign in with the second step. What is wrong with a code is never said more exactly."""
    then, person, mistakes = local_path(form.text("next"), "/desk"), trial.half, Mistakes()
    if person is None:
        return see_other(f"/sign-in?next={quote(then)}")
    fresh = trial.new_token(form, mistakes, person.id)
    if not fresh:
        return _step_page(page, mistakes, then, trial.shown(person.id))
    return keep_signed_in(see_other(then), fresh, trial.settings)


@post(AGAIN, guards=[at_desk], sync_to_thread=True, status_code=200, dependencies=TRIAL)
def pass_second_step_again(
    page: NamedDependency[Page],
    form: NamedDependency[Form],
    viewer: NamedDependency[Viewer],
    trial: NamedDependency[Trial],
) -> Response[Any]:
    """Show the second factor again, and have the browser send the form that asked for it, with all that is in it."""
    to, mistakes = local_path(form.text(TO), "/desk"), Mistakes()
    fresh = trial.new_token(form, mistakes, viewer.staff_id)
    if not fresh:
        return again_page(page, mistakes, to, form, trial.shown(viewer.staff_id))
    answer: Response[Any] = Response(None, status_code=SEND_AGAIN, headers={"Location": quote(to, safe="/?&=%")})
    return keep_signed_in(answer, fresh, trial.settings)


ROUTES = [ask_second_step, pass_second_step, pass_second_step_again]


def again_page(page: Page, mistakes: Mistakes, to: str, sent: Form, shown: str) -> Response[str]:
    """The page that asks for the second factor again.

    Args:
        page: renders it.
        mistakes: with the code that was typed here.
        to: the address of the form that asked for it.
        sent: that form; its fields travel with this one, but for what is secret.
        shown: the code, in a demonstration.
    """
    carried = [(name, value) for name, value in sent.pairs() if name not in {CODE, TO, "form_token"}]
    status = 422 if mistakes else 403
    lost = sent.has_secrets
    return page("factors/again.html", status=status, errors=mistakes, to=to, carried=carried, lost=lost, shown=shown)


def token_of(request: AnyRequest) -> str:
    """What this browser's cookie holds."""
    return request.cookies.get(COOKIE, "")


def demonstration_code(settings: Settings, session: Session, keys: KeyFolder, staff_id: str, now: datetime) -> str:
    """What the telephone would show, in a demonstration, whose people have none; else nothing."""
    return queries.demonstration_code(session, keys, staff_id, now) if settings.demo else ""


def _step_page(page: Page, mistakes: Mistakes, then: str, shown: str) -> Response[Any]:
    return page("factors/step.html", status=422 if mistakes else 200, errors=mistakes, next=then, shown=shown)
