"""Locks that end with their transaction and leave no trace in any table.

A row lock of PostgreSQL writes the transaction's number into the row and so would tell when a person voted; an
advisory lock writes nothing. SQLite needs neither: it has one writer at a time.
"""

import hashlib

from sqlalchemy import text
from sqlalchemy.orm import Session


def hold(session: Session, name: str, *, shared: bool) -> None:
    """Wait for the lock `name` and hold it until the transaction ends.

    Args:
        session: a writing session.
        name: what is locked; equal names meet.
        shared: whether others may hold it too, as long as they all share it.
    """
    if session.get_bind().dialect.name != "postgresql":
        return
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
    function = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
    session.execute(text(f"SELECT {function}(:number)"), {"number": number})
