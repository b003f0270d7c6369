"""Names in sentences of a page that people wrote in another language than the page has: see `pb.core.written`."""

import re
from collections.abc import Callable

from markupsafe import Markup, escape

from pb.core.written import BEGIN, END, marked, unmarked
from pb.web.languages import PLAIN, Language

_NAME = re.compile(f"{BEGIN}([^{BEGIN}{END}]*){END}")
_FIGURES = re.compile(r"(?:£\d[\d,]*(?:\.\d\d)?|\d+(?:\.\d)?%)(?![^<>]*>)")
_TYPED = re.compile(r"(<(textarea|script|style)\b.*?</\2>)", re.DOTALL)
_ELEMENT = rf'<bdi lang="{PLAIN.tag}" dir="{PLAIN.direction}">\1</bdi>'


def names_in(tongue: Language) -> Callable[[str], str]:
    """What people wrote, ready to stand inside sentences of this language: marked, unless it is their own."""
    return str if tongue == PLAIN else marked


def with_names(value: object) -> object:
    """A sentence, or lists of sentences, in which each marked name is an element with its language."""
    if isinstance(value, list | tuple):
        return [with_names(one) for one in value]
    if not isinstance(value, str):
        return value
    # As text: a substitution in markup would escape the elements that it puts in.
    return Markup(_NAME.sub(_ELEMENT, str(escape(value))))  # noqa: S704 - escaped, with a constant element around names


def plain(text: str) -> str:
    """The same words where only text can stand: without elements and marks."""
    return unmarked(text.striptags() if isinstance(text, Markup) else text)


def with_figures_in_order(html: str) -> str:
    """A page from right to left in which the sign of each amount and share stays on its side of the figures.

    What was typed into a field, and what only programs read, stays as it is.
    """
    shown, *others = _TYPED.split(html)
    pieces = [_ordered(shown)]
    for typed, _, after in zip(others[::3], others[1::3], others[2::3], strict=True):
        pieces += typed, _ordered(after)
    return "".join(pieces)


def _ordered(html: str) -> str:
    return _FIGURES.sub("\u2068\\g<0>\u2069", html)
