"""Who may do what: roles, viewers, refusals of sign-in, and the two-person act as plain values."""

import hashlib
import hmac
import re
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from pb.core.refusals import Conflict, Invalid, NotAllowed, NotFound, TooMany
from pb.core.words import ENGLISH, Words
from pb.seal import canonical, crockford

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)  # of staff: whoever keeps clicking shows password and second step once a day
HALF_LIFE = timedelta(minutes=10)  # between the password and the second step
FRESH = timedelta(hours=2)  # how long a second step is good for an act of two people
JUST_NOW = timedelta(minutes=10)  # how long it is good for changing the second factor itself
BIDDER_IDLE = timedelta(hours=12)  # a parent writes in pieces, late at night
TOUCH_AFTER = timedelta(minutes=1)  # a page a second must not mean a write a second
CODE_LIFE = timedelta(minutes=30)
KEPT = timedelta(days=731)  # of a bidder: two years, in which they may be asked how the money was used
CODE_DIGITS = 6
TRIES_OF_A_CODE = 5
TRIES_OF_A_SIGN_IN = 10
LEAST_PASSWORD, LONGEST_PASSWORD = 12, 1000
LONGEST_NAME, LONGEST_EMAIL = 120, 254
LONGEST_PATH = 1000
PASSWORD_CODE_SYMBOLS = 12

_EMAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9.-]+\.[a-z0-9-]+")


class Role(StrEnum):
    """What a person with an account at the desk may do.

    Officers check bids; commissioners also run the round. Observers look on and stewards help at voting events; neither
    are staff.
    """

    COMMISSIONER = "commissioner"
    OFFICER = "officer"
    OBSERVER = "observer"
    STEWARD = "steward"


STAFF = frozenset({Role.COMMISSIONER, Role.OFFICER})
"""Who works at the desk itself. A role that is added is no staff unless it is named here."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is asking. One of `staff_id` and `bidder_id` is set for a signed-in person, neither for the public.

    `staff_id` is the id of an account at the desk, an observer's or a steward's too. `second_step_at` is when this
    browser last showed the second factor of its person, who may have none.
    """

    staff_id: str = ""
    bidder_id: str = ""
    name: str = ""
    email: str = ""
    role: Role | None = None
    agency: str = ""
    has_second_factor: bool = False
    second_step_at: datetime | None = None

    @property
    def is_at_desk(self) -> bool:
        """Whether this is somebody signed in at the desk: a member of staff, an observer, or a steward."""
        return bool(self.staff_id)

    @property
    def is_observer(self) -> bool:
        """Whether this is a signed-in observer, who sees the desk and does nothing there."""
        return self.role is Role.OBSERVER

    @property
    def is_steward(self) -> bool:
        """Whether this is a signed-in steward, who sees the voting events that are not over, and nothing else."""
        return self.role is Role.STEWARD

    @property
    def is_staff(self) -> bool:
        """Whether this is a signed-in member of staff."""
        return self.role in STAFF

    @property
    def is_commissioner(self) -> bool:
        """Whether this is a signed-in commissioner."""
        return self.role is Role.COMMISSIONER

    @property
    def is_bidder(self) -> bool:
        """Whether this is a signed-in bidder."""
        return bool(self.bidder_id)

    @property
    def actor(self) -> str:
        """How the record names this person: by name and agency at the desk, bidders by an opaque reference."""
        if self.is_at_desk:
            return f"{self.name} ({self.agency})"
        return f"bidder {self.bidder_id}" if self.is_bidder else "the public"


PUBLIC = Viewer()


class Purpose(StrEnum):
    """What an emailed code is for; a code for one is none for the other."""

    BIDS = "bids"
    PASSWORD = "password"  # noqa: S105 - a purpose, not a password


class Kind(StrEnum):
    """The acts that need two people."""

    OPEN_VOTING = "open-voting"
    CLOSE_EARLY = "close-early"
    EXTEND_VOTING = "extend-voting"
    SEAL_LIST = "seal-list"
    OPEN_URN = "open-urn"
    PUBLISH = "publish"
    REISSUE_IN_BULK = "reissue-in-bulk"


class StaffKind(StrEnum):
    """The acts about people that need two: each decides who counts as a person of their own, or who looks on."""

    ADD_COMMISSIONER = "add-commissioner"
    RESET_SECOND_FACTOR = "reset-second-factor"
    ADD_OBSERVER = "add-observer"
    END_OBSERVER = "end-observer"


AnyKind = Kind | StaffKind


def kind_of(text: str) -> AnyKind:
    """The kind of an act by its name.

    Raises:
        ValueError: there is none of this name.
    """
    return StaffKind(text) if text in set(StaffKind) else Kind(text)


@dataclass(frozen=True, slots=True)
class Approval:
    """Proof that two people agreed on one exact effect; made only by `people.actions.confirm_act`."""

    kind: AnyKind
    round_id: str
    effect: str
    effect_hash: str
    proposed_by: str
    confirmed_by: str


class SignInRefused(NotAllowed):
    """The email and password, or the emailed code, do not match. Says nothing about which."""


class SignInThrottled(TooMany):
    """Too many tries; waiting ten minutes mends it."""


class SecondPersonNeeded(NotAllowed):
    """The one who proposed an act cannot also confirm it."""


class SecondFactorNeeded(NotAllowed):
    """What takes two people takes a second factor of each; this person has none yet."""


class SecondStepStale(NotAllowed):
    """The second factor was shown too long ago for an act of two people; it has to be shown again."""


class ActChanged(Conflict):
    """What would happen is no longer what was proposed; propose it again."""


class ActNotFound(NotFound):
    """There is no such open act."""


class CommissionersOnly(NotAllowed):
    """This is for commissioners, and this person is none."""


class ObserversLookOn(NotAllowed):
    """An observer sees what is done, and does none of it."""


class StewardsHelpAtEvents(NotAllowed):
    """A steward lets tablets in and checks voters in at voting events, and sees nothing else of the desk."""


class AgencyNotFound(NotFound):
    """There is no such agency."""


class StaffNotFound(NotFound):
    """There is no such member of staff at work."""


class AgencyNameTaken(Conflict):
    """There is an agency of this name already."""


class EmailTaken(Conflict):
    """A member of staff has this email address already."""


class NameUnfit(Invalid):
    """The name is empty or too long; give one of 1 to 120 characters."""


class EmailUnfit(Invalid):
    """This is not an email address; write one like name@example.org."""


class PasswordTooShort(Invalid):
    """The password is too short; choose at least 12 characters, four words that have nothing in common for instance."""


class PasswordTooLong(Invalid):
    """The password is too long; choose at most 1,000 characters."""


class PasswordIsTheEmail(Invalid):
    """The password is the email address, which others know; choose something else."""


def check_second_step(viewer: Viewer, now: datetime, good_for: timedelta = FRESH) -> None:
    """Refuse what takes more than a password, unless the second factor was shown in this browser a short while ago.

    Raises:
        SecondFactorNeeded: this person has none.
        SecondStepStale: it was shown so long ago, or longer.
    """
    if not viewer.has_second_factor:
        raise SecondFactorNeeded
    if viewer.second_step_at is None or now - viewer.second_step_at >= good_for:
        raise SecondStepStale


def tidy_name(text: str) -> str:
    """A name on one line, without white space around it.

    Raises:
        NameUnfit: nothing is left of it, or more than 120 characters.
    """
    name = " ".join(text.split())
    if not 1 <= len(name) <= LONGEST_NAME:
        raise NameUnfit
    return name


def tidy_email(text: str) -> str:
    """An email address in the one way of writing by which people are known: lower case, nothing around it.

    Raises:
        EmailUnfit: it is none.
    """
    email = text.strip().lower()
    if len(email) > LONGEST_EMAIL or not _EMAIL.fullmatch(email):
        raise EmailUnfit
    return email


def tidy_password(text: str) -> str:
    """The same password from every keyboard: composed and decomposed letters count as one (NFKC)."""
    return unicodedata.normalize("NFKC", text)


def check_password(password: str, email: str) -> None:
    """Refuse a password that is easily guessed.

    Raises:
        PasswordTooShort, PasswordTooLong, PasswordIsTheEmail: what is wrong; each says what would do.
    """
    tidied = tidy_password(password)
    if len(tidied) < LEAST_PASSWORD:
        raise PasswordTooShort
    if len(tidied) > LONGEST_PASSWORD:
        raise PasswordTooLong
    if tidied.strip().lower() == email.strip().lower():
        raise PasswordIsTheEmail


def new_code() -> str:
    """Six random digits."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def new_password_code() -> str:
    """Twelve random symbols in three groups: a password opens more than a bid, so six digits would be too few."""
    symbols = "".join(secrets.choice(crockford.ALPHABET) for _ in range(PASSWORD_CODE_SYMBOLS))
    return "-".join(symbols[at : at + 4] for at in range(0, PASSWORD_CODE_SYMBOLS, 4))


def code_digest(email: str, code: str, purpose: Purpose = Purpose.BIDS) -> str:
    """What is kept of an emailed code: SHA-256("pb/email-code/v1" | purpose | email | code) in hex.

    The code is taken as `crockford.normalise` reads it, so that white space, dashes and case do not matter.
    """
    return hashlib.sha256(f"pb/email-code/v1|{purpose}|{email}|{crockford.normalise(code)}".encode()).hexdigest()


def is_the_code(email: str, code: str, digest: str, purpose: Purpose = Purpose.BIDS) -> bool:
    """Whether the digest is that of this code, found out in the same time for any code."""
    return hmac.compare_digest(code_digest(email, code, purpose), digest)


def token_digest(token: str) -> str:
    """What is kept of the token in a signed-in browser's cookie: its SHA-256 in hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def effect_hash(kind: str, round_id: str, effect: Mapping[str, Any]) -> str:
    """The hash by which two people agree on one effect: SHA-256("pb/act/v1|" canonical {effect, kind, round}) in hex.

    Raises:
        NotCanonical: the effect holds something else than plain values.
    """
    body = canonical.encode({"effect": dict(effect), "kind": str(kind), "round": round_id})
    return hashlib.sha256(b"pb/act/v1|" + body).hexdigest()


def local_path(text: str, otherwise: str) -> str:
    """Where to go after signing in: an address of this site, or `otherwise`; never another site's."""
    is_local = text.startswith("/") and not text.startswith(("//", "/\\")) and text.isprintable()
    return text if is_local and len(text) <= LONGEST_PATH else otherwise


def password_letter(code: str) -> tuple[str, str]:
    """The letter with the code for choosing a password: (subject, body)."""
    body = (
        f"Your code is {code}\n\n"
        "Type it within 30 minutes on the page where you asked for it, with the password that you choose.\n\n"
        "If you did not ask for a code, you need not do anything. Your password stays as it is.\n"
    )
    return "Choose a password for Choose Together", body


def observer_ended_letter(by: str) -> tuple[str, str]:
    """The letter to an observer who is one no more: (subject, body). Nobody sends a witness away unnoticed."""
    body = (
        f"{by} ended your access as an observer. You get no more heads of the record.\n\n"
        "Keep the letters that you have: they still show whether the record was changed up to then. The record says "
        "who ended your access, and when.\n\n"
        "Did you not expect this? Then tell the other observers, and ask the partnership why.\n"
    )
    return "You are no longer an observer of Choose Together", body


def sign_in_letter(code: str, say: Words = ENGLISH) -> tuple[str, str]:
    """The letter with a bidder's code: (subject, body), in the language of the page on which it was asked for."""
    paragraphs = (
        say("Your code is {code}", code=code),
        say("Type it within 30 minutes on the page where you asked for it."),
        say("If you did not ask for a code, you need not do anything."),
    )
    return say("{code} is your code for Choose Together", code=code), "\n\n".join(paragraphs) + "\n"
