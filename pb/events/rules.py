"""Decisions about voting events: how tablets join, which pictures stand for a voter, and how much help is unusual."""

import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import permutations
from math import comb

from pb.core.refusals import Conflict, Invalid, NotFound
from pb.web.twelve import TWELVE

JOIN_DIGITS = 6
JOIN_LIFE = timedelta(minutes=10)
"""How long a tablet shows the code with which it asks to join."""

PICTURES = 4
PICTURES_LIFE = timedelta(minutes=60)
"""How long the pictures of a voter who was checked in open their ballot."""

CHECK_INS_KEPT = timedelta(hours=12)
IDLE_SECONDS = (90, 30, 60, 120, 180, 300, 600, 900, 0)
"""How long a tablet waits before it asks whether somebody is there; 0 for ever. The first is the usual one."""

LEAST_PIN, LONGEST_PIN = 4, 8
LONGEST_NAME, LONGEST_PLACE, LONGEST_TABLET = 80, 120, 40
SEEN_EVERY = timedelta(minutes=1)
LEAST_HELPED = 5
UNLIKELY = 100
"""Help is unusual where chance alone would bring so much to one tablet less than once in this many events."""


class EventNotFound(NotFound):
    """There is no such event in this round."""


class TabletNotFound(NotFound):
    """There is no such tablet at this event."""


class EventEnded(Conflict):
    """The event is over: nothing joins it and nobody is checked in any more."""


class NobodyAsksToJoin(Invalid):
    """No tablet shows this code now; codes are good for ten minutes."""


class NoPicturesLeft(Conflict):
    """Every set of four pictures is in somebody's hand."""


class Help(StrEnum):
    """What a helper did for a voter."""

    READING = "reading"
    POINTING = "pointing"
    HOLDING = "holding"


@dataclass(frozen=True, slots=True)
class EventDraft:
    """An event as it is set up.

    Attributes:
        name, place: as people call them.
        day: on which it is held.
        idle_seconds: see `IDLE_SECONDS`.
        picture_codes: whether voters who were checked in may open their ballot by four pictures.
    """

    name: str
    place: str
    day: date
    idle_seconds: int
    picture_codes: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """What happened at a tablet, or at all of an event, in numbers. Nothing here can say whose.

    Attributes:
        cast: ballots that were stored.
        unfinished: voters who went away before.
        helped: voters who said that somebody helped them.
        ways: how often each kind of help was named.
    """

    cast: int
    unfinished: int
    helped: int
    ways: dict[Help, int]

    @property
    def turns(self) -> int:
        """Voters who began, as far as they can be told."""
        return max(self.cast + self.unfinished, self.helped)


def total(counts: Sequence[Counts]) -> Counts:
    """The sums over several tablets."""
    return Counts(
        sum(one.cast for one in counts),
        sum(one.unfinished for one in counts),
        sum(one.helped for one in counts),
        {way: sum(one.ways[way] for one in counts) for way in Help},
    )


def days_word(day: date, today: date) -> str:
    """The day of an event beside today: `Today`, `Tomorrow`, `The day is over`; "" for a later one."""
    if day < today:
        return "The day is over"
    return {0: "Today", 1: "Tomorrow"}.get((day - today).days, "")


def helps_unusually_often(here: Counts, everywhere: Counts) -> bool:
    """Whether so many voters were helped at one tablet that chance will hardly have brought them together.

    Args:
        here: of the tablet.
        everywhere: of all tablets of the event, this one included.
    Returns: True where at least five were helped here, and where those helped anywhere, spread over all voters by lot,
    would be so many at this tablet with a probability below 1 in 100. The tail of the hypergeometric distribution,
    in whole numbers.
    """
    all_turns, all_helped = everywhere.turns, everywhere.helped
    if here.helped < LEAST_HELPED:
        return False
    ways = sum(
        comb(all_helped, helped) * comb(all_turns - all_helped, here.turns - helped)
        for helped in range(here.helped, min(all_helped, here.turns) + 1)
    )
    return ways * UNLIKELY < comb(all_turns, here.turns)


def new_join_digits() -> str:
    """Six random digits for a tablet that asks to join."""
    return f"{secrets.randbelow(10**JOIN_DIGITS):0{JOIN_DIGITS}d}"


def tidy_digits(typed: str) -> str:
    """The digits of what was typed; spaces and dashes between them do not matter."""
    return re.sub(r"[\s\u2010-\u2015-]", "", typed)


def is_pin(typed: str) -> bool:
    """Whether this is four to eight digits that are not one digit over and over."""
    digits = typed.isascii() and typed.isdigit() and LEAST_PIN <= len(typed) <= LONGEST_PIN
    return digits and len(set(typed)) > 1


def new_pictures(is_taken: Callable[[tuple[str, ...]], bool]) -> tuple[str, ...]:
    """Four different ones of the twelve in an order, 11,880 there are, that nobody else has now.

    Raises:
        NoPicturesLeft: all are taken.
    """
    every = list(permutations(TWELVE, PICTURES))
    while every:
        at = secrets.randbelow(len(every))
        every[at], every[-1] = every[-1], every[at]
        if not is_taken(found := every.pop()):
            return found
    raise NoPicturesLeft


def read_pictures(text: str) -> tuple[str, ...]:
    """The pictures that were touched so far, in order: known ones, each once, four at most."""
    known = [one for one in dict.fromkeys(text.split()) if one in TWELVE]
    return tuple(known[:PICTURES])


def is_open_code(issued_at: datetime, now: datetime) -> bool:
    """Whether pictures that were given out then still open a ballot."""
    return now - issued_at < PICTURES_LIFE
