"""The Pabulib format (`.pb`): real elections in, public exports out. Text only; whoever calls reads and writes files.

Sections META, PROJECTS and VOTES; fields parted by `;`, quoted where needed; a byte-order mark may come first. Amounts
may have decimals, with a point or a comma; they become whole minor units, 100 to the file's unit.
"""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from pb.tally import points
from pb.tally.election import EVERYBODY, Election, ElectionMalformed, Electorate, Project, make_election
from pb.tally.rules import Rule

MINOR = 100
SECTIONS = ("META", "PROJECTS", "VOTES")
VOTE_TYPES = ("approval", "choose-1", "cumulative", "ordinal", "scoring")


class PabulibError(ValueError):
    """The file cannot be read; the message names file, line and field."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a section, by column, with its number in the file."""

    line: int
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PabulibFile:
    """A file as it stands: every key, column and row, in order."""

    name: str
    meta: Mapping[str, str]
    project_columns: tuple[str, ...]
    projects: tuple[Row, ...]
    vote_columns: tuple[str, ...]
    votes: tuple[Row, ...]

    @property
    def vote_type(self) -> str:
        """Kind of ballot, as META says it."""
        return self.meta.get("vote_type", "").strip().lower()

    @property
    def budget(self) -> int:
        """The money, in minor units."""
        return minor(self.meta.get("budget", ""), self.name, 1, "budget")

    def selected(self) -> list[str]:
        """Ids that the file marks as really funded, sorted as text."""
        return sorted(
            row.fields["project_id"] for row in self.projects if row.fields.get("selected", "").strip() in {"1", "2"}
        )


def parse(text: str, name: str) -> PabulibFile:
    """Read a file.

    Args:
        text: its content; a leading byte-order mark is ignored.
        name: how errors call it.

    Raises:
        PabulibError: a section or column is missing, a row has too few or too many fields, the file was cut off.
    """
    rows = _rows(text.removeprefix("\ufeff"), name)
    sections = _sections(rows, name)
    meta = {row[0].strip(): row[1].strip() if len(row) > 1 else "" for _, row in sections["META"][1:]}
    projects, project_columns = _table(sections["PROJECTS"], name, "PROJECTS", ("project_id", "cost"))
    votes, vote_columns = _table(sections["VOTES"], name, "VOTES", ("voter_id", "vote"))
    found = PabulibFile(name, meta, project_columns, projects, vote_columns, votes)
    _check(found)
    return found


def write(file: PabulibFile) -> str:
    """The file as text, with line feeds at the ends of lines."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    out.write("META\n")
    writer.writerows([("key", "value"), *file.meta.items()])
    for title, columns, rows in (
        ("PROJECTS", file.project_columns, file.projects),
        ("VOTES", file.vote_columns, file.votes),
    ):
        out.write(f"{title}\n")
        writer.writerows([columns, *([row.fields.get(column, "") for column in columns] for row in rows)])
    return out.getvalue()


def to_election(
    file: PabulibFile,
    *,
    electorates: Sequence[Electorate] = (Electorate(EVERYBODY, Fraction(1)),),
    electorate_column: str = "",
    weight_factor: int = 3,
    seed: str = "",
    ties: str = "standard",
) -> Election:
    """The election in a file, costs and budget in minor units.

    Raises:
        PabulibError: a ballot names an unknown project, gives what its kind does not allow, or a cost is below 1.
    """
    projects = [Project(row.fields["project_id"].strip(), _cost(file, row)) for row in file.projects]
    known, read = {project.id for project in projects}, _reader(file)
    ballots = []
    for row in file.votes:
        group = row.fields.get(electorate_column, "").strip() if electorate_column else EVERYBODY
        ballots.append((_known(file, row, read(row), known), group))
    try:
        return make_election(
            projects, ballots, file.budget, electorates, weight_factor=weight_factor, seed=seed, ties=ties
        )
    except ElectionMalformed as fault:
        raise PabulibError(f"{file.name}: {fault}") from fault


def rule_of(meta: Mapping[str, str]) -> Rule:
    """The rule that META names, where it is known; else the official default."""
    match meta.get("rule", "").strip().lower():
        case "equalshares/add1":
            return Rule(completion="add1", second="none")
        case "equalshares":
            return Rule(completion="none", second="none")
        case "greedy":
            return Rule(name="greedy")
    return Rule()


def minor(text: str, file: str, line: int, field: str) -> int:
    """An amount of the file as whole minor units.

    Raises:
        PabulibError: no amount, or finer than a minor unit.
    """
    try:
        amount = Fraction(text.strip().replace(",", ".")) * MINOR
    except (ValueError, ZeroDivisionError):
        raise PabulibError(f"{file}, line {line}, field {field}: {text!r} is no amount") from None
    if amount.denominator != 1:
        raise PabulibError(f"{file}, line {line}, field {field}: {text} has more than two decimals")
    return amount.numerator


def in_unit(amount: int) -> str:
    """Minor units as an amount of the file."""
    whole, rest = divmod(amount, MINOR)
    return f"{whole}" + (f".{rest:02}".rstrip("0") if rest else "")


def ranks(file: PabulibFile) -> int:
    """L of an ordinal file: META's `max_length`, or the longest ballot."""
    given = file.meta.get("max_length", "").strip()
    return int(given) if given.isdigit() else max((len(_names(row)) for row in file.votes), default=0)


def _rows(text: str, name: str) -> list[tuple[int, list[str]]]:
    csv.field_size_limit(10_000_000)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    rows = []
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append((reader.line_num, row))  # noqa: PERF401 - the number is the reader's at that moment
    except csv.Error as fault:
        raise PabulibError(f"{name}, line {reader.line_num}: {fault}; the file may be cut off") from fault
    return rows


def _sections(rows: Iterable[tuple[int, list[str]]], name: str) -> dict[str, list[tuple[int, list[str]]]]:
    sections: dict[str, list[tuple[int, list[str]]]] = {}
    current: list[tuple[int, list[str]]] | None = None
    for line, row in rows:
        title = row[0].strip().upper()
        if title in SECTIONS and not any(cell.strip() for cell in row[1:]):
            current = sections.setdefault(title, [])
        elif current is None:
            raise PabulibError(f"{name}, line {line}: expected the section META first")
        else:
            current.append((line, row))
    for title in SECTIONS:
        if not sections.get(title):
            raise PabulibError(f"{name}: the section {title} is missing or empty; the file may be cut off")
    return sections


def _table(
    rows: list[tuple[int, list[str]]], name: str, title: str, needed: Sequence[str]
) -> tuple[tuple[Row, ...], tuple[str, ...]]:
    (line, head), *body = rows
    columns = tuple(cell.strip() for cell in head)
    for column in needed:
        if column not in columns:
            raise PabulibError(f"{name}, line {line}: {title} has no column {column}")
    found = []
    for at, row in body:
        if len(row) != len(columns):
            raise PabulibError(f"{name}, line {at}: {len(row)} fields where {title} has {len(columns)} columns")
        found.append(Row(at, dict(zip(columns, row, strict=True))))
    return tuple(found), columns


def _check(file: PabulibFile) -> None:
    if file.vote_type not in VOTE_TYPES:
        raise PabulibError(f"{file.name}: META vote_type is {file.vote_type!r}; it is one of {', '.join(VOTE_TYPES)}")
    if file.budget < 0:
        raise PabulibError(f"{file.name}: META budget is below 0")
    for key, rows in (("num_projects", file.projects), ("num_votes", file.votes)):
        said = file.meta.get(key, "").strip()
        if said.isdigit() and int(said) > len(rows):
            raise PabulibError(f"{file.name}: META {key} is {said}, the file has {len(rows)}; it may be cut off")
    seen: set[str] = set()
    for row in file.projects:
        if (project := row.fields["project_id"].strip()) in seen:
            raise PabulibError(f"{file.name}, line {row.line}, field project_id: project {project} is there twice")
        seen.add(project)


def _cost(file: PabulibFile, row: Row) -> int:
    cost = minor(row.fields["cost"], file.name, row.line, "cost")
    if cost < 1:
        raise PabulibError(f"{file.name}, line {row.line}, field cost: a cost is above 0")
    return cost


def _names(row: Row) -> list[str]:
    return [name.strip() for name in row.fields["vote"].split(",") if name.strip()]


def _reader(file: PabulibFile) -> Callable[[Row], dict[str, int]]:
    match file.vote_type:
        case "approval" | "choose-1":
            return lambda row: _marked(file, row, lambda: points.approval(_names(row)))
        case "ordinal":
            length = ranks(file)
            return lambda row: _marked(file, row, lambda: points.ranked(_names(row), length))
    return lambda row: _scored(file, row)


def _marked(file: PabulibFile, row: Row, read: Callable[[], dict[str, int]]) -> dict[str, int]:
    try:
        return read()
    except points.MarksRefused as fault:
        raise PabulibError(f"{file.name}, line {row.line}, field vote: {fault}") from fault


def _scored(file: PabulibFile, row: Row) -> dict[str, int]:
    names, given = _names(row), [text.strip() for text in row.fields.get("points", "").split(",") if text.strip()]
    if len(names) != len(given):
        words = f"{len(names)} projects but {len(given)} points"
        raise PabulibError(f"{file.name}, line {row.line}, field points: {words}")
    if any(not text.removeprefix("-").isdigit() for text in given):
        raise PabulibError(f"{file.name}, line {row.line}, field points: points are whole numbers")
    if any(text.startswith("-") for text in given):
        raise PabulibError(f"{file.name}, line {row.line}, field points: points are at least 0")
    if len(set(names)) != len(names):
        raise PabulibError(f"{file.name}, line {row.line}, field vote: a project is marked twice")
    return {name: int(text) for name, text in zip(names, given, strict=True)}


def _known(file: PabulibFile, row: Row, given: dict[str, int], known: set[str]) -> dict[str, int]:
    for name in given:
        if name not in known:
            raise PabulibError(f"{file.name}, line {row.line}, field vote: there is no project {name}")
    return given
