"""The `pb` command: one clear line and exit status 2 where something is wrong with what was asked."""

import sys

import click

from pb.cli.demo import demo
from pb.cli.doctor import doctor
from pb.cli.election import import_election
from pb.cli.people import people
from pb.cli.serve import migrate, serve
from pb.cli.signature import verify_signature
from pb.cli.tally import tally
from pb.core.refusals import Refusal
from pb.core.settings import BadSetting


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def pb() -> None:
    """Participatory budgeting, from the pooled pot to a published, recounted result."""


for command in (serve, migrate, demo, doctor, tally, verify_signature, import_election, people):
    pb.add_command(command)


def main() -> None:
    """Run the command; refusals and bad settings are one line on standard error and status 2."""
    try:
        pb.main(standalone_mode=False)
    except click.exceptions.Exit as left:
        sys.exit(left.exit_code)
    except click.ClickException as wrong:
        click.echo(f"pb: {wrong.format_message()}", err=True)
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except (Refusal, BadSetting, OSError) as wrong:
        facts = ", ".join(f"{name} {value}" for name, value in getattr(wrong, "facts", {}).items())
        click.echo(f"pb: {_sentence(wrong)}{': ' + facts if facts else ''}", err=True)
        sys.exit(2)


def _sentence(wrong: BaseException) -> str:
    if isinstance(wrong, Refusal):
        return (type(wrong).__doc__ or type(wrong).__name__).split(".")[0]
    return str(wrong)
