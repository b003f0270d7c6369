"""The way of a voter through the bids: in an order of their own, some at a time, every one seen before the check."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

ON_A_PAGE, LONGEST = 6, 1_000
"""Bids on a page of cards, and more than any ballot has."""
SIZES = {"": ON_A_PAGE, "one": 1, "list": LONGEST}
"""How many bids are shown at a time, by how the voter likes them to be shown."""


@dataclass(frozen=True, slots=True)
class Walk:
    """Where a voter is.

    Attributes:
        order: the bids, in this voter's own order.
        size: how many are shown at a time, at least 1.
        at: the place in `order` of the first that is shown.
        seen: how many of `order`, from its beginning, have been shown.
    """

    order: tuple[str, ...]
    size: int
    at: int = 0
    seen: int = 0

    @property
    def shown(self) -> tuple[str, ...]:
        """The bids that are shown."""
        return self.order[self.at : self.at + self.size]

    @property
    def ahead(self) -> tuple[str, ...]:
        """The bids that come after those."""
        return self.order[self.at + self.size :]

    @property
    def page(self) -> int:
        """The number of what is shown, from 1."""
        return self.at // self.size + 1

    @property
    def of(self) -> int:
        """How many pages there are; never none."""
        return max(1, -(-len(self.order) // self.size))

    @property
    def has_seen_all(self) -> bool:
        """Whether no bid is left that was never shown."""
        return self.seen >= len(self.order)

    def looked(self) -> "Walk":
        """After what is here has been shown."""
        return replace(self, seen=max(self.seen, min(self.at + self.size, len(self.order))))

    def turned(self, pages: int) -> "Walk":
        """So many pages on, or back where it is less than 0; no further than the bids go."""
        return replace(self, at=min(max(0, self.page - 1 + pages), self.of - 1) * self.size)

    def to(self, number: str) -> "Walk":
        """Where this bid is shown; the beginning where there is none of this number."""
        return replace(self, at=(self.order.index(number) if number in self.order else 0) // self.size * self.size)

    def to_what_was_not_seen(self) -> "Walk":
        """The first page with a bid that was never shown."""
        return replace(self, at=min(self.seen // self.size, self.of - 1) * self.size)


def read_walk(order: Sequence[str], show: str, at: str, seen: str) -> Walk:
    """The walk that came with a form.

    Nobody is led past what they have not seen. Where bids are shown otherwise than before, the first stays in sight.
    """
    size = SIZES[show]
    looked = min(_number(seen), len(order))
    return Walk(tuple(order), size, min(_number(at), looked, max(0, len(order) - 1)) // size * size, looked)


def shuffled(numbers: Sequence[str], seed: int) -> list[str]:
    """The bids in this voter's own order, so that no bid is first for everybody. The seed is never kept."""
    order = list(numbers)
    random.Random(seed).shuffle(order)  # noqa: S311 - fairness of place, not secrecy
    return order


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(LONGEST)) else 0
