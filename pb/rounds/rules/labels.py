"""What bids can be about: the labels of a round, by which money can be kept for some bids only."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce

from pb.core.refusals import Conflict
from pb.core.words import ENGLISH, Words

MOST_LABELS = 12  # of one kind
LONGEST_LABEL = 80


class LabelKind(StrEnum):
    """What a label tells of a bid."""

    SECTOR = "sector"
    THEME = "theme"
    AREA = "area"


class LabelInUse(Conflict):
    """Money is kept for this label, so it cannot be taken away. Facts: name."""


class NotALabel(Conflict):
    """The round has no such label. Facts: label."""


@dataclass(frozen=True, slots=True)
class LabelDraft:
    """A label of a round; `key` stays when its name changes."""

    key: str
    kind: LabelKind
    name: str


DEFAULT_LABELS = (
    LabelDraft("education", LabelKind.SECTOR, "Education"),
    LabelDraft("health", LabelKind.SECTOR, "Health"),
    LabelDraft("social-care", LabelKind.SECTOR, "Social care"),
)
"""The sectors that pool money for children and young people with SEND."""


def check_known(chosen: Collection[str], labels: Collection[LabelDraft]) -> None:
    """Refuse labels that a round does not have.

    Raises:
        NotALabel: there is one.
    """
    known = {label.key for label in labels}
    for key in chosen:
        if key not in known:
            raise NotALabel(label=key)


def by_kind(labels: Sequence[LabelDraft]) -> dict[LabelKind, list[LabelDraft]]:
    """The labels of each kind that has any, kinds in their usual order."""
    found = {kind: [label for label in labels if label.kind is kind] for kind in LabelKind}
    return {kind: some for kind, some in found.items() if some}


def label_choices(
    labels: Sequence[LabelDraft], say: Words = ENGLISH, written: Callable[[str], str] = str
) -> list[tuple[str, list[tuple[str, str]]]]:
    """The labels to tick: each kind that has any, with keys and names; see `name_of`."""
    return [
        (kind.value, [(one.key, name_of(one, say, written)) for one in some]) for kind, some in by_kind(labels).items()
    ]


def name_of(label: LabelDraft, say: Words = ENGLISH, written: Callable[[str], str] = str) -> str:
    """The name of a label in the reader's language; one that people of the round gave it is shown by `written`."""
    if label not in DEFAULT_LABELS:
        return written(label.name)
    return {"education": say("Education"), "health": say("Health"), "social-care": say("Social care")}[label.key]


def names_of(
    keys: Collection[str],
    labels: Sequence[LabelDraft],
    say: Words = ENGLISH,
    written: Callable[[str], str] = str,
) -> list[str]:
    """The names behind keys, in the order of the labels; see `name_of`."""
    return [name_of(label, say, written) for label in labels if label.key in keys]


def listed(names: Sequence[str], say: Words = ENGLISH) -> str:
    """Names one after the other, parted as the reader's language parts them; empty for none."""
    return reduce(lambda words, more: say("{some}, {more}", some=words, more=more), names) if names else ""


def only_in_words(
    only: Collection[str],
    labels: Sequence[LabelDraft],
    say: Words = ENGLISH,
    written: Callable[[str], str] = str,
) -> str:
    """What bids some money is for: `Health`, `Education or Health`, `Health, and North`; empty for every bid."""
    chosen = by_kind([label for label in labels if label.key in only])
    parts = [_either([name_of(label, say, written) for label in some], say) for some in chosen.values()]
    return reduce(lambda words, more: say("{words}, and {more}", words=words, more=more), parts) if parts else ""


def kinds_of(labels: Collection[LabelDraft]) -> Mapping[str, str]:
    """Kinds by key, as `pb.tally.restrictions` reads them."""
    return {label.key: label.kind.value for label in labels}


def _either(names: Sequence[str], say: Words) -> str:
    *some, last = names
    if not some:
        return last
    return say("{some} or {last}", some=listed(some, say), last=last)
