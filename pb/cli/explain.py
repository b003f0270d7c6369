"""`pb explain`: why bids are funded or not, and what would have changed it."""

import click

from pb.cli.progress import progress
from pb.core.settings import read_settings
from pb.db.engines import Sessions
from pb.desk import clockwork


@click.command()
def explain() -> None:
    """Explain every bid of rounds whose ballots were opened, where that is not done yet.

    A site that is served does so by itself. It may be stopped at any time and goes on where it was.
    """
    sessions = Sessions(read_settings().database_url)
    try:
        with progress() as tell:
            done = clockwork.explain_due(
                sessions, lambda name, at, every: tell(f"{name}: explaining bid {at:,} of {every:,}")
            )
    finally:
        sessions.close()
    click.echo("1 bid explained." if done == 1 else f"{done:,} bids explained.")
