"""Reading Pabulib files from disk, for the commands that count them."""

import os
from pathlib import Path

from pb.tally import declared, pabulib
from pb.tally.election import Election

PIECE, LARGEST = 50_000_000, 500_000_000
"""Bytes. The largest known election has six million; what never ends, as a device may, is not read for ever."""

STANDARD_INPUT, STDIN = "-", 0
"""How a command line calls it, and its number."""


def read_file(file: Path) -> pabulib.PabulibFile:
    """Read a `.pb` file from disk, or from standard input where its name is `-`.

    Raises:
        PabulibError: it is not there, not UTF-8, not in the format, or far too large.
    """
    # A name on disk may hold bytes that are no text; then it could not be shown, and no lot be drawn from it.
    name = os.fsencode(file.name).decode("utf-8", "replace")
    try:
        return pabulib.parse(_content(file).decode("utf-8-sig"), name)
    except UnicodeDecodeError as fault:
        raise pabulib.PabulibError(f"{name}: not UTF-8 text") from fault
    except OSError as fault:
        raise pabulib.PabulibError(f"{file}: {fault.strerror}") from fault


def _content(file: Path) -> bytes:
    found = b""
    named = str(file) != STANDARD_INPUT
    with open(file if named else STDIN, "rb", closefd=named) as opened:
        while more := opened.read(PIECE):
            found += more
            if len(found) > LARGEST:
                raise pabulib.PabulibError(f"{file.name}: larger than {LARGEST // 1_000_000} MB, which no election is")
    return found


def read_election(read: pabulib.PabulibFile, *, seed: str, ties: str, column: str = "", shares: str = "") -> Election:
    """The election in a file, with other electorates than its own where a column and their shares are named.

    Raises:
        PabulibError: the file or the shares contradict themselves, or one of column and shares is missing.
    """
    if bool(column) != bool(shares):
        missing, there = ("--shares", "--electorate-column") if column else ("--electorate-column", "--shares")
        raise pabulib.PabulibError(f"{there} needs {missing}")
    groups = declared.electorates_in(shares, "--shares") if shares else ()
    return declared.election_in(read, seed=seed, ties=ties, electorates=groups, column=column)


def lot_of(read: pabulib.PabulibFile, named: str) -> str:
    """The seed of the lot: the one that was named, else the file's own, else the name of the file.

    Raises:
        PabulibError: the one that was named is not UTF-8.
    """
    try:
        named.encode()
    except UnicodeEncodeError as fault:
        raise pabulib.PabulibError("--lot: not UTF-8 text") from fault
    return named or read.meta.get("lot_seed", "") or read.name


def titles(read: pabulib.PabulibFile) -> dict[str, str]:
    """Names of the projects by id, on one line each."""
    names = ((row.fields["project_id"].strip(), row.fields.get("name", "")) for row in read.projects)
    return {project: pabulib.printable(" ".join(name.split())) for project, name in names}
