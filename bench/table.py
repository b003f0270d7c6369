"""The table that `make bench` prints."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One measured ratio: what, against whom, both figures with their unit, and what we aim at, if anything."""

    what: str
    peer: str
    ours: str
    theirs: str
    ratio: float
    aim: str = ""


def show(lines: list[Line]) -> str:
    """The lines under each other; `ratio` is ours divided by the peer's, more is better."""
    rows = [("what", "against", "ours", "theirs", "ratio", "aim")]
    rows += [
        (one.what, one.peer, one.ours, one.theirs, f"{one.ratio:.2f}" if one.ratio else "", one.aim) for one in lines
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    texts = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join(["", texts[0], "-" * len(texts[0]), *texts[1:], ""])
