"""Who may do what: roles, viewers, refusals of sign-in, and the two-person act as plain values."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from pb.core.refusals import Conflict, NotAllowed, NotFound, TooMany

IDLE = timedelta(minutes=30)
BIDDER_IDLE = timedelta(hours=12)  # a parent writes in pieces, late at night
CODE_LIFE = timedelta(minutes=30)
TRIES_OF_A_CODE = 5
TRIES_OF_A_SIGN_IN = 10


class Role(StrEnum):
    """What a member of staff may do: officers check bids; commissioners also run the round."""

    COMMISSIONER = "commissioner"
    OFFICER = "officer"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is asking. Exactly one of `staff_id` and `bidder_id` is set for a signed-in person, neither for the public."""

    staff_id: str = ""
    bidder_id: str = ""
    name: str = ""
    email: str = ""
    role: Role | None = None
    agency: str = ""

    @property
    def is_staff(self) -> bool:
        """Whether this is a signed-in member of staff."""
        return bool(self.staff_id)

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
        """How the record names this person: staff by name and agency, bidders by an opaque reference."""
        if self.is_staff:
            return f"{self.name} ({self.agency})"
        return f"bidder {self.bidder_id}" if self.is_bidder else "the public"


PUBLIC = Viewer()


class Kind(StrEnum):
    """The acts that need two people."""

    OPEN_VOTING = "open-voting"
    CLOSE_EARLY = "close-early"
    EXTEND_VOTING = "extend-voting"
    SEAL_LIST = "seal-list"
    OPEN_URN = "open-urn"
    PUBLISH = "publish"


@dataclass(frozen=True, slots=True)
class Approval:
    """Proof that two people agreed on one exact effect; made only by `people.actions.confirm_act`."""

    kind: Kind
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


class ActChanged(Conflict):
    """What would happen is no longer what was proposed; propose it again."""


class ActNotFound(NotFound):
    """There is no such open act."""
