"""The Pabulib format (`.pb`): real elections in, public exports out. Text only; whoever calls reads and writes files.

Sections META, PROJECTS and VOTES; fields parted by `;`, quoted where needed; a byte-order mark may come first. A field
that only begins with a quoted word is not a quoted field: such titles occur, and keep their quotes. Amounts may have
decimals, with a point or a comma; they become whole minor units, 100 to the file's unit.
"""

import gc
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import repeat

from pb.tally.table import Section

MINOR = 100
SECTIONS = ("META", "PROJECTS", "VOTES")
_LONGEST_TITLE = 20
LIMITS = ("max_length", "max_points", "max_sum_points", "min_project_score_threshold")
COUNTED = (
    *("budget", "rule", "vote_type", "utility", "step", "stop", "electorates", "weight_factor", "lot_seed", *LIMITS),
    *("project_id", "cost", "voter_id", "electorate", "vote", "points"),
)
"""Keys and columns that an outcome may depend on, like all that begins with `purse_`: they may not be there twice."""

_AMOUNT = re.compile(r"-?[0-9]{1,15}([.,][0-9]{0,9})?")
_THOUSANDS = re.compile(r",[0-9]{3}$")
WHOLE = re.compile(r"[0-9]{1,15}")
"""A whole number, as META and ballots say one."""
_QUOTED = re.compile(r'"([^"]*(?:""[^"]*)*)("?)')
_NEEDS_QUOTES = re.compile(r'[;"\r\n]')
_HEAD_OF_VOTES = re.compile(r"^votes[;\t ]*\r?\n[^\n]*[^\s;][^\n]*\n", re.IGNORECASE | re.MULTILINE)
_TITLE = re.compile(r"\n(?=[mpv])(?:meta|projects|votes)[;\t ]*\r?$", re.MULTILINE | re.IGNORECASE)
"""The letters come first since few lines begin with one, and hundreds of thousands may be looked at."""
_BEGINS_EMPTY = re.compile(r"\n[\n; \t]")
_PLAIN = re.compile(r"[^;\n]*")
_NOTHING = "; \t"
SHOWN, LONGEST_MESSAGE = 60, 300
VOTE_TYPES = ("approval", "choose-1", "cumulative", "ordinal", "scoring")


class PabulibError(ValueError):
    """The file cannot be read; the message names file, line and field, on one line that any terminal can show."""

    def __init__(self, words: str) -> None:
        super().__init__(printable(words[:LONGEST_MESSAGE]))


def printable(text: str) -> str:
    """A text with `?` for whatever moves the cursor of a terminal or does not show."""
    return "".join(symbol if symbol.isprintable() else "?" for symbol in text)


@contextmanager
def collecting_later() -> Iterator[None]:
    """Hundreds of thousands of values are made, none in a cycle: looking for cycles among them takes as long again."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@dataclass(frozen=True, slots=True)
class PabulibFile:
    """A file as it stands: every key, column and row, in order.

    Attributes:
        name: how errors call it.
        meta: values by key.
        lines: of the keys, by key.
        has_end: whether its last line has one; in a file that was cut off it mostly has none.
    """

    name: str
    meta: Mapping[str, str]
    projects: Section
    votes: Section
    lines: Mapping[str, int] = field(default_factory=dict)
    has_end: bool = True

    @property
    def vote_type(self) -> str:
        """Kind of ballot, as META says it."""
        return self.meta.get("vote_type", "").strip().lower()

    @property
    def budget(self) -> int:
        """The money, in minor units."""
        return amount(self.meta.get("budget", ""), self.where("budget"))

    def limit(self, key: str) -> int:
        """A limit that META sets, as a whole number; 0 where it sets none."""
        said = self.meta.get(key, "").strip()
        return int(said) if WHOLE.fullmatch(said) else 0

    def where(self, key: str) -> str:
        """How errors call the place of a key."""
        line = f"line {self.lines[key]}" if key in self.lines else "META"
        return f"{self.name}, {line}, field {key}"

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
    with collecting_later():
        text = text.removeprefix("\ufeff")
        end = _plain_votes(text)
        sections = _sections(_rows(text[:end], name), name)
        meta, lines = _meta(sections["META"][1:], name)
        projects = _table(sections["PROJECTS"], name, "PROJECTS", ("project_id", "cost"))
        votes = _table(sections["VOTES"], name, "VOTES", ("voter_id", "vote"))
        if end < len(text):
            votes = _plain_section(votes.columns, text[end:], 1 + text.count("\n", 0, end), name)
        found = PabulibFile(name, meta, projects, votes, lines, text.endswith("\n"))
        _check(found)
        return found


def write(file: PabulibFile) -> str:
    """The file as text, with line feeds at the ends of lines."""
    rows: list[Iterable[str]] = [("META",), ("key", "value"), *file.meta.items()]
    for title, section in (("PROJECTS", file.projects), ("VOTES", file.votes)):
        rows += [(title,), section.columns, *(row.fields.values() for row in section)]
    return "".join(";".join(map(_written, row)) + "\n" for row in rows)


def minor(text: str, file: str, line: int, field: str) -> int:
    """An amount of the file as whole minor units.

    Raises:
        PabulibError: no amount, or finer than a minor unit.
    """
    return amount(text, f"{file}, line {line}, field {field}")


def amount(text: str, where: str) -> int:
    """The same for an amount that stands elsewhere; `where` begins the message of an error."""
    if not _AMOUNT.fullmatch(text.strip()):
        raise PabulibError(f"{where}: {text[:SHOWN]!r} is no amount")
    if _THOUSANDS.search(text.strip()):
        raise PabulibError(
            f"{where}: {text.strip()!r} may mean thousands; write an amount with one or two decimals, or none"
        )
    exact = Fraction(text.strip().replace(",", ".")) * MINOR
    if exact.denominator != 1:
        raise PabulibError(f"{where}: {text.strip()} has more than two decimals")
    return exact.numerator


def in_unit(amount: int) -> str:
    """Minor units as an amount of the file."""
    whole, rest = divmod(amount, MINOR)
    return f"{whole}" + (f".{rest:02}".rstrip("0") if rest else "")


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


def _plain_votes(text: str) -> int:
    """Where the rows of votes begin, where no field in them is quoted and nothing follows them; else the end.

    That is so in nearly every file, and then every line of it is a row.
    """
    found = _HEAD_OF_VOTES.search(text)
    if not found or text.find('"', found.end()) >= 0:
        return len(text)
    return len(text) if _TITLE.search(text, found.end() - 1) else found.end()


def _plain_section(columns: Sequence[str], text: str, first: int, name: str) -> Section:
    if "\r" in text:
        text = text.replace("\r\n", "\n").removesuffix("\r")
    text = text.removesuffix("\n")
    rows = text.split("\n")
    lines: Sequence[int] = range(first, first + len(rows))
    if _BEGINS_EMPTY.search(f"\n{text}\n"):
        kept = [(line, row) for line, row in zip(lines, rows, strict=True) if row.strip(_NOTHING)]
        lines, rows = [line for line, _ in kept], [row for _, row in kept]
    if set(map(str.count, rows, repeat(";"))) - {len(columns) - 1}:
        at, wrong = next((at, row) for at, row in zip(lines, rows, strict=True) if row.count(";") != len(columns) - 1)
        raise PabulibError(f"{name}, line {at}: {_wrong_number(wrong.count(';') + 1, 'VOTES', len(columns))}")
    return Section(columns, lines, rows)


def _wrong_number(fields: int, title: str, columns: int) -> str:
    return f"{fields} fields where {title} has {columns} columns; the file may be cut off"


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
    for here in rows:
        row = here[1]
        if len(row[0]) < _LONGEST_TITLE and (title := row[0].strip().upper()) in SECTIONS and not any(row[1:]):
            if title in sections:
                raise PabulibError(f"{name}, line {here[0]}: a second section {title}")
            current = sections[title] = []
        elif current is None:
            raise PabulibError(f"{name}, line {here[0]}: expected the section META first")
        else:
            current.append(here)
    for title in SECTIONS:
        if not sections.get(title):
            raise PabulibError(f"{name}: the section {title} is missing or empty; the file may be cut off")
    return sections


def _meta(rows: Iterable[Line], name: str) -> tuple[dict[str, str], dict[str, int]]:
    meta: dict[str, str] = {}
    lines: dict[str, int] = {}
    for line, row in rows:
        key, value = row[0].strip(), row[1].strip() if len(row) > 1 else ""
        if meta.setdefault(key, value) != value and (key in COUNTED or key.startswith("purse_")):
            raise PabulibError(f"{name}, line {line}: META has {key} twice, with different values")
        lines.setdefault(key, line)
    return meta, lines


def _table(rows: list[Line], name: str, title: str, needed: Sequence[str]) -> Section:
    (line, head), *body = rows
    columns = tuple(cell.strip() for cell in head)
    for column in needed:
        if column not in columns:
            raise PabulibError(f"{name}, line {line}: {title} has no column {column}")
    for column in columns:
        if column in COUNTED and columns.count(column) > 1:
            raise PabulibError(f"{name}, line {line}: {title} has the column {column} twice")
    for at, row in body:
        if len(row) != len(columns):
            raise PabulibError(f"{name}, line {at}: {_wrong_number(len(row), title, len(columns))}")
    return Section(columns, [at for at, _ in body], [row for _, row in body])


def _check(file: PabulibFile) -> None:
    if file.vote_type not in VOTE_TYPES:
        words = f"{file.vote_type!r} is no kind of ballot; it is one of {', '.join(VOTE_TYPES)}"
        raise PabulibError(f"{file.where('vote_type')}: {words}")
    if "budget" not in file.meta:
        raise PabulibError(f"{file.name}: META has no budget")
    if file.budget < 0:
        raise PabulibError(f"{file.where('budget')}: the budget is below 0")
    for key, rows in (("num_projects", file.projects), ("num_votes", file.votes)):
        said = file.meta.get(key, "").strip()
        if WHOLE.fullmatch(said) and int(said) > len(rows):
            raise PabulibError(f"{file.where(key)}: it says {said}, the file has {len(rows)}; it may be cut off")
    for key in LIMITS:
        if (said := file.meta.get(key, "").strip()) and not WHOLE.fullmatch(said):
            raise PabulibError(f"{file.where(key)}: {said[:SHOWN]!r} is no whole number")
    _check_ids(file)


def _check_ids(file: PabulibFile) -> None:
    seen: set[str] = set()
    for row in file.projects:
        if (project := row.fields["project_id"].strip()) in seen:
            raise PabulibError(f"{file.name}, line {row.line}, field project_id: project {project} is there twice")
        seen.add(project)
    if twice := file.votes.repeated("voter_id"):
        words = f"voter {twice.fields['voter_id'][:SHOWN]} is there twice"
        raise PabulibError(f"{file.name}, line {twice.line}, field voter_id: {words}")
