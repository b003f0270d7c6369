"""`pb people`: commissioners, whom only the installation adds and ends; they add everybody else on the site."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import click
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from pb.core.clock import system_clock
from pb.core.refusals import Refusal
from pb.core.settings import read_settings
from pb.db.engines import Sessions
from pb.people import actions, queries
from pb.people.rules import Role, tidy_name

ACTOR = "the command line"


@click.group()
def people() -> None:
    """Add commissioners, and end the access of people who leave."""


@people.command("add-commissioner")
@click.option("--email", required=True, help="The address to sign in with.")
@click.option("--name", required=True, help="The name that stands in the public record.")
@click.option("--agency", required=True, help="The agency they work for; added if it is new.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of asking for it.")
def add_commissioner(email: str, name: str, agency: str, *, password_stdin: bool) -> None:
    """Add a commissioner, who can sign in at once. It takes two of them to open a vote."""
    password = _password(from_stdin=password_stdin)
    now = system_clock()
    with _writing() as session:
        actions.add_staff(
            session,
            email=email,
            name=name,
            role=Role.COMMISSIONER,
            agency_id=_agency(session, agency, now),
            password=password,
            actor=ACTOR,
            now=now,
        )
    click.echo(f"Added {tidy_name(name)} ({tidy_name(agency)}) as a commissioner.")


@people.command("end")
@click.option("--email", required=True, help="The address that they sign in with.")
def end(email: str) -> None:
    """End the access of a commissioner or an officer, who is signed out everywhere."""
    with _writing() as session:
        found = queries.staff_by_email(session, email.strip().lower())
        if found is None or not found.active:
            raise click.UsageError("nobody with this address works here")
        actions.end_staff(session, found.id, ACTOR, system_clock())
    click.echo(f"Ended the access of {found.name} ({found.agency}).")


@contextmanager
def _writing() -> Iterator[Session]:
    """A transaction whose refusals and faults become one line on the terminal."""
    sessions = Sessions(read_settings().database_url)
    try:
        with sessions.write() as session:
            yield session
    except Refusal as refusal:
        raise click.UsageError(_sentence(refusal)) from refusal
    except DBAPIError as fault:
        raise click.UsageError("the database cannot be written; `pb migrate` makes it ready") from fault
    finally:
        sessions.close()


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    asked: str = click.prompt("Password (at least 12 characters)", hide_input=True, confirmation_prompt=True)
    return asked


def _agency(session: Session, name: str, now: datetime) -> str:
    known = queries.agency_id_of(session, tidy_name(name))
    return known or actions.add_agency(session, name, ACTOR, now)


def _sentence(refusal: Refusal) -> str:
    """The first sentence of what the refusal means; refusals are described so that this says how to mend it."""
    return (type(refusal).__doc__ or type(refusal).__name__).partition("\n")[0]
