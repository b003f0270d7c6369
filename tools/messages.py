"""`make messages`: every sentence of the house that goes through gettext, in translations/pb.pot, to be translated from."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

ROOT = Path(__file__).resolve().parents[1]
POT = ROOT / "translations" / "pb.pot"
PLACES = ("pb/results/rules", "pb/rounds/rules")
"""Folders whose sentences go through the catalogue."""

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
    catalogue = Catalog(project="pb", header_comment=HEAD.rstrip("\n"), fuzzy=False)
    for file, message, comments in _messages():
        catalogue.add(message, locations=[(file, 0)], auto_comments=comments)
    text = BytesIO()
    write_po(text, catalogue, width=120, omit_header=False, sort_output=True, include_lineno=False)
    lines = text.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(UNTOLD)).encode()


def _messages() -> Iterator[tuple[str, str | tuple[str, ...], list[str]]]:
    for place in PLACES:
        found = extract_from_dir(ROOT / place, method_map=[("**.py", "python")], keywords=KEYWORDS)
        for name, _, message, comments, _ in found:
            yield f"{place}/{name}", message, comments


def main() -> None:
    """Write the catalogue."""
    POT.write_bytes(extracted())
    print(f"{POT.relative_to(ROOT)}: {extracted().count(b'msgid ') - 1} sentences")


if __name__ == "__main__":
    main()
