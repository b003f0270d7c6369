"""What people do with second factors: set one up, show it, use a recovery code, have it reset."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from pb.factors import queries, totp
from pb.factors.models import RecoveryCode, SecondFactor
from pb.factors.rules import (
    How,
    NoSecondFactor,
    SecondStepRefused,
    new_recovery_codes,
    read_code,
    recovery_letter,
    reset_letter,
    set_up_letter,
    warning_letter,
)
from pb.keys import factors as sealing
from pb.keys.folder import KeyFolder
from pb.people import actions as people
from pb.people import queries as staff
from pb.people.rules import StaffNotFound
from pb.post import actions as post
from pb.record import actions as record
from pb.record.models import SITE_CHAIN
from pb.seal import crockford


def set_up(
    session: Session, keys: KeyFolder, token: str, secret: str, code: str, now: datetime
) -> tuple[list[str], str]:
    """Set up a second factor in a signed-in browser; this person's other browsers are signed out.

    Args:
        session: a writing session.
        keys: the key folder.
        token: what the browser's cookie holds.
        secret: what the telephone was given.
        code: what the telephone shows.
        now: when.
    Returns: the recovery codes, to be shown once, and the browser's new token.

    Raises:
        SecondStepRefused: the code is none of this secret, or nobody is signed in; nothing was changed.
    """
    staff_id = staff.staff_of_token(session, token, now)
    if staff_id is None:
        raise SecondStepRefused
    codes = give_factor(session, keys, staff_id, secret, code, now)
    people.end_sign_ins(session, staff_id, but=token)
    return codes, people.step_passed(session, token, now)


def give_factor(session: Session, keys: KeyFolder, staff_id: str, secret: str, code: str, now: datetime) -> list[str]:
    """Give somebody a second factor in the place of the one that they had, confirmed by a first code of it.

    Returns: the recovery codes, to be shown once.

    Raises:
        SecondStepRefused: the code is none of this secret; nothing was changed.
        StaffNotFound: nobody of this id works here.
    """
    how, digits = read_code(code)
    step = totp.step_of(secret, digits, now) if how is How.APP else None
    if step is None:
        raise SecondStepRefused
    person = _at_work(session, staff_id)
    session.execute(delete(SecondFactor).where(SecondFactor.staff_id == staff_id))
    sealed = sealing.seal_secret(keys, staff_id, secret)
    values = {"staff_id": staff_id, "sealed": sealed, "used_step": step, "confirmed_at": now}
    session.execute(insert(SecondFactor).values(**values))
    people.note_second_factor(session, staff_id, now)
    post.write_letter(session, person.email, *set_up_letter(), now)
    record.append(session, SITE_CHAIN, person.actor, "SecondFactorSetUp", {"staff": staff_id}, now)
    return _recovery_codes(session, keys, staff_id)


def replace_recovery_codes(session: Session, keys: KeyFolder, staff_id: str, now: datetime) -> list[str]:
    """Ten fresh recovery codes; those there were are worthless from now on.

    Raises:
        NoSecondFactor: there is nothing that they could replace.
    """
    if queries.factor_of(session, staff_id) is None:
        raise NoSecondFactor
    actor = staff.name_of_staff(session, staff_id)
    record.append(session, SITE_CHAIN, actor, "RecoveryCodesReplaced", {"staff": staff_id}, now)
    return _recovery_codes(session, keys, staff_id)


def pass_second_step(session: Session, keys: KeyFolder, token: str, typed: str, now: datetime) -> str:
    """Show the second factor in a browser whose password was right, or that is signed in and is to show it again.

    Args:
        session: a writing session.
        keys: the key folder.
        token: what the browser's cookie holds.
        typed: six digits of the telephone, or a recovery code.
        now: when.
    Returns: the browser's new token; the old one is worthless.

    Raises:
        SecondStepRefused: the code is wrong, too old or used, or nobody's password was right in this browser.
        FactorUnreadable: the key folder is another one than when it was set up.
    """
    staff_id = staff.staff_of_token(session, token, now)
    if staff_id is None:
        raise SecondStepRefused
    how, code = read_code(typed)
    if how is How.APP:
        _spend_step(session, keys, staff_id, code, now)
    else:
        _spend_recovery_code(session, keys, staff_id, code, now)
    return people.step_passed(session, token, now)


def reset(session: Session, staff_id: str, actor: str, now: datetime) -> None:
    """Take somebody's second factor away, since it is lost; they are signed out everywhere and told by letter.

    Raises:
        StaffNotFound: nobody of this id works here.
        NoSecondFactor: they have none.
    """
    person = _at_work(session, staff_id)
    if queries.factor_of(session, staff_id) is None:
        raise NoSecondFactor
    forget(session, [staff_id])
    people.note_second_factor(session, staff_id, None)
    people.end_sign_ins(session, staff_id)
    post.write_letter(session, person.email, *reset_letter(actor), now)
    record.append(session, SITE_CHAIN, actor, "SecondFactorReset", {"name": person.name, "staff": staff_id}, now)


def warn(session: Session, staff_id: str, now: datetime) -> None:
    """Tell somebody by letter that their password was right and the codes were not."""
    post.write_letter(session, _at_work(session, staff_id).email, *warning_letter(), now)


def forget(session: Session, staff_ids: Collection[str]) -> None:
    """Delete second factors and recovery codes."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id.in_(staff_ids)))
    session.execute(delete(SecondFactor).where(SecondFactor.staff_id.in_(staff_ids)))


def _spend_step(session: Session, keys: KeyFolder, staff_id: str, code: str, now: datetime) -> None:
    found = queries.factor_of(session, staff_id)
    step = totp.step_of(sealing.open_secret(keys, staff_id, found.sealed), code, now) if found else None
    if step is None:
        raise SecondStepRefused
    # One statement: of two browsers that show the same code at once, one is refused.
    later = update(SecondFactor).where(SecondFactor.staff_id == staff_id, SecondFactor.used_step < step)
    if session.scalar(later.values(used_step=step).returning(SecondFactor.staff_id)) is None:
        raise SecondStepRefused


def _spend_recovery_code(session: Session, keys: KeyFolder, staff_id: str, symbols: str, now: datetime) -> None:
    digest = sealing.recovery_digest(keys, staff_id, symbols)
    spent = delete(RecoveryCode).where(RecoveryCode.staff_id == staff_id, RecoveryCode.digest == digest)
    if session.scalar(spent.returning(RecoveryCode.staff_id)) is None:
        raise SecondStepRefused
    left, person = queries.recovery_left(session, staff_id), _at_work(session, staff_id)
    post.write_letter(session, person.email, *recovery_letter(left), now)
    record.append(session, SITE_CHAIN, person.actor, "RecoveryCodeUsed", {"left": left, "staff": staff_id}, now)


def _recovery_codes(session: Session, keys: KeyFolder, staff_id: str) -> list[str]:
    session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == staff_id))
    codes = new_recovery_codes()
    digests = [sealing.recovery_digest(keys, staff_id, crockford.normalise(code)) for code in codes]
    session.execute(insert(RecoveryCode), [{"staff_id": staff_id, "digest": digest} for digest in digests])
    return codes


def _at_work(session: Session, staff_id: str) -> staff.StaffView:
    found = staff.staff_by_id(session, staff_id)
    if found is None or not found.active:
        raise StaffNotFound(staff=staff_id)
    return found
