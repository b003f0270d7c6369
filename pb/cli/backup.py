"""`pb backup`, `pb backup-keys` and `pb restore`."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from pb.cli.backups import places
from pb.cli.backups.key_copies import copy_keys
from pb.cli.backups.restoring import Restored, restore_backup
from pb.cli.backups.taking import take_backup
from pb.cli.progress import progress
from pb.core.clock import london_text, system_clock
from pb.core.settings import Settings, read_settings

_PLACE = click.Path(path_type=Path)


@click.command()
@click.argument("where", type=_PLACE, required=False)
@click.option("--keep", type=click.IntRange(min=1), help="Afterwards take away all but the newest N in that folder.")
def backup(where: Path | None, keep: int | None) -> None:
    """Back up the database and the data folder, never the keys, while the site goes on.

    WHERE is a folder to put it into, or the name of the backup itself; without it the folder PB_BACKUPS is used. It is
    checked whole before it gets its name. Copy it to another machine afterwards.
    """
    settings, now = read_settings(), system_clock()
    with progress() as tell, _one_line():
        place, made = take_backup(settings, where or settings.backups, now, tell)
    rows = sum(made.contents.rows.values())
    click.echo(f"Backed up and checked: {place} ({rows:,} rows, {len(made.files):,} files; no keys).")
    for name, chain in made.chains.items():
        if chain.fault is not None:
            click.echo(f"Look at the record of {name}: entry {chain.fault} does not fit. It was so before the backup.")
    if place.is_relative_to(settings.home):
        click.echo("It lies on the same disk as the data: copy it to another machine.")
    for gone in places.prune(place.parent, keep) if keep else []:
        click.echo(f"Taken away: {gone.name}")


@click.command("backup-keys")
@click.argument("folder", type=_PLACE)
def backup_keys(folder: Path) -> None:
    """Copy the keys of all rounds, and the signing key, into FOLDER: on a stick that is locked away.

    Each copy is registered. When a round is published, its copies are destroyed with its keys, so the place must be
    reachable then: while it is not, nothing is published. Make copies in no other way.
    """
    settings = read_settings()
    made = copy_keys(settings, folder)
    click.echo(f"Copied to {folder.resolve()}: the signing key, and the keys of {_number(len(made), 'round')}.")
    if made:
        click.echo("Bring this place back when a round is to be published: its keys are destroyed there as well.")


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
    with progress() as tell, _one_line():
        done = restore_backup(settings, source.resolve(), now, tell, instead=instead)
    for line in _said(done, settings, source, now):
        click.echo(line)


def _said(done: Restored, settings: Settings, source: Path, now: datetime) -> Iterator[str]:
    made_at = london_text(done.manifest.made_at)
    yield f"Restored {source.resolve()}, made on {made_at}, into {settings.home}."
    if done.aside:
        yield f"What was there before is kept: {done.aside}. Delete it when nobody needs it."
    yield f"Missing: everything that was done after {made_at}. The record says so. Everybody has to sign in again."
    for one in done.in_vote:
        yield f"{one.name}: voting was open. Votes cast or changed from then until {london_text(now)} are missing:"
        yield "  who voted then must vote again with the same code; the page of the round asks them to."
        yield "  A receipt from that time stands against this restore. Codes replaced since must be replaced again."
    for one in done.keys_missing:
        yield f"{one.name}: ITS KEYS ARE MISSING from {settings.keys}, and no vote of it can be cast or counted."
        yield "  If it was published since, they were destroyed and stay so: its votes remain closed for good."
        yield "  Otherwise copy them back from the place of `pb backup-keys`."
    yield "Next: run `pb doctor`, then start the site."


def _number(count: int, thing: str) -> str:
    return f"1 {thing}" if count == 1 else f"{count:,} {thing}s"


@contextmanager
def _one_line() -> Iterator[None]:
    """A disk that is full, in the words of whoever met it first, becomes one line."""
    try:
        yield
    except sqlite3.OperationalError as fault:
        if "full" in str(fault) or "disk I/O" in str(fault):
            raise click.ClickException("The disk is full. Nothing was changed; make room and try again") from fault
        raise
