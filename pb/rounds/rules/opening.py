"""What must be in place before voting opens."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from pb.core.money import pounds
from pb.core.refusals import Conflict
from pb.rounds.rules.labels import LabelDraft, kinds_of, only_in_words
from pb.rounds.rules.pot import Piece
from pb.tally.restrictions import fits


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


@dataclass(frozen=True, slots=True)
class TooDear:
    """An admitted bid that costs more than the money that may go to it: title, cost and money in pence."""

    title: str
    cost: int
    money: int


def idle_money(parts: Sequence[Piece], bids: Sequence[Collection[str]], labels: Sequence[LabelDraft]) -> list[str]:
    """What to know before opening: money that can go to no bid on the ballot. `bids` are the labels of each."""
    kinds, idle = kinds_of(labels), dict[tuple[str, tuple[str, ...]], int]()
    for piece in parts:
        if piece.only and not any(fits(mine, piece.only, kinds) for mine in bids):
            idle[piece.agency, piece.only] = idle.get((piece.agency, piece.only), 0) + piece.pence
    return [
        f"{pounds(pence)} of {agency} is for {only_in_words(only, labels)}, and no bid on the ballot is. "
        "It would take no part, and go back"
        for (agency, only), pence in idle.items()
    ]


@dataclass(frozen=True, slots=True)
class Readiness:
    """What decides whether voting may open.

    Attributes:
        pot: pence.
        open_money: pence of it that are for all bids.
        reserved: pence of those that are to be set aside for some.
        greatest_cost: pence; no bid may cost more than there is.
        admitted: bids on the ballot.
        undecided: bids that were sent and not decided.
        too_dear: admitted bids that cost more than the money that may go to them.
        roll: people on the roll by electorate key.
        electorates: names by key.
        closes_at: when voting closes.
    """

    pot: int
    open_money: int
    reserved: int
    greatest_cost: int
    admitted: int
    undecided: int
    too_dear: Sequence[TooDear]
    roll: Mapping[str, int]
    electorates: Mapping[str, str]
    closes_at: datetime


def blocks_opening(found: Readiness, now: datetime) -> list[Block]:
    """What still stands in the way of opening the vote, in plain sentences."""
    nobody = [name for key, name in found.electorates.items() if not found.roll.get(key)]
    blocks = [*_money_blocks(found), *_bid_blocks(found)]
    blocks += [Block(f"Nobody is on the roll of {name}. Import the roll", "/roll") for name in nobody]
    if found.closes_at <= now:
        blocks.append(Block("The day on which voting closes has passed. Change the calendar", "/settings"))
    return blocks


def _money_blocks(found: Readiness) -> list[Block]:
    blocks = []
    if not found.pot:
        blocks.append(Block("There is no money in the pot. Add at least one contribution", "/pot"))
    elif found.greatest_cost > found.pot:
        words = "A bid may cost more than the whole pot. Lower the greatest cost of a bid"
        blocks.append(Block(words, "/settings"))
    if found.reserved > found.open_money:
        kept, there = pounds(found.reserved), pounds(found.open_money)
        words = f"{kept} is set aside for some bids, and only {there} is open money. Set less aside, or add to the pot"
        blocks.append(Block(words, "/aside"))
    return blocks


def _bid_blocks(found: Readiness) -> list[Block]:
    blocks = []
    if not found.admitted:
        blocks.append(Block("No bid is admitted, so there is nothing to vote on", "/bids"))
    if found.undecided:
        words = "1 bid is" if found.undecided == 1 else f"{found.undecided} bids are"
        blocks.append(Block(f"{words} not decided yet", "/bids"))
    return blocks + [Block(_too_dear(one), "/bids") for one in found.too_dear]


def _too_dear(bid: TooDear) -> str:
    return (
        f"“{bid.title}” costs {pounds(bid.cost)}, and only {pounds(bid.money)} of the pot may go to it. "
        "Take back its admission, change its ticks, or put in money that it may have"
    )
