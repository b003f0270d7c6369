"""One program, one file, one process: how long it takes to read it and to count it, and how much memory.

    python -m bench.one_count ours|plain|pabutools FILE
    python -m bench.one_count pennies

`plain` is ours without numpy, `pennies` a small invented round with add1 in steps of a penny. Approvals are worth the
cost of a project, points by themselves. Times are of the CPU, so that neighbours of the machine matter less.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def main(program: str, file: str = "") -> None:
    """Measure and print one JSON object: seconds of `load`, `run` and `add1` (ours only), MB of `memory`, the order."""
    if program == "pennies":
        told = _pennies()
    else:
        told = _pabutools(file) if program == "pabutools" else _ours(file, plain=program == "plain")
    print(json.dumps({**told, "memory": _peak()}))


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of CPU, and what the work gave."""
    began = time.process_time()
    answer = work()
    return time.process_time() - began, answer


def _peak() -> float:
    """The most memory that the process ever held, in MB."""
    status = Path("/proc/self/status")
    if status.is_file():  # what getrusage says on Linux has the parent's memory in it
        kilobytes = next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(kilobytes) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _ours(file: str, *, plain: bool) -> dict[str, Any]:
    if plain:
        sys.modules["numpy"] = None  # type: ignore[assignment]  # as where it is not installed
    else:
        import numpy  # noqa: F401, ICN001, PLC0415 - brought before the clock runs, as pabutools' libraries are

    from pb.cli.pabulib_files import read_election, read_file  # noqa: PLC0415 - after numpy was taken away
    from pb.tally.rules import Rule, count  # noqa: PLC0415

    load, election = timed(lambda: read_election(read_file(Path(file)), seed="", ties="id"))
    utility = "cost" if all(points == 1 for one in election.ballots for _, points in one.points) else "count"
    run, outcome = timed(lambda: count(election, Rule(utility=utility, completion="none", second="none")))
    add1, completed = timed(lambda: count(election, Rule(utility=utility, second="none")))
    return {"load": load, "run": run, "add1": add1, "runs": completed.runs, "order": outcome.order}


def _pennies() -> dict[str, Any]:
    from bench.elections import small_round  # noqa: PLC0415 - with the count, which numpy must come before elsewhere
    from pb.tally.rules import Rule, count  # noqa: PLC0415

    election = small_round()
    add1, completed = timed(lambda: count(election, Rule(step=1)))
    return {"add1": add1, "runs": completed.runs, "order": completed.order}


def _pabutools(file: str) -> dict[str, Any]:
    from pabutools.election import (  # noqa: PLC0415 - only where it is measured
        Additive_Cardinal_Sat,
        ApprovalProfile,
        Cost_Sat,
        parse_pabulib,
    )
    from pabutools.rules import method_of_equal_shares  # noqa: PLC0415

    load, (instance, profile) = timed(lambda: parse_pabulib(file))
    worth = Cost_Sat if isinstance(profile, ApprovalProfile) else Additive_Cardinal_Sat
    run, found = timed(lambda: method_of_equal_shares(instance, profile, sat_class=worth))
    return {"load": load, "run": run, "order": [project.name for project in found]}


if __name__ == "__main__":
    main(*sys.argv[1:])
