"""A ballot cast and stored for good: against the peer that says hello, bare SQLite, and the same in Django."""

import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import repeat
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from bench.clients import Load, middle, request, send
from bench.servers import ROOT, House, Serving, django_votes
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
SEE_OTHER = 303


@dataclass(frozen=True, slots=True)
class Prepared:
    """A round with voting open, and a request for each voter that casts a ballot."""

    slug: str
    requests: list[bytes]


@dataclass(slots=True)
class Turns:
    """What one server did in its turns."""

    serving: Serving
    requests: Iterator[bytes]
    loads: list[Load] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)

    def take(self, clients: int, seconds: float) -> None:
        """One turn more."""
        before = self.serving.cpu_seconds()
        load = send(self.serving.port, self.requests, clients, seconds)
        self.loads.append(load)
        self.cpu_ms.append((self.serving.cpu_seconds() - before) * 1000 / max(len(load.times), 1))

    @property
    def rate(self) -> float:
        """Answers a second, in the middle turn."""
        return middle(self.loads)

    def refused(self) -> int:
        """How many answers were not the way to the receipt."""
        return sum(count for load in self.loads for status, count in load.statuses.items() if status != SEE_OTHER)

    def told(self) -> str:
        """The rate, and what must not be passed over."""
        return f"{self.rate:,.0f}/s" + (f", {self.refused()} REFUSED" if self.refused() else "")


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


def prepare_django(database: Path) -> list[bytes]:
    """Make the tables and voters of the Django peer; gives a request for each that casts a ballot."""
    command = [sys.executable, "-m", "bench.peers.django_votes", str(VOTERS)]
    environment = os.environ | {"PEER_DATABASE": str(database)}
    made = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return [_django_cast(one["pass"], one["token"]) for one in json.loads(made.stdout)]


def measure(prepared: Prepared, place: House, ours: Serving, peer: Serving, clients: int) -> Iterator[Line]:
    """Turns of casting, of the same in Django, of hello and of bare commits, one after the other."""
    database = place.folder / "django.sqlite3"
    theirs = prepare_django(database)
    with django_votes(database) as rival:
        house = Turns(ours, iter(prepared.requests))
        django = Turns(rival, iter(theirs))
        hello = Turns(peer, repeat(request("POST", "/", body=b"form_token=" + b"x" * 300)))
        commits = []
        for _ in range(TURNS):
            hello.take(clients, SECONDS / 2)
            house.take(clients, SECONDS)
            django.take(clients, SECONDS)
            commits.append(_bare_commits(place.folder / "bare.sqlite3", clients, SECONDS / 2))
        yield from _lines(house, django, hello, median(commits))


def _lines(house: Turns, django: Turns, hello: Turns, bare: float) -> Iterator[Line]:
    yield Line("durable cast", "hello-world", house.told(), f"{hello.rate:,.0f}/s", house.rate / hello.rate, ">= 0.35")
    yield Line(
        "durable cast", "one SQLite connection, FULL", house.told(), f"{bare:,.0f}/s", house.rate / bare, ">= 1.20"
    )
    yield Line("durable cast", "Django, SQLite, FULL", house.told(), django.told(), house.rate / django.rate, ">= 6")
    for what, figure, aim in (
        ("p50 of a cast", lambda turns: median(load.time_ms(0.5) for load in turns.loads), ""),
        ("p99 of a cast", lambda turns: median(load.time_ms(0.99) for load in turns.loads), "<= 100 ms"),
        ("processor for a cast", lambda turns: median(turns.cpu_ms), ""),
    ):
        mine, other = figure(house), figure(django)
        yield Line(what, "Django, SQLite, FULL", f"{mine:.2f} ms", f"{other:.2f} ms", other / mine, aim)
    memory = house.serving.memory_mb(), django.serving.memory_mb()
    yield Line("memory of the server", "Django, SQLite, FULL", f"{memory[0]} MB", f"{memory[1]} MB", 0, "<= 150 MB")


def _cast(keys: KeyFolder, round_id: str, voter: str, now) -> bytes:  # type: ignore[no-untyped-def]  # noqa: ANN001
    key, browser = keys.session(), protection.new_cookie()
    value = {"round": round_id, "voter": voter, "rev": 0, "seed": 7}
    held = {protection.COOKIE: browser, PASS: cookies.close(key, PASS, value, now + PASS_LIFE)}
    fields = {"draft": "1 2 5", "envelope": protection.new_cookie(), protection.FIELD: protection.token(key, browser)}
    cookie = "; ".join(f"{name}={text}" for name, text in held.items())
    return request("POST", "/vote/cast", {"Cookie": cookie}, urlencode(fields).encode())


def _django_cast(given: str, token: str) -> bytes:
    fields = {"draft": "1 2 5", "envelope": protection.new_cookie(), "csrfmiddlewaretoken": token}
    return request("POST", "/vote/cast", {"Cookie": f"csrftoken={token}; pass={given}"}, urlencode(fields).encode())


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
