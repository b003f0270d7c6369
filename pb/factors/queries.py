"""Reading about second factors."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pb.core.refusals import Refusal
from pb.db.retention import Due
from pb.factors import totp
from pb.factors.models import RecoveryCode, SecondFactor
from pb.factors.rules import NoSecondFactor
from pb.keys import factors as sealing
from pb.keys.folder import KeyFolder
from pb.people import queries as people
from pb.people.queries import OpenAct
from pb.people.rules import AgencyNotFound, EmailTaken, Role, StaffKind, StaffNotFound, tidy_email, tidy_name
from pb.record.models import SITE_CHAIN


@dataclass(frozen=True, slots=True)
class Factor:
    """A second factor; `sealed` is its secret as the database keeps it."""

    sealed: bytes
    used_step: int
    confirmed_at: datetime


def factor_of(session: Session, staff_id: str) -> Factor | None:
    """The second factor of a member of staff."""
    columns = (SecondFactor.sealed, SecondFactor.used_step, SecondFactor.confirmed_at)
    row = session.execute(select(*columns).where(SecondFactor.staff_id == staff_id)).one_or_none()
    return None if row is None else Factor(row.sealed, row.used_step, row.confirmed_at)


def recovery_left(session: Session, staff_id: str) -> int:
    """How many recovery codes somebody has not used yet."""
    return session.scalars(select(func.count()).where(RecoveryCode.staff_id == staff_id)).one()


def staff_with_factor(session: Session) -> list[str]:
    """Ids of all who have a second factor."""
    return list(session.scalars(select(SecondFactor.staff_id)))


def of_leavers(session: Session) -> list[str]:
    """Ids of those who have a second factor but do not work here any more."""
    at_work = {one.id for one in people.staff_list(session) if one.active}
    return [staff_id for staff_id in staff_with_factor(session) if staff_id not in at_work]


def factors_due(session: Session, _now: datetime) -> Due:
    """Second factors of those who have left; whoever leaves next is not known."""
    return Due(len(of_leavers(session)))


def recovery_codes_due(session: Session, _now: datetime) -> Due:
    """Recovery codes of those who have left."""
    theirs = RecoveryCode.staff_id.in_(of_leavers(session))
    return Due(session.scalars(select(func.count()).select_from(RecoveryCode).where(theirs)).one())


def open_staff_act(session: Session, act_id: str) -> OpenAct | None:
    """An act about staff that waits for a second commissioner."""
    found = people.open_act(session, act_id)
    return found if found is not None and found.round_id == SITE_CHAIN else None


def effect_now(session: Session, kind: StaffKind, chosen: Mapping[str, Any]) -> dict[str, str]:
    """Exactly what an act about staff would do now, as plain values; two people agree on its hash.

    Raises:
        StaffNotFound, NoSecondFactor, AgencyNotFound, EmailTaken, EmailUnfit, NameUnfit: it cannot be done.
    """
    match kind:
        case StaffKind.ADD_COMMISSIONER | StaffKind.ADD_OBSERVER:
            return effect_of_adding(session, chosen)
        case StaffKind.RESET_SECOND_FACTOR:
            return effect_of_reset(session, chosen)
        case StaffKind.END_OBSERVER:
            return effect_of_ending(session, chosen)


def stands(session: Session, act: OpenAct) -> bool:
    """Whether an act about staff would still do exactly what was proposed."""
    try:
        return effect_now(session, StaffKind(act.kind), act.effect) == act.effect
    except Refusal:
        return False


def effect_of_reset(session: Session, chosen: Mapping[str, Any]) -> dict[str, str]:
    """Exactly what resetting a commissioner's second factor would do: whose, and which.

    Args:
        session: any session.
        chosen: {"staff": id}.

    Raises:
        StaffNotFound: there is no such commissioner at work.
        NoSecondFactor: they have none.
    """
    staff_id = chosen["staff"]
    found = people.staff_by_id(session, staff_id)
    if found is None or not found.active or found.role is not Role.COMMISSIONER:
        raise StaffNotFound(staff=staff_id)
    if found.second_factor_at is None:
        raise NoSecondFactor
    return {"name": found.actor, "since": found.second_factor_at.isoformat(), "staff": staff_id}


def effect_of_ending(session: Session, chosen: Mapping[str, Any]) -> dict[str, str]:
    """Exactly whose access as an observer would end.

    Args:
        session: any session.
        chosen: {"staff": id}.

    Raises:
        StaffNotFound: there is no such observer.
    """
    staff_id = chosen["staff"]
    found = people.staff_by_id(session, staff_id)
    if found is None or not found.active or found.role is not Role.OBSERVER:
        raise StaffNotFound(staff=staff_id)
    return {"name": found.actor, "staff": staff_id}


def effect_of_adding(session: Session, chosen: Mapping[str, Any]) -> dict[str, str]:
    """Exactly what adding a commissioner or an observer would do.

    Args:
        session: any session.
        chosen: {"agency": id, "email": …, "name": …}, as typed.

    Raises:
        AgencyNotFound, EmailTaken, EmailUnfit, NameUnfit: they cannot be added.
    """
    email, name, agency = tidy_email(chosen["email"]), tidy_name(chosen["name"]), chosen["agency"]
    agency_name = dict(people.agencies(session)).get(agency)
    if agency_name is None:
        raise AgencyNotFound(agency=agency)
    if people.staff_by_email(session, email) is not None:
        raise EmailTaken
    return {"agency": agency, "agency_name": agency_name, "email": email, "name": name}


def demonstration_code(session: Session, keys: KeyFolder, staff_id: str, now: datetime) -> str:
    """The code that somebody's telephone would show. Only for a demonstration, whose people have no telephones."""
    found = factor_of(session, staff_id)
    return totp.next_code(sealing.open_secret(keys, staff_id, found.sealed), found.used_step, now) if found else ""
