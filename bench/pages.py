"""Pages that everybody sees, and static files, against the peer that says hello."""

from collections.abc import Iterator
from itertools import repeat

from bench.clients import middle, request, send
from bench.servers import Serving
from bench.table import Line
from pb.web.assets import asset

TURNS, SECONDS = 3, 0.7
BROWSER = {"Accept-Encoding": "gzip", "Cookie": "pb_form=0123456789abcdef0123456789abcdef"}


def measure(slug: str, ours: Serving, peer: Serving, clients: int) -> Iterator[Line]:
    """Turns of each page and of hello, alternately."""
    wanted = {
        "page of a round with 12 bids": f"/rounds/{slug}",
        "how we count (no question to the database)": "/how-we-count",
        "static file, compressed": asset("css/site.css"),
    }
    hello = repeat(request("GET", "/"))
    for what, path in wanted.items():
        pages, greetings = [], []
        for _ in range(TURNS):
            greetings.append(send(peer.port, hello, clients, SECONDS))
            pages.append(send(ours.port, repeat(request("GET", path, BROWSER)), clients, SECONDS))
        rate, greeting = middle(pages), middle(greetings)
        wrong = {status for load in pages for status in load.statuses} - {200}
        figure = f"{rate:,.0f}/s" + (f", status {sorted(wrong)}" if wrong else "")
        yield Line(what, "hello-world", figure, f"{greeting:,.0f}/s", rate / greeting, "0.80")
