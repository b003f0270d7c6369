"""The forms of a bid: one for each of its sections, and an officer's decision."""

from dataclasses import dataclass, field
from typing import Any

from pb.core.money import pounds, pounds_to_type
from pb.core.words import ENGLISH, Words
from pb.proposals.rules import (
    FIELDS,
    LONGEST,
    LONGEST_COST_LINE,
    LONGEST_REASON,
    MOST_COST_LINES,
    NEEDED,
    TRANSLATED,
    Section,
)
from pb.proposals.words import missing_words
from pb.web.forms import Form, Mistakes, money, optional_text, required_text
from pb.web.symbols import symbol_of, symbols

FIRST_ROWS = 2
ADMIT, REFUSE = "admit", "refuse"
LONGEST_REV, LONGEST_PRESS, LONGEST_KEY, MOST_TICKS = 9, 20, 30, 100


@dataclass(slots=True)
class Sent:
    """A section as it was sent.

    Attributes:
        fields: for `actions.save_section`.
        typed: what stands in the fields, for showing the page again.
        rows: the rows of costs as typed: (what for, amount).
        labels: keys of the labels that are ticked.
        rev: of the bid as the page showed it.
        later: whether to come back later, so that parts may be missing.
        press: a button that changes the page and saves nothing: `add` or `remove-2` for rows, a group of pictures.
        mistakes: what is wrong.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    rows: list[tuple[str, str]] = field(default_factory=list)
    labels: tuple[str, ...] = ()
    rev: int = 0
    later: bool = False
    press: str = ""
    mistakes: Mistakes = field(default_factory=Mistakes)


def read_section(
    form: Form, section: Section, least_cost: int, greatest_cost: int, *, is_sent: bool, say: Words = ENGLISH
) -> Sent:
    """Read a section.

    Args:
        form: what the browser sent.
        section: which one.
        least_cost: of a bid in this round, in pence.
        greatest_cost: of a bid in this round, in pence.
        is_sent: whether the bid was sent already; then nothing may be left for later.
        say: says what is wrong, in the reader's language.
    """
    later, press, missing = form.has("later") and not is_sent, form.text("press")[:LONGEST_PRESS], missing_words(say)
    sent = Sent(rev=read_rev(form), later=later, press=press, mistakes=Mistakes(say=say))
    if section is Section.MONEY:
        _read_money(form, sent, least_cost, greatest_cost)
        return sent
    for name in FIELDS[section]:
        sent.typed[name] = form.text(name)
        if name in NEEDED[section] and name in missing and not sent.later:
            required_text(form, sent.mistakes, name, most=LONGEST[name], missing=missing[name])
        else:
            optional_text(form, sent.mistakes, name, most=LONGEST[name])
    if section is Section.PICTURE:
        _read_picture(sent)
    if sent.press:
        sent.mistakes = Mistakes()
    sent.fields = dict(sent.typed)
    if section is Section.IDEA:
        sent.labels = sent.fields["labels"] = read_labels(form)
    return sent


def read_labels(form: Form) -> tuple[str, ...]:
    """The labels that are ticked, each once; whether the round has them is for the action to say."""
    return tuple(dict.fromkeys(label[:LONGEST_KEY] for label in form.all("labels")))[:MOST_TICKS]


def typed_of(section: Section, bid: Any) -> tuple[dict[str, str], list[tuple[str, str]]]:  # noqa: ANN401 - anything with the fields of a bid
    """A section of a bid as it stands in the form: fields, and rows of costs."""
    typed = {name: getattr(bid, name) for name in FIELDS.get(section, ())}
    rows = [(line.what, pounds_to_type(line.amount) if line.amount else "") for line in bid.cost_lines]
    return typed, rows + [("", "")] * max(0, FIRST_ROWS - len(rows))


@dataclass(frozen=True, slots=True)
class Decision:
    """An officer's decision as it was sent.

    Attributes:
        choice: ADMIT, REFUSE or nothing.
        reason: words for the public.
        rev: of the bid as the officer read it.
        labels: keys of the labels that the officer left or ticked.
    """

    choice: str = ""
    reason: str = ""
    rev: int = 0
    labels: tuple[str, ...] = ()


def read_decision(form: Form) -> tuple[Decision, Mistakes]:
    """Read an officer's decision; turning a bid down needs a reason."""
    mistakes, choice = Mistakes(), form.text("decision")
    if choice not in {ADMIT, REFUSE}:
        mistakes.add("decision", "Choose what to do with this bid")
        choice = ""
    if choice == REFUSE:
        missing = "Write the reason. Everybody can read it, and it is all that the bidder learns"
        reason = required_text(form, mistakes, "reason", most=LONGEST_REASON, missing=missing)
    else:
        reason = optional_text(form, mistakes, "reason", most=LONGEST_REASON)
    return Decision(choice, reason, read_rev(form), read_labels(form)), mistakes


LONGEST_TRANSLATED = {"title": 120, "sentence": 240, "what": 4_000, "who_for": 2_000}
"""Characters; some languages need half as many again as English does."""


def read_translation(form: Form) -> tuple[dict[str, str], str, Mistakes]:
    """The words of a bid in another language, who translated them, and what is wrong."""
    mistakes = Mistakes()
    words = {part: optional_text(form, mistakes, part, most=LONGEST_TRANSLATED[part]) for part in TRANSLATED}
    by = optional_text(form, mistakes, "translated_by", most=120)
    if any(words.values()) and not by:
        mistakes.add("translated_by", "Say who translated it. Everybody can read it")
    return words, by, mistakes


def read_rev(form: Form) -> int:
    """The rev of the bid that the page showed; 0, which no bid has, where it was tampered with."""
    text = form.text("rev")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_REV else 0


def _read_picture(sent: Sent) -> None:
    symbol, say = symbol_of(sent.typed["symbol"]), sent.mistakes.say
    if sent.typed["symbol"] and symbol is None:
        sent.mistakes.add("symbol", say("Choose one of the pictures"))
    ours = {words for one in symbols() for words in (one.description, say.pattern(one.description))}
    # Words that another picture came with would tell somebody who cannot see something that is not there.
    if symbol and sent.typed["symbol_description"] in {"", *ours}:
        sent.typed["symbol_description"] = symbol.description
        sent.mistakes.by_field.pop("symbol_description", None)


def _read_money(form: Form, sent: Sent, least_cost: int, greatest_cost: int) -> None:
    lines = []
    for at in range(1, _last_row(form) + 1):
        what, amount = form.text(f"what-{at}"), form.text(f"amount-{at}")
        sent.rows.append((what, amount))
        if what or amount:
            lines.append(_read_row(form, sent, at))
    ask, say = sum(amount for _, amount in lines), sent.mistakes.say
    if not lines and not sent.later:
        sent.mistakes.add("what-1", say("Enter at least one cost"))
    elif not sent.mistakes and not sent.later and not least_cost <= ask <= greatest_cost:
        limits = {"sum": pounds(ask), "least": pounds(least_cost), "greatest": pounds(greatest_cost)}
        words = say("Together this is {sum}. A bid may ask for {least} to {greatest}", **limits)
        sent.mistakes.add("what-1", words)
    sent.fields = {"cost_lines": lines}
    _press(sent)


def _last_row(form: Form) -> int:
    """The number of the last row that was sent; there is always one, for a mistake must stand beside a field."""
    sent = (at for at in range(1, MOST_COST_LINES + 1) if form.has(f"what-{at}") or form.has(f"amount-{at}"))
    return max(sent, default=1)


def _read_row(form: Form, sent: Sent, at: int) -> tuple[str, int]:
    names, most, say = (f"what-{at}", f"amount-{at}"), LONGEST_COST_LINE, sent.mistakes.say
    if sent.later:
        what = optional_text(form, sent.mistakes, names[0], most=most)
        return what, money(form, sent.mistakes, names[1], missing="") if form.text(names[1]) else 0
    what = required_text(form, sent.mistakes, names[0], most=most, missing=say("Say what this amount is for"))
    amount = money(form, sent.mistakes, names[1], missing=say("Enter the amount for this cost"))
    if not amount:
        sent.mistakes.add(names[1], say("Enter an amount of more than £0"))
    return what, amount


def _press(sent: Sent) -> None:
    """A row more or a row less; the mistakes wait until the form is sent on."""
    if not sent.press:
        return
    number = sent.press.removeprefix("remove-")
    if sent.press == "add" and len(sent.rows) < MOST_COST_LINES:
        sent.rows.append(("", ""))
    elif number.isascii() and number.isdigit() and 0 < int(number) <= len(sent.rows):
        del sent.rows[int(number) - 1]
        sent.rows = sent.rows or [("", "")]
    sent.mistakes = Mistakes()
