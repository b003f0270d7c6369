"""`pb tally`: count an election in the Pabulib format."""

import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from pb.tally import pabulib
from pb.tally.election import Election
from pb.tally.outcome import Outcome
from pb.tally.rules import Rule, count
from pb.tally.ties import TiedLots

OPTIONS = (("rule", "name"), ("utility", "utility"), ("completion", "completion"), ("second", "second"))


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--rule", type=click.Choice(["greedy", "equal-shares"]), help="Default: what the file names, else equal-shares."
)
@click.option("--utility", type=click.Choice(["cost", "count"]), help="What a project is worth to who chose it.")
@click.option(
    "--completion", type=click.Choice(["add1", "none"]), help="Raise everybody's money while the real money lasts."
)
@click.option("--second", type=click.Choice(["greedy", "none"]), help="Spend what is left by points.")
@click.option("--step", help="Money a voter a step of add1, in the file's unit. Default: 1.")
@click.option("--ties", type=click.Choice(["standard", "id"]), default="standard", show_default=True)
@click.option("--lot", default="", help="Seed of the public lot. Default: the file's own, else its name.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def tally(file: Path, *, as_json: bool, ties: str, lot: str, step: str | None, **options: str | None) -> None:
    """Count FILE, an election in the Pabulib format, exactly.

    Options left out come from the file where it names a rule that is known, else from the official default.
    """
    try:
        with _no_collecting():
            read = read_file(file)
            lot = lot or read.meta.get("lot_seed", "") or file.name
            election = _election(read, lot, ties)
        rule = _rule(read, options, step)
        outcome = count(election, rule)
    except (pabulib.PabulibError, TiedLots) as fault:
        raise click.ClickException(str(fault)) from fault
    if as_json:
        click.echo(json.dumps(_json(outcome, rule, ties, lot)))
    else:
        click.echo(_table(read, outcome))


def read_file(file: Path) -> pabulib.PabulibFile:
    """Read a `.pb` file from disk.

    Raises:
        PabulibError: it is not there, not UTF-8, or not in the format.
    """
    try:
        return pabulib.parse(file.read_bytes().decode("utf-8-sig"), file.name)
    except UnicodeDecodeError as fault:
        raise pabulib.PabulibError(f"{file.name}: not UTF-8 text") from fault
    except OSError as fault:
        raise pabulib.PabulibError(f"{file}: {fault.strerror}") from fault


def _election(read: pabulib.PabulibFile, lot: str, ties: str) -> Election:
    """With the electorates and shares that a file of ours names; in any other file all voters weigh the same."""
    if "electorates" not in read.meta:
        return pabulib.to_election(read, seed=lot, ties=ties)
    return pabulib.to_election(
        read,
        electorates=pabulib.electorates_of(read.meta),
        electorate_column="electorate",
        weight_factor=read.weight_factor,
        seed=lot,
        ties=ties,
    )


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Rows make no circles, and looking for circles among hundreds of thousands took half the time of reading."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _rule(read: pabulib.PabulibFile, options: dict[str, str | None], step: str | None) -> Rule:
    named = pabulib.rule_of(read.meta)
    given: dict[str, Any] = {field: options[name] for name, field in OPTIONS if options[name] is not None}
    base = Rule() if given.get("name", named.name) != named.name else named
    if step is not None:
        given["step"] = pabulib.amount(step, "--step")
        if given["step"] < 1:
            raise pabulib.PabulibError("--step must be above 0")
    return replace(base, **given)


def _json(outcome: Outcome, rule: Rule, ties: str, lot: str) -> dict[str, Any]:
    return {
        "order": outcome.order,
        "winners": outcome.winners,
        "cost": pabulib.in_unit(outcome.cost),
        "ties": [tie.as_json() for tie in outcome.ties],
        "runs": outcome.runs,
        "added": pabulib.in_unit(outcome.added),
        "rule": {**rule.as_json(), "step": pabulib.in_unit(rule.step), "ties": ties, "lot": lot},
    }


def _table(read: pabulib.PabulibFile, outcome: Outcome) -> str:
    names = {row.fields["project_id"].strip(): row.fields.get("name", "").strip() for row in read.projects}
    lines = [f"{'':>3}  {'project':<12}{'cost':>14}  {'by':<18} name"]
    for place, step in enumerate(outcome.steps, 1):
        cost = pabulib.in_unit(step.cost)
        lines.append(f"{place:>3}  {step.project:<12}{cost:>14}  {step.part:<18} {names.get(step.project, '')}")
    spent = f"{pabulib.in_unit(outcome.cost)} of {pabulib.in_unit(read.budget)} spent on {len(outcome.steps)} projects"
    return "\n".join([*lines, "", f"{spent}, {len(read.votes):,} ballots"])
