"""What people do to be known here: joining, signing in and out; and the act that takes two of them."""

import secrets
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, event, insert, or_, update
from sqlalchemy.orm import Session

from pb.core.ids import new_id
from pb.db import locks
from pb.people import passwords, queries
from pb.people.models import Agency, Bidder, EmailCode, SignIn, Staff, TwoPersonAct
from pb.people.queries import OpenAct
from pb.people.rules import (
    BIDDER_IDLE,
    CODE_LIFE,
    IDLE,
    TRIES_OF_A_CODE,
    ActChanged,
    ActNotFound,
    AgencyNameTaken,
    AgencyNotFound,
    AnyKind,
    Approval,
    CommissionersOnly,
    EmailTaken,
    EmailUnfit,
    Purpose,
    Role,
    SecondPersonNeeded,
    SignInRefused,
    StaffKind,
    StaffNotFound,
    Viewer,
    check_password,
    check_second_step,
    code_digest,
    effect_hash,
    is_the_code,
    kind_of,
    new_code,
    new_password_code,
    observer_ended_letter,
    password_letter,
    tidy_email,
    tidy_name,
    token_digest,
)
from pb.post import actions as post
from pb.record import actions as record
from pb.record.models import SITE_CHAIN
from pb.seal import canonical

TOKEN_BYTES = 32


def add_agency(session: Session, name: str, actor: str, now: datetime) -> str:
    """Add an agency that puts money into pots; returns its id.

    Raises:
        NameUnfit: the name is empty or too long.
        AgencyNameTaken: there is one of this name.
    """
    name = tidy_name(name)
    if queries.agency_id_of(session, name) is not None:
        raise AgencyNameTaken(name=name)
    agency_id = new_id()
    session.execute(insert(Agency).values(id=agency_id, name=name))
    record.append(session, SITE_CHAIN, actor, "AgencyAdded", {"agency": agency_id, "name": name}, now)
    return agency_id


def add_staff(
    session: Session,
    *,
    email: str,
    name: str,
    role: Role,
    agency_id: str,
    password: str | None,
    actor: str,
    now: datetime,
) -> str:
    """Add a member of staff; returns the staff id. Without a password nobody signs in before one is chosen by email.

    Raises:
        EmailUnfit, NameUnfit, PasswordTooShort, PasswordTooLong, PasswordIsTheEmail: a value will not do.
        EmailTaken: a member of staff, perhaps one who has left, has this address.
        AgencyNotFound: there is no such agency.
    """
    email, name, role = tidy_email(email), tidy_name(name), Role(role)
    if password is not None:
        check_password(password, email)
    if not queries.has_agency(session, agency_id):
        raise AgencyNotFound(agency=agency_id)
    if queries.staff_by_email(session, email) is not None:
        raise EmailTaken
    staff_id = new_id()
    session.execute(
        insert(Staff).values(
            id=staff_id,
            email=email,
            name=name,
            role=role.value,
            agency_id=agency_id,
            password_hash="" if password is None else passwords.hash_password(password),
            active=True,
            created_at=now,
        )
    )
    facts = {"agency": agency_id, "name": name, "role": role.value, "staff": staff_id}
    record.append(session, SITE_CHAIN, actor, "StaffAdded", facts, now)
    return staff_id


def end_staff(session: Session, staff_id: str, actor: str, now: datetime) -> None:
    """Let a member of staff go: they are signed out everywhere and cannot sign in; what they proposed lapses.

    An observer is told by letter.

    Raises:
        StaffNotFound: there is no such member of staff, or they have left already.
    """
    staff = queries.staff_by_id(session, staff_id)
    if staff is None or not staff.active:
        raise StaffNotFound(staff=staff_id)
    session.execute(update(Staff).where(Staff.id == staff_id).values(active=False))
    session.execute(delete(SignIn).where(SignIn.staff_id == staff_id))
    _withdraw(session, now, TwoPersonAct.proposed_by == staff_id)
    if staff.role is Role.OBSERVER:
        post.write_letter(session, staff.email, *observer_ended_letter(actor), now)
    record.append(session, SITE_CHAIN, actor, "StaffEnded", {"name": staff.name, "staff": staff_id}, now)


def recognise_staff(session: Session, email: str, password: str) -> str:
    """The id of the member of staff at work with this address and password; as slow for an address nobody has.

    Writes nothing and takes its time, so that it belongs in a reading session: a vote must not wait for it.

    Raises:
        SignInRefused: there is none.
    """
    staff = _staff_at_work(session, email)
    kept = None if staff is None else queries.password_hash_of(session, staff)
    if not passwords.is_the_password(password, kept) or staff is None:
        raise SignInRefused
    return staff


def begin_staff_sign_in(
    session: Session, staff_id: str, password: str, now: datetime, previous: str = "", device: str = ""
) -> str:
    """Sign in a member of staff who was recognised; one who has a second factor is to show it before anything else.

    Args:
        session: a writing session.
        staff_id: from `recognise_staff`.
        password: as typed, to be hashed anew where the way of hashing has changed.
        now: when.
        previous: the token that the browser had until now, if any; it ends.
        device: roughly which kind of browser it is, for its person to recognise it by.
    Returns: the token for the browser's cookie. Only its digest is kept.
    """
    if passwords.is_outdated(queries.password_hash_of(session, staff_id)):
        fresh = passwords.hash_password(password)
        session.execute(update(Staff).where(Staff.id == staff_id).values(password_hash=fresh))
    return _begin_sign_in(session, previous, now, staff_id=staff_id, device=device)


def sign_in_staff(session: Session, email: str, password: str, now: datetime, previous: str = "") -> str:
    """Both in one transaction, where nobody else waits for it.

    Raises:
        SignInRefused: no member of staff at work has this address and password.
    """
    return begin_staff_sign_in(session, recognise_staff(session, email, password), password, now, previous)


def send_email_code(session: Session, email: str, now: datetime, letter: Callable[[str], tuple[str, str]]) -> None:
    """Send a six-digit code to an address, known or not; it takes the place of one sent before.

    Args:
        session: a writing session.
        email: as typed.
        now: when.
        letter: makes (subject, body) of a letter from the code.

    Raises:
        EmailUnfit: this is no email address.
    """
    email, code = tidy_email(email), new_code()
    session.execute(delete(EmailCode).where(or_(EmailCode.email == email, EmailCode.expires_at <= now)))
    digest = code_digest(email, code)
    session.execute(insert(EmailCode).values(email=email, code_digest=digest, expires_at=now + CODE_LIFE, tries=0))
    subject, body = letter(code)
    post.write_letter(session, email, subject, body, now)


def send_password_code(session: Session, email: str, now: datetime) -> None:
    """Send a code for choosing a password to a member of staff at work; nothing is sent to anybody else.

    Raises:
        EmailUnfit: this is no email address.
    """
    email, code = tidy_email(email), new_password_code()
    if _staff_at_work(session, email) is None:
        return
    session.execute(delete(EmailCode).where(or_(EmailCode.email == email, EmailCode.expires_at <= now)))
    digest = code_digest(email, code, Purpose.PASSWORD)
    session.execute(insert(EmailCode).values(email=email, code_digest=digest, expires_at=now + CODE_LIFE, tries=0))
    post.write_letter(session, email, *password_letter(code), now)


def set_password(session: Session, email: str, code: str, password: str, now: datetime) -> None:
    """Give a member of staff a new password by the code sent to them, and end all their sign-ins.

    A wrong code counts as a try, as for bidders; an unfit password does not.

    Raises:
        PasswordTooShort, PasswordTooLong, PasswordIsTheEmail: the password will not do.
        SignInRefused: the code is wrong, too old, spent, or was tried five times.
    """
    check_password(password, email)
    digest = _spend_try(session, email.strip().lower(), now)
    staff_id = _staff_at_work(session, email)
    if staff_id is None or not is_the_code(email.strip().lower(), code, digest, Purpose.PASSWORD):
        raise SignInRefused
    session.execute(delete(EmailCode).where(EmailCode.email == email.strip().lower()))
    session.execute(update(Staff).where(Staff.id == staff_id).values(password_hash=passwords.hash_password(password)))
    session.execute(delete(SignIn).where(SignIn.staff_id == staff_id))
    name = queries.name_of_staff(session, staff_id)
    record.append(session, SITE_CHAIN, name, "PasswordSet", {"staff": staff_id}, now)


def sign_in_bidder(session: Session, email: str, code: str, now: datetime, previous: str = "") -> str:
    """Sign a bidder in by the code sent to them, which is then spent; the first time makes them known.

    A wrong code counts as a try whether the caller commits or lets the refusal roll the transaction back.

    Args:
        session: a writing session.
        email: as typed.
        code: as typed; white space is ignored.
        now: when.
        previous: the token that the browser had until now, if any; it ends.
    Returns: the token for the browser's cookie. Only its digest is kept.

    Raises:
        SignInRefused: the code is wrong, too old, spent, or was tried five times.
    """
    try:
        email = tidy_email(email)
    except EmailUnfit as fault:
        raise SignInRefused from fault
    digest = _spend_try(session, email, now)
    if not is_the_code(email, code, digest):
        raise SignInRefused
    session.execute(delete(EmailCode).where(EmailCode.email == email))
    return _begin_sign_in(session, previous, now, bidder_id=_bidder(session, email, now))


def sign_out(session: Session, token: str) -> None:
    """End a browser's sign-in; nothing happens where it has ended already."""
    session.execute(delete(SignIn).where(SignIn.token_digest == token_digest(token)))


def step_passed(session: Session, token: str, now: datetime) -> str:
    """Note that a browser has shown the second factor; returns its new token, with which the old one is worthless.

    The age of the sign-in stays what it was: showing the second factor again does not make it last for longer.
    """
    fresh = secrets.token_urlsafe(TOKEN_BYTES)
    shown = {"token_digest": token_digest(fresh), "second_step_at": now, "seen_at": now}
    session.execute(update(SignIn).where(SignIn.token_digest == token_digest(token)).values(**shown))
    return fresh


def end_sign_ins(session: Session, staff_id: str, *, but: str = "") -> None:
    """Sign a member of staff out everywhere, but for the browser with the token `but`."""
    spared = SignIn.token_digest != token_digest(but)
    session.execute(delete(SignIn).where(SignIn.staff_id == staff_id, spared))


def end_sign_in(session: Session, staff_id: str, digest: str) -> None:
    """Sign a member of staff out in the browser whose token has this digest; nothing happens where it is not theirs."""
    session.execute(delete(SignIn).where(SignIn.staff_id == staff_id, SignIn.token_digest == digest))


def note_second_factor(session: Session, staff_id: str, since: datetime | None) -> None:
    """Note since when somebody has a second factor; None where they have none any more."""
    session.execute(update(Staff).where(Staff.id == staff_id).values(second_factor_at=since))


def touch(session: Session, token: str, now: datetime) -> None:
    """Note that a signed-in browser was seen, so that it does not count as idle. One that has been idle stays so."""
    alive = or_(SignIn.seen_at > now - IDLE, SignIn.bidder_id.is_not(None) & (SignIn.seen_at > now - BIDDER_IDLE))
    session.execute(update(SignIn).where(SignIn.token_digest == token_digest(token), alive).values(seen_at=now))


def propose_act(
    session: Session, kind: AnyKind, round_id: str, effect: Mapping[str, Any], viewer: Viewer, now: datetime
) -> str:
    """Propose an act that needs two people; an earlier proposal of the same kind in this round lapses.

    Acts about staff may wait side by side, for they are about different people; one of the same effect lapses.

    Args:
        session: a writing session.
        kind: what is to be done.
        round_id: to which round, or `SITE_CHAIN` for an act about staff.
        effect: exactly what would happen, as plain values; computed by the server, never taken from a form.
        viewer: who proposes.
        now: when.
    Returns: the act's id.

    Raises:
        CommissionersOnly: the viewer is no commissioner.
        SecondFactorNeeded, SecondStepStale: as `rules.check_second_step`.
        NotCanonical: the effect holds something else than plain values.
    """
    _demand_commissioner(viewer)
    check_second_step(viewer, now)
    kind = kind_of(kind)
    _hold_acts(session, round_id)
    act_id, agreed = new_id(), effect_hash(kind, round_id, effect)
    same = [TwoPersonAct.round_id == round_id, TwoPersonAct.kind == kind.value]
    same += [TwoPersonAct.effect_hash == agreed] if isinstance(kind, StaffKind) else []
    lapsed = _withdraw(session, now, *same)
    session.execute(
        insert(TwoPersonAct).values(
            id=act_id,
            round_id=round_id,
            kind=kind.value,
            effect=canonical.encode(dict(effect)).decode(),
            effect_hash=agreed,
            proposed_by=viewer.staff_id,
            proposed_at=now,
        )
    )
    facts = {"act": act_id, "effect": agreed, "kind": kind.value, "lapsed": lapsed}
    record.append(session, round_id, viewer.actor, "ActProposed", facts, now)
    return act_id


def confirm_act(
    session: Session, act_id: str, effect: Mapping[str, Any], shown_hash: str, viewer: Viewer, now: datetime
) -> Approval:
    """Confirm, as the second person, exactly what was proposed; the caller then does it in the same transaction.

    Args:
        session: a writing session.
        act_id: the act.
        effect: what would happen now, computed anew by the server.
        shown_hash: the hash that stood on the page which the second person saw.
        viewer: the second person.
        now: when.
    Returns: the proof that two people agreed, which the act itself asks for.

    Raises:
        CommissionersOnly: the viewer is no commissioner.
        SecondFactorNeeded, SecondStepStale: as `rules.check_second_step`.
        ActNotFound: there is no such open act.
        SecondPersonNeeded: the viewer proposed it.
        ActChanged: what would happen now, or what was shown, is not what was proposed.
    """
    _demand_commissioner(viewer)
    check_second_step(viewer, now)
    act = _open_act(session, act_id)
    if act.proposed_by == viewer.staff_id:
        raise SecondPersonNeeded(act=act_id)
    kind = kind_of(act.kind)
    if {shown_hash, effect_hash(kind, act.round_id, effect)} != {act.effect_hash}:
        raise ActChanged(act=act_id)
    confirmed = {"confirmed_by": viewer.staff_id, "confirmed_at": now}
    session.execute(update(TwoPersonAct).where(TwoPersonAct.id == act_id).values(**confirmed))
    facts = {"act": act_id, "effect": act.effect_hash, "kind": act.kind, "proposed_by": act.proposer}
    record.append(session, act.round_id, viewer.actor, "ActConfirmed", facts, now)
    agreed = canonical.encode(dict(effect)).decode()
    return Approval(kind, act.round_id, agreed, act.effect_hash, act.proposer, viewer.actor)


def withdraw_act(session: Session, act_id: str, viewer: Viewer, now: datetime) -> None:
    """Take back an act that nobody has confirmed yet; any commissioner may.

    Raises:
        CommissionersOnly: the viewer is no commissioner.
        ActNotFound: there is no such open act.
    """
    _demand_commissioner(viewer)
    act = _open_act(session, act_id)
    _withdraw(session, now, TwoPersonAct.id == act_id)
    record.append(session, act.round_id, viewer.actor, "ActWithdrawn", {"act": act_id, "kind": act.kind}, now)


def forget_bidders(session: Session, bidder_ids: Collection[str]) -> None:
    """Delete bidders who have no bids, with their sign-ins and codes."""
    session.execute(delete(EmailCode).where(EmailCode.email.in_(queries.emails_of(session, bidder_ids))))
    session.execute(delete(SignIn).where(SignIn.bidder_id.in_(bidder_ids)))
    session.execute(delete(Bidder).where(Bidder.id.in_(bidder_ids)))


def forget_idle(session: Session, now: datetime) -> None:
    """Delete sign-ins that were idle for too long, and codes whose time is over."""
    session.execute(delete(SignIn).where(queries.is_idle(now)))
    session.execute(delete(EmailCode).where(EmailCode.expires_at <= now))


def _staff_at_work(session: Session, email: str) -> str | None:
    staff = queries.staff_by_email(session, email.strip().lower())
    return staff.id if staff is not None and staff.active else None


def _begin_sign_in(
    session: Session,
    previous: str,
    now: datetime,
    *,
    staff_id: str | None = None,
    bidder_id: str | None = None,
    device: str = "",
) -> str:
    session.execute(delete(SignIn).where(or_(SignIn.token_digest == token_digest(previous), queries.is_idle(now))))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    values = {"staff_id": staff_id, "bidder_id": bidder_id, "created_at": now, "seen_at": now, "device": device}
    session.execute(insert(SignIn).values(token_digest=token_digest(token), **values))
    return token


def _spend_try(session: Session, email: str, now: datetime) -> str:
    """Count one try of the address's code and return the code's digest, or "" where there is none to try."""
    count = (
        update(EmailCode)
        .where(EmailCode.email == email, EmailCode.expires_at > now, EmailCode.tries < TRIES_OF_A_CODE)
        .values(tries=EmailCode.tries + 1)
    )
    digest: str | None = session.scalar(count.returning(EmailCode.code_digest))
    if digest is None:
        return ""
    engine = session.get_bind()

    # A refusal that nobody catches rolls the count back with all the rest, and guessing would be free: count again.
    @event.listens_for(session, "after_rollback", once=True)
    def count_again(_session: Session) -> None:
        with Session(engine) as own, own.begin():
            own.execute(count.where(EmailCode.code_digest == digest))

    return digest


def _bidder(session: Session, email: str, now: datetime) -> str:
    known = queries.bidder_id_of(session, email)
    if known is not None:
        return known
    bidder_id = new_id()
    session.execute(insert(Bidder).values(id=bidder_id, email=email, created_at=now))
    return bidder_id


def _demand_commissioner(viewer: Viewer) -> None:
    if not viewer.is_commissioner:
        raise CommissionersOnly


def _hold_acts(session: Session, round_id: str) -> None:
    locks.hold(session, f"acts/{round_id}", shared=False)


def _open_act(session: Session, act_id: str) -> OpenAct:
    """The open act, held so that two confirmations at once become one and a refusal."""
    round_id = queries.round_of_act(session, act_id)
    if round_id is not None:
        _hold_acts(session, round_id)
    act = queries.open_act(session, act_id)
    if act is None:
        raise ActNotFound(act=act_id)
    return act


def _withdraw(session: Session, now: datetime, *conditions: ColumnElement[bool]) -> int:
    """Withdraw the open acts that fulfil the conditions; returns how many there were."""
    still_open = (TwoPersonAct.confirmed_at.is_(None), TwoPersonAct.withdrawn_at.is_(None))
    gone = update(TwoPersonAct).where(*still_open, *conditions).values(withdrawn_at=now)
    return len(session.execute(gone.returning(TwoPersonAct.id)).all())
