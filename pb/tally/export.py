"""A round of ours in the Pabulib format: the `round.pb` of its bundle."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pb.tally import points
from pb.tally.declared import purses_in_meta, rule_name, rule_options
from pb.tally.pabulib import PabulibFile, in_unit, write
from pb.tally.restrictions import pot_of
from pb.tally.rules import rule_from
from pb.tally.table import Section

NAME = "round.pb"
PROJECT_COLUMNS = ("project_id", "cost", "votes", "score", "name", "selected")
VOTE_TYPES = {"approval": "approval", "stars": "cumulative", "ranked": "ordinal", "faces": "scoring"}


WITH_POINTS = ("stars", "faces")
"""Kinds of ballots that give points to projects in no order of their own."""


@dataclass(frozen=True, slots=True)
class Cast:
    """One opened ballot. `marks` are as they stand in the bundle, for `points.of_marks`."""

    tracker: str
    electorate: str
    marks: Mapping[str, Any]


def round_file(terms: Mapping[str, Any], seed: str, casts: Iterable[Cast], funded: Iterable[str]) -> str:
    """The text of `round.pb`. Ballots stand in the order of their check codes, which says nothing about time.

    Args:
        terms: the value of the bundle's `round.json`.
        seed: of the lot for ties.
        casts: the ballots; their marks are within the ballot's limits.
        funded: ids of the funded projects.
    """
    ballot, sorted_casts = terms["rules"]["ballot"], sorted(casts, key=lambda cast: cast.tracker)
    given = [points.of_marks(ballot["kind"], ballot["limit"], ballot["most"], cast.marks) for cast in sorted_casts]
    projects = _projects(terms, given, set(funded))
    votes = [_vote(ballot["kind"], cast, one) for cast, one in zip(sorted_casts, given, strict=True)]
    columns = ("voter_id", "electorate", "vote", *(["points"] if ballot["kind"] in WITH_POINTS else []))
    meta = _meta(terms, seed, len(projects), len(votes))
    return write(PabulibFile(NAME, meta, _section(PROJECT_COLUMNS, projects), _section(columns, votes)))


def _meta(terms: Mapping[str, Any], seed: str, projects: int, votes: int) -> dict[str, str]:
    rules, rule, pot = terms["rules"], rule_from(terms["rules"]["rule"]), pot_of(terms)
    shares = ", ".join(f"{group['id']} {group['share']}" for group in rules["electorates"])
    return {
        "description": terms["name"],
        "instance": terms["id"],
        "num_projects": str(projects),
        "num_votes": str(votes),
        "budget": in_unit(pot.budget),
        "currency": "GBP",
        "rule": rule_name(rule),
        **rule_options(rule),
        "vote_type": VOTE_TYPES[rules["ballot"]["kind"]],
        **_limits(rules["ballot"]),
        "electorates": shares,
        "weight_factor": str(rules["weight_factor"]),
        **purses_in_meta(pot.purses),
        "lot_seed": seed,
    }


def _limits(ballot: Mapping[str, Any]) -> dict[str, str]:
    if ballot["kind"] == "stars":
        return {"max_sum_points": str(ballot["limit"]), "max_points": str(ballot["most"])}
    if ballot["kind"] == "faces":
        return {"max_points": str(max(points.FACES.values()))}
    return {"max_length": str(ballot["limit"])} if ballot["limit"] else {}


def _projects(terms: Mapping[str, Any], given: Sequence[Mapping[str, int]], funded: set[str]) -> list[dict[str, str]]:
    votes, score = dict[str, int](), dict[str, int]()
    for one in given:
        for project, value in one.items():
            votes[project] = votes.get(project, 0) + 1
            score[project] = score.get(project, 0) + value
    return [
        {
            "project_id": project["id"],
            "cost": in_unit(project["cost_pence"]),
            "votes": str(votes.get(project["id"], 0)),
            "score": str(score.get(project["id"], 0)),
            "name": project["title"],
            "selected": str(int(project["id"] in funded)),
        }
        for project in terms["proposals"]
    ]


def _vote(kind: str, cast: Cast, given: Mapping[str, int]) -> dict[str, str]:
    # Points are a map, whose order means nothing and is not kept everywhere; choices and ranks are lists.
    told = dict(sorted(given.items())) if kind in WITH_POINTS else given
    row = {"voter_id": cast.tracker, "electorate": cast.electorate, "vote": ",".join(told)}
    return {**row, "points": ",".join(map(str, told.values()))} if kind in WITH_POINTS else row


def _section(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> Section:
    return Section(columns, [0] * len(rows), [[row[column] for column in columns] for row in rows])
