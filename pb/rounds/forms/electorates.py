"""The form of the groups that vote."""

from collections.abc import Collection
from fractions import Fraction

from pb.rounds.rules.draft import slug_of
from pb.rounds.rules.electorates import ElectorateDraft, shares_add_up
from pb.web.forms import Form, Mistakes

LONGEST_GROUP, LONGEST_KEY = 80, 30
MOST_GROUPS = 6
EMPTY_ROWS = 1


def typed_electorates(electorates: Collection[ElectorateDraft]) -> list[tuple[str, str]]:
    """The groups as rows of the form, name and share, with an empty row to add one."""
    rows = [(group.name, f"{group.share.numerator}/{group.share.denominator}") for group in electorates]
    return [*rows, *[("", "")] * EMPTY_ROWS]


def read_electorates(
    form: Form, known: dict[str, str]
) -> tuple[list[ElectorateDraft], list[tuple[str, str]], Mistakes]:
    """The groups that were typed, the rows as typed, and what is wrong with them.

    Args:
        form: fields `name-1`, `share-1`, `name-2` and so on.
        known: keys of the groups by name, which stay so that a roll keeps its groups.
    """
    mistakes, groups, rows = Mistakes(), list[ElectorateDraft](), list[tuple[str, str]]()
    for at in range(1, MOST_GROUPS + 1):
        name, share = " ".join(form.text(f"name-{at}").split()), form.text(f"share-{at}")
        rows.append((name, share))
        if name or share:
            groups.append(_read_group(at, name, share, known, mistakes))
    rows = rows[: max((at for at, row in enumerate(rows, 1) if any(row)), default=0)]
    keys = [group.key for group in groups]
    if len(set(keys)) != len(keys):
        mistakes.add("name-1", "Two groups have the same name. Give each its own")
    if not mistakes and not shares_add_up([group.share for group in groups]):
        total = sum((group.share for group in groups), Fraction(0))
        mistakes.add("share-1", f"The shares must make one whole. Together they make {total}")
    return groups, [*rows, *[("", "")] * EMPTY_ROWS][:MOST_GROUPS], mistakes


def _read_group(at: int, name: str, share: str, known: dict[str, str], mistakes: Mistakes) -> ElectorateDraft:
    if not name:
        mistakes.add(f"name-{at}", "Enter the name of the group, or empty its share")
    if len(name) > LONGEST_GROUP:
        mistakes.add(f"name-{at}", f"Use {LONGEST_GROUP} characters or fewer")
    value = _fraction(share)
    if value is None:
        mistakes.add(f"share-{at}", "Enter a share like 1/2, or 50%")
    return ElectorateDraft(known.get(name, slug_of(name)[:LONGEST_KEY]), name, value or Fraction(1))


def _fraction(text: str) -> Fraction | None:
    """A share above 0 and up to 1, typed as `1/2` or `50%`."""
    plain = text.replace(" ", "").removesuffix("%")
    parts = plain.split("/")
    if not all(part.isascii() and part.isdigit() and len(part) < 5 for part in parts) or len(parts) > 2:  # noqa: PLR2004 - a small fraction
        return None
    below = int(parts[1]) if len(parts) > 1 else 1
    if text.strip().endswith("%"):
        below *= 100
    return Fraction(int(parts[0]), below) if 0 < int(parts[0]) <= below else None
