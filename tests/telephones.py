"""The telephones of invented staff: what they show, and showing it."""

from datetime import timedelta

from pyotp import TOTP
from sqlalchemy import insert, update

from pb.factors import queries
from pb.factors.actions import second_factor
from pb.factors.models import SecondFactor
from pb.keys import factors as sealing
from pb.people import actions as people
from pb.people import queries as staff

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
STEP = timedelta(seconds=30)


def code(now, secret=SECRET):
    """What the telephone shows at this instant."""
    return TOTP(secret).at(now)


def give(session, keys, staff_id, now):
    """Set up a second factor for somebody who has none, without the letter and the line of the record."""
    if queries.factor_of(session, staff_id) is None:
        sealed = sealing.seal_secret(keys, staff_id, SECRET)
        session.execute(insert(SecondFactor).values(staff_id=staff_id, sealed=sealed, used_step=0, confirmed_at=now))
        people.note_second_factor(session, staff_id, now)


def show(session, keys, token, now):
    """Pass the second step in a browser, with a telephone that is given first where there is none; the new token.

    The clock of a test stands still, and no code is taken twice, so that the last used one is forgotten here.
    """
    staff_id = staff.staff_of_token(session, token, now)
    give(session, keys, staff_id, now)
    session.execute(update(SecondFactor).where(SecondFactor.staff_id == staff_id).values(used_step=0))
    return second_factor.pass_second_step(session, keys, token, code(now), now)
