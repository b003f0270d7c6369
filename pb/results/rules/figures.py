"""Exact amounts and shares as people read them: rounded once, at the very end, and never through a float."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from math import floor

from pb.core.money import pounds
from pb.core.words import Words
from pb.core.written import is_marked

_HALF = Fraction(1, 2)


def nearest(amount: Fraction) -> int:
    """The nearest whole number, half upwards."""
    return floor(amount + _HALF)


def about(amount: Fraction, say: Words) -> str:
    """An exact amount of pence in pounds: `£12.50`, or `about £12.51` where it is no whole number of pence."""
    return pounds(int(amount)) if amount.denominator == 1 else say("about {amount}", amount=pounds(nearest(amount)))


def to_the_penny(pence: int) -> str:
    """Pence with both digits, so that a column lines up: `£1,250.00`."""
    whole, rest = divmod(pence, 100)
    return f"£{whole:,}.{rest:02}"


def pounds_or_nothing(pence: int, say: Words) -> str:
    """Pence in pounds, or the word for none."""
    return pounds(pence) if pence else say("nothing")


def tenths(amount: Fraction) -> str:
    """A number to a tenth, half upwards: `31.4`, `1,200.0`."""
    whole, tenth = divmod(nearest(amount * 10), 10)
    return f"{whole:,}.{tenth}"


def whole_pence(parts: Mapping[str, Fraction], rounded: Callable[[Fraction], int] = nearest) -> dict[str, int]:
    """Parts in whole pence that add up to their rounded sum: by largest remainder, then by name."""
    down = {name: floor(part) for name, part in parts.items()}
    missing = rounded(sum(parts.values(), Fraction(0))) - sum(down.values())
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


def listed(names: Sequence[str], say: Words) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(names) < 2:  # noqa: PLR2004 - two are joined by a word
        return "".join(names)
    return say("{some} and {last}", some=in_a_row(names[:-1], say), last=names[-1])


def in_a_row(names: Sequence[str], say: Words) -> str:
    """`a, b, c`, with the comma of the language."""
    return reduce(lambda some, more: say("{some}, {more}", some=some, more=more), names) if names else ""


def inside(label: str) -> str:
    """The name of a group inside a sentence: `young people`, but `NHS staff`; in another language as it was written."""
    if is_marked(label):
        return label
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
