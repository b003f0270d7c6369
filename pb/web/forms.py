"""Forms: what a browser sent, read without surprises, and mistakes kept beside the field they belong to."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pb.core.clock import from_london, in_london
from pb.core.money import NotMoney, parse_pounds
from pb.core.words import ENGLISH, Words

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u180e\u200b\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb]"
)
"""Control characters, and what nobody sees that turns the order of letters around or parts equal words. What scripts
and emoji are joined with stays (U+200C to U+200F)."""


class Form:
    """The fields of a posted form or of a query. A field may occur more than once; a missing one reads as empty."""

    def __init__(self, fields: Mapping[str, Sequence[str]], files: Mapping[str, bytes] | None = None) -> None:
        self._fields = {name: list(values) for name, values in fields.items()}
        self._files = dict(files or {})

    def text(self, name: str) -> str:
        """The first value of a field: no white space around it, one character for a newline, nothing unseen."""
        values = self._fields.get(name)
        return _seen(values[0]) if values else ""

    def all(self, name: str) -> list[str]:
        """Every value of a field, in the order of the page."""
        return [_seen(value) for value in self._fields.get(name, [])]

    def is_more_than(self, pairs: Sequence[tuple[str, str]], *but: str) -> bool:
        """Whether a file or a field was sent that is neither among these pairs nor one of the names `but`."""
        return any(self._files.values()) or bool(set(self._fields) - {name for name, _ in pairs} - set(but))

    def has(self, name: str) -> bool:
        """Whether the field was sent at all: a ticked box, a pressed button."""
        return name in self._fields

    def file(self, name: str) -> bytes:
        """The content of a chosen file; empty where none was chosen."""
        return self._files.get(name, b"")

    def named(self, prefix: str) -> dict[str, str]:
        """The fields whose name begins with `prefix`, by the rest of their name."""
        return {name.removeprefix(prefix): self.text(name) for name in self._fields if name.startswith(prefix)}

    def pairs(self) -> list[tuple[str, str]]:
        """Every field but files and secrets as (name, value), in order, so that another page can carry them on."""
        return [
            (name, value.replace("\x00", ""))
            for name, values in self._fields.items()
            if not is_secret(name)
            for value in values
        ]

    @property
    def has_secrets(self) -> bool:
        """Whether something was typed that no page may show again."""
        return any(is_secret(name) and any(values) for name, values in self._fields.items())


def is_secret(name: str) -> bool:
    """Whether what is typed into a field of this name never stands in a page again: passwords and passphrases."""
    return "password" in name or "passphrase" in name


def _seen(text: str) -> str:
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


EMPTY = Form({})


@dataclass(slots=True)
class Mistakes:
    """What is wrong with a form, by field, in the order of the page. Empty means that nothing is.

    `say` says it in the reader's language.
    """

    by_field: dict[str, str] = field(default_factory=dict)
    say: Words = field(default=ENGLISH, repr=False, compare=False)

    def __bool__(self) -> bool:
        return bool(self.by_field)

    def add(self, name: str, message: str) -> None:
        """Put a message beside a field; the first one for a field stays."""
        self.by_field.setdefault(name, message)

    def get(self, name: str) -> str:
        """The message beside a field, or nothing."""
        return self.by_field.get(name, "")

    def items(self) -> list[tuple[str, str]]:
        """Field and message, for the summary at the top of the page."""
        return list(self.by_field.items())


def required_text(form: Form, mistakes: Mistakes, name: str, *, most: int, missing: str) -> str:
    """A text that must be there and be at most `most` characters long."""
    value = form.text(name)
    if not value:
        mistakes.add(name, missing)
    return _short_enough(value, mistakes, name, most)


def optional_text(form: Form, mistakes: Mistakes, name: str, *, most: int) -> str:
    """A text that may be left empty and is at most `most` characters long."""
    return _short_enough(form.text(name), mistakes, name, most)


def _short_enough(value: str, mistakes: Mistakes, name: str, most: int) -> str:
    if len(value) > most:
        told = {"length": f"{len(value):,}", "most": f"{most:,}"}
        mistakes.add(name, mistakes.say("This is {length} characters long. Use {most} characters or fewer", **told))
    return value


def money(form: Form, mistakes: Mistakes, name: str, *, missing: str) -> int:
    """An amount in pounds, as pence; 0 with a message where it is missing or no amount."""
    value = form.text(name)
    if not value:
        mistakes.add(name, missing)
        return 0
    try:
        return parse_pounds(value)
    except NotMoney:
        mistakes.add(name, mistakes.say("Enter an amount in pounds, like 1250 or 1250.50"))
        return 0


def some_money(form: Form, mistakes: Mistakes, name: str, missing: str) -> int:
    """An amount above nothing in pounds, as pence; 0 with a message where it is none."""
    amount = money(form, mistakes, name, missing=missing)
    if not amount:
        mistakes.add(name, "Enter an amount above £0")
    return amount


def whole_number(form: Form, mistakes: Mistakes, name: str, *, least: int, most: int) -> int:
    """A whole number from `least` to `most`; `least` with a message where it is not one."""
    value = form.text(name)
    if value.isascii() and value.isdigit() and len(value) < 10 and least <= int(value) <= most:  # noqa: PLR2004 - int32
        return int(value)
    mistakes.add(name, f"Enter a whole number from {least:,} to {most:,}")
    return least


def instant(form: Form, mistakes: Mistakes, name: str, *, missing: str) -> datetime | None:
    """An instant typed as London wall-clock time in the two fields `<name>` (the date) and `<name>-time`."""
    text = f"{form.text(name)}T{form.text(name + '-time')}"
    if text == "T":
        mistakes.add(name, missing)
        return None
    try:
        return from_london(datetime.strptime(text, "%Y-%m-%dT%H:%M"))  # noqa: DTZ007 - London's zone is added at once
    except ValueError:
        mistakes.add(name, "Enter a date and a time, like 9 September 2026 and 10:30am")
        return None


def typed_instant(name: str, value: datetime | None) -> dict[str, str]:
    """The two fields of `instant` as they are filled in for an instant already known."""
    if value is None:
        return {name: "", f"{name}-time": ""}
    local = in_london(value)
    return {name: f"{local:%Y-%m-%d}", f"{name}-time": f"{local:%H:%M}"}
