"""`make bench`: speed as ratios to named peers, measured side by side in one run. It is no test: nothing fails here.

Absolute figures depend on the machine and its neighbours; ratios of things that were measured within seconds of each
other much less. Every figure is the middle one of several short turns, taken alternately; what takes long takes one.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench import casting, counting, growth, pages
from bench.servers import House, hello, house
from bench.table import Line, show

CLIENTS = 32
DOCS = Path(__file__).resolve().parents[1] / "docs"


def main(*, keep: bool) -> None:
    """Measure everything and print one table; `keep` writes it into docs/, with the plot of growth."""
    began = time.monotonic()
    print(f"Pages and casting with {CLIENTS} clients; this takes less than a minute.", flush=True)
    with tempfile.TemporaryDirectory(prefix="pb-bench-") as folder:
        served = show(list(_over_http(House(Path(folder)))))
    print(served, flush=True)
    print("The count against pabutools, which takes three minutes or four.", flush=True)
    compared = show(list(counting.measure()))
    print(compared, "The count of ever larger elections, three minutes or four.", sep="\n", flush=True)
    measured = growth.measure()
    grown = show(list(growth.lines(*measured)))
    print(grown)
    if keep:
        growth.keep(DOCS, *measured)
        (DOCS / "speed.md").write_text(
            PAGE.format(served=served.strip(), compared=compared.strip(), grown=grown.strip()), encoding="utf-8"
        )
    print(f"{time.monotonic() - began:.0f} s in all")


PAGE = """# How fast the house is

Written by `make bench keep=yes`: ratios of what was measured in turns within seconds of each other. They say more than
seconds, which are those of one machine with two processors.

## Casting and pages

32 clients over kept connections, each waiting for the whole answer before it sends the next request, on the machine
that serves. A cast is answered after its ballot lies on the disk (SQLite, WAL, `synchronous=FULL`). The peers: an
application of the same framework that says hello to every request; one SQLite connection that commits rows as large,
one after the other; and a Django application that does the same request the same way (`bench/peers/`), on the same
server. The ratio is our rate divided by theirs, or their time divided by ours.

```
{served}
```

## The count

Both programs count in exact fractions, each file in a process of its own, the round in pennies too; times are
of the CPU, memory is that of the whole process, each the middle one of five turns (one where a turn takes long). The
ratio is pabutools' figure divided by ours. The largest files are elections of the public Pabulib collection, which are
not part of this repository; without them only the invented one is measured.

```
{compared}
```

How it grows: the whole official rule, with both completions, on invented elections with up to eight choices a voter and
£80 a head.

![Seconds by voters and by bids, on logarithmic scales](speed.svg)

```
{grown}
```
"""


def _over_http(place: House) -> Iterator[Line]:
    prepared = casting.prepare(place)
    with hello() as peer, house(place) as ours:
        yield from casting.measure(prepared, place, ours, peer, CLIENTS)
        yield from pages.measure(prepared.slug, ours, peer, CLIENTS)


if __name__ == "__main__":
    main(keep="keep" in sys.argv[1:])
