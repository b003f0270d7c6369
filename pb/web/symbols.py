"""The vendored symbols to choose from, and what each shows."""

import json
from dataclasses import dataclass
from functools import cache

from pb.core.words import Words
from pb.web.assets import STATIC

LIST = STATIC / "symbols" / "symbols.json"


@dataclass(frozen=True, slots=True)
class Symbol:
    """One symbol; `file` is its place under `static/`."""

    id: str
    file: str
    group: str
    description: str


@cache
def symbols() -> tuple[Symbol, ...]:
    """Every symbol, in the order of the list."""
    found = json.loads(LIST.read_text(encoding="utf-8"))
    return tuple(Symbol(one["id"], one["file"], one["group"], one["description"]) for one in found)


@cache
def symbol_of(symbol_id: str) -> Symbol | None:
    """The symbol of this id, or None."""
    return next((one for one in symbols() if one.id == symbol_id), None)


@cache
def groups() -> tuple[str, ...]:
    """The groups of symbols, in the order of the list."""
    return tuple(dict.fromkeys(one.group for one in symbols()))


def group_names(say: Words) -> dict[str, str]:
    """What the groups are called, in the reader's language and their order."""
    return {group: say.pattern(group.capitalize()) for group in groups()}


def shown_by(symbol_id: str, words: str, say: Words) -> tuple[str, bool]:
    """What a symbol shows, and whether that is said in the reader's language.

    Args:
        symbol_id: the symbol.
        words: of the bid; where they are those of the list they are translated, else they stay as somebody wrote them.
        say: in the reader's language.
    """
    found = symbol_of(symbol_id)
    ours = found is not None and found.description == words
    return (say.pattern(words), True) if ours else (words, False)
