"""`make bench`: speed as ratios to named peers, measured side by side in one run. It is no test: nothing fails here.

Absolute figures depend on the machine and its neighbours; ratios of things that were measured within seconds of each
other much less. Every figure is the middle one of several short turns, taken alternately.
"""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench import casting, counting, pages
from bench.servers import House, hello, house
from bench.table import Line, show

CLIENTS = 32


def main() -> None:
    """Measure everything and print one table."""
    began = time.monotonic()
    print(f"Measuring with {CLIENTS} clients; this takes less than a minute.", flush=True)
    with tempfile.TemporaryDirectory(prefix="pb-bench-") as folder:
        lines = [*_over_http(House(Path(folder))), *counting.measure()]
    print(show(lines))
    print(f"{time.monotonic() - began:.0f} s in all")


def _over_http(place: House) -> Iterator[Line]:
    prepared = casting.prepare(place)
    with hello() as peer, house(place) as ours:
        yield from casting.measure(prepared, place, ours, peer, CLIENTS)
        yield from pages.measure(prepared.slug, ours, peer, CLIENTS)


if __name__ == "__main__":
    main()
