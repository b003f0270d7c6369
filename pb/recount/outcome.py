"""Checks of the result: counted again, it comes out as published."""

from collections.abc import Mapping

from pb.recount.faults import Differs, compare, same, short
from pb.recount.opened import Bundle, Noted
from pb.recount.words import pounds
from pb.seal import bundle as bundles
from pb.tally.published import (
    compared,
    comparison_names,
    election_of,
    measures_of,
    money_of,
    rule_of,
    uncounted,
)
from pb.tally.purses import can_all_be_paid


def check_outcome(bundle: Bundle, _: Noted) -> str:
    """The official rule gives the published outcome, to the last fraction, and the record announced it."""
    terms, result = bundle.terms, bundle.result
    turnout = {name: {"ballots": 0, "blank": 0} for name in bundle.groups}
    for points, electorate in bundle.votes:
        turnout[electorate]["ballots"] += 1
        turnout[electorate]["blank"] += not points
    compare(bundles.RESULT, "turnout", result["turnout"], turnout)
    outcome = bundle.official
    compare(bundles.RESULT, "outcome", result["outcome"], outcome.as_json())
    if terms["v"] > 1:
        _check_what_follows(bundle, turnout)
    _check_announcement(bundle, outcome.cost, outcome.winners)
    return f"result.json: the official rule gives the published outcome, step by step ({rule_of(terms).name})."


def _check_what_follows(bundle: Bundle, turnout: Mapping[str, Mapping[str, int]]) -> None:
    terms, result, outcome = bundle.terms, bundle.result, bundle.official
    compare(bundles.RESULT, "money", result["money"], money_of(terms, outcome.order))
    election = election_of(terms, bundle.listed["seed"], bundle.votes)
    compare(bundles.RESULT, "measures", result["measures"], measures_of(election, outcome))
    ballots, blank = (sum(group[name] for group in turnout.values()) for name in ("ballots", "blank"))
    why = uncounted(terms, ballots, blank)
    same(bundles.RESULT, "uncounted", result["uncounted"], why, "the rules and the ballots")


def check_comparisons(bundle: Bundle, _: Noted) -> str:
    """Each count that was published beside the official one comes out as published, and none was left out."""
    said, names = bundle.result["comparisons"], comparison_names(bundle.terms)
    for name in names:
        if name not in said:
            raise Differs(bundles.RESULT, f"comparisons has no {name}")
        counted = compared(name, bundle.terms, bundle.listed["seed"], bundle.votes)
        compare(bundles.RESULT, f"comparisons.{name}", said[name], counted.as_json())
    for name in sorted(said.keys() - set(names)):
        raise Differs(bundles.RESULT, f"comparisons has {short(name)}, which these rules do not publish")
    return f"result.json: {len(said)} counts that were published for comparison come out as published."


def check_announced(bundle: Bundle, _: Noted) -> str:
    """Without ballots: the funded projects exist, the money covers them, and the record announced them."""
    terms, winners = bundle.terms, bundle.winners
    costs = {project["id"]: project["cost_pence"] for project in terms["proposals"]}
    for project in winners:
        if project not in costs:
            raise Differs(bundles.RESULT, f"outcome.winners: there is no project {short(project)}")
    cost = sum(costs[project] for project in winners)
    announced = {"cost": str(cost), "winners": sorted(set(winners))}
    compare(bundles.RESULT, "outcome", bundle.result["outcome"], announced)
    for name in ("comparisons", "turnout", *(("measures", "money") if terms["v"] > 1 else ())):
        compare(bundles.RESULT, name, bundle.result[name], {})
    if terms["v"] > 1:
        # Whether those who voted chose anything is withheld.
        found = uncounted(terms, len(bundle.listed["pairs"]), 0)
        same(bundles.RESULT, "uncounted", bundle.result["uncounted"], found, "the rules and the list")
    election = election_of(terms, "", [])
    if not can_all_be_paid(election, [project for project in election.projects if project.id in winners]):
        words = f"the funded projects cost {pounds(cost)}, more than the money that may go to them"
        raise Differs(bundles.RESULT, words)
    _check_announcement(bundle, cost, winners)
    return "result.json: the funded projects were on the ballot, the pot covers them, and the record has the same."


def _check_announcement(bundle: Bundle, cost: int, winners: list[str]) -> None:
    same(bundles.RECORD, "ResultCounted, cost", bundle.fact("ResultCounted", "cost"), cost, "result.json")
    same(bundles.RECORD, "ResultCounted, winners", bundle.fact("ResultCounted", "winners"), winners, "result.json")
