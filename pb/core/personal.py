"""What looks like personal data, so that a file that holds it is refused before anything of it is stored."""

import re

_HEADERS = {
    "a name": re.compile(r"name|surname|first|last|forename|given|family|known as|title|initial"),
    "a date of birth": re.compile(r"birth|\bdob\b|\bd o b\b|\bage\b|born"),
    "an email address": re.compile(r"mail"),
    "a telephone number": re.compile(r"phone|mobile|\btel\b"),
    "a home address": re.compile(r"address|postcode|post code|street|house"),
    "an NHS number": re.compile(r"\bnhs\b"),
    "a pupil number": re.compile(r"pupil|student|learner|\bupn\b|\buln\b|school"),
    "a National Insurance number": re.compile(r"national insurance|\bnino\b|\bni (number|no)\b"),
}
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"  # months pass for days: both orders are in use
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_VALUES = {
    "an email address": re.compile(r"\S+@\S+\.\S+"),
    "a date of birth": re.compile(
        rf"{_DAY}[/.\- ]{_DAY}[/.\- ](?:\d{{4}}|\d{{2}})|(?:19|20)\d\d[/.\-]{_DAY}[/.\-]{_DAY}"
        rf"|{_DAY}(?:st|nd|rd|th)?[ \-]{_MONTH}[ \-,]+\d{{2,4}}",
        re.IGNORECASE,
    ),
    "a pupil number": re.compile(r"[A-HJ-NP-RT-Z]\d{11}[A-Z\d]", re.IGNORECASE),
    "a National Insurance number": re.compile(r"[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]", re.IGNORECASE),
    "a telephone number": re.compile(r"(?:\+44 ?|0)7\d{3} ?\d{3} ?\d{3}"),
    "a name": re.compile(r"[A-Z][a-z]+|[A-Za-z]+(?:[ ,.'’\-]+[A-Za-z]+)+,?"),
}
_TEN_DIGITS = re.compile(r"\d{3}[ -]?\d{3}[ -]?\d{4}")
_NHS_MODULUS = 11


def personal_header(header: str) -> str:
    """What personal thing a column's header announces ("a name", "a date of birth", …), or "" for nothing personal."""
    words = re.sub(r"[^a-z0-9]+", " ", header.casefold()).strip()
    return next((kind for kind, pattern in _HEADERS.items() if pattern.search(words)), "")


def personal_value(value: str) -> str:
    """What personal thing a value looks like, or "". Two words without a digit pass for a name: rather refuse."""
    text = value.strip()
    if _TEN_DIGITS.fullmatch(text) and _is_nhs_number(re.sub(r"[ -]", "", text)):
        return "an NHS number"
    return next((kind for kind, pattern in _VALUES.items() if pattern.fullmatch(text)), "")


def _is_nhs_number(digits: str) -> bool:
    weighted = sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), digits, strict=False))
    return (_NHS_MODULUS - weighted % _NHS_MODULUS) % _NHS_MODULUS == int(digits[9])
