"""Who works here, who looks on and who helps at events: agencies, commissioners, officers, observers, stewards.

One commissioner adds officers and stewards; two add a commissioner or an observer, and two end an observer's access.
"""

from datetime import datetime
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.orm import Session

from pb.core.settings import Settings
from pb.desk import forms
from pb.desk.rules.sentences import STAFF_TITLES
from pb.factors.actions import staff_acts
from pb.people import actions, queries
from pb.people.guards import commissioner
from pb.people.queries import StaffView
from pb.people.rules import AgencyNameTaken, EmailTaken, NameUnfit, Role, StaffKind, StaffNotFound, Viewer
from pb.record.models import SITE_CHAIN
from pb.rounds.rules.rail import desk_home_rail
from pb.web.forms import Form, Mistakes
from pb.web.pages import Page
from pb.web.redirects import see_other

PEOPLE = "/desk/people"
ADDED_BY_TWO = {role: kind for kind, role in staff_acts.INVITED.items()}
EMPTY = {"name": "", "email": "", "agency": "", "agency-name": "", "role": Role.OFFICER.value}


@get(PEOPLE, guards=[commissioner], sync_to_thread=True)
def show_people(page: NamedDependency[Page], session: NamedDependency[Session]) -> Response[Any]:
    """Everybody who has an account at the desk, and a form for one more."""
    return _people_page(page, session, Mistakes(), EMPTY)


@post(PEOPLE, guards=[commissioner], sync_to_thread=True, status_code=303)
def add_person(
    page: NamedDependency[Page],
    form: NamedDependency[Form],
    settings: NamedDependency[Settings],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Add an officer or a steward, who is told how to choose a password; or ask a second person to add others."""
    mistakes = Mistakes()
    typed = forms.read_person(form, [agency_id for agency_id, _ in queries.agencies(session)], mistakes)
    answer = see_other(PEOPLE, notice="officer-added")
    if not mistakes:
        try:
            if (kind := ADDED_BY_TWO.get(role := Role(typed["role"]))) is not None:
                act_id = staff_acts.propose(session, kind, typed, viewer, now)
                answer = see_other(f"/desk/staff-acts/{act_id}", notice="act-proposed")
            else:
                address = f"{settings.public_url}/sign-in/password"
                staff_acts.invite(session, role, typed, viewer.actor, address, now)
        except EmailTaken:
            mistakes.add("email", "Somebody with this address is on the list already")
    return _people_page(page, session, mistakes, EMPTY | typed) if mistakes else answer


@post(f"{PEOPLE}/agencies", guards=[commissioner], sync_to_thread=True, status_code=303)
def add_agency(
    page: NamedDependency[Page],
    form: NamedDependency[Form],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Add an agency that can give money."""
    mistakes = Mistakes()
    typed = forms.read_agency(form, mistakes)
    if not mistakes:
        try:
            actions.add_agency(session, typed["agency-name"], viewer.actor, now)
        except (AgencyNameTaken, NameUnfit):
            mistakes.add("agency-name", "There is an agency of this name already")
    if mistakes:
        return _people_page(page, session, mistakes, EMPTY | typed)
    return see_other(PEOPLE, notice="agency-added")


@get(f"{PEOPLE}/{{staff_id:str}}", guards=[commissioner], sync_to_thread=True)
def show_person(
    staff_id: FromPath[str],
    page: NamedDependency[Page],
    viewer: NamedDependency[Viewer],
    session: NamedDependency[Session],
) -> Response[Any]:
    """One person, and what can be done about their access; each is asked once before it is done."""
    found = _at_work(session, staff_id)
    others = [
        one
        for one in queries.staff_list(session)
        if one.active and one.role is Role.COMMISSIONER and one.id not in {staff_id, viewer.staff_id}
    ]
    return page("desk/person.html", rail=desk_home_rail(PEOPLE), person=found, someone_else=bool(others))


@post(f"{PEOPLE}/{{staff_id:str}}/second-step-reset", guards=[commissioner], sync_to_thread=True, status_code=303)
def reset_second_step(
    staff_id: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Reset the second step of anybody but a commissioner, or ask a second person to reset a commissioner's."""
    if _at_work(session, staff_id).role is Role.COMMISSIONER:
        act_id = staff_acts.propose(session, StaffKind.RESET_SECOND_FACTOR, {"staff": staff_id}, viewer, now)
        return see_other(f"/desk/staff-acts/{act_id}", notice="act-proposed")
    staff_acts.reset_alone(session, staff_id, viewer, now)
    return see_other(PEOPLE, notice="second-step-reset")


@post(f"{PEOPLE}/{{staff_id:str}}/ending", guards=[commissioner], sync_to_thread=True, status_code=303)
def end_access(
    staff_id: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Let an officer or a steward go, or ask a second person to let an observer go."""
    if _at_work(session, staff_id).role is Role.OBSERVER:
        act_id = staff_acts.propose(session, StaffKind.END_OBSERVER, {"staff": staff_id}, viewer, now)
        return see_other(f"/desk/staff-acts/{act_id}", notice="act-proposed")
    actions.end_staff(session, _let_go_by_one(session, staff_id).id, viewer.actor, now)
    return see_other(PEOPLE, notice="staff-ended")


ROUTES = [show_people, add_person, add_agency, show_person, reset_second_step, end_access]


def _at_work(session: Session, staff_id: str) -> StaffView:
    """A member of staff at work.

    Raises:
        StaffNotFound: there is none of this id.
    """
    found = queries.staff_by_id(session, staff_id)
    if found is None or not found.active:
        raise StaffNotFound(staff=staff_id)
    return found


def _let_go_by_one(session: Session, staff_id: str) -> StaffView:
    """An officer or a steward at work. No commissioner ends another here: one could then lock all the others out.

    Raises:
        StaffNotFound: there is no such officer or steward.
    """
    found = _at_work(session, staff_id)
    if found.role not in {Role.OFFICER, Role.STEWARD}:
        raise StaffNotFound(staff=staff_id)
    return found


def _people_page(page: Page, session: Session, mistakes: Mistakes, typed: forms.Typed) -> Response[Any]:
    return page(
        "desk/people.html",
        status=422 if mistakes else 200,
        rail=desk_home_rail(PEOPLE),
        staff=sorted(queries.staff_list(session), key=lambda one: not one.active),
        agencies=queries.agencies(session),
        acts=queries.open_acts(session, SITE_CHAIN),
        titles=STAFF_TITLES,
        errors=mistakes,
        typed=typed,
    )
