"""`pb backup` and `pb backup-keys`."""

from pathlib import Path

import click

from pb.cli.backups import places
from pb.cli.backups.key_copies import copy_keys
from pb.cli.backups.taking import take_backup
from pb.cli.faults import disk_full_in_one_line
from pb.cli.progress import progress
from pb.core.clock import system_clock
from pb.core.settings import read_settings

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
    with progress() as tell, disk_full_in_one_line():
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
    reachable then. Of a copy that is lost two commissioners have to say what became of it, in public, and its FOLDER is
    told with it. Make copies in no other way.
    """
    settings = read_settings()
    made = copy_keys(settings, folder)
    click.echo(f"Copied to {folder.resolve()}: the signing key, and the keys of {_number(len(made), 'round')}.")
    if made:
        click.echo("Bring this place back when a round is to be published: its keys are destroyed there as well.")


def _number(count: int, thing: str) -> str:
    return f"1 {thing}" if count == 1 else f"{count:,} {thing}s"
