"""What must be in place before voting opens."""

from collections.abc import Mapping
from datetime import datetime
from typing import Self

from pb.core.refusals import Conflict
from pb.rounds.rules.draft import Calendar


class RoundNotReady(Conflict):
    """Something still blocks the move. Facts: blocks, a list of plain sentences."""


class Block(str):
    """A plain sentence that says what stands in the way of a move.

    Attributes:
        mended_at: the end of the address of the desk's page where it is mended, such as `/pot`; "" where none is.
    """

    __slots__ = ("mended_at",)
    mended_at: str

    def __new__(cls, words: str, mended_at: str = "") -> Self:
        """The sentence, and where to go."""
        block = super().__new__(cls, words)
        block.mended_at = mended_at
        return block


def blocks_opening(
    *,
    pot: int,
    greatest_cost: int,
    calendar: Calendar,
    admitted: int,
    undecided: int,
    roll: Mapping[str, int],
    electorates: Mapping[str, str],
    now: datetime,
) -> list[Block]:
    """What still stands in the way of opening the vote, in plain sentences.

    Args:
        pot: pence.
        greatest_cost: pence; no bid may cost more than there is.
        calendar: of the round.
        admitted: bids on the ballot.
        undecided: bids that were sent and not decided.
        roll: people on the roll by electorate key.
        electorates: names by key.
        now: the present.
    """
    blocks = []
    if not pot:
        blocks.append(Block("There is no money in the pot. Add at least one contribution", "/pot"))
    elif greatest_cost > pot:
        words = "A bid may cost more than the whole pot. Lower the greatest cost of a bid"
        blocks.append(Block(words, "/settings"))
    if not admitted:
        blocks.append(Block("No bid is admitted, so there is nothing to vote on", "/bids"))
    if undecided:
        blocks.append(Block(f"{undecided} {'bid is' if undecided == 1 else 'bids are'} not decided yet", "/bids"))
    blocks += [
        Block(f"Nobody is on the roll of {name}. Import the roll", "/roll")
        for key, name in electorates.items()
        if not roll.get(key)
    ]
    if calendar.voting_closes_at <= now:
        blocks.append(Block("The day on which voting closes has passed. Change the calendar", "/settings"))
    return blocks
