"""`pb tally`: count an election in the Pabulib format."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from pb.cli.explaining import explained, explained_in_words
from pb.cli.pabulib_files import lot_of, read_election, read_file, titles
from pb.cli.progress import progress
from pb.tally import declared, pabulib
from pb.tally.election import Election
from pb.tally.outcome import Outcome
from pb.tally.rules import CHOICES, OPTIONS, Rule, count
from pb.tally.ties import TiedLots

CHOSEN = (
    ("rule", "name"),
    ("utility", "utility"),
    ("completion", "completion"),
    ("second", "second"),
    ("stop", "stop"),
)
PARTS = {"equal-shares": "green", "second-completion": "yellow", "greedy": "yellow", "ear": "green", "phragmen": "cyan"}


def election_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options that say which election a file holds, whatever it is counted by."""
    for option in (
        click.option("--shares", default="", help="The electorates' shares: a=1/2,b=1/2."),
        click.option("--electorate-column", default="", help="Column of the votes that names the electorate."),
        click.option("--lot", default="", help="Seed of the public lot. Default: the file's own, else its name."),
        click.option("--ties", type=click.Choice(["standard", "id"]), default="standard", show_default=True),
        click.argument("file", type=click.Path(path_type=Path)),
    ):
        command = option(command)
    return command


@click.command()
@election_options
@click.option("--rule", type=click.Choice(CHOICES["name"]), help="Default: what the file names, else equal-shares.")
@click.option("--utility", type=click.Choice(CHOICES["utility"]), help="What a project is worth to who chose it.")
@click.option("--completion", type=click.Choice(CHOICES["completion"]), help="Raise everybody's money step by step.")
@click.option("--stop", type=click.Choice(CHOICES["stop"]), help="When add1 ends. pabutools ends it when exhausted.")
@click.option("--second", type=click.Choice(CHOICES["second"]), help="Spend what is left by points.")
@click.option("--step", help="Money a voter a step of add1, in the file's unit. Default: 1.")
@click.option("--per-cost", is_flag=True, help="Greedy: points divided by the cost.")
@click.option("--no-skip", is_flag=True, help="Greedy: end at the first project that cannot be paid.")
@click.option("--threshold", type=click.IntRange(0), help="Greedy: the least points that a project needs.")
@click.option("--explain", metavar="PROJECT_ID", help="Why it was funded or not, and what would have changed that.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def tally(
    file: Path,
    *,
    as_json: bool,
    ties: str,
    lot: str,
    electorate_column: str,
    shares: str,
    explain: str | None,
    **options: Any,  # noqa: ANN401 - click's values of all kinds
) -> None:
    """Count FILE, an election in the Pabulib format, exactly.

    Options left out come from the file where it names a rule that is known, else from the official default.
    """
    try:
        with progress() as tell:
            tell("reading")
            read = read_file(file)
            lot = lot_of(read, lot)
            election = read_election(read, seed=lot, ties=ties, column=electorate_column, shares=shares)
            rule = _rule(read, options)
            _check_known(explain, election, read.name)
            tell(rule.name)
            outcome = count(election, rule, on_run=lambda runs: tell(f"{runs:,} runs"))
            told = explained(election, outcome, rule, explain, declared.room_of(read), tell) if explain else None
    except (pabulib.PabulibError, TiedLots) as fault:
        raise click.ClickException(str(fault)) from fault
    if as_json:
        value = _json(outcome, rule, ties, lot)
        click.echo(json.dumps(value if told is None else {**value, "explanation": told}))
    elif told is not None:
        click.echo(explained_in_words(told, titles(read)))
    else:
        click.echo(_table(read, outcome))
    if not as_json:
        for note in _notes(read, outcome, rule, lot, named=options["rule"] is not None):
            click.echo(note)


def _notes(read: pabulib.PabulibFile, outcome: Outcome, rule: Rule, lot: str, *, named: bool) -> Iterator[str]:
    """What was chosen for whoever asked, where neither they nor the file did."""
    said = read.meta.get("rule", "").strip()[: pabulib.SHOWN]
    if not named and said.lower() not in {"", "unknown"} and not declared.is_known(read):
        yield f"the file's rule, {said!r}, is not known here: counted by {rule.name}; --rule names another"
    if lot == read.name and any(tie.decided_by == "lot" for tie in outcome.ties):
        yield f"a tie was broken by a lot that is drawn from the name of the file, {lot!r}; --lot sets another"


def _check_known(project: str | None, election: Election, name: str) -> None:
    if project is not None and all(one.id != project for one in election.projects):
        raise pabulib.PabulibError(f"--explain: {name} has no project {project}")


def _rule(read: pabulib.PabulibFile, options: dict[str, Any]) -> Rule:
    named = declared.rule_of(read)
    given = {field: options[name] for name, field in CHOSEN if options[name] is not None}
    base = Rule() if given.get("name", named.name) != named.name else named
    if options["step"] is not None:
        given["step"] = pabulib.amount(options["step"], "--step")
        if given["step"] < 1:
            raise pabulib.PabulibError("--step must be above 0")
    if options["per_cost"]:
        given["per_cost"] = True
    if options["no_skip"]:
        given["skip"] = False
    if options["threshold"] is not None:
        given["threshold"] = options["threshold"]
    rule = replace(base, **given)
    for option in given.keys() - {"name", *OPTIONS[rule.name]}:
        words = option.replace("_", "-") if option != "skip" else "no-skip"
        raise pabulib.PabulibError(f"--{words} is no option of {rule.name}")
    return rule


def _json(outcome: Outcome, rule: Rule, ties: str, lot: str) -> dict[str, Any]:
    used = {"name": rule.name, **{option: getattr(rule, option) for option in OPTIONS[rule.name]}}
    if "step" in used:
        used["step"] = pabulib.in_unit(rule.step)
    return {
        "order": outcome.order,
        "winners": outcome.winners,
        "cost": pabulib.in_unit(outcome.cost),
        "ties": [tie.as_json() for tie in outcome.ties],
        "runs": outcome.runs,
        "added": pabulib.in_unit(outcome.added),
        "rule": {**used, "ties": ties, "lot": lot},
    }


def _table(read: pabulib.PabulibFile, outcome: Outcome) -> str:
    names = titles(read)
    wide = max([len("project"), *(len(step.project) for step in outcome.steps)])
    dear = max([len("cost"), *(len(pabulib.in_unit(step.cost)) for step in outcome.steps)])
    part = max([len("by"), *(len(step.part) for step in outcome.steps)])
    lines = [click.style(f"{'':>3}  {'project':<{wide}}  {'cost':>{dear}}  {'by':<{part}}  name", bold=True)]
    for place, step in enumerate(outcome.steps, 1):
        by = click.style(f"{step.part:<{part}}", fg=PARTS[step.part])
        cost = pabulib.in_unit(step.cost)
        tie = " (a tie, broken by " + step.tie.decided_by + ")" if step.tie else ""
        lines.append(f"{place:>3}  {step.project:<{wide}}  {cost:>{dear}}  {by}  {names[step.project]}{tie}".rstrip())
    spent = f"{pabulib.in_unit(outcome.cost)} of {pabulib.in_unit(read.budget)} spent on {len(outcome.steps)} projects"
    return "\n".join([*lines, "", f"{spent}, {len(read.votes):,} ballots"])
