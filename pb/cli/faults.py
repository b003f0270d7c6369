"""What the command says of a database that cannot be used."""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click


def words_of_database(fault: Exception) -> str:
    """One line about a database that cannot be used; empty for every other fault.

    Of what the driver says only the first line: those after it may hold values.
    """
    # Asked of what is loaded: where nothing of it is, the fault is none of a database.
    wrapped = getattr(sys.modules.get("sqlalchemy.exc"), "SQLAlchemyError", sqlite3.Error)
    if not isinstance(fault, (sqlite3.Error, wrapped)):
        return ""
    said = str(getattr(fault, "orig", None) or fault).splitlines()[0]
    return f"the database cannot be used: {said}. Look at PB_DATABASE_URL, or run: pb migrate"


@contextmanager
def disk_full_in_one_line() -> Iterator[None]:
    """A disk that is full, in the words of whoever met it first, becomes one line that says so."""
    try:
        yield
    except sqlite3.OperationalError as fault:
        if "full" in str(fault) or "disk I/O" in str(fault):
            raise click.ClickException("The disk is full. Nothing was changed; make room and try again") from fault
        raise
