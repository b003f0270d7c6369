"""Reading about people: who a browser belongs to, staff and agencies, acts that wait for a second person."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from pb.db.retention import Due
from pb.people.models import Agency, Bidder, EmailCode, SignIn, Staff, TwoPersonAct
from pb.people.rules import (
    BIDDER_IDLE,
    HALF_LIFE,
    IDLE,
    KEPT,
    LONGEST,
    PUBLIC,
    TOUCH_AFTER,
    Role,
    Viewer,
    token_digest,
)
from pb.seal import canonical


@dataclass(frozen=True, slots=True)
class StaffView:
    """A member of staff, as a list shows them."""

    id: str
    email: str
    name: str
    role: Role
    agency_id: str
    agency: str
    active: bool
    created_at: datetime
    second_factor_at: datetime | None

    @property
    def actor(self) -> str:
        """How the record names them."""
        return f"{self.name} ({self.agency})"


@dataclass(frozen=True, slots=True)
class SignInView:
    """A signed-in browser as its person sees it.

    Attributes:
        digest: of its token; names it in a form.
        device: roughly which kind of browser.
        begun_at: when the password was typed.
        seen_at: when it last asked for a page, to the minute.
    """

    digest: str
    device: str
    begun_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class OpenAct:
    """An act that was proposed and waits for a second person.

    Attributes:
        id: the act's id.
        kind: one of `rules.Kind`, as text.
        round_id: the round that it concerns.
        effect: what would happen, as it was when it was proposed.
        effect_hash: the hash of that; the page shows it and sends it back.
        proposed_by: the proposer's staff id.
        proposer: the proposer as the record names them.
        proposed_at: when.
    """

    id: str
    kind: str
    round_id: str
    effect: dict[str, Any]
    effect_hash: str
    proposed_by: str
    proposer: str
    proposed_at: datetime


@dataclass(frozen=True, slots=True)
class PastAct:
    """An act, whatever became of it. `confirmed_at` is None where nobody agreed, and `confirmer` is empty then."""

    id: str
    kind: str
    effect: dict[str, Any]
    effect_hash: str
    proposer: str
    proposed_at: datetime
    confirmer: str
    confirmed_at: datetime | None
    withdrawn_at: datetime | None


def viewer_of(session: Session, token: str, now: datetime) -> Viewer:
    """Whose browser this is.

    It is the public's where the token is unknown, idle or there for too long, of staff who have left, or of one whose
    second step is still to come.
    """
    row = session.execute(_sign_in(token)).one_or_none()
    if row is None:
        return PUBLIC
    if row.staff_id is not None:
        return _staff_viewer(session, row) if _lasts(row, now) else PUBLIC
    return _bidder_viewer(session, row.bidder_id) if now - row.seen_at < BIDDER_IDLE else PUBLIC


def half_signed_in(session: Session, token: str, now: datetime) -> StaffView | None:
    """The member of staff whose password was right in this browser, and whose second step is still to come."""
    row = session.execute(_sign_in(token)).one_or_none()
    if row is None or row.staff_id is None or now - row.created_at >= HALF_LIFE or row.second_step_at is not None:
        return None
    staff = staff_by_id(session, row.staff_id)
    return staff if staff is not None and staff.active and staff.second_factor_at is not None else None


def staff_of_token(session: Session, token: str, now: datetime) -> str | None:
    """Whose browser this is, of staff at work, be the second step still to come or not."""
    half = half_signed_in(session, token, now)
    return half.id if half else viewer_of(session, token, now).staff_id or None


def sign_ins(session: Session, staff_id: str, now: datetime) -> list[SignInView]:
    """The browsers in which a member of staff is signed in, the one used last first."""
    rows = session.execute(select(*_SIGN_IN).where(SignIn.staff_id == staff_id).order_by(SignIn.seen_at.desc()))
    needed = has_second_factor(session, staff_id)
    return [
        SignInView(row.token_digest, row.device, row.created_at, row.seen_at)
        for row in rows
        if _lasts(row, now) and (row.second_step_at is not None or not needed)
    ]


def needs_touch(session: Session, token: str, now: datetime) -> bool:
    """Whether the browser was last seen so long ago that it is worth a write to say that it was seen now."""
    row = session.execute(_sign_in(token)).one_or_none()
    return row is not None and now - row.seen_at >= TOUCH_AFTER


def staff_list(session: Session) -> list[StaffView]:
    """All staff by name, those who have left too."""
    return [_staff(row) for row in session.execute(_staff_with_agency().order_by(Staff.name, Staff.id))]


def observers(session: Session) -> list[StaffView]:
    """The observers, whether they ever signed in or not, in the order in which they were added."""
    wanted = _staff_with_agency().where(Staff.role == Role.OBSERVER.value, Staff.active)
    return [_staff(row) for row in session.execute(wanted.order_by(Staff.created_at, Staff.id))]


def staff_by_id(session: Session, staff_id: str) -> StaffView | None:
    """A member of staff."""
    row = session.execute(_staff_with_agency().where(Staff.id == staff_id)).one_or_none()
    return None if row is None else _staff(row)


def staff_by_email(session: Session, email: str) -> StaffView | None:
    """A member of staff by their address, written as `rules.tidy_email` gives it."""
    row = session.execute(_staff_with_agency().where(Staff.email == email)).one_or_none()
    return None if row is None else _staff(row)


def name_of_staff(session: Session, staff_id: str) -> str:
    """A member of staff as the record names them."""
    row = session.execute(_staff_with_agency().where(Staff.id == staff_id)).one()
    return f"{row.name} ({row.agency})"


def password_hash_of(session: Session, staff_id: str) -> str:
    """What is kept of the password of a member of staff."""
    return session.execute(select(Staff.password_hash).where(Staff.id == staff_id)).scalar_one()


def has_second_factor(session: Session, staff_id: str) -> bool:
    """Whether a member of staff has a second factor."""
    return session.scalar(select(Staff.second_factor_at).where(Staff.id == staff_id)) is not None


def agencies(session: Session) -> list[tuple[str, str]]:
    """The agencies by name: (id, name)."""
    return [(row.id, row.name) for row in session.execute(select(Agency.id, Agency.name).order_by(Agency.name))]


def agency_id_of(session: Session, name: str) -> str | None:
    """The id of the agency of this name."""
    return session.scalar(select(Agency.id).where(Agency.name == name))


def has_agency(session: Session, agency_id: str) -> bool:
    """Whether there is an agency of this id."""
    return session.scalar(select(Agency.id).where(Agency.id == agency_id)) is not None


def bidder_id_of(session: Session, email: str) -> str | None:
    """The id of the bidder with this address, written as `rules.tidy_email` gives it."""
    return session.scalar(select(Bidder.id).where(Bidder.email == email))


def bidder_email(session: Session, bidder_id: str) -> str | None:
    """The address that letters to a bidder go to."""
    return session.scalar(select(Bidder.email).where(Bidder.id == bidder_id))


def acts_of(session: Session, round_id: str) -> list[PastAct]:
    """Every act of a round, whatever became of it, the newest first."""
    rows = session.execute(_past_acts().where(TwoPersonAct.round_id == round_id))
    return [
        PastAct(
            id=row.id,
            kind=row.kind,
            effect=canonical.decode(row.effect.encode()),
            effect_hash=row.effect_hash,
            proposer=f"{row.name} ({row.agency})",
            proposed_at=row.proposed_at,
            confirmer=f"{row.second_name} ({row.second_agency})" if row.confirmed_at else "",
            confirmed_at=row.confirmed_at,
            withdrawn_at=row.withdrawn_at,
        )
        for row in rows
    ]


def open_acts(session: Session, round_id: str) -> list[OpenAct]:
    """The acts of a round that wait for a second person, the oldest first."""
    rows = session.execute(_open_acts().where(TwoPersonAct.round_id == round_id).order_by(TwoPersonAct.proposed_at))
    return [_act(row) for row in rows]


def open_act(session: Session, act_id: str) -> OpenAct | None:
    """An act that waits for a second person; None where it was confirmed or withdrawn, or never was."""
    row = session.execute(_open_acts().where(TwoPersonAct.id == act_id)).one_or_none()
    return None if row is None else _act(row)


def round_of_act(session: Session, act_id: str) -> str | None:
    """The round that an act concerns, whatever became of it."""
    return session.scalar(select(TwoPersonAct.round_id).where(TwoPersonAct.id == act_id))


_SIGN_IN = (
    SignIn.token_digest,
    SignIn.staff_id,
    SignIn.bidder_id,
    SignIn.created_at,
    SignIn.seen_at,
    SignIn.second_step_at,
    SignIn.device,
)


def _sign_in(token: str) -> Select[*tuple[Any, ...]]:
    return select(*_SIGN_IN).where(SignIn.token_digest == token_digest(token))


def _lasts(row: Row[*tuple[Any, ...]], now: datetime) -> bool:
    """Whether a browser of staff is neither idle nor there for too long."""
    return bool(now - row.seen_at < IDLE and now - row.created_at < LONGEST)


def _staff_viewer(session: Session, row: Row[*tuple[Any, ...]]) -> Viewer:
    staff = staff_by_id(session, row.staff_id)
    if staff is None or not staff.active:
        return PUBLIC
    has_factor = staff.second_factor_at is not None
    if has_factor and row.second_step_at is None:
        return PUBLIC
    return Viewer(
        staff_id=staff.id,
        name=staff.name,
        email=staff.email,
        role=staff.role,
        agency=staff.agency,
        has_second_factor=has_factor,
        second_step_at=row.second_step_at,
    )


def _bidder_viewer(session: Session, bidder_id: str) -> Viewer:
    return Viewer(bidder_id=bidder_id, email=bidder_email(session, bidder_id) or "")


def _staff_with_agency() -> Select[*tuple[Any, ...]]:
    columns = (Staff.id, Staff.email, Staff.name, Staff.role, Staff.agency_id, Staff.active, Staff.created_at)
    more = (Staff.second_factor_at, Agency.name.label("agency"))
    return select(*columns, *more).join(Agency, Agency.id == Staff.agency_id)


def _staff(row: Row[*tuple[Any, ...]]) -> StaffView:
    return StaffView(
        id=row.id,
        email=row.email,
        name=row.name,
        role=Role(row.role),
        agency_id=row.agency_id,
        agency=row.agency,
        active=row.active,
        created_at=row.created_at,
        second_factor_at=row.second_factor_at,
    )


def _open_acts() -> Select[*tuple[Any, ...]]:
    columns = (
        TwoPersonAct.id,
        TwoPersonAct.kind,
        TwoPersonAct.round_id,
        TwoPersonAct.effect,
        TwoPersonAct.effect_hash,
        TwoPersonAct.proposed_by,
        TwoPersonAct.proposed_at,
    )
    return (
        select(*columns, Staff.name.label("name"), Agency.name.label("agency"))
        .join(Staff, Staff.id == TwoPersonAct.proposed_by)
        .join(Agency, Agency.id == Staff.agency_id)
        .where(TwoPersonAct.confirmed_at.is_(None), TwoPersonAct.withdrawn_at.is_(None))
    )


def _past_acts() -> Select[*tuple[Any, ...]]:
    second, other = aliased(Staff), aliased(Agency)
    columns = (
        TwoPersonAct.id,
        TwoPersonAct.kind,
        TwoPersonAct.effect,
        TwoPersonAct.effect_hash,
        TwoPersonAct.proposed_at,
        TwoPersonAct.confirmed_at,
        TwoPersonAct.withdrawn_at,
    )
    names = (Staff.name.label("name"), Agency.name.label("agency"))
    second_names = (second.name.label("second_name"), other.name.label("second_agency"))
    return (
        select(*columns, *names, *second_names)
        .join(Staff, Staff.id == TwoPersonAct.proposed_by)
        .join(Agency, Agency.id == Staff.agency_id)
        .outerjoin(second, second.id == TwoPersonAct.confirmed_by)
        .outerjoin(other, other.id == second.agency_id)
        .order_by(TwoPersonAct.proposed_at.desc(), TwoPersonAct.id)
    )


def _act(row: Row[*tuple[Any, ...]]) -> OpenAct:
    return OpenAct(
        id=row.id,
        kind=row.kind,
        round_id=row.round_id,
        effect=canonical.decode(row.effect.encode()),
        effect_hash=row.effect_hash,
        proposed_by=row.proposed_by,
        proposer=f"{row.name} ({row.agency})",
        proposed_at=row.proposed_at,
    )


def is_idle(now: datetime) -> ColumnElement[bool]:
    """The condition that a signed-in browser was not seen for too long, or of staff, has been there for too long."""
    over = or_(SignIn.seen_at <= now - IDLE, SignIn.created_at <= now - LONGEST)
    staff_idle = SignIn.staff_id.is_not(None) & over
    return or_(SignIn.seen_at <= now - BIDDER_IDLE, staff_idle)


def sign_ins_due(session: Session, now: datetime) -> Due:
    """Sign-ins that were idle for too long, or are there for too long; and when the next will be, if nobody comes."""
    rows = session.scalars(select(func.count()).select_from(SignIn).where(is_idle(now))).one()
    staff = SignIn.staff_id.is_not(None)
    kinds = ((SignIn.seen_at, IDLE, staff), (SignIn.created_at, LONGEST, staff), (SignIn.seen_at, BIDDER_IDLE, ~staff))
    left = [
        (session.scalars(select(func.min(since)).where(whose, ~is_idle(now))).one(), period)
        for since, period, whose in kinds
    ]
    return Due(rows, min((oldest + period for oldest, period in left if oldest), default=None))


def codes_due(session: Session, now: datetime) -> Due:
    """Codes whose time is over, and when that of the next will be."""
    over = EmailCode.expires_at <= now
    rows = session.scalars(select(func.count()).select_from(EmailCode).where(over)).one()
    return Due(rows, session.scalars(select(func.min(EmailCode.expires_at)).where(~over)).one())


def old_bidders(session: Session, now: datetime) -> list[str]:
    """Ids of the bidders who became known two years ago or before."""
    return list(session.scalars(select(Bidder.id).where(Bidder.created_at <= now - KEPT)))


def emails_of(session: Session, bidder_ids: Collection[str]) -> list[str]:
    """The addresses of some bidders."""
    return list(session.scalars(select(Bidder.email).where(Bidder.id.in_(bidder_ids))))
