"""Codes that people type: Crockford's alphabet, and two Reed-Solomon check symbols over GF(32).

The code word of twelve symbols is, as a polynomial, a multiple of (x - a)(x - a^2), where a generates the field
GF(2)[x]/(x^5 + x^2 + 1). Its distance is three, so every slip in one or two symbols is noticed, and a slip in one
symbol can be placed.
"""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHECK_SYMBOLS = 2
_FIELD_POLYNOMIAL = 0b100101
_ORDER = 31  # of the multiplicative group
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
_VALUES = {symbol: value for value, symbol in enumerate(ALPHABET)}


def _powers() -> list[int]:
    powers = [1]
    while len(powers) < _ORDER:
        doubled = powers[-1] << 1
        powers.append(doubled ^ _FIELD_POLYNOMIAL if doubled >= len(ALPHABET) else doubled)
    return powers


_POWERS = _powers()
_LOGARITHMS = {value: exponent for exponent, value in enumerate(_POWERS)}


class NotASymbol(ValueError):
    """A character is not of the alphabet, after normalising."""


def normalise(text: str) -> str:
    """What a person typed, as symbols: capitals; O is 0, I and L are 1; dashes and white space are left out."""
    return "".join(text.upper().translate(_ALIKE).split()).replace("-", "")


def check_symbols(symbols: str) -> str:
    """The two symbols that make `symbols` (at most 29 of them) a code word.

    Raises:
        NotASymbol: a character is not of the alphabet.
    """
    # With c and d the check symbols and s, t the syndromes of the rest: c*a + d = s and c*a^2 + d = t.
    first, second = _syndromes([*_values(symbols), 0, 0])
    last_but_one = _divide(first ^ second, _POWERS[1] ^ _POWERS[2])
    last = first ^ _multiply(last_but_one, _POWERS[1])
    return ALPHABET[last_but_one] + ALPHABET[last]


def is_code_word(symbols: str) -> bool:
    """Whether the last two symbols are the check symbols of the others."""
    return _syndromes(_values(symbols)) == (0, 0)


def slip(symbols: str) -> int | bool | None:
    """Where the slip is in a code, if there is one.

    Returns: True where there is none; the position (from 0) of the only symbol that, put right, makes it a code word;
        None where no single symbol would.

    Raises:
        NotASymbol: a character is not of the alphabet.
    """
    first, second = _syndromes(_values(symbols))
    if first == second == 0:
        return True
    if not first or not second:
        return None
    # One wrong symbol, off by e at exponent k, gives e*a^k and e*a^2k: their quotient is a^k.
    exponent = _LOGARITHMS[_divide(second, first)]
    return len(symbols) - 1 - exponent if exponent < len(symbols) else None


def from_bits(number: int, count: int) -> str:
    """The lowest 5 * `count` bits of a number as symbols, highest first."""
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(count)))


def _values(symbols: str) -> list[int]:
    try:
        return [_VALUES[symbol] for symbol in symbols]
    except KeyError as fault:
        raise NotASymbol(fault.args[0]) from None


def _syndromes(values: list[int]) -> tuple[int, int]:
    first = second = 0
    for value in values:  # Horner's rule at a and at a^2
        first = _multiply(first, _POWERS[1]) ^ value
        second = _multiply(second, _POWERS[2]) ^ value
    return first, second


def _multiply(left: int, right: int) -> int:
    return _POWERS[(_LOGARITHMS[left] + _LOGARITHMS[right]) % _ORDER] if left and right else 0


def _divide(left: int, right: int) -> int:
    return _POWERS[(_LOGARITHMS[left] - _LOGARITHMS[right]) % _ORDER] if left else 0
