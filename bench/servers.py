"""Servers in processes of their own: the house as `pb serve` runs it, and its peers."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
PATIENCE_SECONDS = 20


@dataclass(frozen=True, slots=True)
class House:
    """An installation of its own in a folder of its own."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """Its settings."""
        return {"PB_HOME": str(self.folder), "PB_KEYS": str(self.folder / "keys")}

    @property
    def url(self) -> str:
        """The address of its database."""
        return f"sqlite:///{self.folder / 'pb.sqlite3'}"


@dataclass(frozen=True, slots=True)
class Serving:
    """A server that is running."""

    port: int
    process: int

    def memory_mb(self) -> int:
        """Resident memory of the largest of its processes in MB; 0 where the system does not tell."""
        return max((_resident(process) for process in self._processes()), default=0) // 1024

    def cpu_seconds(self) -> float:
        """Seconds of the processor that its processes have used so far; 0 where the system does not tell."""
        return sum(_cpu_seconds(process) for process in self._processes())

    def _processes(self) -> list[int]:
        return [self.process, *_children(self.process)]


@contextmanager
def house(place: House) -> Iterator[Serving]:
    """The house, served by its own command."""
    with _serving(lambda _: [str(BIN / "pb"), "serve"], place.environment) as serving:
        yield serving


@contextmanager
def hello() -> Iterator[Serving]:
    """The peer, on the same server with the same options."""
    with _granian("asgi", "bench.peers.hello:app", {}) as serving:
        yield serving


@contextmanager
def django_votes(database: Path) -> Iterator[Serving]:
    """The Django peer on the same server; more threads made it slower, since they only wait for the database."""
    with _granian(
        "wsgi", "bench.peers.django_votes:application", {"PEER_DATABASE": str(database)}, "--blocking-threads", "2"
    ) as serving:
        yield serving


@contextmanager
def _granian(interface: str, application: str, environment: Mapping[str, str], *more: str) -> Iterator[Serving]:
    options = ["--interface", interface, "--workers", "1", "--no-ws", "--log-level", "warning", *more]
    with _serving(
        lambda port: [str(BIN / "granian"), *options, "--port", str(port), application], environment
    ) as serving:
        yield serving


@contextmanager
def _serving(command_for, environment: Mapping[str, str]) -> Iterator[Serving]:  # type: ignore[no-untyped-def]  # noqa: ANN001
    port = _free_port()
    surroundings = os.environ | environment | {"PB_PORT": str(port)}
    with subprocess.Popen(command_for(port), cwd=ROOT, env=surroundings, stdout=subprocess.DEVNULL) as process:
        try:
            _wait_for(port)
            yield Serving(port, process.pid)
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"no server on port {port}")


def _children(process: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:
        return []


def _cpu_seconds(process: int) -> float:
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0)
