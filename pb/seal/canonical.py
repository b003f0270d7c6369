"""Canonical JSON: one value, one text. Equal to RFC 8785 on the values that are allowed here.

Allowed are None, booleans, whole numbers, texts, lists (tuples are written as lists) and maps whose keys are ASCII
texts. Numbers must be exact in every language that may read them: at most 2**53 - 1 in size; larger ones go as text.
"""

import json
from typing import Any, NoReturn

GREATEST = 2**53 - 1
DEEPEST = 100
"""How many lists and maps may stand in each other: stated, so that no reader's own limit decides what is readable."""


class NotCanonical(ValueError):
    """The value cannot be written canonically, or the text is not canonical JSON; the message says where."""


def encode(value: object) -> bytes:
    """The canonical text of a value, in UTF-8: keys sorted, no white space, nothing escaped that need not be.

    Raises:
        NotCanonical: it holds something else than the values above.
    """
    _check(value, "value")
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


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


def _check(value: object, where: str, depth: int = 0) -> None:
    _demand(depth <= DEEPEST, "value is nested too deeply")
    match value:
        case None | bool():
            pass
        case int():
            _demand(-GREATEST <= value <= GREATEST, f"{where} is too large for a number; write it as text")
        case str():
            _demand(not any("\ud800" <= symbol <= "\udfff" for symbol in value), f"{where} is not valid text")
        case list() | tuple():
            for at, item in enumerate(value):
                _check(item, f"{where}[{at}]", depth + 1)
        case dict():
            for key, item in value.items():
                _demand(isinstance(key, str) and key.isascii(), f"a key of {where} is not ASCII text")
                _check(item, f"{where}.{key}", depth + 1)
        case _:
            raise NotCanonical(f"{where} is a {type(value).__name__}")


def _demand(holds: bool, words: str) -> None:  # noqa: FBT001 - a condition
    if not holds:
        raise NotCanonical(words)
