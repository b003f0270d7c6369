"""`pb compare`: an election in the Pabulib format counted by all rules, side by side."""

import json
from pathlib import Path
from typing import Any

import click

from pb.cli.pabulib_files import lot_of, read_election, read_file, titles
from pb.cli.progress import progress
from pb.cli.tally import election_options
from pb.tally import declared, pabulib
from pb.tally.election import Election
from pb.tally.measures import Service, service
from pb.tally.outcome import Outcome
from pb.tally.rules import Rule, count
from pb.tally.ties import TiedLots

RULES = {
    "equal-shares": Rule(),
    "by count": Rule(utility="count"),
    "greedy": Rule(name="greedy"),
    "per cost": Rule(name="greedy", per_cost=True),
    "ear": Rule(name="ear"),
    "phragmen": Rule(name="phragmen"),
}
"""The rules and what their columns are called."""


@click.command()
@election_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def compare(file: Path, *, as_json: bool, ties: str, lot: str, electorate_column: str, shares: str) -> None:
    """Count FILE by every rule and print which projects each would fund, and in which order."""
    try:
        with progress() as tell:
            tell("reading")
            read = read_file(file)
            election = read_election(read, seed=lot_of(read, lot), ties=ties, column=electorate_column, shares=shares)
            outcomes = dict[str, Outcome]()
            rules = {"the file's": declared.rule_of(read), **RULES} if declared.is_known(read) else RULES
            for name, rule in rules.items():
                tell(name)
                outcomes[name] = count(election, rule)
    except (pabulib.PabulibError, TiedLots) as fault:
        raise click.ClickException(str(fault)) from fault
    if as_json:
        click.echo(json.dumps({name: _value(election, one) for name, one in outcomes.items()}))
    else:
        click.echo(_table(read, election, outcomes))


def _value(election: Election, outcome: Outcome) -> dict[str, Any]:
    served = {group: {"voters": one.voters, "served": one.served} for group, one in _service(election, outcome).items()}
    return {"order": outcome.order, "cost": pabulib.in_unit(outcome.cost), "electorates": served}


def _service(election: Election, outcome: Outcome) -> dict[str, Service]:
    return service(election, outcome.order)


def _summary(read: pabulib.PabulibFile, election: Election, name: str, outcome: Outcome) -> str:
    spent = f"{pabulib.in_unit(outcome.cost)} of {pabulib.in_unit(read.budget)}"
    served = [
        f"{one.served:,} of {one.voters:,} {group} have something funded"
        for group, one in _service(election, outcome).items()
    ]
    return f"{name}: {spent}; {', '.join(served)}"


def _table(read: pabulib.PabulibFile, election: Election, outcomes: dict[str, Outcome]) -> str:
    names = titles(read)
    places = {name: {project: place for place, project in enumerate(one.order, 1)} for name, one in outcomes.items()}
    funded = {project for one in outcomes.values() for project in one.order}
    often = {project: sum(project in held for held in places.values()) for project in funded}
    first = next(iter(places.values()))
    in_order = sorted(funded, key=lambda one: (-often[one], first.get(one, len(names)), one))
    wide = max([len("project"), *map(len, in_order)])
    heads = "  ".join(name.rjust(len(name)) for name in outcomes)
    lines = [click.style(f"{'project':<{wide}}  {heads}  name", bold=True)]
    for project in in_order:
        cells = "  ".join(str(held.get(project, "-")).rjust(len(name)) for name, held in places.items())
        lines.append(f"{project:<{wide}}  {cells}  {names[project]}".rstrip())
    sums = "  ".join(str(len(one.order)).rjust(len(name)) for name, one in outcomes.items())
    lines += ["", f"{'funded':<{wide}}  {sums}"]
    lines += [_summary(read, election, name, one) for name, one in outcomes.items()]
    return "\n".join(lines)
