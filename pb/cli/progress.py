"""Progress on a terminal: one line on standard error, for work that takes longer than two seconds."""

import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

PATIENCE, PAUSE = 2.0, 0.2


@contextmanager
def progress(stream: TextIO | None = None, patience: float = PATIENCE) -> Iterator[Callable[[str], None]]:
    """Something to tell how far the work is; nothing is shown before two seconds, or where nobody looks on.

    What was told last stays on show with the seconds that have gone, so that work which tells nothing for a long time
    can be seen to go on.

    Args:
        stream: where it is shown; standard error where none is named.
        patience: seconds before anything is.
    """
    line = _Line(stream or sys.stderr)
    if line.is_seen:
        threading.Thread(target=line.show, args=(patience,), daemon=True).start()
    try:
        yield line.tell
    finally:
        line.end()


class _Line:
    def __init__(self, stream: TextIO) -> None:
        self._stream, self.is_seen = stream, stream.isatty()
        self._words, self._shown, self._began = "working", 0, time.monotonic()
        self._ended, self._drawing = threading.Event(), threading.Lock()

    def tell(self, words: str) -> None:
        self._words = words

    def show(self, patience: float) -> None:
        pause = patience
        while not self._ended.wait(pause):
            pause = PAUSE
            with self._drawing:
                if not self._ended.is_set():
                    self._draw(f"{self._words}, {time.monotonic() - self._began:.0f} seconds")

    def end(self) -> None:
        self._ended.set()
        with self._drawing:
            if self._shown:
                self._draw("")
                self._stream.write("\r")
                self._stream.flush()

    def _draw(self, words: str) -> None:
        # A line that is longer than the terminal is wide would stay where it is and be written again below.
        words = words[: shutil.get_terminal_size().columns - 1]
        self._stream.write(f"\r{words:<{self._shown}}")
        self._stream.flush()
        self._shown = len(words)
