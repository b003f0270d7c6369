"""The form of what bids can be about: for each kind of label a few rows."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from pb.rounds.rules.draft import slug_of
from pb.rounds.rules.labels import LONGEST_LABEL, MOST_LABELS, LabelDraft, LabelKind
from pb.web.forms import Form, Mistakes

LONGEST_KEY = 30
EMPTY_ROWS = 2


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the form: its field, the key of the label that stood there before ("" for none), and its name."""

    field: str
    key: str
    name: str


Rows = Mapping[LabelKind, list[Row]]


def rows_of(labels: Collection[LabelDraft]) -> Rows:
    """Labels as rows of the form, with empty rows to add some."""
    return {kind: _with_empty(kind, [(one.key, one.name) for one in labels if one.kind is kind]) for kind in LabelKind}


def read_labels(form: Form, known: Collection[str], in_use: Collection[str]) -> tuple[list[LabelDraft], Rows, Mistakes]:
    """The labels that were typed, the rows as typed, and what is wrong with them.

    Args:
        form: fields `sector-1`, `sector-1-key` and so on, for each kind.
        known: keys of the labels that the round has.
        in_use: keys of those that money is kept for.
    """
    mistakes, labels, rows = Mistakes(), list[LabelDraft](), dict[LabelKind, list[Row]]()
    taken = {key for kind in LabelKind for _, key, name in _sent(form, kind) if key in known and name}
    for kind in LabelKind:
        sent = _sent(form, kind)
        names = set[str]()
        for field, key, name in sent:
            if not name and key in in_use:
                mistakes.add(field, "Money is kept for this. Open that money on the page of the pot first")
            if name.casefold() in names:
                mistakes.add(field, "This is there twice. Give each its own name")
            if len(name) > LONGEST_LABEL:
                mistakes.add(field, f"Use {LONGEST_LABEL} characters or fewer")
            if name:
                names.add(name.casefold())
                own = key if key in known else _free_key(name, taken)
                taken.add(own)
                labels.append(LabelDraft(own, kind, name))
        rows[kind] = _with_empty(kind, [(key, name) for _, key, name in sent])
    return labels, rows, mistakes


def _sent(form: Form, kind: LabelKind) -> list[tuple[str, str, str]]:
    """Field, key and name of each row in which something is or was; numbered anew, as the page would show them."""
    fields = [f"{kind}-{at}" for at in range(1, MOST_LABELS + 1)]
    pairs = [(form.text(f"{one}-key"), " ".join(form.text(one).split())) for one in fields]
    return [(f"{kind}-{at}", *pair) for at, pair in enumerate((pair for pair in pairs if any(pair)), 1)]


def _with_empty(kind: LabelKind, pairs: list[tuple[str, str]]) -> list[Row]:
    filled = [*pairs, *[("", "")] * EMPTY_ROWS][:MOST_LABELS]
    return [Row(f"{kind}-{at}", key, name) for at, (key, name) in enumerate(filled, 1)]


def _free_key(name: str, taken: Collection[str]) -> str:
    base = key = slug_of(name)[: LONGEST_KEY - 3]
    number = 1
    while key in taken:
        number += 1
        key = f"{base}-{number}"
    return key
