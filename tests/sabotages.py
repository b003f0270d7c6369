"""The sabotages: faults that break a promise, each a patch, with the test that must notice it.

A patch begins with lines of its own: `Promise:`, `What:` (what it does, in a few words), and `Test:`, once
or more often (what to run). The rest is a unified diff of the tree.
"""

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "sabotage"
LINE = re.compile(r"^(Promise|What|Test): (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Sabotage:
    """One of them, as its patch tells."""

    patch: Path
    promise: str
    what: str
    tests: tuple[str, ...]


def sabotages():
    """Every one, by the name of its file."""
    return [read(patch) for patch in sorted(FOLDER.glob("*.patch"))]


def read(patch):
    """What the head of a patch says."""
    head = patch.read_text("utf-8").partition("\ndiff ")[0]
    said = {}
    for word, words in LINE.findall(head):
        said.setdefault(word, []).append(words)
    (promise,), (what,) = said["Promise"], said["What"]
    return Sabotage(patch, promise, what, tuple(said["Test"]))
