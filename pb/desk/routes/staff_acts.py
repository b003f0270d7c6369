"""Acts about people: commissioners and observers added, a second step reset, an observer let go. Two people do each."""

from datetime import datetime
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.orm import Session

from pb.core.settings import Settings
from pb.desk.rules.sentences import STAFF_TITLES, staff_act_rows
from pb.factors import queries
from pb.factors.actions import staff_acts
from pb.people import actions as people
from pb.people.guards import commissioner
from pb.people.rules import ActNotFound, Viewer
from pb.rounds.rules.rail import desk_home_rail
from pb.web.forms import Form
from pb.web.pages import Page
from pb.web.redirects import see_other

PEOPLE = "/desk/people"


@get("/desk/staff-acts/{staff_act_id:str}", guards=[commissioner], sync_to_thread=True)
def show_staff_act(
    staff_act_id: FromPath[str], page: NamedDependency[Page], session: NamedDependency[Session]
) -> Response[Any]:
    """Exactly what would happen, and what the viewer may do about it."""
    act = queries.open_staff_act(session, staff_act_id)
    if act is None:
        raise ActNotFound(act=staff_act_id)
    return page(
        "desk/staff_act.html",
        rail=desk_home_rail(PEOPLE),
        act=act,
        title=STAFF_TITLES[act.kind],
        rows=staff_act_rows(act.kind, act.effect),
        stands=queries.stands(session, act),
    )


@post("/desk/staff-acts/{staff_act_id:str}/confirmation", guards=[commissioner], sync_to_thread=True, status_code=303)
def confirm_staff_act(
    staff_act_id: FromPath[str],
    form: NamedDependency[Form],
    settings: NamedDependency[Settings],
    viewer: NamedDependency[Viewer],
    session: NamedDependency[Session],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Confirm an act as the second person; it is done in the same transaction."""
    address = f"{settings.public_url}/sign-in/password"
    kind = staff_acts.confirm(session, staff_act_id, form.text("effect_hash"), viewer, address, now)
    return see_other(PEOPLE, notice=f"done-{kind}")


@post("/desk/staff-acts/{staff_act_id:str}/withdrawal", guards=[commissioner], sync_to_thread=True, status_code=303)
def withdraw_staff_act(
    staff_act_id: FromPath[str],
    viewer: NamedDependency[Viewer],
    session: NamedDependency[Session],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Take back an act that nobody has confirmed."""
    if queries.open_staff_act(session, staff_act_id) is None:
        raise ActNotFound(act=staff_act_id)
    people.withdraw_act(session, staff_act_id, viewer, now)
    return see_other(PEOPLE, notice="act-withdrawn")


ROUTES = [show_staff_act, confirm_staff_act, withdraw_staff_act]
