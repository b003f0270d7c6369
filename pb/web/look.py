"""How a person likes pages to be: words, colours, pictures. Kept in a cookie of their browser and nowhere else."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass, fields

from pb.web.languages import languages

COOKIE = "pb_look"
LASTS_SECONDS = 365 * 24 * 60 * 60
CALM = "calm"
CHOICES = {
    "theme": ("light", "cream", "dark", "strong", "soft"),
    "size": ("large", "larger", "largest"),
    "calm": (CALM,),
    "show": ("one", "list"),
    "pictures": ("words", "symbols"),
    "hand": ("left",),
    "scan": ("auto-1", "auto-2", "auto-3", "auto-4", "auto-6", "step"),
}
"""What may be chosen beside the usual; `language` may be any that has a catalogue."""
_APART = "."


@dataclass(frozen=True, slots=True)
class Look:
    """What was chosen; an empty text leaves it to the device or to the page.

    Attributes:
        theme: the colours.
        size: of the words.
        calm: `calm` where nothing may move or hang askew.
        show: how bids are shown on a ballot: some to a page, `one` at a time, or as a `list`.
        pictures: `words` for words only, `symbols` for a symbol in the place of each picture and on each button.
        hand: `left` where the button that leads on shall lie at the left.
        scan: for who uses one switch, `auto-3` where the frame moves every three seconds; `step` for two switches.
        language: the key of a language.
    """

    theme: str = ""
    size: str = ""
    calm: str = ""
    show: str = ""
    pictures: str = ""
    hand: str = ""
    scan: str = ""
    language: str = ""


PARTS = tuple(field.name for field in fields(Look))


def read_look(said: Mapping[str, str]) -> Look:
    """A look from texts by its parts; what nobody knows counts as not chosen."""
    known = CHOICES | {"language": tuple(one.key for one in languages())}
    return Look(**{part: value for part in PARTS if (value := said.get(part, "")) in known[part]})


def from_cookie(value: str) -> Look:
    """The look behind `to_cookie`; whatever else a browser sends is as plain as can be."""
    return read_look(dict(zip(PARTS, value.split(_APART), strict=False)))


def to_cookie(look: Look) -> str:
    """The look as the value of a cookie, such as `cream.larger.calm.....ur`."""
    return _APART.join(astuple(look))
