"""The pot: what agencies give, what of it is kept for some bids, and how that parts each contribution."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from pb.core.refusals import NotFound
from pb.tally.provenance import split
from pb.tally.restrictions import fits


class NotAContribution(NotFound):
    """There is no such contribution to this round."""


class NotAReservation(NotFound):
    """No money of this round is set aside for such a label."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A contribution, or a part of one: pence of an agency for bids with these labels, or for all."""

    agency: str
    pence: int
    only: tuple[str, ...] = ()


def pieces(given: Sequence[Piece], reserved: Sequence[tuple[str, int]]) -> list[Piece]:
    """The pot as it is counted: every open contribution gives its part of what is set aside for a label.

    Args:
        given: the contributions as the agencies gave them.
        reserved: label and pence, in order. Where there is less open money than that, what there is.
    Returns: the pieces of each contribution together, in the order given, what stays open first; to the penny.
    """
    left = {str(at): one.pence for at, one in enumerate(given) if not one.only}
    parts: list[list[Piece]] = [[] for _ in given]
    for label, wanted in reserved:
        for name, pence in split(min(wanted, sum(left.values())), left).items():
            left[name] -= pence
            parts[int(name)] += [Piece(given[int(name)].agency, pence, (label,))] if pence else []
    for name, pence in left.items():
        parts[int(name)][:0] = [Piece(given[int(name)].agency, pence)] if pence else []
    return [piece for one, some in zip(given, parts, strict=True) for piece in (some if not one.only else [one])]


def may_go_to(labels: Collection[str], parts: Sequence[Piece], kinds: Mapping[str, str]) -> int:
    """The pence of these pieces that may fund a bid with these labels; `kinds` are of all labels, by key."""
    return sum(piece.pence for piece in parts if fits(labels, piece.only, kinds))
