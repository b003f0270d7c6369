"""From the terms of a round, as `round.json` of its bundle holds them, to the elections that are counted."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from pb.tally import points
from pb.tally.election import EVERYBODY, Election, Electorate, Project, make_election
from pb.tally.measures import has_the_promise, passed_over, service
from pb.tally.outcome import Outcome
from pb.tally.provenance import provenance
from pb.tally.restrictions import pot_of
from pb.tally.rules import Rule, count, rule_from

Terms = Mapping[str, Any]
Vote = tuple[Mapping[str, int], str]
"""The points of one ballot by project, and its electorate."""

GREEDY, UNWEIGHTED, OF_ELECTORATE = "greedy", "unweighted", "electorate/"
RULES = ("equal-shares", GREEDY, "ear", "phragmen")
"""The rules that are published beside each other."""

NO_PROJECTS, NO_MONEY, NO_BALLOTS, ONLY_BLANK = "no-projects", "no-money", "no-ballots", "only-blank"


class ComparisonUnknown(ValueError):
    """Nobody knows how to count a comparison of this name."""


def votes_of(terms: Terms, ballots: Iterable[tuple[Mapping[str, object], str]]) -> list[Vote]:
    """The points behind marks and their electorates.

    Raises:
        MarksRefused: the ballot of these terms does not allow such marks.
    """
    paper = terms["rules"]["ballot"]
    return [(points.of_marks(paper["kind"], paper["limit"], paper["most"], marks), group) for marks, group in ballots]


def election_of(terms: Terms, seed: str, votes: Iterable[Vote]) -> Election:
    """The election by the official electorates and shares; `seed` is that of the lot.

    Raises:
        ElectionMalformed: the terms contradict themselves or a vote does not fit them.
    """
    rules, pot = terms["rules"], pot_of(terms)
    return make_election(
        _projects(terms),
        votes,
        pot.budget,
        [Electorate(group["id"], Fraction(group["share"])) for group in rules["electorates"]],
        weight_factor=rules["weight_factor"],
        seed=seed,
        purses=pot.purses,
    )


def rule_of(terms: Terms) -> Rule:
    """The official rule."""
    return rule_from(terms["rules"]["rule"])


def comparison_names(terms: Terms) -> list[str]:
    """The counts that are published beside the official one, because they answer what people will ask."""
    groups = [group["id"] for group in terms["rules"]["electorates"]]
    rules = RULES if terms["v"] > 1 else (GREEDY,)  # the first format had no others
    names = [name for name in rules if name != rule_of(terms).name]
    if len(groups) > 1:
        names += [UNWEIGHTED, *(OF_ELECTORATE + group for group in groups)]
    return names


def compared(name: str, terms: Terms, seed: str, votes: list[Vote]) -> Outcome:
    """One comparison: by another rule, as if all voters weighed the same, or of one electorate with all the money.

    Raises:
        ComparisonUnknown: there is none of this name.
    """
    rule, groups = rule_of(terms), {group["id"] for group in terms["rules"]["electorates"]}
    if name in RULES:
        return count(election_of(terms, seed, votes), Rule(name=name))
    if name == UNWEIGHTED:
        everybody, pot = [(given, EVERYBODY) for given, _ in votes], pot_of(terms)
        return count(make_election(_projects(terms), everybody, pot.budget, seed=seed, purses=pot.purses), rule)
    if name.startswith(OF_ELECTORATE) and name.removeprefix(OF_ELECTORATE) in groups:
        return count(election_of(terms, seed, votes).only(name.removeprefix(OF_ELECTORATE)), rule)
    raise ComparisonUnknown(name)


def money_of(terms: Terms, order: Sequence[str]) -> dict[str, Any]:
    """Whose money pays for what, as plain values: pence by project and contribution, and what goes back.

    Args:
        terms: the rounds' terms; a contribution is called by its place in them, from 0, as text.
        order: the funded projects in the order chosen.
    """
    pot = pot_of(terms)
    paid, left = provenance(election_of(terms, "", []), order, pot.gifts)
    awards = {name: {gift: pence for gift, pence in by_gift.items() if pence} for name, by_gift in paid.items()}
    return {"awards": awards, "left": {**pot.idle, **left}}


def measures_of(election: Election, outcome: Outcome) -> dict[str, Any]:
    """How well an outcome serves voters, as plain values; see `pb.tally.measures`.

    `passed_over` is left out where the promise that it is about is not made for such elections.
    """
    served = {
        group: {"choices": str(one.choices), "money": str(one.money), "served": one.served, "voters": one.voters}
        for group, one in service(election, outcome.order).items()
    }
    if not has_the_promise(election):
        return {"served": served}
    over = [{"project": one.project, "voters": one.voters} for one in passed_over(election, outcome.order)]
    return {"passed_over": over, "served": served}


def uncounted(terms: Terms, ballots: int, blank: int) -> str:
    """Why there was nothing to count; "" where there was."""
    if not terms["proposals"]:
        return NO_PROJECTS
    if not pot_of(terms).budget:
        return NO_MONEY
    if not ballots:
        return NO_BALLOTS
    return ONLY_BLANK if ballots == blank else ""


def _projects(terms: Terms) -> list[Project]:
    return [Project(project["id"], project["cost_pence"]) for project in terms["proposals"]]
