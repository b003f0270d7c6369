"""Sentences into which a piece of a page is put, such as a link; text that is put in is escaped there."""

from markupsafe import Markup, escape

from pb.core.words import Words


class PageWords(Words):
    """What says a sentence of a page: with a piece of a page in it, it is one itself."""

    def __call__(self, sentence: str, **facts: object) -> str:
        """The sentence, with these facts in their places; marked up where one of them is."""
        return _filled(self.pattern(sentence), facts)

    def many(self, one: str, more: str, number: int, **facts: object) -> str:
        """The sentence that a number asks for, as `Words.many` says it; marked up where one of the facts is."""
        return _filled(self.pattern_of_many(one, more, number), {"number": f"{number:,}", **facts})


def _filled(pattern: str, facts: dict[str, object]) -> str:
    pieces = any(isinstance(fact, Markup) for fact in facts.values())
    return (escape(pattern) if pieces else pattern).format(**facts)
