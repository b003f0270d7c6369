"""Why one project was funded or not, and what would have changed that, for `pb tally --explain`."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import Any

from pb.tally.election import Election
from pb.tally.explanation import backing, moments_of
from pb.tally.outcome import Moment, Outcome
from pb.tally.pabulib import MINOR, in_unit
from pb.tally.rules import Rule, count
from pb.tally.trials import Progress, Room, Trials

Tell = Callable[[str], None]


def explained(election: Election, outcome: Outcome, rule: Rule, project: str, room: Room, tell: Tell) -> dict[str, Any]:
    """The explanation as plain values; amounts in the file's unit, as texts.

    Raises:
        TiedLots: a tie needs a lot that was not drawn.
    """
    cost = next(one.cost for one in election.projects if one.id == project)
    supporters = {group: one.voters for group, one in backing(election)[project].items()}
    moments = moments_of(election, rule, outcome)
    told: dict[str, Any] = {
        "project": project,
        "cost": in_unit(cost),
        "supporters": supporters,
        "funded": project in outcome.order,
        "rounds": _rounds(outcome, moments, project),
    }
    if project in outcome.order:
        place = outcome.order.index(project)
        step = outcome.steps[place]
        paid = {group: money(amount) for group, amount in step.paid.items()}
        return {**told, "place": place + 1, "part": step.part, "paid": paid}
    held = sum(moments[-1][project].held.values(), Fraction(0)) if moments and project in moments[-1] else None
    if held is not None:
        told["supporters_held"] = money(held)
    told["left"] = in_unit(election.budget - outcome.cost)
    return {**told, **_changes(election, outcome, rule, project, room, tell)}


def _rounds(outcome: Outcome, moments: list[Moment], project: str) -> list[dict[str, Any]]:
    """Step by step: what was funded, and what the project's supporters held before that and would have had to pay."""
    found = []
    for step, moment in zip(outcome.steps, moments, strict=False):
        if project in moment:
            standing = moment[project]
            held = {group: money(amount) for group, amount in standing.held.items()}
            price = None if standing.price is None else str(standing.price)
            found.append({"funded": step.project, "held": held, "price": price})
    return found


def money(amount: Fraction) -> str:
    """An exact amount of minor units in the file's unit, rounded to whole minor units."""
    return in_unit(round(amount))


def explained_in_words(told: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    """The explanation as a few lines."""
    name = titles[told["project"]]
    lines = [f"{told['project']}{': ' + name if name else ''}, cost {told['cost']}"]
    lines.append("supporters: " + _each(told["supporters"]))
    lines += [f"when {one['funded']} was funded, they held {_each(one['held'])}" for one in told["rounds"]]
    if told["funded"]:
        lines.append(f"funded as number {told['place']}, by {told['part']}")
        lines += [f"paid by {group}: {amount}" for group, amount in told["paid"].items()]
        return "\n".join(lines)
    lines.append("not funded")
    if "supporters_held" in told:
        lines.append(f"its supporters still held {told['supporters_held']} that may go to it")
    lines.append(f"left of all the money in the end: {told['left']}")
    lines += [_needed(group, "ballots that had chosen it too", more) for group, more in told["votes_needed"].items()]
    lines += [_needed(group, "more voters who want it alone", more) for group, more in told["voters_needed"].items()]
    cost = told["winning_cost"]
    lines.append(f"at a cost of {cost} it would have been funded" if cost else "no lower cost would have been enough")
    return "\n".join(lines)


def _changes(election: Election, outcome: Outcome, rule: Rule, project: str, room: Room, tell: Tell) -> dict[str, Any]:
    trials = Trials(election, project, outcome.order, room, partial(count, rule=rule))
    votes, voters = dict[str, int | None](), dict[str, int | None]()
    for group, size in election.sizes().items():
        trying = replace(trials, progress=_telling(tell, f"{project}: trying more votes of {group}"))
        votes[group] = trying.answer(trying.votes(group)).needed
        voters[group] = trying.answer(trying.voters(group, size)).needed
    cost = replace(trials, progress=_telling(tell, f"{project}: trying lower costs")).answer(trials.cost(MINOR)).needed
    return {"votes_needed": votes, "voters_needed": voters, "winning_cost": None if cost is None else in_unit(cost)}


def _telling(tell: Tell, words: str) -> Progress:
    return lambda done, most: tell(f"{words}, {done:,} of {most:,} at most")


def _each(figures: Mapping[str, object]) -> str:
    return ", ".join(f"{group} {figure}" for group, figure in figures.items())


def _needed(group: str, what: str, more: int | None) -> str:
    return f"{group}: no number of {what} would have been enough" if more is None else f"{group}: {more} {what}"
