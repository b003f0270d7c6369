"""Progress on a terminal: one line on standard error, for work that takes longer than two seconds."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PATIENCE, PAUSE = 2.0, 0.2


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Something to tell how far the work is; nothing is shown before two seconds, or where nobody looks on."""
    line = _Line()
    try:
        yield line.tell
    finally:
        line.clear()


class _Line:
    def __init__(self) -> None:
        self._next = time.monotonic() + PATIENCE
        self._shown = 0

    def tell(self, words: str) -> None:
        if time.monotonic() < self._next or not sys.stderr.isatty():
            return
        self._next = time.monotonic() + PAUSE
        sys.stderr.write(f"\r{words:<{self._shown}}")
        sys.stderr.flush()
        self._shown = len(words)

    def clear(self) -> None:
        if self._shown:
            sys.stderr.write(f"\r{'':<{self._shown}}\r")
            sys.stderr.flush()
