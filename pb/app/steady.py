"""Whether the clock of the machine can be believed: work that cannot be undone waits where it was set in mid-run.

A machine whose battery or time server fails may jump by years for a minute. Casting asks the clock at each cast and
takes votes again when it is right again; but a vote that was closed, or an address that was forgotten, stays so.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

TOLERANCE = timedelta(minutes=2)
"""How far the clock may be set without anybody noticing; time servers set it by less, a little at a time."""

TRUSTED_AFTER = timedelta(hours=1)
"""When a clock that was set counts as right: somebody has had the time to see it."""


def seconds_that_passed() -> float:
    """A clock that nobody can set. It goes on while the machine sleeps, where the system has one that does."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


@dataclass(slots=True)
class Steadiness:
    """Holds the clock against one that nobody can set, from look to look."""

    passed: Callable[[], float] = seconds_that_passed
    _offset: float | None = None
    _set_to: float | None = None
    _since: float = 0.0
    _told: bool = True

    def holds(self, now: datetime) -> bool:
        """Whether the clock has gone on as it should since the last look, or was set long enough ago."""
        passed = self.passed()
        offset = now.timestamp() - passed
        if self._offset is None or _alike(offset, self._offset):
            self._offset, self._set_to = offset, None
            return True
        if self._set_to is None or not _alike(offset, self._set_to):
            self._set_to, self._since, self._told = offset, passed, False
        if passed - self._since < TRUSTED_AFTER.total_seconds():
            return False
        self._offset, self._set_to = offset, None
        return True

    def is_news(self) -> bool:
        """Whether the clock was set and this is the first to ask."""
        told, self._told = self._told, True
        return not told


def _alike(one: float, other: float) -> bool:
    return abs(one - other) <= TOLERANCE.total_seconds()
