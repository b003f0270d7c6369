"""`pb people`: the first commissioners; they add everybody else on the site."""

import sys
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
    """Add the people who run rounds."""


@people.command("add-commissioner")
@click.option("--email", required=True, help="The address to sign in with.")
@click.option("--name", required=True, help="The name that stands in the public record.")
@click.option("--agency", required=True, help="The agency they work for; added if it is new.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of asking for it.")
def add_commissioner(email: str, name: str, agency: str, *, password_stdin: bool) -> None:
    """Add a commissioner, who can sign in at once. It takes two of them to open a vote."""
    password = _password(from_stdin=password_stdin)
    sessions = Sessions(read_settings().database_url)
    now = system_clock()
    try:
        with sessions.write() as session:
            agency_id = _agency(session, agency, now)
            actions.add_staff(
                session,
                email=email,
                name=name,
                role=Role.COMMISSIONER,
                agency_id=agency_id,
                password=password,
                actor=ACTOR,
                now=now,
            )
    except Refusal as refusal:
        raise click.UsageError(_sentence(refusal)) from refusal
    except DBAPIError as fault:
        raise click.UsageError("the database cannot be written; `pb migrate` makes it ready") from fault
    finally:
        sessions.close()
    click.echo(f"Added {tidy_name(name)} ({tidy_name(agency)}) as a commissioner.")


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
