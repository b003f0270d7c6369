"""What people wrote, kept apart inside a sentence of another language.

A name stands between two marks that Unicode has for this (an isolate from left to right): a page makes an element with
the language of the name out of them, and where only text can stand they keep the letters in their order.
"""

BEGIN, END = "\u2066", "\u2069"
_NO_MARKS = {ord(BEGIN): None, ord(END): None}


def marked(text: str) -> str:
    """A text between the marks; those that it has itself are taken out."""
    return f"{BEGIN}{unmarked(text)}{END}"


def unmarked(text: str) -> str:
    """The same text without marks."""
    return text.translate(_NO_MARKS)


def is_marked(text: str) -> bool:
    """Whether a text is one marked name."""
    return text.startswith(BEGIN)
