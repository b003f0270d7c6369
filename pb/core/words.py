"""Sentences in the reader's language, through gettext: the sentence in English is the key of its translation.

Sentences are whole, with named places for what is put in, so that a translation may change their order. They stand in
the code as arguments of `say(…)` and `say.many(…)`, where `make messages` finds them.
"""

from gettext import NullTranslations


class Words:
    """What says a sentence in one language."""

    def __init__(self, catalogue: NullTranslations) -> None:
        self._catalogue = catalogue

    def __call__(self, sentence: str, **facts: object) -> str:
        """The sentence, with these facts in their places."""
        return self.pattern(sentence).format(**facts)

    def many(self, one: str, more: str, number: int, **facts: object) -> str:
        """The sentence that a number asks for; the number is put in as `{number}`, with its thousands parted."""
        return self.pattern_of_many(one, more, number).format(number=f"{number:,}", **facts)

    def pattern(self, sentence: str) -> str:
        """The sentence with its places still empty."""
        return self._catalogue.gettext(sentence)

    def pattern_of_many(self, one: str, more: str, number: int) -> str:
        """The sentence that a number asks for, with its places still empty."""
        return self._catalogue.ngettext(one, more, number)


ENGLISH = Words(NullTranslations())
"""The sentences as they stand in the code."""
