"""The table of a Pabulib file: rows by column, taken apart only when they are looked at."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from operator import itemgetter
from typing import Any, NamedTuple, overload


class Row(NamedTuple):
    """One line of a section, by column, with its number in the file."""

    line: int
    fields: Mapping[str, str]


class Section(Sequence[Row]):
    """The rows of a table, taken apart only when they are looked at: a file has hundreds of thousands."""

    def __init__(
        self, columns: Sequence[str], lines: Sequence[int], cells: Sequence[Sequence[str]] | Sequence[str]
    ) -> None:
        """Make a table.

        Args:
            columns: their names.
            lines: the line of each row in the file.
            cells: of each row, or the row as its text where nothing in it is quoted.
        """
        self.columns, self._lines, self._cells = tuple(columns), lines, cells

    def __len__(self) -> int:
        return len(self._cells)

    def __iter__(self) -> Iterator[Row]:
        return (self._row(line, cells) for line, cells in zip(self._lines, self._cells, strict=True))

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> "Section": ...
    def __getitem__(self, at: int | slice) -> "Row | Section":
        if isinstance(at, slice):
            return Section(self.columns, self._lines[at], self._cells[at])
        return self._row(self._lines[at], self._cells[at])

    def alike(self, columns: Sequence[str]) -> "list[Alike]":
        """Rows that say the same in these columns, together, in the order of the first of each."""
        there = [column for column in columns if column in self.columns]
        counts = Counter(self._said(there))
        if len(there) == 1:
            return [Alike(self, {there[0]: key}, rows) for key, rows in counts.items()]
        return [Alike(self, dict(zip(there, key, strict=True)), rows) for key, rows in counts.items()]

    def first_line(self, fields: Mapping[str, str]) -> int:
        """The line of the first row that says this."""
        said = self._said(list(fields))
        key = tuple(fields.values()) if len(fields) > 1 else next(iter(fields.values()))
        return self._lines[said.index(key)]

    def repeated(self, column: str) -> Row | None:
        """The first row that says in a column what a row before it said; None where each says something else."""
        said = self._said([column])
        if len(set(said)) == len(said):
            return None
        first = {text: at for at, text in reversed(list(enumerate(said)))}
        return self[next(at for at, text in enumerate(said) if first[text] < at)]

    def _said(self, columns: Sequence[str]) -> list[Any]:
        """What each row says in some columns; a tuple for each row where they are several."""
        places = list(map(self.columns.index, columns))
        rows: Iterable[Sequence[str]] = self._cells
        if self._cells and isinstance(self._cells[0], str):
            rows = map(str.split, self._cells, repeat(";"), repeat(max(places) + 1))  # type: ignore[arg-type]
        return list(map(itemgetter(*places), rows))

    def _row(self, line: int, cells: Sequence[str]) -> Row:
        return Row(line, dict(zip(self.columns, _apart(cells), strict=True)))


class Alike(NamedTuple):
    """Rows of a table that say the same in some columns.

    Attributes:
        section: the table.
        fields: what they say, by column.
        rows: how many there are.
    """

    section: Section
    fields: Mapping[str, str]
    rows: int

    @property
    def line(self) -> int:
        """The line of the first of them; looked for only when somebody asks, which is for an error."""
        return self.section.first_line(self.fields)


def _apart(cells: Sequence[str]) -> Sequence[str]:
    return cells.split(";") if isinstance(cells, str) else cells
