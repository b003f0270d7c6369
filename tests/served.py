"""A server process with the demonstration, as journeys and measurements meet it."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CODE = re.compile(r"^    ([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})$")
ELECTORATES = ("young people", "parent carers")


@dataclass
class Served:
    """A running server of the demonstration; `codes` are unused voting codes by (round, electorate)."""

    home: Path
    port: int
    process: subprocess.Popen = None

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        environment = {
            **os.environ,
            "PB_HOME": str(self.home),
            "PB_PORT": str(self.port),
            "PB_PUBLIC_URL": self.address,
            "PB_DEMO": "yes",
        }
        log = (self.home / "server.log").open("ab")
        command = [str(Path(sys.executable).parent / "pb"), "demo", "--serve"]
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        log.close()
        self.wait()
        return self

    def wait(self):
        for _ in range(900):  # the demonstration is made first; on a busy machine that takes its time
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{self.address}/help", timeout=5).close()  # noqa: S310 - our own server
                return
            assert self.process.poll() is None, (self.home / "server.log").read_text()
            time.sleep(0.2)
        raise AssertionError("the server did not come up")

    def stop(self, how=signal.SIGTERM):
        """End the server and its worker."""
        children = subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True, check=False)
        for number in [*children.stdout.split(), str(self.process.pid)]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(number), how)
        self.process.wait(30)

    @property
    def text(self):
        return (self.home / "demo.txt").read_text(encoding="utf-8")

    @property
    def codes(self):
        found, key = {}, None
        for line in self.text.splitlines():
            name, _, group = line.strip().rpartition(", ")
            if group in ELECTORATES:
                key = (name, group)
            elif (code := CODE.match(line)) and key:
                found.setdefault(key, []).append(code[1])
        return found

    def sign_in_of(self, first_name):
        """Email and password of a member of staff of the demonstration."""
        line = next(line for line in self.text.splitlines() if line.strip().startswith(f"{first_name}@"))
        return line.split()[:2]


def free_port():
    """A port on which nothing listens now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]
