"""The forms of a bid: one for each of its sections, and an officer's decision."""

from dataclasses import dataclass, field
from typing import Any

from pb.core.money import pounds_to_type
from pb.proposals.rules import (
    FIELDS,
    LONGEST,
    LONGEST_COST_LINE,
    LONGEST_REASON,
    MOST_COST_LINES,
    NEEDED,
    Section,
)
from pb.web.forms import Form, Mistakes, money, optional_text, required_text
from pb.web.symbols import symbol_of

MISSING = {
    "title": "Enter a name for your idea",
    "sentence": "Say your idea in one sentence",
    "what": "Say what you would do",
    "who_for": "Say who it is for",
    "team": "Say who is behind the idea, such as a group’s name",
    "symbol": "Choose a picture",
}
FIRST_ROWS = 3
LONGEST_REV = 9


@dataclass(slots=True)
class Sent:
    """A section as it was sent.

    Attributes:
        fields: for `actions.save_section`.
        typed: what stands in the fields, for showing the page again.
        rows: the rows of costs as typed: (what for, amount).
        rev: of the bid as the page showed it.
        later: whether to come back later, so that parts may be missing.
        row: the button of a row that was pressed: `add`, `remove-2`, or nothing.
        mistakes: what is wrong.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    rows: list[tuple[str, str]] = field(default_factory=list)
    rev: int = 0
    later: bool = False
    row: str = ""
    mistakes: Mistakes = field(default_factory=Mistakes)


def read_section(form: Form, section: Section) -> Sent:
    """Read a section."""
    sent = Sent(rev=_rev(form), later=form.has("later"), row=form.text("row")[:20])
    if section is Section.MONEY:
        _read_money(form, sent)
        return sent
    for name in FIELDS[section]:
        sent.typed[name] = form.text(name)
        if name in NEEDED[section] and name in MISSING and not sent.later:
            required_text(form, sent.mistakes, name, most=LONGEST[name], missing=MISSING[name])
        else:
            optional_text(form, sent.mistakes, name, most=LONGEST[name])
    if section is Section.PICTURE:
        _read_picture(sent)
    sent.fields = dict(sent.typed)
    return sent


def typed_of(section: Section, bid: Any) -> tuple[dict[str, str], list[tuple[str, str]]]:  # noqa: ANN401 - anything with the fields of a bid
    """A section of a bid as it stands in the form: fields, and rows of costs."""
    typed = {name: getattr(bid, name) for name in FIELDS.get(section, ())}
    rows = [(line.what, pounds_to_type(line.amount)) for line in bid.cost_lines]
    return typed, rows + [("", "")] * max(0, FIRST_ROWS - len(rows))


def read_reason(form: Form, *, needed: bool) -> tuple[str, Mistakes]:
    """An officer's public reason."""
    mistakes = Mistakes()
    if needed:
        missing = "Write the reason. Everybody can read it, and it is all that the bidder learns"
        return required_text(form, mistakes, "reason", most=LONGEST_REASON, missing=missing), mistakes
    return optional_text(form, mistakes, "reason", most=LONGEST_REASON), mistakes


def _rev(form: Form) -> int:
    text = form.text("rev")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_REV else 0


def _read_picture(sent: Sent) -> None:
    symbol = symbol_of(sent.typed["symbol"])
    if sent.typed["symbol"] and symbol is None:
        sent.mistakes.add("symbol", "Choose one of the pictures")
    if symbol and not sent.typed["symbol_description"]:
        sent.typed["symbol_description"] = symbol.description


def _read_money(form: Form, sent: Sent) -> None:
    lines = []
    for at in range(1, MOST_COST_LINES + 1):
        what, amount = form.text(f"what-{at}"), form.text(f"amount-{at}")
        if form.has(f"what-{at}"):
            sent.rows.append((what, amount))
        if what or amount:
            lines.append(_read_row(form, sent.mistakes, at))
    if not lines and not sent.later:
        sent.mistakes.add("what-1", "Enter at least one cost")
    sent.fields = {"cost_lines": lines}
    _press(sent)


def _read_row(form: Form, mistakes: Mistakes, at: int) -> tuple[str, int]:
    missing = "Say what this amount is for"
    what = required_text(form, mistakes, f"what-{at}", most=LONGEST_COST_LINE, missing=missing)
    return what, money(form, mistakes, f"amount-{at}", missing="Enter the amount for this cost")


def _press(sent: Sent) -> None:
    """A row more or a row less; the mistakes wait until the form is sent on."""
    if not sent.row:
        return
    number = sent.row.removeprefix("remove-")
    if sent.row == "add" and len(sent.rows) < MOST_COST_LINES:
        sent.rows.append(("", ""))
    elif number.isascii() and number.isdigit() and 0 < int(number) <= len(sent.rows):
        del sent.rows[int(number) - 1]
    sent.mistakes = Mistakes()
