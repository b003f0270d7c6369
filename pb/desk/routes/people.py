"""Who works here: agencies, commissioners and officers. Commissioners are added by whoever runs the installation."""

from datetime import datetime
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.orm import Session

from pb.core.settings import Settings
from pb.desk import forms
from pb.people import actions, queries
from pb.people.guards import commissioner
from pb.people.queries import StaffView
from pb.people.rules import (
    AgencyNameTaken,
    EmailTaken,
    NameUnfit,
    Role,
    StaffNotFound,
    Viewer,
    invitation_letter,
    tidy_email,
    tidy_name,
)
from pb.post import actions as post_office
from pb.rounds.rules.rail import desk_home_rail
from pb.web.forms import Form, Mistakes
from pb.web.pages import Page, see_other

PEOPLE = "/desk/people"
EMPTY = {"name": "", "email": "", "agency": "", "agency-name": ""}


@get(PEOPLE, guards=[commissioner], sync_to_thread=True)
def show_people(page: NamedDependency[Page], session: NamedDependency[Session]) -> Response[Any]:
    """Everybody who works here, and a form for one more."""
    return _people_page(page, session, Mistakes(), EMPTY)


@post(PEOPLE, guards=[commissioner], sync_to_thread=True, status_code=303)
def add_officer(
    page: NamedDependency[Page],
    form: NamedDependency[Form],
    settings: NamedDependency[Settings],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Add an officer, and write to them how to choose a password."""
    mistakes = Mistakes()
    typed = forms.read_officer(form, [agency_id for agency_id, _ in queries.agencies(session)], mistakes)
    if not mistakes:
        try:
            _add(session, typed, viewer.actor, now)
        except EmailTaken:
            mistakes.add("email", "Somebody with this address is on the list already")
    if mistakes:
        return _people_page(page, session, mistakes, EMPTY | typed)
    letter = invitation_letter(tidy_name(typed["name"]), viewer.actor, f"{settings.public_url}/sign-in/password")
    post_office.write_letter(session, tidy_email(typed["email"]), *letter, now)
    return see_other(PEOPLE, notice="officer-added")


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
def ask_to_end(
    staff_id: FromPath[str], page: NamedDependency[Page], session: NamedDependency[Session]
) -> Response[Any]:
    """Ask once before an officer's access ends."""
    return page("desk/end_access.html", rail=desk_home_rail(PEOPLE), person=_officer(session, staff_id))


@post(f"{PEOPLE}/{{staff_id:str}}/ending", guards=[commissioner], sync_to_thread=True, status_code=303)
def end_access(
    staff_id: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Let an officer go."""
    actions.end_staff(session, _officer(session, staff_id).id, viewer.actor, now)
    return see_other(PEOPLE, notice="staff-ended")


ROUTES = [show_people, add_officer, add_agency, ask_to_end, end_access]


def _add(session: Session, typed: forms.Typed, actor: str, now: datetime) -> None:
    actions.add_staff(
        session,
        email=typed["email"],
        name=typed["name"],
        role=Role.OFFICER,
        agency_id=typed["agency"],
        password=None,
        actor=actor,
        now=now,
    )


def _officer(session: Session, staff_id: str) -> StaffView:
    """An officer at work. No commissioner ends another here: one of them could then lock all the others out.

    Raises:
        StaffNotFound: there is no such officer.
    """
    found = queries.staff_by_id(session, staff_id)
    if found is None or not found.active or found.role is not Role.OFFICER:
        raise StaffNotFound(staff=staff_id)
    return found


def _people_page(page: Page, session: Session, mistakes: Mistakes, typed: forms.Typed) -> Response[Any]:
    return page(
        "desk/people.html",
        status=422 if mistakes else 200,
        rail=desk_home_rail(PEOPLE),
        staff=sorted(queries.staff_list(session), key=lambda one: not one.active),
        agencies=queries.agencies(session),
        errors=mistakes,
        typed=typed,
    )
