"""When a letter is tried again, and which addresses can be written to."""

import re
from datetime import timedelta

from pb.core.refusals import Invalid

LEASE = timedelta(minutes=15)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
MOST_TRIES = 16  # a little under two days
KEPT = timedelta(days=30)
LONGEST_ADDRESS, LONGEST_SUBJECT, LONGEST_FAULT = 254, 200, 300

# No space, comma, quote or bracket: one address stays one in a header, and no other header can be smuggled in.
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+")


class AddressUnfit(Invalid):
    """No letter can be sent to this address; it should look like name@example.org."""


def check_address(address: str) -> None:
    """Let through only what can stand alone in the header of a letter.

    Raises:
        AddressUnfit: it cannot.
    """
    if len(address) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(address):
        raise AddressUnfit


def one_line(text: str, longest: int) -> str:
    """A text on one line and no longer than `longest` characters."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def wait_after(tries: int) -> timedelta:
    """How long to wait after so many failed tries (at least 1): a minute, doubled each time, at most six hours."""
    return min(FIRST_WAIT * (1 << min(tries - 1, 16)), LONGEST_WAIT)
