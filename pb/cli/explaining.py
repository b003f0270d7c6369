"""Why one project was funded or not, and what would have changed that, for `pb tally --explain`."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import partial
from math import floor
from typing import Any

from pb.results.rules.figures import whole_pence
from pb.tally.election import Election
from pb.tally.explanation import backing, moments_of
from pb.tally.outcome import EQUAL_SHARES, EXPANDING, Moment, Outcome
from pb.tally.pabulib import MINOR, in_unit
from pb.tally.rules import Rule, count
from pb.tally.trials import Found, Progress, Room, Trials

Tell = Callable[[str], None]

WHOSE = (
    "whose ballots: of those without it the ones with the most room for it first, then those that choose the fewest, "
    "blank ones before all; of other ballots it may take more, or fewer"
)
GIVEN_UP = (
    "a full ballot comes last and gives up one project for it: one that is not funded where it has any, else one that "
    "is; of these what it gave the fewest points"
)


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
        paid = {group: in_unit(pence) for group, pence in whole_pence(step.paid).items()}
        return {**told, "place": place + 1, "part": step.part, "paid": paid}
    if moments and project in moments[-1]:
        told["supporters_held"] = in_unit(floor(sum(moments[-1][project].held.values(), Fraction(0))))
    told["added"], told["left"] = in_unit(outcome.added), in_unit(election.budget - outcome.cost)
    return {**told, **_changes(election, outcome, rule, project, room, tell)}


def _rounds(outcome: Outcome, moments: list[Moment], project: str) -> list[dict[str, Any]]:
    """Step by step: what was funded, and what the project's supporters held before that and would have had to pay."""
    found = []
    shared = [step for step in outcome.steps if step.part in {EQUAL_SHARES, EXPANDING}]
    for step, moment in zip(shared, moments, strict=False):
        if project in moment:
            standing = moment[project]
            held = {group: in_unit(pence) for group, pence in whole_pence(standing.held, floor).items()}
            price = None if standing.price is None else str(standing.price)
            found.append({"funded": step.project, "held": held, "price": price})
    return found


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
        words = f"its supporters still held {told['supporters_held']} in the count that may go to it"
        lines.append(f"{words}, of which each voter was given {told['added']} more" if told["added"] != "0" else words)
    lines.append(f"left of all the money in the end: {told['left']}")
    for group, more in told["votes_needed"].items():
        too = ("more ballot that chooses it", "more ballots that choose it")
        lines.append(_needed(group, *too, more, told["votes_tried"]))
    lines += told["votes_meant"]
    for group, more in told["voters_needed"].items():
        alone = ("more voter who chooses nothing else", "more voters who choose nothing else")
        lines.append(_needed(group, *alone, more, told["voters_tried"]))
    lines.append(_cost_needed(told["winning_cost"], told["cost_tried"]))
    return "\n".join(lines)


def _changes(election: Election, outcome: Outcome, rule: Rule, project: str, room: Room, tell: Tell) -> dict[str, Any]:
    trials = Trials(election, project, outcome.order, room, partial(count, rule=rule))
    votes, voters = dict[str, Found](), dict[str, Found]()
    everybody = sum(election.sizes().values())
    for group in election.sizes():
        trying = replace(trials, progress=_telling(tell, f"{project}: trying more votes of {group}"))
        votes[group] = trying.answer(trying.votes(group))
        voters[group] = trying.answer(trying.voters(group, everybody))
    cost = replace(trials, progress=_telling(tell, f"{project}: trying lower costs")).answer(trials.cost(MINOR))
    return {
        "votes_needed": {group: found.needed for group, found in votes.items()},
        "votes_tried": {group: found.last for group, found in votes.items()},
        "votes_meant": _meant(election, room) if any(found.needed for found in votes.values()) else [],
        "voters_needed": {group: found.needed for group, found in voters.items()},
        "voters_tried": {group: found.last for group, found in voters.items()},
        "winning_cost": None if cost.needed is None else in_unit(cost.needed),
        "cost_tried": in_unit(cost.last),
    }


def _meant(election: Election, room: Room) -> list[str]:
    """Whose ballots are meant by the votes needed, for others may have another effect, and what they would say."""
    meant = [WHOSE]
    if room.kind != "approval":
        meant.append(f"points: a ballot gives it all that it has room for, at most {room.alone()}")
    if any(not room.for_one_more(ballot) for ballot in election.ballots):
        meant.append(GIVEN_UP)
    return meant


def _telling(tell: Tell, words: str) -> Progress:
    return lambda done, most: tell(f"{words}, {done:,} of {most:,} at most")


def _each(figures: Mapping[str, object]) -> str:
    return ", ".join(f"{group} {figure}" for group, figure in figures.items())


def _needed(group: str, one: str, many: str, more: int | None, tried: Mapping[str, int]) -> str:
    if more is not None:
        return f"{group}: {more} {one if more == 1 else many}"
    return f"{group}: no number of {many}, up to {tried[group]}" if tried[group] else f"{group}: no {many} are left"


def _cost_needed(cost: str | None, tried: str) -> str:
    if cost is not None:
        return f"at a cost of {cost} it would have been funded"
    return f"at no lower cost in whole units, down to {tried}"
