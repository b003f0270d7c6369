"""From the terms of a round, as `round.json` of its bundle holds them, to the elections that are counted."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from pb.tally import points
from pb.tally.election import EVERYBODY, Election, Electorate, Project, make_election
from pb.tally.outcome import Outcome
from pb.tally.restrictions import pot_of
from pb.tally.rules import Rule, count, rule_from

Terms = Mapping[str, Any]
Vote = tuple[Mapping[str, int], str]
"""The points of one ballot by project, and its electorate."""

GREEDY, UNWEIGHTED, OF_ELECTORATE = "greedy", "unweighted", "electorate/"


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
    names = [] if rule_of(terms).name == GREEDY else [GREEDY]
    if len(groups) > 1:
        names += [UNWEIGHTED, *(OF_ELECTORATE + group for group in groups)]
    return names


def compared(name: str, terms: Terms, seed: str, votes: list[Vote]) -> Outcome:
    """One comparison: by points alone, as if all voters weighed the same, or of one electorate with all the money.

    Raises:
        ComparisonUnknown: there is none of this name.
    """
    rule, groups = rule_of(terms), {group["id"] for group in terms["rules"]["electorates"]}
    if name == GREEDY:
        return count(election_of(terms, seed, votes), Rule(name=GREEDY))
    if name == UNWEIGHTED:
        everybody, pot = [(given, EVERYBODY) for given, _ in votes], pot_of(terms)
        return count(make_election(_projects(terms), everybody, pot.budget, seed=seed, purses=pot.purses), rule)
    if name.startswith(OF_ELECTORATE) and name.removeprefix(OF_ELECTORATE) in groups:
        return count(election_of(terms, seed, votes).only(name.removeprefix(OF_ELECTORATE)), rule)
    raise ComparisonUnknown(name)


def _projects(terms: Terms) -> list[Project]:
    return [Project(project["id"], project["cost_pence"]) for project in terms["proposals"]]
