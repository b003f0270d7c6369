"""The twelve pictures from which codes are made that need no reading: a child of four can name and tell them apart."""

from pb.core.words import Words
from pb.web.symbols import Symbol, symbol_of

TWELVE = ("apple", "tree", "star", "dog", "fish", "butterfly", "kite", "bus", "boat", "football", "drum", "teddy")
"""Ids of symbols; no two alike in outline, so that colour is not needed to tell them."""


def picture(picture_id: str) -> Symbol:
    """The symbol that is drawn for one of the twelve.

    Raises:
        KeyError: it is none of them.
    """
    found = symbol_of(picture_id) if picture_id in TWELVE else None
    if found is None:
        raise KeyError(picture_id)
    return found


def word_for(picture_id: str, say: Words) -> str:
    """What one of the twelve is called, in the reader's language.

    Raises:
        KeyError: it is none of them.
    """
    words = {
        "apple": say("apple"),
        "tree": say("tree"),
        "star": say("star"),
        "dog": say("dog"),
        "fish": say("fish"),
        "butterfly": say("butterfly"),
        "kite": say("kite"),
        "bus": say("bus"),
        "boat": say("boat"),
        "football": say("football"),
        "drum": say("drum"),
        "teddy": say("teddy bear"),
    }
    return words[picture_id]
