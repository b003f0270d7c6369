"""`pb restore`."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from pb.cli.backups.restoring import Restored, restore_backup
from pb.cli.faults import disk_full_in_one_line
from pb.cli.progress import progress
from pb.core.clock import london_text, system_clock
from pb.core.settings import Settings, read_settings

_PLACE = click.Path(path_type=Path)


@click.command()
@click.argument("source", metavar="BACKUP", type=_PLACE)
@click.option("--into", type=_PLACE, help="A data folder that stands in the place of PB_HOME.")
@click.option("--replace", "instead", is_flag=True, help="Set aside the installation that is there, and keep it.")
def restore(source: Path, into: Path | None, *, instead: bool) -> None:
    """Put a backup in the place of this installation; the site must be stopped.

    What happened after the backup is not in it. Restored in the middle of a vote, people who voted since must vote
    again; the record and the page of the round say so.
    """
    settings, now = read_settings(home=into), system_clock()
    with progress() as tell, disk_full_in_one_line():
        done = restore_backup(settings, source.resolve(), now, tell, instead=instead)
    for line in _said(done, settings, source, now):
        click.echo(line)


def _said(done: Restored, settings: Settings, source: Path, now: datetime) -> Iterator[str]:
    made_at = london_text(done.manifest.made_at)
    yield f"Restored {source.resolve()}, made on {made_at}, into {settings.home}."
    if done.aside:
        yield f"What was there before is kept: {done.aside}. Delete it when nobody needs it."
    yield f"Missing: everything that was done after {made_at}. The record says so. Everybody has to sign in again."
    if done.in_vote:
        yield f"Voting was open: {', '.join(one.name for one in done.in_vote)}."
        yield f"  VOTES cast or changed from then until {london_text(now)} ARE MISSING. Who voted then must vote again,"
        yield "  with the same code; the page of the round asks them to. Say it by every other way you have as well."
        yield "  A receipt from that time stands against this restore. Codes replaced since must be replaced again."
    for one in done.keys_missing:
        yield f"{one.name}: ITS KEYS ARE MISSING from {settings.keys}, and no vote of it can be cast or counted."
        yield "  If it was published since, they were destroyed and stay so: its votes remain closed for good."
        yield "  Otherwise copy them back from the place of `pb backup-keys`."
    yield "Next: run `pb doctor`, then start the site."
