"""`pb record`: is the record what it was?"""

import click
from sqlalchemy.orm import Session

from pb.core.settings import read_settings
from pb.db.engines import Sessions
from pb.record import queries
from pb.record.models import SITE_CHAIN
from pb.rounds import queries as rounds

HASH_DIGITS = 64


@click.group()
def record() -> None:
    """The account of what staff did, which nobody can change quietly."""


@record.command()
@click.option(
    "--against",
    "noted",
    multiple=True,
    metavar="HASH",
    help="A hash of any line, as somebody noted it; more than once.",
)
def verify(noted: tuple[str, ...]) -> None:
    """Follow every chain of the record, and look for noted hashes; exit status 1 where one does not hold.

    A record that was cut off at its end, or written anew as a whole, holds together: only a hash that somebody noted
    shows it.
    """
    noted = tuple(one.strip().lower() for one in noted)
    for one in noted:
        if len(one) != HASH_DIGITS or not set(one) <= set("0123456789abcdef"):
            raise click.BadParameter(f"{one!r} is no hash: give all {HASH_DIGITS} digits, 0 to 9 and a to f")
    sessions = Sessions(read_settings().database_url)
    try:
        with sessions.read() as session:
            lines = [*_chains(session), *(_noted(session, one) for one in noted)]
    finally:
        sessions.close()
    for good, words in lines:
        click.echo(f"{'ok     ' if good else 'ALTERED'}  {words}")
    if not all(good for good, _ in lines):
        raise click.exceptions.Exit(1)


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
