"""Make it easier for me: what can be chosen, in words, and keeping it in the browser."""

from dataclasses import dataclass
from typing import Any

from litestar import Response

from pb.core.settings import Settings
from pb.core.words import Words
from pb.web.languages import PLAIN, languages
from pb.web.look import COOKIE, LASTS_SECONDS, Look, to_cookie


@dataclass(frozen=True, slots=True)
class Group:
    """One thing to choose.

    Attributes:
        part: of a look.
        legend: what it is called.
        options: each value with its words.
        chosen: the value that holds now.
    """

    part: str
    legend: str
    options: tuple[tuple[str, str], ...]
    chosen: str

    @property
    def drawings(self) -> dict[str, str]:
        """By value, the file of a drawing of what it does, for who does not read; a language is its own name."""
        if self.part == "language":
            return {}
        return {value: f"shapes/ease-{self.part}-{value.partition('-')[0] or 'plain'}.svg" for value, _ in self.options}


def groups(look: Look, say: Words) -> list[Group]:
    """All that can be chosen, and what is chosen now."""
    return [_sizes(look, say), _colours(look, say), *_pages(look, say), by_language(look, say)]


def by_language(look: Look, say: Words) -> Group:
    """The languages, each in itself."""
    named = tuple((one.key, one.name) for one in languages())
    return Group("language", say("Language"), named, look.language or PLAIN.key)


def keep_look(response: Response[Any], look: Look, settings: Settings) -> None:
    """Let the browser keep a look for a year; one that is as plain as can be takes the cookie away."""
    if look == Look():
        response.delete_cookie(COOKIE)
        return
    response.set_cookie(
        COOKIE, to_cookie(look), max_age=LASTS_SECONDS, httponly=True, samesite="lax", secure=settings.secure
    )


def _sizes(look: Look, say: Words) -> Group:
    sizes = ("", say("Big")), ("large", say("Bigger")), ("larger", say("Very big")), ("largest", say("Biggest"))
    return Group("size", say("How big are the words?"), sizes, look.size)


def _colours(look: Look, say: Words) -> Group:
    themes = (
        ("", say("As on my device")),
        ("light", say("Light")),
        ("cream", say("Cream")),
        ("dark", say("Dark")),
        ("strong", say("Strong")),
        ("soft", say("Soft")),
    )
    return Group("theme", say("Colours"), themes, look.theme)


def _pages(look: Look, say: Words) -> list[Group]:
    shown = ("", say("Cards")), ("one", say("One at a time")), ("list", say("A list"))
    pictures = ("", say("Pictures and words")), ("symbols", say("Symbols and words")), ("words", say("Words only"))
    calm, hand = (("", say("As it is")), ("calm", say("Calm"))), (("", say("Right hand")), ("left", say("Left hand")))
    return [
        Group("show", say("When I vote, show me"), shown, look.show),
        Group("pictures", say("Pictures"), pictures, look.pictures),
        Group("calm", say("Moving things"), calm, look.calm),
        Group("hand", say("I touch with my"), hand, look.hand),
        _switches(look, say),
    ]


def _switches(look: Look, say: Words) -> Group:
    moving = tuple(
        (f"auto-{seconds}", say.many("One switch, {number} second", "One switch, {number} seconds", seconds))
        for seconds in (1, 2, 3, 4, 6)
    )
    return Group("scan", say("Switches"), (("", say("No switch")), *moving, ("step", say("Two switches"))), look.scan)
