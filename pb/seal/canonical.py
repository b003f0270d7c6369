"""Canonical JSON: one value, one text. Equal to RFC 8785 on the values that are allowed here.

Allowed are None, booleans, whole numbers, texts, lists (tuples are written as lists) and maps whose keys are ASCII
texts. Numbers must be exact in every language that may read them: at most 2**53 - 1 in size; larger ones go as text.
"""

import json
import re
from typing import Any, NoReturn

GREATEST = 2**53 - 1
DEEPEST = 100
"""How many lists and maps may stand in each other: stated, so that no reader's own limit decides what is readable."""


_SURROGATE = re.compile("[\ud800-\udfff]")
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False)


class NotCanonical(ValueError):
    """The value cannot be written canonically, or the text is not canonical JSON; the message says where."""


def encode(value: object) -> bytes:
    """The canonical text of a value, in UTF-8: keys sorted, no white space, nothing escaped that need not be.

    Raises:
        NotCanonical: it holds something else than the values above.
    """
    try:
        _check(value)
    except _Unfit as fault:
        where = (f"[{at}]" if isinstance(at, int) else f".{at}" for at in reversed(fault.place))
        raise NotCanonical(fault.words.format("value" + "".join(where))) from None
    return _ENCODER.encode(value).encode()


def decode(text: bytes) -> Any:  # noqa: ANN401 - a JSON value is any of its kinds
    """The value of a canonical text; any other text of the same value is refused.

    Raises:
        NotCanonical: the text is no JSON, has a number with a fraction, a key twice, or is written another way.
    """
    try:
        value = json.loads(text.decode(), parse_float=_no_fraction, parse_constant=_no_fraction)
    except (ValueError, RecursionError) as fault:
        raise NotCanonical(f"not canonical JSON: {type(fault).__name__}") from fault
    if encode(value) != text:
        raise NotCanonical("JSON, but not in its canonical form")
    return value


def _no_fraction(text: str) -> NoReturn:
    raise NotCanonical(f"{text} is not a whole number")


class _Unfit(Exception):
    """Something that cannot be written; its place grows on the way out, so that what is fit pays nothing for it."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words, self.place = words, list[str | int]()


def _check(value: object, depth: int = 0) -> None:
    _demand(depth <= DEEPEST, "value is nested too deeply")
    match value:
        case str():
            _demand(value.isascii() or not _SURROGATE.search(value), "{} is not valid text")
        case None | bool():
            pass
        case int():
            _demand(-GREATEST <= value <= GREATEST, "{} is too large for a number; write it as text")
        case list() | tuple():
            for at, item in enumerate(value):
                _check_part(item, at, depth + 1)
        case dict():
            for key, item in value.items():
                _demand(isinstance(key, str) and key.isascii(), "a key of {} is not ASCII text")
                _check_part(item, key, depth + 1)
        case _:
            raise _Unfit(f"{{}} is a {type(value).__name__}")


def _demand(holds: bool, words: str) -> None:  # noqa: FBT001 - a condition
    if not holds:
        raise _Unfit(words)


def _check_part(value: object, at: str | int, depth: int) -> None:
    try:
        _check(value, depth)
    except _Unfit as fault:
        fault.place.append(at)
        raise
