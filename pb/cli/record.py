"""`pb record`: is the record what it was?"""

from pathlib import Path

import click
from sqlalchemy.orm import Session

from pb.core.settings import read_settings
from pb.db.engines import Sessions
from pb.record import queries
from pb.record.models import SITE_CHAIN
from pb.rounds import queries as rounds
from pb.seal import canonical
from pb.seal import chain as hash_chain

HASH_DIGITS = 64


@click.group()
def record() -> None:
    """The account of what staff did, which nobody can change quietly."""


@record.command()
@click.option(
    "--file",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A record that was downloaded, or record.ndjson of a bundle; the database is not asked then.",
)
@click.option(
    "--against",
    "noted",
    multiple=True,
    metavar="HASH",
    help="A hash of any line, as somebody noted it; more than once.",
)
def verify(noted: tuple[str, ...], file: Path | None) -> None:
    """Follow every chain of the record, and look for noted hashes; exit status 1 where one does not hold.

    A record that was cut off at its end, or written anew as a whole, holds together: only a hash that somebody noted
    shows it.
    """
    noted = tuple(one.strip().lower() for one in noted)
    for one in noted:
        if len(one) != HASH_DIGITS or not set(one) <= set("0123456789abcdef"):
            raise click.BadParameter(f"{one!r} is no hash: give all {HASH_DIGITS} digits, 0 to 9 and a to f")
    lines = _in_database(noted) if file is None else _in_file(file, noted)
    for good, words in lines:
        click.echo(f"{'ok     ' if good else 'ALTERED'}  {words}")
    if not all(good for good, _ in lines):
        raise click.exceptions.Exit(1)


def _in_database(noted: tuple[str, ...]) -> list[tuple[bool, str]]:
    sessions = Sessions(read_settings().database_url)
    try:
        with sessions.read() as session:
            return [*_chains(session), *(_noted(session, one) for one in noted)]
    finally:
        sessions.close()


def _in_file(file: Path, noted: tuple[str, ...]) -> list[tuple[bool, str]]:
    """The same of one chain in a file: anybody can check it on a machine of their own."""
    try:
        lines = [canonical.decode(line) for line in file.read_bytes().splitlines()]
        links = [(line, line.pop("previous"), line.pop("hash")) for line in lines]
    except (canonical.NotCanonical, KeyError, AttributeError, TypeError) as fault:
        raise click.BadParameter(f"{file} is no record: each line must be an entry, as it was downloaded") from fault
    fault_at = hash_chain.first_fault(links)
    if fault_at is None:
        found = [(True, f"{file.name}: {_many(len(links))}, head {links[-1][2] if links else hash_chain.START}")]
    else:
        found = [(False, f"{file.name}: entry {fault_at:,} is not what was written")]
    places = {own: at for at, (_, _, own) in enumerate(links, 1)}
    return [*found, *(_noted_in(file.name, one, places.get(one), fault_at) for one in noted)]


def _noted_in(name: str, noted: str, at: int | None, fault_at: int | None) -> tuple[bool, str]:
    if at is None:
        return False, f"{noted}: no entry of {name} has this hash: it was cut off, written anew, or is another record"
    if fault_at is not None and fault_at <= at:
        return False, f"{noted}: entry {at:,} of {name}, which does not hold from entry {fault_at:,} on"
    return True, f"{noted}: entry {at:,} of {name}"


def _names(session: Session) -> dict[str, str]:
    """Every chain, with what it is the record of."""
    return {SITE_CHAIN: "the partnership"} | {view.id: view.name for view in rounds.list_rounds(session)}


def _chains(session: Session) -> list[tuple[bool, str]]:
    found = []
    for chain, name in _names(session).items():
        entries, fault = queries.entries(session, chain), queries.first_fault(session, chain)
        if fault is None:
            head = f", head {entries[-1].hash}" if entries else ""
            found.append((True, f"{name}: {_many(len(entries))}{head}"))
        else:
            found.append((False, f"{name}: entry {fault:,} is not what was written"))
    return found


def _noted(session: Session, noted: str) -> tuple[bool, str]:
    entry = queries.entry_of_hash(session, noted)
    if entry is None:
        return False, f"{noted}: no record has this hash: it was cut off, or written anew"
    name, fault = _names(session).get(entry.chain, entry.chain), queries.first_fault(session, entry.chain)
    if fault is not None and fault <= entry.seq:
        return False, f"{noted}: entry {entry.seq:,} of {name}, which does not hold from entry {fault:,} on"
    return True, f"{noted}: entry {entry.seq:,} of {name}"


def _many(count: int) -> str:
    return "1 entry" if count == 1 else f"{count:,} entries"
