"""The `pb` command: one clear line and exit status 2 where something is wrong with what was asked."""

import importlib
import sys

import click

from pb.cli.faults import words_of_database
from pb.core.refusals import Refusal
from pb.core.settings import BadSetting

COMMANDS = {
    "serve": ("pb.cli.serve:serve", "Serve the site until stopped."),
    "migrate": ("pb.cli.serve:migrate", "Bring the database up to date."),
    "demo": ("pb.cli.demo:demo", "Make invented rounds to try, and print codes."),
    "explain": ("pb.cli.explain:explain", "Explain the bids of rounds that were opened."),
    "backup": ("pb.cli.backup:backup", "Back up everything but the keys."),
    "backup-keys": ("pb.cli.backup:backup_keys", "Copy the keys to a place of their own."),
    "restore": ("pb.cli.restore:restore", "Put a backup in the place of the installation."),
    "doctor": ("pb.cli.doctor:doctor", "Is this machine fit to hold a vote?"),
    "record": ("pb.cli.record:record", "Is the record what it was?"),
    "retention": ("pb.cli.retention:retention", "How long what is kept, and forgetting what is due."),
    "people": ("pb.cli.people:people", "Add commissioners; reset a second step; end access."),
    "tally": ("pb.cli.tally:tally", "Count an election in the Pabulib format."),
    "compare": ("pb.cli.compare:compare", "Count such an election by all rules, side by side."),
    "import-election": ("pb.cli.election:import_election", "Walk such an election the whole road."),
    "verify-signature": ("pb.cli.signature:verify_signature", "Who signed this bundle?"),
}
"""Where each command is, and its line in the list. It is imported when it is asked for: a count needs no database,
and should not wait for what talks to one."""


class Commands(click.Group):
    """The commands of the table."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's
        """Their names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's
        """The command of this name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        found: click.Command = getattr(importlib.import_module(module), name)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's
        """The list, without importing anything."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in COMMANDS.items()])


NOBODY_READS = 141
"""The status that a shell gives what was ended by a broken pipe."""


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def pb() -> None:
    """Participatory budgeting, from the pooled pot to a published, recounted result."""


def main() -> None:
    """Run the command; refusals and bad settings are one line on standard error and status 2."""
    written_to = sys.stdout
    try:
        status = pb.main(standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as asked:
        click.echo(asked.format_message(), err=True)
        sys.exit(2)
    except click.ClickException as wrong:
        _leave(wrong.format_message())
    except SystemExit:
        # Where nobody reads any more click puts a silent stream in the place of ours and ends with 1, which would say
        # that something does not hold.
        if sys.stdout is not written_to:
            sys.exit(NOBODY_READS)
        raise
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except (Refusal, BadSetting, OSError) as wrong:
        facts = ", ".join(f"{name} {value}" for name, value in getattr(wrong, "facts", {}).items())
        _leave(f"{_sentence(wrong)}{': ' + facts if facts else ''}")
    except Exception as wrong:
        if not (words := words_of_database(wrong)):
            raise
        _leave(words)
    sys.exit(status if isinstance(status, int) else 0)


def _leave(words: str) -> None:
    click.echo(f"pb: {words}", err=True)
    sys.exit(2)


def _sentence(wrong: BaseException) -> str:
    if isinstance(wrong, Refusal):
        return (type(wrong).__doc__ or type(wrong).__name__).split(".")[0]
    if isinstance(wrong, OSError) and wrong.filename:
        return f"{wrong.filename}: {wrong.strerror}"
    return str(wrong)
