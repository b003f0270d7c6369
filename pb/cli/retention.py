"""`pb retention`: how long each table is kept, what of it is due to be forgotten, and forgetting it."""

import click

from pb.core.clock import london_text, system_clock
from pb.core.settings import read_settings
from pb.db.engines import Sessions
from pb.db.retention import Ends
from pb.desk import clockwork
from pb.desk.queries import keeping
from pb.desk.queries.keeping import Keeping
from pb.keys.folder import KeyFolder

NEXT = {
    Ends.NEVER: "never due",
    Ends.OWNER: "goes with what it belongs to",
    Ends.ACT: "goes by the act that its rule names",
    Ends.CLOCK: "none will be due as it stands now",
}


@click.command()
@click.option("--dry-run", is_flag=True, help="Only tell; change nothing.")
def retention(*, dry_run: bool) -> None:
    """Tell of each table how long it is kept, how many rows it has, what is due now and when more will be.

    Without --dry-run what is due is then forgotten, as a served site does by itself every few seconds.
    """
    settings, now = read_settings(), system_clock()
    sessions = Sessions(settings.database_url)
    try:
        with sessions.read() as session:
            kept = keeping.keeping(session, now)
        for one in kept:
            click.echo(_line(one))
            click.echo(f"    {one.retention.words}.")
        due = sum(one.due.rows for one in kept)
        click.echo(f"\nDue now: {_rows(due)}.", nl=dry_run or not due)
        if not dry_run and due:
            click.echo(f" {_forget(sessions, KeyFolder(settings.keys))}")
    finally:
        sessions.close()


def _forget(sessions: Sessions, keys: KeyFolder) -> str:
    done = clockwork.forget_due(sessions, keys, system_clock())
    return "Forgotten." if done else "Another process is forgetting them, or failed to a moment ago; see pb doctor."


def _line(one: Keeping) -> str:
    when = f"next {london_text(one.due.next_at)}" if one.due.next_at else NEXT[one.retention.ends]
    return f"{one.table:<18} {_rows(one.rows):>14}   {one.due.rows:>7,} due now   {when}"


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"
