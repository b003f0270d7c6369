"""How pages say sentences: with links in them, and with names in them that people wrote in another language."""

import re
from collections.abc import Callable, Mapping

from markupsafe import Markup, escape

from pb.core.words import Words
from pb.core.written import BEGIN, END, marked, unmarked
from pb.web.languages import PLAIN, Language

_NAME = re.compile(f"{BEGIN}([^{BEGIN}{END}]*){END}")
_OWN = rf'<bdi lang="{PLAIN.tag}" dir="{PLAIN.direction}">\1</bdi>'


def said_by(words: Words) -> tuple[Callable[..., str], Callable[..., str]]:
    """`say` and `many` of the templates: facts that are markup, such as a link, stay so, and all else is escaped."""

    def say(sentence: str, **facts: object) -> str:
        return _filled(words.pattern(sentence), facts) if _has_markup(facts) else words(sentence, **facts)

    def many(one: str, more: str, number: int, **facts: object) -> str:
        if not _has_markup(facts):
            return words.many(one, more, number, **facts)
        return _filled(words.pattern_of_many(one, more, number), {**facts, "number": f"{number:,}"})

    return say, many


def with_names(value: object) -> object:
    """A sentence, or lists of sentences, in which each marked name is an element with its language."""
    if isinstance(value, list | tuple):
        return [with_names(one) for one in value]
    return _elements(value) if isinstance(value, str) else value


def names_in(tongue: Language) -> Callable[[str], str]:
    """What people wrote, ready to stand inside sentences of this language: marked, unless it is their own."""
    return str if tongue == PLAIN else marked


def as_written(text: str, tongue: Language) -> str:
    """What somebody wrote, as it stands on a page in this language."""
    return text if tongue == PLAIN else _elements(marked(text))


def plain(text: str) -> str:
    """The same words where only text can stand: without elements and marks."""
    return unmarked(text.striptags() if isinstance(text, Markup) else text)


def _elements(text: str) -> Markup:
    return Markup(_NAME.sub(_OWN, escape(text)))  # noqa: S704 - escaped, with a constant element around names


def _has_markup(facts: Mapping[str, object]) -> bool:
    return any(isinstance(fact, Markup) for fact in facts.values())


def _filled(pattern: str, facts: Mapping[str, object]) -> Markup:
    return escape(pattern).format(**facts)
