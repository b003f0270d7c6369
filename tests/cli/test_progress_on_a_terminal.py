"""Progress: shown where somebody looks on and the work takes long, also while nothing new is told; gone afterwards."""

import io
import threading

import pytest

from pb.cli.progress import progress


class Terminal(io.StringIO):
    """A stream that somebody looks at; `shown` is set when something was written."""

    def __init__(self, *, looked_at=True):
        super().__init__()
        self.looked_at, self.shown = looked_at, threading.Event()

    def isatty(self):
        return self.looked_at

    def flush(self):
        self.shown.set()


def test_work_that_tells_nothing_for_long_is_seen_to_go_on():
    terminal = Terminal()
    with progress(terminal, patience=0.0):
        assert terminal.shown.wait(20)
    assert terminal.getvalue().startswith("\rworking, 0 seconds")


def test_what_was_told_last_is_shown_and_wiped_away_in_the_end():
    terminal = Terminal()
    with progress(terminal, patience=0.05) as tell:
        tell("phragmen")
        assert terminal.shown.wait(20)
    first, *_, last, end = terminal.getvalue().split("\r")[1:]
    assert first == "phragmen, 0 seconds"
    assert (last.strip(), end) == ("", "")
    assert len(last) >= len(first)


def test_a_line_longer_than_the_terminal_is_cut(monkeypatch):
    monkeypatch.setenv("COLUMNS", "20")
    terminal = Terminal()
    with progress(terminal, patience=0.05) as tell:
        tell("x" * 200)
        assert terminal.shown.wait(20)
    assert max(map(len, terminal.getvalue().split("\r"))) == 19


@pytest.mark.parametrize(("looked_at", "patience"), [(True, 60.0), (False, 0.0)], ids=["short", "nobody looks"])
def test_nothing_is_shown_of_short_work_or_where_nobody_looks(looked_at, patience):
    terminal = Terminal(looked_at=looked_at)
    with progress(terminal, patience) as tell:
        tell("a run")
    assert terminal.getvalue() == ""
