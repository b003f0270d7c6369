"""What a snapshot says of itself: its tables, how many rows each has, and the schema that they are of."""

from collections.abc import Callable
from dataclasses import dataclass

Tell = Callable[[str], None]

PASSING = ("email_code", "sign_in", "throttle_try")
"""Tables that are never copied: signed-in browsers, one-time codes and counters of tries live for minutes. A snapshot
that held them would keep them for longer than they may be kept, and bring back people who had signed out."""

VERSION_TABLE = "alembic_version"


class SnapshotUnsound(Exception):
    """A snapshot is not what it should be; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What was copied.

    Attributes:
        schema: the migration that the database was at.
        rows: rows by table, without the tables that are `PASSING`.
        columns: columns by table, in the order in which they were written.
    """

    schema: str
    rows: dict[str, int]
    columns: dict[str, list[str]]
