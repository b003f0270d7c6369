"""`pb people`: commissioners, whom only the installation adds and ends; they add everybody else on the site."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

import click
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from pb.core.clock import system_clock
from pb.core.refusals import Refusal
from pb.core.settings import read_settings
from pb.db.engines import Sessions
from pb.factors.actions import second_factor, staff_acts
from pb.people import actions, queries
from pb.people.queries import StaffView
from pb.people.rules import Role, tidy_name

ACTOR = "the command line"


@click.group()
def people() -> None:
    """Add commissioners, reset a lost second step, and end the access of people who leave."""


@people.command("add-commissioner")
@click.option("--email", required=True, help="The address to sign in with.")
@click.option("--name", required=True, help="The name that stands in the public record.")
@click.option("--agency", required=True, help="The agency they work for; added if it is new.")
@click.option(
    "--password-stdin", is_flag=True, help="For an account of your own: read its password from standard input."
)
def add_commissioner(email: str, name: str, agency: str, *, password_stdin: bool) -> None:
    """Add a commissioner, who gets a letter on how to choose a password. It takes two of them to open a vote.

    Afterwards two commissioners add another one on the site.
    """
    now, settings = system_clock(), read_settings()
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    with _writing() as session:
        person = {"agency": _agency(session, agency, now), "email": email, "name": name}
        if password is None:
            address = f"{settings.public_url}/sign-in/password"
            staff_acts.invite(session, Role.COMMISSIONER, person, ACTOR, address, now)
        else:
            _add_with_password(session, person, password, now)
    click.echo(f"Added {tidy_name(name)} ({tidy_name(agency)}) as a commissioner.")
    if password is None:
        click.echo(f"They get a letter on how to choose a password at {settings.public_url}/sign-in/password")


@people.command("reset-second-step")
@click.option("--email", required=True, help="The address that they sign in with.")
def reset_second_step(email: str) -> None:
    """Reset the second step of somebody who has lost telephone and recovery codes; it is recorded.

    Two commissioners do this on the site for a third. Where there are not enough of them, make sure by telephone or in
    person that it is really they who ask: whoever reads their letters could be in their place afterwards.
    """
    with _writing() as session:
        found = _at_work(session, email)
        second_factor.reset(session, found.id, ACTOR, system_clock())
    click.echo(f"Reset the second step of {found.actor}. They are signed out everywhere and get a letter.")


@people.command("end")
@click.option("--email", required=True, help="The address that they sign in with.")
def end(email: str) -> None:
    """End the access of somebody at the desk, whatever their role, who is signed out everywhere."""
    with _writing() as session:
        found = _at_work(session, email)
        actions.end_staff(session, found.id, ACTOR, system_clock())
    click.echo(f"Ended the access of {found.actor}.")


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


def _add_with_password(session: Session, person: Mapping[str, str], password: str, now: datetime) -> None:
    actions.add_staff(
        session,
        email=person["email"],
        name=person["name"],
        role=Role.COMMISSIONER,
        agency_id=person["agency"],
        password=password,
        actor=ACTOR,
        now=now,
    )


def _at_work(session: Session, email: str) -> StaffView:
    found = queries.staff_by_email(session, email.strip().lower())
    if found is None or not found.active:
        raise click.UsageError("nobody with this address works here")
    return found


def _agency(session: Session, name: str, now: datetime) -> str:
    known = queries.agency_id_of(session, tidy_name(name))
    return known or actions.add_agency(session, name, ACTOR, now)


def _sentence(refusal: Refusal) -> str:
    """The first sentence of what the refusal means; refusals are described so that this says how to mend it."""
    return (type(refusal).__doc__ or type(refusal).__name__).partition("\n")[0]
