"""What a commissioner decides about a round: its calendar, limits, ballot and rule."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pb.core.refusals import NotFound
from pb.tally.rules import Rule


class BallotKind(StrEnum):
    """How voters say what they want."""

    APPROVAL = "approval"
    STARS = "stars"
    RANKED = "ranked"
    FACES = "faces"


class Slip(StrEnum):
    """What a voter may keep of a vote: the whole slip, with a square to scan; without the square; or nothing."""

    FULL = "full"
    CODE = "code"
    NONE = "none"


class Tone(StrEnum):
    """For whom the voting screens are dressed: children, everybody, or young adults. What they do is the same."""

    PLAYFUL = "playful"
    PLAIN = "plain"
    GROWN = "grown"


class RoundNotFound(NotFound):
    """There is no such round."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The four instants of a round, each later than the one before."""

    bids_open_at: datetime
    bids_close_at: datetime
    voting_opens_at: datetime
    voting_closes_at: datetime


def calendar_mistakes(calendar: Calendar) -> dict[str, str]:
    """Messages by field for instants out of order."""
    names = ("bids_open_at", "bids_close_at", "voting_opens_at", "voting_closes_at")
    words = {
        "bids_close_at": "Bids must close after they open",
        "voting_opens_at": "Voting must open after bids close",
        "voting_closes_at": "Voting must close after it opens",
    }
    instants = [getattr(calendar, name) for name in names]
    return {
        name: words[name]
        for name, before, after in zip(names[1:], instants, instants[1:], strict=False)
        if after <= before
    }


OFFICIAL_RULE = Rule()


@dataclass(frozen=True, slots=True)
class RoundDraft:
    """What a commissioner decides about a round. Money in pence, instants aware; limits as in `models.Round`."""

    name: str
    summary: str
    calendar: Calendar
    least_cost: int
    greatest_cost: int
    ballot_kind: BallotKind
    ballot_limit: int
    ballot_most: int
    rule: Rule = OFFICIAL_RULE
    weight_factor: int = 3
    disclosure_floor: int = 30
    slip: Slip = Slip.FULL
    tone: Tone = Tone.PLAIN
    imported: bool = False


def slug_of(name: str) -> str:
    """The part of an address that says this name: `spring-round-2026`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "round"
