"""Voting codes, and what a partner's roll file may hold."""

import csv
import io
import re
import secrets
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import NewType

from pb.core.personal import personal_header, personal_value
from pb.core.refusals import Invalid, NotFound
from pb.core.words import ENGLISH, Words
from pb.rounds.rules.phases import Phase
from pb.seal import crockford

RANDOM_SYMBOLS, CHECK_SYMBOLS, GROUP = 10, 2, 4
CODE_SYMBOLS = RANDOM_SYMBOLS + CHECK_SYMBOLS
MOST_ROWS = 100_000
MOST_PROBLEMS = 100
LONGEST_REFERENCE = 64
BEFORE_CLOSE = (Phase.SETUP, Phase.BIDDING, Phase.REVIEW, Phase.VOTING)  # codes may be replaced and revoked
REVOKED = "revoked"  # begins the digest of a voter whose code was revoked; no HMAC in hex begins so

Code = NewType("Code", str)
"""Twelve Crockford symbols in capitals, without dashes, whose check symbols agree."""


class CodeUnknown(NotFound):
    """No such voting code: never issued, replaced by another, or revoked. Says nothing about which."""


class ReferenceUnknown(NotFound):
    """The roll of this round has no such partner reference."""


class RollRefused(Invalid):
    """Rows handed over for import that no file of ours would give. Facts: reference, why."""


@dataclass(frozen=True, slots=True)
class Mistyped:
    """A voting code with a slip in it.

    Attributes:
        groups: the groups of four to look at again, counted from 1; empty when all of them should be.
        symbols: how many symbols were given; a code has twelve.
    """

    groups: tuple[int, ...]
    symbols: int


@dataclass(frozen=True, slots=True)
class RollRow:
    """One line of a partner's roll: an opaque reference and the key of its electorate."""

    partner_ref: str
    electorate: str


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """A voting code on its way to its card. Shown once; only its digest is kept."""

    partner_ref: str
    electorate: str
    code: Code


@dataclass(frozen=True, slots=True)
class VoterView:
    """One person who may vote, as the rooms above see them."""

    round_id: str
    voter_id: str
    electorate: str


@dataclass(frozen=True, slots=True)
class HeldCode:
    """A code that works, as the roll keeps it: whose, and its digest."""

    voter_id: str
    electorate: str
    partner_ref: str
    code_digest: str


@dataclass(frozen=True, slots=True)
class RollProblem:
    """Something that stops an import.

    Attributes:
        row: row of the file as a spreadsheet counts, the header being 1; 0 for the file as a whole.
        column: the column's header, or "" for the whole row or file.
        message: what is wrong and how to mend it.
    """

    row: int
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class RollFile:
    """What a file came to: rows or problems, never both. `more` counts problems beyond the first hundred."""

    rows: tuple[RollRow, ...] = ()
    problems: tuple[RollProblem, ...] = ()
    more: int = 0


def new_code() -> Code:
    """A fresh voting code: 50 random bits and two check symbols."""
    symbols = "".join(secrets.choice(crockford.ALPHABET) for _ in range(RANDOM_SYMBOLS))
    return Code(symbols + crockford.check_symbols(symbols))


_DIGITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_LETTERS = [
    "Alfa", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel", "Juliett", "Kilo", "Mike",
    "November", "Papa", "Quebec", "Romeo", "Sierra", "Tango", "Victor", "Whiskey", "X-ray", "Yankee", "Zulu",
]  # fmt: skip
_SPOKEN = dict(zip(crockford.ALPHABET, _DIGITS + _LETTERS, strict=True))


def spoken(code: str) -> str:
    """A code, of voting or of checking, as one says it on the telephone, a group of four after the other."""
    words = [_SPOKEN[symbol] for symbol in code.replace("-", "")]
    return ", then ".join(" ".join(words[start : start + GROUP]) for start in range(0, len(words), GROUP))


def grouped(code: str) -> str:
    """A code, of voting or of checking, as it is printed: `K7Q2-9HXM-T4VR`. Some published check codes are longer."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def read_code(text: str) -> Code | Mistyped:
    """The code behind what a person typed: case, dashes and spaces are ignored, O is 0, I and L are 1."""
    symbols = crockford.normalise(text)
    if len(symbols) != CODE_SYMBOLS:
        return Mistyped((), len(symbols))
    foreign = {at // GROUP + 1 for at, symbol in enumerate(symbols) if symbol not in crockford.ALPHABET}
    if foreign:
        return Mistyped(tuple(sorted(foreign)), CODE_SYMBOLS)
    slip = crockford.slip(symbols)
    if slip is True:
        return Code(symbols)
    return Mistyped(() if slip is None else (slip // GROUP + 1,), CODE_SYMBOLS)


def slip_in_words(read: Mistyped, say: Words = ENGLISH) -> str:
    """Where to look again in a code, of voting or of checking, that was mistyped."""
    look_again = {
        (1,): say("Look again at the first group of four."),
        (2,): say("Look again at the second group of four."),
        (3,): say("Look again at the third group of four."),
        (1, 2): say("Look again at the first and the second group of four."),
        (1, 3): say("Look again at the first and the third group of four."),
        (2, 3): say("Look again at the second and the third group of four."),
    }
    if read.groups in look_again:
        return look_again[read.groups]
    if read.symbols != CODE_SYMBOLS:
        needed = say("A code has {number} letters and numbers.", number=CODE_SYMBOLS)
        typed = say.many("You have typed {number}.", "You have typed {number}.", read.symbols)
        return f"{needed} {typed}"
    return say("Some letters or numbers are not right. Look at all three groups again.")


# --- the roll file -------------------------------------------------------------------------------------------------

_REFERENCE_HEADERS = {"reference", "ref", "partner reference", "partner ref", "voter reference", "card reference"}
_ELECTORATE_HEADERS = {"electorate", "group", "voter group", "voting group", "roll"}
_REFERENCE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._/\-]*[A-Za-z0-9])?")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_SAVE_AGAIN = "In your spreadsheet choose Save as, then “CSV UTF-8 (comma delimited)”, and send that file"


def read_roll_csv(body: bytes, electorates: Mapping[str, str]) -> RollFile:
    """Read a partner's roll: a CSV file with the columns `reference` and `electorate` and no others.

    Args:
        body: the file as it was sent.
        electorates: the round's electorates, name by key; a row may give either.
    Returns: all the rows, or what is wrong with them; a file with one problem gives no row at all.
    """
    text = _text(body)
    if isinstance(text, RollProblem):
        return RollFile(problems=(text,))
    try:
        lines = list(
            islice(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True), MOST_ROWS + 2)
        )
    except csv.Error:
        return RollFile(problems=(RollProblem(0, "", f"This is not a table in CSV form. {_SAVE_AGAIN}."),))
    header = [cell.strip() for cell in lines[0]]
    problems = list(_header_problems(header, lines[1:]))
    if problems:
        return RollFile(problems=tuple(problems))
    return _read_rows(header, lines[1:], _keys_by_word(electorates))


def _text(body: bytes) -> str | RollProblem:
    if body.startswith(_UTF16):
        return RollProblem(0, "", f"The file is saved as UTF-16 (“Unicode text”). {_SAVE_AGAIN}.")
    if body.startswith(b"PK\x03\x04"):
        return RollProblem(0, "", f"This is a spreadsheet, not a CSV file. {_SAVE_AGAIN}.")
    if b"\x00" in body:
        return RollProblem(0, "", f"The file has NUL bytes in it, so it is damaged or not text. {_SAVE_AGAIN}.")
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return RollProblem(0, "", f"The file is not saved as UTF-8. {_SAVE_AGAIN}.")
    if not text.strip():
        return RollProblem(0, "", "The file is empty. Send a file with the columns reference and electorate.")
    return text.lstrip("\r\n")


def _delimiter(text: str) -> str:
    first = text.splitlines()[0]
    return max(",;\t", key=first.count)


def _plain(header: str) -> str:
    return re.sub(r"[\s_\-]+", " ", header).strip().casefold()


def _header_problems(header: list[str], lines: list[list[str]]) -> Iterator[RollProblem]:
    plain = [_plain(name) for name in header]
    for wanted, words in (("reference", _REFERENCE_HEADERS), ("electorate", _ELECTORATE_HEADERS)):
        found = sum(name in words for name in plain)
        if not found:
            yield RollProblem(1, wanted, f"There is no column “{wanted}”. Add it, or correct its heading in row 1.")
        if found > 1:
            yield RollProblem(1, wanted, f"More than one column could be “{wanted}”. Keep one of them.")
    for position, name in enumerate(header):
        if plain[position] not in _REFERENCE_HEADERS | _ELECTORATE_HEADERS:
            yield from _further_column(name, [line[position].strip() for line in lines if len(line) > position])
    if not any(cell.strip() for line in lines for cell in line):
        yield RollProblem(0, "", "There are no rows below the header. Add one row for each person who may vote.")
    if len(lines) > MOST_ROWS:
        yield RollProblem(0, "", f"There are more than {MOST_ROWS:,} rows. Split the file and send the parts in turn.")


def _further_column(header: str, values: list[str]) -> Iterator[RollProblem]:
    filled = [value for value in values if value]
    if not header and not filled:
        return
    kind = personal_header(header) or next(filter(None, map(personal_value, filled)), "")
    why = f"looks like it holds {kind}, which must not be sent" if kind else "is not needed"
    yield RollProblem(1, header, f"The column “{header}” {why}. Delete the whole column and send the file again.")


def _keys_by_word(electorates: Mapping[str, str]) -> dict[str, str]:
    return {_plain(word): key for key, name in electorates.items() for word in (name, key)}


def _read_rows(header: list[str], lines: list[list[str]], keys: Mapping[str, str]) -> RollFile:
    plain = [_plain(name) for name in header]
    reference_at = next(at for at, name in enumerate(plain) if name in _REFERENCE_HEADERS)
    electorate_at = next(at for at, name in enumerate(plain) if name in _ELECTORATE_HEADERS)
    rows, problems, first_seen = [], [], dict[str, int]()
    for number, line in enumerate(lines, start=2):
        cells = [cell.strip() for cell in line]
        if not any(cells):
            continue
        cells += [""] * (len(header) - len(cells))
        reference, word = cells[reference_at], cells[electorate_at]
        wrong = {
            "": "There are more cells than headings. Remove what stands to the right."
            if len(cells) > len(header)
            else "",
            header[reference_at]: _reference_mistake(reference, first_seen),
            header[electorate_at]: _electorate_mistake(word, keys),
        }
        problems += [RollProblem(number, column, message) for column, message in wrong.items() if message]
        first_seen.setdefault(reference.casefold(), number)
        rows.append(RollRow(reference, keys.get(_plain(word), "")))
    if problems:
        return RollFile(problems=tuple(problems[:MOST_PROBLEMS]), more=max(0, len(problems) - MOST_PROBLEMS))
    return RollFile(rows=tuple(rows))


def reference_fault(reference: str) -> str:
    """What is wrong with a partner's reference and how to mend it, or ""."""
    if not reference:
        return "The reference is missing. Give each person one, such as K0017."
    if kind := personal_value(reference):
        return f"This looks like {kind}. Use a reference that means something only to you, such as K0017."
    if len(reference) > LONGEST_REFERENCE:
        return f"The reference is longer than {LONGEST_REFERENCE} characters. Use a shorter one."
    if not _REFERENCE.fullmatch(reference):
        return "A reference may have letters A to Z, digits, and . _ - / between them. Change the other characters."
    return ""


def _reference_mistake(reference: str, first_seen: Mapping[str, int]) -> str:
    if reference and (before := first_seen.get(reference.casefold())):
        return f"The same reference stands in row {before}. Remove one of the two rows."
    return reference_fault(reference)


def _electorate_mistake(word: str, keys: Mapping[str, str]) -> str:
    if _plain(word) in keys:
        return ""
    choices = ", ".join(dict.fromkeys(keys.values()))
    said = f"There is no electorate “{word[:40]}” in this round" if word else "The electorate is missing"
    return f"{said}. Use one of: {choices}."


def unfit_row(rows: Collection[RollRow], electorates: Collection[str]) -> tuple[str, str] | None:
    """The first row that cannot be imported, as (reference, why), or None. Guards against callers other than a file."""
    seen: set[str] = set()
    for row in rows:
        why = reference_fault(row.partner_ref)
        if row.partner_ref in seen:
            why = "It stands there twice."
        if row.electorate not in electorates:
            why = f"There is no electorate {row.electorate}."
        if why:
            return row.partner_ref, why
        seen.add(row.partner_ref)
    return None
