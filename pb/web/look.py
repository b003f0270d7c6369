"""How a person likes pages to look: text size, colours, calm. Kept in a cookie of their browser and nowhere else."""

from dataclasses import dataclass

COOKIE = "pb_look"
LASTS_SECONDS = 365 * 24 * 60 * 60
THEMES = ("light", "cream", "dark")
SIZES = ("large", "larger", "largest")
CALM = "calm"
_APART = "."


@dataclass(frozen=True, slots=True)
class Look:
    """What was chosen; an empty text leaves it to the device or to the page."""

    theme: str = ""
    size: str = ""
    calm: bool = False


def read_look(theme: str, size: str, calm: str) -> Look:
    """A look from three texts; what nobody knows counts as not chosen."""
    return Look(theme if theme in THEMES else "", size if size in SIZES else "", calm == CALM)


def from_cookie(value: str) -> Look:
    """The look behind `to_cookie`; whatever else a browser sends is the plain look."""
    parts = value.split(_APART)
    return read_look(*parts) if len(parts) == 3 else Look()  # noqa: PLR2004 - theme, size, calm


def to_cookie(look: Look) -> str:
    """The look as the value of a cookie, such as `cream.larger.calm`."""
    return _APART.join((look.theme, look.size, CALM if look.calm else ""))
