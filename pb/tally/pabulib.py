"""The Pabulib format (`.pb`): real elections in, public exports out. Text only; whoever calls reads and writes files.

Sections META, PROJECTS and VOTES; fields parted by `;`, quoted where needed; a byte-order mark may come first. A field
that only begins with a quoted word is not a quoted field: such titles occur, and keep their quotes. Amounts may have
decimals, with a point or a comma; they become whole minor units, 100 to the file's unit.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from pb.tally import points
from pb.tally.election import EVERYBODY, Election, ElectionMalformed, Electorate, Project, election_of_kinds
from pb.tally.rules import CHOICES, Rule

MINOR = 100
SECTIONS = ("META", "PROJECTS", "VOTES")
COUNTED = ("budget", "max_length", "rule", "vote_type", "project_id", "cost", "voter_id", "vote", "points")
"""The keys and columns that an outcome may depend on: they may not be there twice."""

_AMOUNT = re.compile(r"-?[0-9]{1,15}([.,][0-9]{0,9})?")
_WHOLE = re.compile(r"[0-9]{1,15}")
_SHARE = re.compile(r"[^;,]+ [0-9]{1,9}(/[1-9][0-9]{0,8})?")
_QUOTED = re.compile(r'"([^"]*(?:""[^"]*)*)("?)')
_NEEDS_QUOTES = re.compile(r'[;"\r\n]')
_PLAIN = re.compile(r"[^;\n]*")
_SHOWN = 60
VOTE_TYPES = ("approval", "choose-1", "cumulative", "ordinal", "scoring")


class PabulibError(ValueError):
    """The file cannot be read; the message names file, line and field."""


class Row(NamedTuple):
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
        return amount(self.meta.get("budget", ""), f"{self.name}, META, field budget")

    @property
    def weight_factor(self) -> int:
        """How many times another's money a voter's may be; 3 where META says nothing."""
        said = self.meta.get("weight_factor", "").strip()
        return int(said) if _WHOLE.fullmatch(said) else 3

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
    sections = _sections(_rows(text.removeprefix("\ufeff"), name), name)
    meta = _meta(sections["META"][1:], name)
    projects, project_columns = _table(sections["PROJECTS"], name, "PROJECTS", ("project_id", "cost"))
    votes, vote_columns = _table(sections["VOTES"], name, "VOTES", ("voter_id", "vote"))
    found = PabulibFile(name, meta, project_columns, projects, vote_columns, votes)
    _check(found)
    return found


def write(file: PabulibFile) -> str:
    """The file as text, with line feeds at the ends of lines."""
    rows: list[Iterable[str]] = [("META",), ("key", "value"), *file.meta.items()]
    for title, columns, section in (
        ("PROJECTS", file.project_columns, file.projects),
        ("VOTES", file.vote_columns, file.votes),
    ):
        rows += [(title,), columns, *([row.fields.get(column, "") for column in columns] for row in section)]
    return "".join(";".join(map(_written, row)) + "\n" for row in rows)


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
    known, groups, read = {project.id for project in projects}, {group.id for group in electorates}, _reader(file)
    kinds = [
        (_known(file, row, read(row), known), _group(file, row, electorate_column, groups), rows)
        for row, rows in _alike(file, ("vote", "points", electorate_column))
    ]
    try:
        return election_of_kinds(
            projects, kinds, file.budget, electorates, weight_factor=weight_factor, seed=seed, ties=ties
        )
    except ElectionMalformed as fault:
        raise PabulibError(f"{file.name}: {fault}") from fault


def rule_of(meta: Mapping[str, str]) -> Rule:
    """The rule that META names, where it is known; else the official default.

    `greedy`, or `equalshares` with its completions: `equalshares/add1`, `equalshares/add1/greedy`. Files of ours also
    tell its `utility` and `step`.
    """
    name, *completions = meta.get("rule", "").strip().lower().split("/")
    if name == "greedy" and not completions:
        return Rule(name="greedy")
    if name != "equalshares" or completions not in ([], ["add1"], ["greedy"], ["add1", "greedy"]):
        return Rule()
    utility, step = meta.get("utility", ""), meta.get("step", "")
    return Rule(
        utility=utility if utility in CHOICES["utility"] else "cost",
        completion="add1" if "add1" in completions else "none",
        second="greedy" if "greedy" in completions else "none",
        step=amount(step, "META, field step") if step else MINOR,
    )


def electorates_of(meta: Mapping[str, str]) -> tuple[Electorate, ...]:
    """The electorates that META of a file of ours names with their shares (`young-people 1/2, …`), else everybody.

    Raises:
        PabulibError: it names them in another way.
    """
    given = [part.strip() for part in meta.get("electorates", "").split(",") if part.strip()]
    for part in given:
        if not _SHARE.fullmatch(part):
            raise PabulibError(f"META, field electorates: {part[:_SHOWN]!r} is no electorate with its share")
    named = (part.rsplit(" ", 1) for part in given)
    return tuple(Electorate(group.strip(), Fraction(share)) for group, share in named) or (
        Electorate(EVERYBODY, Fraction(1)),
    )


def minor(text: str, file: str, line: int, field: str) -> int:
    """An amount of the file as whole minor units.

    Raises:
        PabulibError: no amount, or finer than a minor unit.
    """
    return amount(text, f"{file}, line {line}, field {field}")


def amount(text: str, where: str) -> int:
    """The same for an amount that stands elsewhere; `where` begins the message of an error."""
    if not _AMOUNT.fullmatch(text.strip()):
        raise PabulibError(f"{where}: {text[:_SHOWN]!r} is no amount")
    exact = Fraction(text.strip().replace(",", ".")) * MINOR
    if exact.denominator != 1:
        raise PabulibError(f"{where}: {text.strip()} has more than two decimals")
    return exact.numerator


def in_unit(amount: int) -> str:
    """Minor units as an amount of the file."""
    whole, rest = divmod(amount, MINOR)
    return f"{whole}" + (f".{rest:02}".rstrip("0") if rest else "")


def ranks(file: PabulibFile) -> int:
    """L of an ordinal file: META's `max_length`, or the longest ballot."""
    given = file.meta.get("max_length", "").strip()
    return int(given) if _WHOLE.fullmatch(given) else max((len(_names(row)) for row in file.votes), default=0)


def _written(field: str) -> str:
    return '"' + field.replace('"', '""') + '"' if _NEEDS_QUOTES.search(field) else field


Line = tuple[int, list[str]]
"""A row's fields, with the number of the line it begins on."""


def _rows(text: str, name: str) -> Iterator[Line]:
    at, line = 0, 1
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if text.find('"', at, end) < 0:
            row = text[at:end].removesuffix("\r").split(";")
        else:
            row, end = _quoted_row(text, at, f"{name}, line {line}")
        if any(map(str.strip, row)):
            yield line, row
        line += 1 + text.count("\n", at, end)
        at = end + 1


def _quoted_row(text: str, at: int, where: str) -> tuple[list[str], int]:
    """The fields of a row that begins at a place in the text, and the place where its line ends."""
    row: list[str] = []
    while True:
        field, at = _field(text, at, where)
        row.append(field)
        if text[at : at + 1] != ";":
            return row, at
        at += 1


def _field(text: str, at: int, where: str) -> tuple[str, int]:
    if quoted := _QUOTED.match(text, at):
        if not quoted[2]:
            raise PabulibError(f"{where}: a quote is opened and never closed; the file may be cut off")
        end = quoted.end() + text.startswith("\r\n", quoted.end())
        if text[end : end + 1] in {";", "\n", ""}:
            return quoted[1].replace('""', '"'), end
    plain = _PLAIN.match(text, at)
    assert plain is not None  # noqa: S101 - it matches anything; this tells the type
    return plain[0].removesuffix("\r") if text[plain.end() : plain.end() + 1] != ";" else plain[0], plain.end()


def _sections(rows: Iterable[Line], name: str) -> dict[str, list[Line]]:
    sections: dict[str, list[Line]] = {}
    current: list[Line] | None = None
    for line, row in rows:
        title = row[0].strip().upper()
        if title in SECTIONS and not any(map(str.strip, row[1:])):
            if title in sections:
                raise PabulibError(f"{name}, line {line}: a second section {title}")
            current = sections[title] = []
        elif current is None:
            raise PabulibError(f"{name}, line {line}: expected the section META first")
        else:
            current.append((line, row))
    for title in SECTIONS:
        if not sections.get(title):
            raise PabulibError(f"{name}: the section {title} is missing or empty; the file may be cut off")
    return sections


def _meta(rows: Iterable[Line], name: str) -> dict[str, str]:
    meta: dict[str, str] = {}
    for line, row in rows:
        key, value = row[0].strip(), row[1].strip() if len(row) > 1 else ""
        if meta.setdefault(key, value) != value and key in COUNTED:
            raise PabulibError(f"{name}, line {line}: META has {key} twice, with different values")
        if key == "budget":
            minor(value, name, line, key)
    return meta


def _table(rows: list[Line], name: str, title: str, needed: Sequence[str]) -> tuple[tuple[Row, ...], tuple[str, ...]]:
    (line, head), *body = rows
    columns = tuple(cell.strip() for cell in head)
    for column in needed:
        if column not in columns:
            raise PabulibError(f"{name}, line {line}: {title} has no column {column}")
    for column in columns:
        if column in COUNTED and columns.count(column) > 1:
            raise PabulibError(f"{name}, line {line}: {title} has the column {column} twice")
    found = []
    for at, row in body:
        if len(row) != len(columns):
            words = f"{len(row)} fields where {title} has {len(columns)} columns; the file may be cut off"
            raise PabulibError(f"{name}, line {at}: {words}")
        found.append(Row(at, dict(zip(columns, row, strict=True))))
    return tuple(found), columns


def _check(file: PabulibFile) -> None:
    if file.vote_type not in VOTE_TYPES:
        raise PabulibError(f"{file.name}: META vote_type is {file.vote_type!r}; it is one of {', '.join(VOTE_TYPES)}")
    if file.budget < 0:
        raise PabulibError(f"{file.name}: META budget is below 0")
    for key, rows in (("num_projects", file.projects), ("num_votes", file.votes)):
        said = file.meta.get(key, "").strip()
        if _WHOLE.fullmatch(said) and int(said) > len(rows):
            raise PabulibError(f"{file.name}: META {key} is {said}, the file has {len(rows)}; it may be cut off")
    seen: set[str] = set()
    for row in file.projects:
        if (project := row.fields["project_id"].strip()) in seen:
            raise PabulibError(f"{file.name}, line {row.line}, field project_id: project {project} is there twice")
        seen.add(project)


def _alike(file: PabulibFile, columns: Sequence[str]) -> list[tuple[Row, int]]:
    """Votes that say the same in these columns: the first of each, and how many there are."""
    first: dict[tuple[str | None, ...], Row] = {}
    rows = Counter[tuple[str | None, ...]]()
    for row in file.votes:
        cells = tuple(map(row.fields.get, columns))
        first.setdefault(cells, row)
        rows[cells] += 1
    return [(row, rows[cells]) for cells, row in first.items()]


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
    if any(not _WHOLE.fullmatch(text.removeprefix("-")) for text in given):
        raise PabulibError(f"{file.name}, line {row.line}, field points: points are whole numbers")
    if any(text.startswith("-") for text in given):
        raise PabulibError(f"{file.name}, line {row.line}, field points: points are at least 0")
    if len(set(names)) != len(names):
        raise PabulibError(f"{file.name}, line {row.line}, field vote: a project is marked twice")
    return {name: int(text) for name, text in zip(names, given, strict=True)}


def _group(file: PabulibFile, row: Row, column: str, groups: set[str]) -> str:
    group = row.fields.get(column, "").strip() if column else EVERYBODY
    if group not in groups:
        raise PabulibError(f"{file.name}, line {row.line}, field {column}: there is no electorate {group!r}")
    return group


def _known(file: PabulibFile, row: Row, given: dict[str, int], known: set[str]) -> dict[str, int]:
    for name in given:
        if name not in known:
            raise PabulibError(f"{file.name}, line {row.line}, field vote: there is no project {name}")
    return given
