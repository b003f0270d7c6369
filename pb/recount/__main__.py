"""The command: `python3 -S -m pb.recount bundle.zip`.

Exit status: 0 the published result was reproduced, 1 something differs (the file and the first difference are named),
2 the bundle cannot be read.
"""

import argparse
import os
import sys
from pathlib import Path

from pb.recount.checks import UNREADABLE, recount
from pb.recount.opened import Noted
from pb.seal import bundle as bundles

_GREATEST_DIGITS = 200_000  # of one exact fraction; Python refuses more than 4,300 by itself


def main(arguments: list[str] | None = None) -> int:
    """Recount the bundle that the command line names; the exit status is the answer."""
    parser = argparse.ArgumentParser(prog="python3 -S -m pb.recount", description="Recount a published round.")
    parser.add_argument("bundle", type=Path, help="the zip that was published")
    parser.add_argument("--rules", default="", metavar="HASH", help="hash of the rules, as the poster has it")
    parser.add_argument("--list", default="", metavar="HASH", help="hash of the sealed list, as it was published")
    parser.add_argument("--record", default="", metavar="HASH", help="hash of any entry of the record, as you noted it")
    parser.add_argument("--thorough", action="store_true", help="try again all that explanations tried, also in vain")
    given = parser.parse_args(arguments)
    sys.set_int_max_str_digits(_GREATEST_DIGITS)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a title may hold what this terminal cannot show
    try:
        packed = _read(given.bundle)
    except OSError as fault:
        _print("[unreadable]", f"{given.bundle}: {fault.strerror}")
        return UNREADABLE
    rules, listed, head = (text.strip().lower() for text in (given.rules, given.list, given.record))
    return recount(packed, Noted(rules, listed, head, given.thorough), _print)


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(bundles.GREATEST_BUNDLE + 1)


def _print(mark: str, sentence: str) -> None:
    text = f"{mark} {sentence}" if mark else sentence
    # A bundle's own words may not move the cursor or hide anything.
    try:
        print("".join(symbol if symbol.isprintable() or symbol == "\n" else "\ufffd" for symbol in text), flush=True)
    except OSError as fault:
        # Whoever read this has gone, or a disk is full. The status must not say that the bundle differs: go on.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(fault, BrokenPipeError):
            print(f"What was found could not be written: {fault.strerror}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
