"""Clients over kept connections: each sends a request, waits for the whole answer, and sends the next."""

import asyncio
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from statistics import median

HEAD_ENDS = b"\r\n\r\n"


@dataclass(slots=True)
class Load:
    """What came of one turn: answers by status, and how long each took, in seconds."""

    seconds: float
    statuses: dict[int, int] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.times) / self.seconds

    def time_ms(self, share: float) -> float:
        """The milliseconds that this share of the answers took at most."""
        ordered = sorted(self.times)
        return ordered[int(len(ordered) * share)] * 1000 if ordered else 0


def request(method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes = b"") -> bytes:
    """A request as it goes over the wire."""
    fields = {"Host": "127.0.0.1", **(headers or {})}
    if body:
        fields |= {"Content-Length": str(len(body)), "Content-Type": "application/x-www-form-urlencoded"}
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items())]
    return "\r\n".join(lines).encode() + HEAD_ENDS + body


def send(port: int, requests: Iterator[bytes], clients: int, seconds: float) -> Load:
    """Send requests from so many clients at once, until the time is over or they run out."""
    return asyncio.run(_send(port, requests, clients, seconds))


def middle(loads: list[Load]) -> float:
    """The middle rate of several turns."""
    return median(load.rate for load in loads)


async def _send(port: int, requests: Iterator[bytes], clients: int, seconds: float) -> Load:
    loop, began = asyncio.get_running_loop(), time.perf_counter()
    load = Load(0)
    talks = [_Talk(requests, began + seconds, load) for _ in range(clients)]
    for talk in talks:
        await loop.create_connection(lambda talk=talk: talk, "127.0.0.1", port)  # type: ignore[misc]
    await asyncio.gather(*(talk.over for talk in talks))
    load.seconds = time.perf_counter() - began
    return load


class _Talk(asyncio.Protocol):
    """One connection: as little work for each answer as there can be, since the machine is shared with the server."""

    def __init__(self, requests: Iterator[bytes], until: float, load: Load) -> None:
        self.requests, self.until, self.load = requests, until, load
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.received = b""
        self.began = 0.0
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self._next()

    def data_received(self, data: bytes) -> None:
        self.received += data
        head, found, body = self.received.partition(HEAD_ENDS)
        if found and len(body) >= _length(head):
            now = time.perf_counter()
            status = int(head[9:12])
            self.load.statuses[status] = self.load.statuses.get(status, 0) + 1
            self.load.times.append(now - self.began)
            self._next()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - the protocol's signature
        if not self.over.done():
            self.over.set_result(None)

    def _next(self) -> None:
        self.received, self.began = b"", time.perf_counter()
        following = next(self.requests, None) if self.began < self.until else None
        if following is None:
            self.transport.close()
        else:
            self.transport.write(following)


def _length(head: bytes) -> int:
    lowered = head.lower()
    at = lowered.find(b"\r\ncontent-length:")
    return int(lowered[at + 17 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
