"""Codes of a telephone (TOTP, RFC 6238): six digits that change every thirty seconds."""

from datetime import datetime

from pyotp import TOTP, random_base32
from pyotp.exceptions import OTPVerificationError

from pb.factors.rules import DRIFT_STEPS

ISSUER = "Choose Together"


def new_secret() -> str:
    """A fresh secret of 160 random bits, in the letters and digits that telephones take."""
    return random_base32()


def address(secret: str, email: str) -> str:
    """What the square to scan holds: the secret, and the name under which the telephone keeps it."""
    return TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The time step whose code this is, within one step of the present either way; None where it is none of them."""
    try:
        return TOTP(secret).verify_and_get_timecode(code, for_time=now, valid_window=DRIFT_STEPS)
    except OTPVerificationError:
        return None


def next_code(secret: str, used: int, now: datetime) -> str:
    """The code of the first step that can still be used; "" where the telephone has to be waited for."""
    totp = TOTP(secret)
    step = max(totp.timecode(now), used + 1)
    return totp.generate_otp(step) if step <= totp.timecode(now) + DRIFT_STEPS else ""
