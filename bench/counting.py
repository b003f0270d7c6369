"""The count against pabutools, in exact fractions: real elections where there are any, and invented ones.

Each program reads and counts each file in a process of its own, so that its memory can be told. Every figure is the
middle one of several turns, taken alternately; what takes long takes one.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from bench.elections import as_pabulib, invented
from bench.table import Line

LARGEST = ("Poland_Lodz_2022.pb", "Poland_Wroclaw_2015_150_-_500.pb", "Poland_Katowice_2023.pb")
"""Large elections of the public Pabulib collection; `PB_PABULIB` names the folder that has them in `files/`."""

INVENTED = 3_000
TURNS, LONG = 5, 5.0
"""Turns, and from how many seconds on one is enough."""
MEASURED = {"load", "run", "add1", "memory"}
AIM_RUN, AIM_LOAD, AIM_MEMORY = ">= 200", "<= 0.3 s", ">= 20"


def measure() -> Iterator[Line]:
    """Reading, one run, add1 and memory, ours against pabutools' for each file; then a small round in small steps."""
    with tempfile.TemporaryDirectory(prefix="pb-bench-") as folder:
        for file in _files(Path(folder)):
            yield from _against_pabutools(file)
    pennies = _middle([_one("pennies") for _ in range(TURNS)])
    what = f"add1 in steps of a penny, 200 voters, 40 bids, £100,000: {pennies['runs']:,} steps"
    seconds = f"{pennies['add1']:.2f} s"
    yield Line(what, "every step stands, none is run that changes nothing", seconds, "", 0, "<= 0.2 s")


def _files(folder: Path) -> list[Path]:
    real = Path(os.environ.get("PB_PABULIB", "")) / "files"
    found = [real / name for name in LARGEST if (real / name).is_file()]
    made = folder / "invented.pb"
    made.write_text(as_pabulib(invented(INVENTED, 60)), encoding="utf-8")
    return [made, *found]


def _against_pabutools(file: Path) -> Iterator[Line]:
    ours, plain, theirs = _in_turns(file)
    agreed = "same winners" if sorted(ours["order"]) == sorted(theirs["order"]) == sorted(plain["order"]) else "OTHER"
    name = f"{file.stem}: "
    yield _line(f"{name}one run of equal shares", f"pabutools ({agreed})", ours, theirs, "run", AIM_RUN)
    yield _line(f"{name}the same without numpy", "pabutools", plain, theirs, "run")
    yield _line(f"{name}reading", "pabutools", ours, theirs, "load", AIM_LOAD)
    memory = ours["memory"], theirs["memory"]
    what = f"{name}memory of the whole process"
    yield Line(what, "pabutools", f"{memory[0]:.0f} MB", f"{memory[1]:.0f} MB", memory[1] / memory[0], AIM_MEMORY)
    yield Line(f"{name}add1, {ours['runs']} steps", "", f"{ours['add1']:.2f} s", "", 0)


def _in_turns(file: Path) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """The middle figures of us, of us without numpy, and of pabutools."""
    found: dict[str, list[dict[str, Any]]] = {"ours": [], "plain": [], "pabutools": []}
    for _ in range(TURNS):
        for program, told in found.items():
            if not told or program != "pabutools" or told[0]["run"] < LONG:
                told.append(_one(program, file))
    ours, plain, theirs = (_middle(told) for told in found.values())
    return ours, plain, theirs


def _middle(turns: list[dict[str, Any]]) -> dict[str, Any]:
    return {key: median([turn[key] for turn in turns]) if key in MEASURED else told for key, told in turns[0].items()}


def _line(what: str, peer: str, ours: dict[str, Any], theirs: dict[str, Any], key: str, aim: str = "") -> Line:
    mine, other = ours[key], theirs[key]
    return Line(what, peer, f"{mine:.3f} s", f"{other:.2f} s", other / mine, aim)


def _one(program: str, *file: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.one_count", program, *map(str, file)]
    told = subprocess.run(command, capture_output=True, check=True, text=True)
    found: dict[str, Any] = json.loads(told.stdout.splitlines()[-1])
    return found
