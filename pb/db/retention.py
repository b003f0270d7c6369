"""How long rows are kept: declared beside each table as data, which the clock and `pb retention` go by."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

_YEAR = 365
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven")


class Ends(StrEnum):
    """What ends the keeping of a row."""

    NEVER = "never"
    OWNER = "with what it belongs to"
    ACT = "by an act"
    CLOCK = "by itself"


@dataclass(frozen=True, slots=True)
class Retention:
    """How long the rows of a table are kept.

    Attributes:
        ends: what ends it.
        words: the rule in words; they stand in the docstring of the table too, and a test holds the two together.
    """

    ends: Ends
    words: str


@dataclass(frozen=True, slots=True)
class Due:
    """What there is to be forgotten of a table: how many rows now, and when the next ones will be, if any will."""

    rows: int = 0
    next_at: datetime | None = None


def in_words(period: timedelta) -> str:
    """A period as a rule says it: `two years`, `30 days`, `12 hours`, `10 minutes`."""
    years = period.days // _YEAR
    if years:
        return f"{_NUMBERS[years]} years" if years > 1 else "a year"
    if period.days:
        return f"{period.days} days"
    minutes = int(period.total_seconds()) // 60
    return f"{minutes // 60} hours" if minutes % 60 == 0 else f"{minutes} minutes"
