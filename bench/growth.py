"""How the time of a count grows with voters and with projects, as a plot. Each count is the whole official rule."""

import json
import subprocess
import sys
from collections.abc import Iterator
from math import log10
from pathlib import Path
from statistics import median

from bench.elections import invented
from bench.one_count import timed
from bench.table import Line
from pb.tally.rules import Rule, count

VOTERS = (100, 1_000, 10_000, 100_000, 1_000_000)
PROJECTS = (10, 32, 100, 320, 1_000)
AT_PROJECTS, AT_VOTERS = 100, 10_000
TURNS, LONG = 3, 5.0
WIDE, HIGH, LEFT, TOP, GAP = 380, 260, 64, 40, 470

Points = list[tuple[int, float]]


def measure() -> tuple[Points, Points]:
    """Seconds of CPU by voters at 100 projects, and by projects at 10,000 voters; each in a process of its own."""
    return [(voters, _one(voters, AT_PROJECTS)) for voters in VOTERS], [
        (projects, _one(AT_VOTERS, projects)) for projects in PROJECTS
    ]


def lines(by_voters: Points, by_projects: Points) -> Iterator[Line]:
    """The same as lines of the table."""
    for voters, seconds in by_voters:
        yield Line(f"the official rule, {voters:,} voters, {AT_PROJECTS} bids", "", f"{seconds:.2f} s", "", 0)
    for projects, seconds in by_projects:
        yield Line(f"the official rule, {AT_VOTERS:,} voters, {projects:,} bids", "", f"{seconds:.2f} s", "", 0)


def plot(by_voters: Points, by_projects: Points) -> str:
    """Both as one picture in SVG, on logarithmic scales."""
    parts = [*_panel(by_voters, f"voters ({AT_PROJECTS} bids)", 0), *_panel(by_projects, "bids (10,000 voters)", GAP)]
    style = "font-family: sans-serif; font-size: 13px"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {GAP + WIDE + LEFT + 20} {HIGH + 90}" style="{style}">'
    )
    title = "<title>Seconds of CPU that the official rule takes, by voters and by bids</title>"
    return "\n".join([head, title, *parts, "</svg>", ""])


def _panel(points: Points, what: str, start: int) -> Iterator[str]:
    left, bottom = start + LEFT, TOP + HIGH
    low, high = log10(points[0][0]), log10(points[-1][0])
    spots = [
        (left + (log10(size) - low) / (high - low) * WIDE, bottom - (log10(max(seconds, 0.001)) + 3) / 5 * HIGH)
        for size, seconds in points
    ]
    for power in range(-3, 3):
        y = bottom - (power + 3) / 5 * HIGH
        yield f'<line x1="{left}" y1="{y:.0f}" x2="{left + WIDE}" y2="{y:.0f}" stroke="#ccc"/>'
        yield f'<text x="{left - 8}" y="{y + 4:.0f}" text-anchor="end">{10.0**power:g} s</text>'
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
    yield f'<polyline points="{path}" fill="none" stroke="#1d70b8" stroke-width="2"/>'
    for (x, y), (size, seconds) in zip(spots, points, strict=True):
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#1d70b8"/>'
        yield f'<text x="{x:.1f}" y="{y - 10:.1f}" text-anchor="middle">{seconds:.2g} s</text>'
        yield f'<text x="{x:.1f}" y="{bottom + 20}" text-anchor="middle">{size:,}</text>'
    yield f'<text x="{left + WIDE / 2:.0f}" y="{bottom + 42}" text-anchor="middle">{what}</text>'


def _one(voters: int, projects: int) -> float:
    turns = [_turn(voters, projects)]
    while len(turns) < TURNS and turns[0] < LONG:
        turns.append(_turn(voters, projects))
    return median(turns)


def _turn(voters: int, projects: int) -> float:
    command = [sys.executable, "-m", "bench.growth", str(voters), str(projects)]
    told = subprocess.run(command, capture_output=True, check=True, text=True)
    return float(json.loads(told.stdout))


def keep(folder: Path, by_voters: Points, by_projects: Points) -> None:
    """Write the plot."""
    (folder / "speed.svg").write_text(plot(by_voters, by_projects), encoding="utf-8")


if __name__ == "__main__":
    election = invented(int(sys.argv[1]), int(sys.argv[2]))
    print(timed(lambda: count(election, Rule()).order)[0])
