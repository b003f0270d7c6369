"""What key holders mean for a round, in plain sentences: what still stands in the way, and what everybody may know."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce

from pb.core.refusals import Conflict, NotFound, TooMany
from pb.core.words import ENGLISH, Words
from pb.rounds.rules.opening import Block

DEFAULT_NAMES = ("The commissioner", "The parent carer forum", "The young people’s group")
HOLDERS = len(DEFAULT_NAMES)
LONGEST_NAME = 80
TRIES = 10
"""Of one member of staff in ten minutes. Nobody guesses a passphrase; this spares the machine."""

NOT_OURS = "The sheets of the key holders do not fit the key of this round. Make them anew"


class NoKeyHolders(NotFound):
    """This round has no key holders."""


class SheetsMadeMeanwhile(Conflict):
    """The sheets of this round were made, or given up, since the page was opened; making them again voids new ones."""


class PassphrasesThrottled(TooMany):
    """Too many passphrases were tried; waiting ten minutes mends it."""


@dataclass(frozen=True, slots=True)
class HolderView:
    """One of the three who hold the key of a round.

    Attributes:
        number: 1 to 3; their passphrase has the same.
        name: of a role or a body.
        opens: the public key, in hex, whose private key their passphrase helps to unlock.
        sheet_at: when their sheet was made.
        tried_at: when their passphrase was last tried and worked; None where it was not since.
    """

    number: int
    name: str
    opens: str
    sheet_at: datetime
    tried_at: datetime | None


def state(holders: Sequence[HolderView]) -> str:
    """What tells the sheets that there are now from all others; "none" where there are none."""
    return holders[0].opens[-16:] if holders else "none"


def untried(holders: Sequence[HolderView]) -> list[str]:
    """The names of those whose passphrase was not tried yet."""
    return [one.name for one in holders if one.tried_at is None]


def blocks_opening(holders: Sequence[HolderView]) -> list[Block]:
    """What stands in the way of opening the vote, where a round has key holders."""
    return [
        Block(f"The passphrase of {inside(name)} has not been tried. Try it", "/key-holders/rehearsal")
        for name in untried(holders)
    ]


def check_fit(holders: Sequence[HolderView], public_key: str, *, locked: bool) -> list[Block]:
    """What is wrong where the sheets that were made are not those of the key that is there, after a restore say.

    Args:
        holders: of the round; none where it has none.
        public_key: of the key folder, in hex.
        locked: whether key holders must unlock its private key.
    """
    fits = locked == bool(holders) and all(one.opens == public_key for one in holders)
    return [] if fits else [Block(NOT_OURS, "/key-holders")]


def to_know(holders: Sequence[HolderView]) -> list[str]:
    """What to know before the vote is opened."""
    words = (
        "Two of the three sheets of the key holders will open the votes. If two sheets are lost, nobody can ever open "
        "them: not you, not we, not anybody"
    )
    return [words] if holders else []


def told(holders: Sequence[HolderView], say: Words = ENGLISH, written: Callable[[str], str] = str) -> str:
    """Who holds the key, in two sentences for everybody; empty where nobody does.

    Args:
        holders: of the round.
        say: in the reader's language.
        written: shows a name that people of the round gave.
    """
    if not holders:
        return ""
    names = listed([one.name for one in holders], say, written)
    return say(
        "Three hold the key to the votes of this round: {names}. Two of them must be there to open the votes.",
        names=names,
    )


def listed(names: Collection[str], say: Words = ENGLISH, written: Callable[[str], str] = str) -> str:
    """Names inside a sentence: `the commissioner, the forum and the young people’s group`."""
    *some, last = [inside(name, say, written) for name in names]
    if not some:
        return last
    before = reduce(lambda words, more: say("{some}, {more}", some=words, more=more), some)
    return say("{some} and {last}", some=before, last=last)


def inside(name: str, say: Words = ENGLISH, written: Callable[[str], str] = str) -> str:
    """A name inside a sentence: `The commissioner` as `the commissioner`."""
    usual = (say("the commissioner"), say("the parent carer forum"), say("the young people’s group"))
    if name in DEFAULT_NAMES:
        return usual[DEFAULT_NAMES.index(name)]
    return written(f"the {name[4:]}" if name.startswith("The ") else name)


def names_of(holders: Sequence[HolderView], numbers: Collection[int]) -> list[str]:
    """The names of those with these numbers."""
    return [one.name for one in holders if one.number in numbers]
