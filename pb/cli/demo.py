"""`pb demo`: the demonstration's rounds, and what is needed to try them."""

from datetime import datetime
from pathlib import Path

import click

from pb.cli.demonstration.making import Made, make_demonstration
from pb.cli.migrations import run_migrations
from pb.cli.road import opened
from pb.cli.serve import run_server
from pb.core.clock import system_clock
from pb.core.settings import Settings, read_settings
from pb.db.engines import Sessions
from pb.db.rewrite import empty_database
from pb.people import queries as people


@click.command()
@click.option("--serve", is_flag=True, help="Serve the site afterwards.")
def demo(*, serve: bool) -> None:
    """Make invented rounds in an empty installation, and print sign-ins and voting codes to try.

    A second start keeps everything and prints the same again. They are kept in PB_HOME/demo.txt.
    """
    settings = read_settings()
    run_migrations(settings)
    shown, begun = settings.home / "demo.txt", settings.home / "demo.begun"
    if not shown.exists():
        _make(settings, shown, begun)
    if shown.exists():
        click.echo(shown.read_text(encoding="utf-8"))
    if serve:
        run_server(settings)


def _make(settings: Settings, shown: Path, begun: Path) -> None:
    with opened(settings) as (sessions, keys, writer):
        if begun.exists():
            # The last start was broken off in the middle: what is there is its half and nothing else.
            empty_database(sessions)
        elif _has_people(sessions):
            click.echo("This installation has people of its own; the demonstration is made in an empty one only.")
            return
        begun.write_text("The demonstration is being made.\n", encoding="utf-8")
        click.echo("Making the demonstration:")
        now = system_clock().replace(minute=0, second=0, microsecond=0)
        made = make_demonstration(sessions, keys, writer, now, lambda thing: click.echo(f"  {thing}"))
    fresh = shown.with_suffix(".new")
    fresh.write_text(_text(settings, made, now), encoding="utf-8")
    fresh.replace(shown)
    begun.unlink()


def _has_people(sessions: Sessions) -> bool:
    with sessions.read() as session:
        return bool(people.staff_list(session))


def _text(settings: Settings, made: Made, now: datetime) -> str:
    lines = [
        f"Choose Together: a demonstration, made on {now:%d %B %Y}. Everyone and everything in it is invented.",
        "",
        f"  The site              {settings.public_url}",
        f"  Vote with a code      {settings.public_url}/vote",
        f"  Send a bid            {settings.public_url}/bids/start",
        f"  Letters that it sent  {settings.public_url}/outbox",
        f"  The desk              {settings.public_url}/sign-in",
        "",
        "Sign in at the desk (two commissioners, since some acts need two people). Commissioners are asked for a code",
        "from their telephone too; nobody has those telephones, so the page tells it. Others can press “Not now”:",
        *(f"  {email:<28} {password:<34} {who}" for who, email, password in made.sign_ins),
        "",
        "Voting on a shared tablet: open it in a window of its own, ask to join, and type its digits at the desk under",
        "Voting events (as Nia, or as Tamsin, a steward, who sees nothing else of the desk). The PIN opens the menu at",
        "the tablet, with practice:",
        f"  {settings.public_url}/tablet",
        *(f"  {name}, {event}: PIN {pin}" for name, event, pin in made.events),
        "",
        "Voting codes that are not used yet:",
    ]
    for name, group, codes in made.codes:
        lines += [f"  {name}, {group.replace('-', ' ')}", *(f"    {code}" for code in codes)]
    return "\n".join([*lines, ""])
