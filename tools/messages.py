"""`make messages`: every sentence of the house that goes through gettext, in translations/pb.pot, to be translated from.

The catalogue of each language beside it gets what is new, untranslated, and loses what is said no more.
"""

import json
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]
from pb.web.languages import catalogue, is_translated  # noqa: E402 - found by the line above


def shown(file: BinaryIO, *_: object, **__: object) -> Iterator[tuple[int, str, str, list[str]]]:
    """What the pictures of a list show, and their kinds."""
    for one in json.load(file):
        yield 0, "say", one["description"], []
        if "group" in one:
            yield 0, "say", one["group"].capitalize(), []


ROOT = Path(__file__).resolve().parents[1]
POT = ROOT / "translations" / "pb.pot"
PLACES = (
    "pb/booth",
    "pb/holders",
    "pb/people",
    "pb/proposals",
    "pb/results/rules",
    "pb/roll",
    "pb/rounds/rules",
    "pb/site",
    "pb/web",
    "static/pictures",
    "static/symbols",
    "templates",
)
"""Folders whose sentences go through the catalogue."""


KINDS = [("**.py", "python"), ("**.html", "jinja2"), ("**.json", shown)]
"""How sentences are found in a file; templates are read as the house reads them."""
TEMPLATES = {"**.html": {"extensions": "jinja2.ext.do", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "no"}}

UNTOLD = tuple(
    f'"{name}' for name in ("Project-Id", "Report-Msgid", "POT-", "PO-", "Last-", "Language-Team", "Generated")
)
"""Lines of the head that say nothing of the sentences, or another thing every day."""

KEYWORDS = {"say": None, "many": (1, 2)}
HEAD = """\
# The sentences of this project in English, to be translated from.
# Made by `make messages`; a test holds it to the code. {names} are put in afterwards and stay as they are.
"""


def extracted() -> bytes:
    """The text of the catalogue as the code would make it now, without dates."""
    return written(_now(), UNTOLD)


def updated(file: Path) -> bytes:
    """The text of a language's catalogue with what the code says now; what was translated stays as it is."""
    found = catalogue(file)
    found.update(_now(), no_fuzzy_matching=True, update_creation_date=False, keep_user_comments=True)
    found.obsolete.clear()
    return written(found, tuple(word for word in UNTOLD if not word.startswith('"Last')))


def written(found: Catalog, untold: tuple[str, ...]) -> bytes:
    """A catalogue as text, without lines of the head that begin so."""
    text = BytesIO()
    write_po(text, found, width=120, omit_header=False, sort_output=True, include_lineno=False)
    lines = text.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(untold)).encode()


def _now() -> Catalog:
    found = Catalog(project="pb", header_comment=HEAD.rstrip("\n"), fuzzy=False)
    for file, message, comments in _messages():
        found.add(message, locations=[(file, 0)], auto_comments=comments)
    return found


def _messages() -> Iterator[tuple[str, str | tuple[str, ...], list[str]]]:
    for place in PLACES:
        found = extract_from_dir(ROOT / place, method_map=KINDS, options_map=TEMPLATES, keywords=KEYWORDS)
        for name, _, message, comments, _ in found:
            yield f"{place}/{name}", message, comments


def main() -> None:
    """Write the catalogues."""
    POT.write_bytes(extracted())
    print(f"{POT.relative_to(ROOT)}: {len(_now())} sentences")
    for file in sorted(POT.parent.glob("*.po")):
        file.write_bytes(updated(file))
        missing = sum(not is_translated(one) for one in catalogue(file) if one.id)
        print(f"{file.relative_to(ROOT)}: {missing} of them not translated")


if __name__ == "__main__":
    main()
