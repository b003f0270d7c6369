"""Long and short versions of a proof, and the figures that a proof ends with.

`make prove` asks for the long version and collects the figures; `make test` runs the short one.
"""

import os
from pathlib import Path


def often(short, long):
    """How often something is tried: `long` where the proof is asked for, `short` in an ordinary run of the tests."""
    return long if os.environ.get("PB_LONG") == "yes" else short


def figure(promise, words):
    """Keep a figure of a promise, where somebody collects them."""
    if place := os.environ.get("PB_FIGURES"):
        with Path(place).open("a", encoding="utf-8") as file:
            file.write(f"{promise}\t{words}\n")
