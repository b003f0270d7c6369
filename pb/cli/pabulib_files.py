"""Reading Pabulib files from disk, for the commands that count them."""

from pathlib import Path

from pb.tally import declared, pabulib
from pb.tally.election import Election

PIECE, LARGEST = 50_000_000, 500_000_000
"""Bytes. The largest known election has six million; what never ends, as a device may, is not read for ever."""


def read_file(file: Path) -> pabulib.PabulibFile:
    """Read a `.pb` file from disk.

    Raises:
        PabulibError: it is not there, not UTF-8, not in the format, or far too large.
    """
    try:
        return pabulib.parse(_content(file).decode("utf-8-sig"), file.name)
    except UnicodeDecodeError as fault:
        raise pabulib.PabulibError(f"{file.name}: not UTF-8 text") from fault
    except OSError as fault:
        raise pabulib.PabulibError(f"{file}: {fault.strerror}") from fault


def _content(file: Path) -> bytes:
    found = b""
    with file.open("rb") as opened:
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


def titles(read: pabulib.PabulibFile) -> dict[str, str]:
    """Names of the projects by id, on one line each."""
    names = ((row.fields["project_id"].strip(), row.fields.get("name", "")) for row in read.projects)
    return {project: pabulib.printable(" ".join(name.split())) for project, name in names}
