"""`pb doctor`: is this machine fit to hold a vote?"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from pb.cli.checkup.backups import backups, kept
from pb.cli.checkup.database import settings_of, state_of, writing
from pb.cli.checkup.jobs import later_work
from pb.cli.checkup.keys import key_folder, keys_of_votes, place_of_keys
from pb.cli.checkup.machine import Finding, disks, surroundings
from pb.cli.faults import words_of_database
from pb.cli.migrations import is_up_to_date
from pb.core.clock import system_clock
from pb.core.settings import Settings, read_settings
from pb.db.engines import Sessions
from pb.jobs import queries as jobs
from pb.record import queries as record
from pb.rounds import queries as rounds
from pb.rounds.rules.phases import Phase


@click.command()
def doctor() -> None:
    """Check database, disks, clock, keys and backups; exit status 1 where something must be mended."""
    settings, now = read_settings(), system_clock()
    findings = [*disks(settings), *key_folder(settings), *surroundings(settings, now), *_database(settings, now)]
    for good, words in findings:
        click.echo(f"{'ok  ' if good else 'MEND'}  {words}")
    if not all(good for good, _ in findings):
        raise click.exceptions.Exit(1)


def _database(settings: Settings, now: datetime) -> list[Finding]:
    file = make_url(settings.database_url).database or ""
    if settings.database_url.startswith("sqlite") and not Path(file).exists():
        return [(True, f"database: {file} is not there yet; `pb serve` and `pb migrate` make it")]
    sessions = Sessions(settings.database_url)
    findings: list[Finding] = []
    try:
        with sessions.read() as session:
            findings += settings_of(session.connection())
            findings += _in_database(settings, session, now)
        findings += writing(sessions)
    except SQLAlchemyError as fault:
        findings.append((False, words_of_database(fault)))
    finally:
        sessions.close()
    return findings


def _in_database(settings: Settings, session: Session, now: datetime) -> Iterator[Finding]:
    connection = session.connection()
    if not is_up_to_date(connection):  # its rows may not be what this program expects: only look at the frame
        yield from state_of(settings, connection, None, now)
        return
    every = [view for view in rounds.list_rounds(session) if not view.imported]
    yield from state_of(settings, connection, record.newest_instant(session), now)
    public = [view.name for view in every if view.phase not in {Phase.SETUP, Phase.PUBLISHED}]
    voting = [view.name for view in every if view.phase is Phase.VOTING]
    yield from later_work(jobs.waiting(session), {view.id: view.name for view in every})
    yield from place_of_keys(settings, public)
    yield from keys_of_votes(
        settings, [(view.name, view.id, view.public_key) for view in every if _is_under_keys(view)]
    )
    yield from backups(settings, public, voting, now)
    yield from kept(settings, connection, [view.published_at for view in every if view.published_at])


def _is_under_keys(view: rounds.RoundView) -> bool:
    """Whether ballots of this round may lie under its keys; when it is being published they are being destroyed."""
    return bool(view.public_key) and view.phase in {Phase.VOTING, Phase.CLOSED, Phase.SEALED}
