"""The election in a Pabulib file: its projects, and what its ballots say; what is amiss is told by line and field."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import chain, repeat

from pb.tally import points
from pb.tally.election import (
    EVERYBODY,
    Election,
    ElectionMalformed,
    Electorate,
    Kind,
    Project,
    Purse,
    election_of_kinds,
)
from pb.tally.pabulib import WHOLE, PabulibError, PabulibFile, collecting_later, minor
from pb.tally.table import Alike, Row

Said = Row | Alike
"""A row of votes, or what several of them say alike."""

Reader = Callable[[Said], dict[str, int]]
"""The points that a ballot of some kind gives."""


def to_election(
    file: PabulibFile,
    *,
    electorates: Sequence[Electorate] = (Electorate(EVERYBODY, Fraction(1)),),
    electorate_column: str = "",
    weight_factor: int = 3,
    seed: str = "",
    ties: str = "standard",
    purses: Sequence[Purse] = (),
) -> Election:
    """The election in a file, costs and budget in minor units. `declared.election_in` takes the rest from META.

    Raises:
        PabulibError: a ballot names an unknown project, gives what its kind does not allow, or a cost is below 1.
    """
    projects = [Project(row.fields["project_id"].strip(), _cost(file, row)) for row in file.projects]
    known = {project.id for project in projects}
    try:
        with collecting_later():
            return election_of_kinds(
                projects,
                _kinds(file, known, electorates, electorate_column),
                file.budget,
                electorates,
                weight_factor=weight_factor,
                seed=seed,
                ties=ties,
                purses=purses,
            )
    except ElectionMalformed as fault:
        raise PabulibError(f"{file.name}: {fault}") from fault


def ranks(file: PabulibFile) -> int:
    """L of an ordinal file: META's `max_length`, or the longest ballot."""
    return file.limit("max_length") or max((len(_names(one)) for one in file.votes.alike(("vote",))), default=0)


MOST_CHOICES: Mapping[str, Callable[[PabulibFile], int]] = {
    "approval": lambda file: file.limit("max_length"),
    "choose-1": lambda _: 1,
    "ordinal": ranks,
}
"""How many projects a voter may name, by the kind of ballot, where that is all that limits it; 0 for any number."""


def _kinds(file: PabulibFile, known: set[str], electorates: Sequence[Electorate], column: str) -> list[Kind]:
    """Points, electorate and voters of ballots that are alike."""
    groups = {group.id for group in electorates}
    if file.vote_type in MOST_CHOICES and not column:
        alike = file.votes.alike(("vote",))
        if (given := _plain_points(file, alike, known)) is not None:
            group = _group(file, alike[0], column, groups) if alike else EVERYBODY
            return [(each, group, one.rows) for each, one in zip(given, alike, strict=True)]
    read = _reader(file)
    return [
        (_points(file, one, read, known), _group(file, one, column, groups), one.rows)
        for one in file.votes.alike(("vote", "points", column))
    ]


def _plain_points(file: PabulibFile, alike: Sequence[Alike], known: set[str]) -> list[dict[str, int]] | None:
    """The points of all ballots at once where nothing in them is amiss, which is several times faster; else None."""
    chosen = [one.fields["vote"].split(",") for one in alike]
    if "" in known or not known.issuperset(chain.from_iterable(chosen)):
        return None
    lengths, most = list(map(len, chosen)), MOST_CHOICES[file.vote_type](file)
    if most and max(lengths, default=0) > most:
        return None
    if file.vote_type == "ordinal":
        given = list(map(dict, map(zip, chosen, repeat(range(most, 0, -1)))))
    else:
        given = list(map(dict.fromkeys, chosen, repeat(1)))
    return given if list(map(len, given)) == lengths else None


def _reader(file: PabulibFile) -> Reader:
    if file.vote_type in MOST_CHOICES:
        allowed = MOST_CHOICES[file.vote_type](file)
        read = points.ranked if file.vote_type == "ordinal" else points.approval
        return lambda row: read(_names(row), allowed)
    most, in_all = file.limit("max_points"), file.limit("max_sum_points")
    return lambda row: _scored(file, row, most, in_all)


def _points(file: PabulibFile, row: Said, read: Reader, known: set[str]) -> dict[str, int]:
    try:
        given = read(row)
    except points.MarksRefused as fault:
        raise PabulibError(f"{file.name}, line {row.line}, field vote: {fault}") from fault
    if not given.keys() <= known:
        unknown = next(name for name in given if name not in known)
        raise PabulibError(f"{file.name}, line {row.line}, field vote: there is no project {unknown}")
    return given


def _scored(file: PabulibFile, row: Said, most: int, in_all: int) -> dict[str, int]:
    names, given = _names(row), [text.strip() for text in row.fields.get("points", "").split(",") if text.strip()]
    if len(names) != len(given):
        words = f"{len(names)} projects but {len(given)} points"
        raise PabulibError(f"{file.name}, line {row.line}, field points: {words}")
    if any(not WHOLE.fullmatch(text.removeprefix("-")) for text in given):
        raise PabulibError(f"{file.name}, line {row.line}, field points: points are whole numbers")
    if any(text.startswith("-") for text in given):
        raise PabulibError(f"{file.name}, line {row.line}, field points: points are at least 0")
    if len(set(names)) != len(names):
        raise PabulibError(f"{file.name}, line {row.line}, field vote: {points.TWICE}")
    points_given = list(map(int, given))
    if most and max(points_given, default=0) > most:
        words = f"{max(points_given)} points for one project, {most} are allowed"
        raise PabulibError(f"{file.name}, line {row.line}, field points: {words}")
    if in_all and sum(points_given) > in_all:
        words = f"{sum(points_given)} points in all, {in_all} are allowed"
        raise PabulibError(f"{file.name}, line {row.line}, field points: {words}")
    return dict(zip(names, points_given, strict=True))


def _names(row: Said) -> list[str]:
    return list(filter(None, map(str.strip, row.fields["vote"].split(","))))


def _group(file: PabulibFile, row: Said, column: str, groups: set[str]) -> str:
    group = row.fields.get(column, "").strip() if column else EVERYBODY
    if group not in groups:
        raise PabulibError(f"{file.name}, line {row.line}, field {column}: there is no electorate {group!r}")
    return group


def _cost(file: PabulibFile, row: Row) -> int:
    cost = minor(row.fields["cost"], file.name, row.line, "cost")
    if cost < 1:
        raise PabulibError(f"{file.name}, line {row.line}, field cost: a cost is above 0")
    return cost
