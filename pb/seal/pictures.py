"""Three pictures out of twelve that go with a check code, for people who do not read.

A memory aid and no proof: there are 1,320 threes, so in a large round many ballots have the same.
"""

from math import perm

from pb.seal.commit import TRACKER_SYMBOLS
from pb.seal.crockford import ALPHABET, NotASymbol, normalise

PICTURES, SHOWN = 12, 3


def three_of(code: str) -> tuple[int, ...]:
    """The places, from 0 to 11, of a check code's three pictures among the twelve; no two are the same.

    The code's first ten symbols, which every form of it has, are a number to the base 32, the first symbol highest. Its
    remainder by 12 · 11 · 10 is divided by 110, and what is left by 10: the two quotients and the last remainder say
    which of the twelve comes first, which of the other eleven comes next, and which of the ten then. These symbols are
    the first bits of a hash, so no three comes more often than another by more than one part in 10¹¹.

    Args:
        code: a check code, of any length that is published, with or without dashes.

    Raises:
        NotASymbol: one of its first ten characters is not of the alphabet.
    """
    number = 0
    for symbol in normalise(code)[:TRACKER_SYMBOLS]:
        if symbol not in ALPHABET:
            raise NotASymbol(symbol)
        number = number * len(ALPHABET) + ALPHABET.index(symbol)
    left, rest, found = list(range(PICTURES)), number % perm(PICTURES, SHOWN), []
    for still in reversed(range(SHOWN)):
        which, rest = divmod(rest, perm(len(left) - 1, still))
        found.append(left.pop(which))
    return tuple(found)
