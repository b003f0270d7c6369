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
        return self._catalogue.gettext(sentence).format(**facts)

    def many(self, one: str, more: str, number: int, **facts: object) -> str:
        """The sentence that a number asks for; the number is put in as `{number}`, with its thousands parted."""
        return self._catalogue.ngettext(one, more, number).format(number=f"{number:,}", **facts)


ENGLISH = Words(NullTranslations())
"""The sentences as they stand in the code."""
