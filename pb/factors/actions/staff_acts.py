"""Acts about people. Who counts as a person of their own, and who looks on, is decided by two commissioners."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from pb.factors import queries
from pb.factors.actions import second_factor
from pb.factors.rules import OwnSecondFactor, invitation_letter
from pb.people import actions as people
from pb.people import queries as staff
from pb.people.rules import (
    ActNotFound,
    Role,
    StaffKind,
    StaffNotFound,
    Viewer,
    check_second_step,
    tidy_email,
    tidy_name,
)
from pb.post import actions as post
from pb.record.models import SITE_CHAIN

INVITED = {StaffKind.ADD_COMMISSIONER: Role.COMMISSIONER, StaffKind.ADD_OBSERVER: Role.OBSERVER}
"""The acts that invite somebody, and as what."""


def propose(session: Session, kind: StaffKind, chosen: Mapping[str, Any], viewer: Viewer, now: datetime) -> str:
    """Propose an act about staff for a second commissioner to confirm; returns its id.

    Args:
        session: a writing session.
        kind: what is to be done.
        chosen: {"staff": id} of whose second factor is reset or who observes no more, or {"agency": id, "email": …,
            "name": …} of a new commissioner or observer.
        viewer: who proposes.
        now: when.

    Raises:
        OwnSecondFactor: the viewer would have their own reset.
        StaffNotFound, NoSecondFactor, AgencyNotFound, EmailTaken, EmailUnfit, NameUnfit: it cannot be done.
        CommissionersOnly, SecondFactorNeeded, SecondStepStale: as `people.actions.propose_act`.
    """
    effect = _effect(session, kind, chosen, viewer)
    return people.propose_act(session, kind, SITE_CHAIN, effect, viewer, now)


def confirm(session: Session, act_id: str, shown_hash: str, viewer: Viewer, address: str, now: datetime) -> StaffKind:
    """Confirm an act about staff as the second commissioner, and do it in the same transaction.

    Args:
        session: a writing session.
        act_id: the act.
        shown_hash: the hash that stood on the page which the viewer saw.
        viewer: the second person.
        address: of the page on which somebody new chooses a password.
        now: when.

    Raises:
        ActNotFound, SecondPersonNeeded, ActChanged, CommissionersOnly, SecondFactorNeeded, SecondStepStale: as
            `people.actions.confirm_act`.
        OwnSecondFactor and what else `propose` raises: as there.
    """
    act = queries.open_staff_act(session, act_id)
    if act is None:
        raise ActNotFound(act=act_id)
    kind = StaffKind(act.kind)
    effect = _effect(session, kind, act.effect, viewer)
    approval = people.confirm_act(session, act_id, effect, shown_hash, viewer, now)
    both = f"{approval.proposed_by} and {approval.confirmed_by}"
    match kind:
        case StaffKind.RESET_SECOND_FACTOR:
            second_factor.reset(session, effect["staff"], both, now)
        case StaffKind.END_OBSERVER:
            people.end_staff(session, effect["staff"], both, now)
        case StaffKind.ADD_COMMISSIONER | StaffKind.ADD_OBSERVER:
            invite(session, INVITED[kind], effect, both, address, now)
    return kind


def invite(session: Session, role: Role, person: Mapping[str, str], actor: str, address: str, now: datetime) -> None:
    """Add somebody to the desk without a password, and write to them how to choose one.

    Args:
        session: a writing session.
        role: what they do.
        person: {"agency": id, "email": …, "name": …}.
        actor: who adds them, as the record names them.
        address: of the page on which a password is chosen.
        now: when.

    Raises:
        EmailTaken, EmailUnfit, NameUnfit, AgencyNotFound: as `people.actions.add_staff`.
    """
    email, name, agency = person["email"], person["name"], person["agency"]
    people.add_staff(session, email=email, name=name, role=role, agency_id=agency, password=None, actor=actor, now=now)
    post.write_letter(session, tidy_email(email), *invitation_letter(tidy_name(name), actor, address, role), now)


def reset_alone(session: Session, staff_id: str, viewer: Viewer, now: datetime) -> None:
    """Reset the second factor of anybody but a commissioner. One may: they take no part in acts of two people.

    Raises:
        StaffNotFound: there is nobody of this id, or it is a commissioner.
        NoSecondFactor: they have none.
        SecondFactorNeeded, SecondStepStale: as `people.rules.check_second_step`.
    """
    check_second_step(viewer, now)
    found = staff.staff_by_id(session, staff_id)
    if found is None or found.role is Role.COMMISSIONER:
        raise StaffNotFound(staff=staff_id)
    second_factor.reset(session, staff_id, viewer.actor, now)


def _effect(session: Session, kind: StaffKind, chosen: Mapping[str, Any], viewer: Viewer) -> dict[str, str]:
    if kind is StaffKind.RESET_SECOND_FACTOR and chosen["staff"] == viewer.staff_id:
        raise OwnSecondFactor
    return queries.effect_now(session, kind, chosen)
