"""`pb explain`: why bids are funded or not, and what would have changed it."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from pb.cli.progress import progress
from pb.core.clock import system_clock
from pb.core.settings import read_settings
from pb.db.engines import Sessions
from pb.desk import clockwork


@click.command()
def explain() -> None:
    """Explain every bid of rounds whose ballots were opened, where that is not done yet.

    A site that is served does so by itself. It may be stopped at any time and goes on where it was. What another
    process has in hand is left to it.
    """
    sessions = Sessions(read_settings().database_url)
    try:
        with progress() as tell, _ending_in_order():
            done = clockwork.explain_due(
                sessions, system_clock, lambda name, at, every: tell(f"{name}: explaining bid {at:,} of {every:,}")
            )
            left = clockwork.left_to_explain(sessions)
    finally:
        sessions.close()
    click.echo("1 bid explained." if done == 1 else f"{done:,} bids explained.")
    if left:
        click.echo(f"{left:,} more: another process has them in hand.")


@contextmanager
def _ending_in_order() -> Iterator[None]:
    """End as if asked by the keyboard where the system asks: what is in hand is laid down, and nobody waits for it."""
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
