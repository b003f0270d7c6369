"""The forms of a round: settings, contributions to the pot, electorates."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from pb.core.disclosure import DEFAULT_FLOOR, GREATEST_FLOOR, LEAST_FLOOR
from pb.core.money import pounds_to_type
from pb.rounds.rules.draft import BallotKind, Calendar, RoundDraft, calendar_mistakes, slug_of
from pb.rounds.rules.electorates import ElectorateDraft, shares_add_up
from pb.tally.rules import Rule
from pb.web.forms import Form, Mistakes, instant, money, optional_text, required_text, typed_instant, whole_number

INSTANTS = {
    "bids_open_at": "Enter when bids open",
    "bids_close_at": "Enter when bids close",
    "voting_opens_at": "Enter when voting opens",
    "voting_closes_at": "Enter when voting closes",
}
LONGEST_NAME, LONGEST_SUMMARY, LONGEST_NOTE, LONGEST_GROUP = 120, 2000, 200, 80
MOST_CHOICES, MOST_STARS = 100, 100
MOST_GROUPS = 6
LONGEST_KEY = 30
EMPTY_ROWS = 1

TYPED_NEW = {
    "ballot_kind": BallotKind.STARS.value,
    "chosen_limit": "",
    "stars_limit": "10",
    "stars_most": "5",
    "ranks_limit": "3",
    "rule": "equal-shares",
    "disclosure_floor": str(DEFAULT_FLOOR),
    "check_codes": "yes",
    "name": "",
    "summary": "",
    "least_cost": "",
    "greatest_cost": "",
    **{name: value for field in INSTANTS for name, value in typed_instant(field, None).items()},
}
"""What stands in the form of a new round."""


@dataclass(frozen=True, slots=True)
class ContributionForm:
    """An amount of an agency, in pence."""

    agency_id: str
    amount: int
    note: str


def typed_of(draft: RoundDraft) -> dict[str, str]:
    """A round as it stands in the form."""
    kind, limit = draft.ballot_kind, str(draft.ballot_limit)
    typed = {**TYPED_NEW, "name": draft.name, "summary": draft.summary, "ballot_kind": kind.value}
    typed |= {"least_cost": pounds_to_type(draft.least_cost), "greatest_cost": pounds_to_type(draft.greatest_cost)}
    typed |= {"rule": draft.rule.name, "disclosure_floor": str(draft.disclosure_floor)}
    typed["check_codes"] = "yes" if draft.check_codes else ""
    for field in INSTANTS:
        typed |= typed_instant(field, getattr(draft.calendar, field))
    match kind:
        case BallotKind.APPROVAL:
            typed["chosen_limit"] = limit if draft.ballot_limit else ""
        case BallotKind.STARS:
            typed |= {"stars_limit": limit, "stars_most": str(draft.ballot_most)}
        case BallotKind.RANKED:
            typed["ranks_limit"] = limit
    return typed


def typed_in(form: Form) -> dict[str, str]:
    """What was typed, so that nothing of it is lost."""
    return {name: form.text(name) for name in TYPED_NEW}


def read_round(form: Form) -> tuple[RoundDraft | None, Mistakes]:
    """The round that was typed, or what is wrong with it."""
    mistakes = Mistakes()
    name = required_text(form, mistakes, "name", most=LONGEST_NAME, missing="Enter the name of the round")
    missing = "Say in a few plain sentences what the round is for"
    summary = required_text(form, mistakes, "summary", most=LONGEST_SUMMARY, missing=missing)
    calendar = _read_calendar(form, mistakes)
    least = _cost(form, mistakes, "least_cost", "Enter the least that a bid may cost")
    greatest = _cost(form, mistakes, "greatest_cost", "Enter the most that a bid may cost")
    if least and greatest and greatest < least:
        mistakes.add("greatest_cost", "The most that a bid may cost must be at least the least")
    kind, limit, most = _read_ballot(form, mistakes)
    rule = _read_rule(form, mistakes)
    floor = whole_number(form, mistakes, "disclosure_floor", least=LEAST_FLOOR, most=GREATEST_FLOOR)
    if mistakes or calendar is None:
        return None, mistakes
    draft = RoundDraft(
        name=name,
        summary=summary,
        calendar=calendar,
        least_cost=least,
        greatest_cost=greatest,
        ballot_kind=kind,
        ballot_limit=limit,
        ballot_most=most,
        rule=rule,
        disclosure_floor=floor,
        check_codes=form.has("check_codes"),
    )
    return draft, mistakes


def read_contribution(form: Form, agencies: Collection[str]) -> tuple[ContributionForm | None, Mistakes]:
    """The contribution that was typed, or what is wrong with it. `agencies` are the ids to choose from."""
    mistakes = Mistakes()
    agency = form.text("agency")
    if agency not in agencies:
        mistakes.add("agency", "Choose the agency whose money it is")
    amount = _cost(form, mistakes, "amount", "Enter how much it gives")
    note = optional_text(form, mistakes, "note", most=LONGEST_NOTE)
    return (None if mistakes else ContributionForm(agency, amount, note)), mistakes


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


def _read_calendar(form: Form, mistakes: Mistakes) -> Calendar | None:
    instants: list[datetime] = []
    for field, missing in INSTANTS.items():
        found = instant(form, mistakes, field, missing=missing)
        if found is not None:
            instants.append(found)
    if len(instants) < len(INSTANTS):
        return None
    calendar = Calendar(*instants)
    for field, message in calendar_mistakes(calendar).items():
        mistakes.add(field, message)
    return calendar


def _cost(form: Form, mistakes: Mistakes, name: str, missing: str) -> int:
    amount = money(form, mistakes, name, missing=missing)
    if not amount:
        mistakes.add(name, "Enter an amount above £0")
    return amount


def _read_ballot(form: Form, mistakes: Mistakes) -> tuple[BallotKind, int, int]:
    match form.text("ballot_kind"):
        case BallotKind.APPROVAL.value:
            no_limit = form.text("chosen_limit") in {"", "0"}
            limit = 0 if no_limit else whole_number(form, mistakes, "chosen_limit", least=1, most=MOST_CHOICES)
            return BallotKind.APPROVAL, limit, 0
        case BallotKind.STARS.value:
            stars = whole_number(form, mistakes, "stars_limit", least=1, most=MOST_STARS)
            most = whole_number(form, mistakes, "stars_most", least=1, most=MOST_STARS)
            if most > stars:
                mistakes.add("stars_most", "The most stars on one bid cannot be more than all the stars")
            return BallotKind.STARS, stars, most
        case BallotKind.RANKED.value:
            return BallotKind.RANKED, whole_number(form, mistakes, "ranks_limit", least=1, most=MOST_CHOICES), 0
    mistakes.add("ballot_kind", "Choose how people vote")
    return BallotKind.STARS, 0, 0


def _read_rule(form: Form, mistakes: Mistakes) -> Rule:
    match form.text("rule"):
        case "equal-shares":
            return Rule()
        case "greedy":
            return Rule(name="greedy")
    mistakes.add("rule", "Choose how the votes are counted")
    return Rule()
