"""Exact amounts and shares as people read them: rounded once, at the very end, and never through a float."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import floor

from pb.core.money import pounds

_HALF = Fraction(1, 2)


def nearest(amount: Fraction) -> int:
    """The nearest whole number, half upwards."""
    return floor(amount + _HALF)


def about(amount: Fraction) -> str:
    """An exact amount of pence in pounds: `£12.50`, or `about £12.51` where it is no whole number of pence."""
    return pounds(int(amount)) if amount.denominator == 1 else f"about {pounds(nearest(amount))}"


def to_the_penny(pence: int) -> str:
    """Pence with both digits, so that a column lines up: `£1,250.00`."""
    whole, rest = divmod(pence, 100)
    return f"£{whole:,}.{rest:02}"


def whole_pence(parts: Mapping[str, Fraction]) -> dict[str, int]:
    """Parts that add up to whole pence, each rounded so that they still do: by largest remainder, then by name."""
    down = {name: floor(part) for name, part in parts.items()}
    missing = nearest(sum(parts.values(), Fraction(0))) - sum(down.values())
    for name in sorted(parts, key=lambda one: (down[one] - parts[one], one))[:missing]:
        down[name] += 1
    return down


def percent(share: Fraction) -> str:
    """A share in per cent, to a tenth, half upwards: `50%`, `33.3%`."""
    whole, tenth = divmod(nearest(share * 1000), 10)
    return f"{whole}.{tenth}%" if tenth else f"{whole}%"


def width(part: Fraction | int, whole: Fraction | int) -> int:
    """How wide a bar is, in whole per cent of its track; what is there at all can be seen."""
    if not part or not whole:
        return 0
    return max(1, min(100, nearest(Fraction(part) * 100 / Fraction(whole))))


def counted(number: int, one: str, many: str) -> str:
    """`1 person`, `2,500 people`."""
    return f"{number:,} {one if number == 1 else many}"


def people(number: int) -> str:
    """So many people."""
    return counted(number, "person", "people")


def bids(number: int) -> str:
    """So many bids."""
    return counted(number, "bid", "bids")


def listed(names: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def inside(label: str) -> str:
    """The name of a group inside a sentence: `young people`."""
    return label[:1].lower() + label[1:]
