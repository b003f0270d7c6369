"""A ballot cast and stored for good, against the peer that says hello and against bare SQLite."""

import sqlite3
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from bench.clients import middle, request, send
from bench.servers import ROOT, House, Serving
from bench.table import Line
from pb.booth.voter import PASS, PASS_LIFE
from pb.cli.migrations import run_migrations
from pb.core.clock import system_clock
from pb.core.settings import read_settings
from pb.db.engines import Sessions
from pb.keys import cookies
from pb.keys.folder import KeyFolder
from pb.roll import queries as voters
from pb.web import protection

sys.path[:0] = [str(ROOT / "tests")]
from ballot_rounds import make_box  # noqa: E402 - the tests' own round with a roll, found by the line above

VOTERS, TURNS, SECONDS = 6_000, 3, 2.0
ROW_BYTES = 450  # about what a cast writes


@dataclass(frozen=True, slots=True)
class Prepared:
    """A round with voting open, and a request for each voter that casts a ballot."""

    slug: str
    requests: list[bytes]


def prepare(place: House) -> Prepared:
    """Make the tables, a round with twelve bids and a roll, and a pass for every voter."""
    run_migrations(read_settings(place.environment))
    sessions, keys, now = Sessions(place.url), KeyFolder(place.folder / "keys"), system_clock()
    box = make_box(sessions, keys, young=VOTERS // 2, carers=VOTERS // 2)
    box.set(voting_opens_at=now - timedelta(days=1), voting_closes_at=now + timedelta(days=1), rules_hash="0" * 64)
    with sessions.read() as session:
        people = [voter.voter_id for voter in voters.voters(session, box.id)]
    prepared = Prepared(box.view().slug, [_cast(keys, box.id, voter, now) for voter in people])
    sessions.close()
    return prepared


def measure(prepared: Prepared, place: House, ours: Serving, peer: Serving, clients: int) -> Iterator[Line]:
    """Turns of casting, of hello and of bare commits, one after the other."""
    requests, hellos = iter(prepared.requests), _for_ever(request("POST", "/", body=b"form_token=" + b"x" * 300))
    casts, greetings, commits = [], [], []
    for _ in range(TURNS):
        greetings.append(send(peer.port, hellos, clients, SECONDS / 2))
        casts.append(send(ours.port, requests, clients, SECONDS))
        commits.append(_bare_commits(place.folder / "bare.sqlite3", clients, SECONDS / 2))
    rate, hello, bare = middle(casts), middle(greetings), median(commits)
    refused = sum(count for load in casts for status, count in load.statuses.items() if status != 303)  # noqa: PLR2004
    figure = f"{rate:,.0f}/s" + (f", {refused} REFUSED" if refused else "")
    yield Line("durable cast", "hello-world", figure, f"{hello:,.0f}/s", rate / hello, "0.35")
    yield Line("durable cast", "one SQLite connection, FULL", figure, f"{bare:,.0f}/s", rate / bare, "1.20")
    slowest = median(load.p99_ms for load in casts)
    yield Line("p99 of a cast", "", f"{slowest:.0f} ms", "", 0, "100 ms")
    yield Line("memory of the server", "", f"{ours.memory_mb()} MB", f"{peer.memory_mb()} MB", 0, "150 MB")


def _cast(keys: KeyFolder, round_id: str, voter: str, now) -> bytes:  # type: ignore[no-untyped-def]  # noqa: ANN001
    key, browser = keys.session(), protection.new_cookie()
    value = {"round": round_id, "voter": voter, "rev": 0, "seed": 7}
    held = {protection.COOKIE: browser, PASS: cookies.close(key, PASS, value, now + PASS_LIFE)}
    fields = {"draft": "1 2 5", "envelope": protection.new_cookie(), protection.FIELD: protection.token(key, browser)}
    cookie = "; ".join(f"{name}={text}" for name, text in held.items())
    return request("POST", "/vote/cast", {"Cookie": cookie}, urlencode(fields).encode())


def _for_ever(one: bytes) -> Iterator[bytes]:
    while True:
        yield one


def _bare_commits(file: Path, clients: int, seconds: float) -> float:
    """Commits a second of a row as large as a cast's, by so many threads on one connection with a lock."""
    connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    for pragma in ("journal_mode=wal", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE IF NOT EXISTS urn (id BLOB PRIMARY KEY, body BLOB) WITHOUT ROWID")
    lock, until, done = threading.Lock(), time.perf_counter() + seconds, [0]

    def client() -> None:
        while time.perf_counter() < until:
            with lock:
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("INSERT INTO urn VALUES (randomblob(16), randomblob(?))", (ROW_BYTES,))
                connection.execute("COMMIT")
                done[0] += 1

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    connection.close()
    return done[0] / seconds
