"""Copies of a round's keys that nobody can destroy any more: two people say what became of each, when they publish."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from pb.keys.copies import KeyFile

LONGEST_WORDS = 200
WHAT_TO_DO = (
    "Bring each stick or disk back to its place, or put the file back on it, and load this page again. "
    "Its keys are destroyed with the others then, which is the surest way."
)
PUBLIC = (
    "What is said of the keys will be public, with both your names. "
    "Keys that are back by then are destroyed with the others, and the record says so instead."
)

Copy = dict[str, str]
"""One copy as it stands in the effect of an act: `place`, `matter` and `words`."""


def copy_field(place: str) -> str:
    """The field for what became of the copy in this place: words meant for one copy are never taken for another."""
    return f"copy-{hashlib.sha256(place.encode()).hexdigest()[:16]}"


def copy_told(copy: KeyFile, words: str) -> Copy:
    """What is said of a copy, as it enters the effect."""
    return {"matter": copy.matter, "place": copy.place, "words": words}


def words_by_place(copies: Iterable[Copy]) -> dict[str, str]:
    """What was said, by place."""
    return {copy["place"]: copy["words"] for copy in copies if copy["words"].strip()}


def copy_rows(effect: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The copies in the effect of publishing as rows of a page."""
    return [
        (f"Keys in {copy['place']}", f"{_sentence(copy['matter'])} What became of them: “{copy['words']}”")
        for copy in effect.get("copies", ())
    ]


def destroyed_in_words(facts: Mapping[str, Any]) -> str:
    """What became of the keys and their copies, as a sentence of the record."""
    copies = facts.get("copies", ())
    destroyed = sum(copy["fate"] == "destroyed" for copy in copies)
    with_copies = f", with {destroyed:,d} {'copy' if destroyed == 1 else 'copies'}," if destroyed else ""
    said = [
        f"; of the keys in {copy['place']} they say, since {copy['matter']}: “{copy['words']}”"
        for copy in copies
        if copy["fate"] == "attested"
    ]
    return f"destroyed the keys{with_copies} and all that could tie a ballot to a person{''.join(said)}"


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
