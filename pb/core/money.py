"""Money is whole pence, always `int`; this is where people's pounds become pence and back."""

import re

_POUNDS = re.compile(r"£?\s*(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?")
LONGEST_AMOUNT = 40
GREATEST_PENCE = 100_000_000_000  # a thousand million pounds: beyond any pot, well inside 64 bits


class NotMoney(ValueError):
    """The text is not an amount in pounds."""


def parse_pounds(text: str) -> int:
    """Pence from what a person typed: `1,250`, `£1250.50`, `12.5`.

    Raises:
        NotMoney: the text is no amount, is negative, or is absurdly large.
    """
    found = _POUNDS.fullmatch(text.strip()) if len(text) <= LONGEST_AMOUNT else None
    if found is None:
        raise NotMoney(text)
    pence = int(found[1].replace(",", "")) * 100 + int((found[2] or "0").ljust(2, "0"))
    if pence > GREATEST_PENCE:
        raise NotMoney(text)
    return pence


def pounds(pence: int) -> str:
    """Pence as people read them: `£1,250` or `£1,250.50`."""
    sign, whole, rest = ("-" if pence < 0 else ""), *divmod(abs(pence), 100)
    return f"{sign}£{whole:,}" + (f".{rest:02}" if rest else "")


def pounds_to_type(pence: int) -> str:
    """Pence as they stand in a form's field: `1250` or `1250.50`."""
    whole, rest = divmod(pence, 100)
    return f"{whole}" + (f".{rest:02}" if rest else "")
