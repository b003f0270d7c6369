"""The form of a round's settings."""

import contextlib
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from pb.core.disclosure import DEFAULT_FLOOR, GREATEST_FLOOR, LEAST_FLOOR
from pb.core.money import pounds_to_type
from pb.rounds.rules.draft import BallotKind, Calendar, RoundDraft, Slip, Tone, calendar_mistakes
from pb.tally.rules import Rule
from pb.web.forms import Form, Mistakes, instant, required_text, some_money, typed_instant, whole_number

INSTANTS = {
    "bids_open_at": "Enter when bids open",
    "bids_close_at": "Enter when bids close",
    "voting_opens_at": "Enter when voting opens",
    "voting_closes_at": "Enter when voting closes",
}
Choice = TypeVar("Choice", bound=StrEnum)
LONGEST_NAME, LONGEST_SUMMARY = 120, 2000
MOST_CHOICES, MOST_STARS, GREATEST_FACTOR = 100, 100, 10
UTILITIES = ("cost", "count")
OFFICIAL_RULES = ("equal-shares", "ear", "greedy")


def _counting(rule: Rule, weight_factor: int) -> dict[str, str]:
    """How votes are counted as it stands in the form."""
    return {
        "rule": rule.name,
        "utility": rule.utility,
        "more": "yes" if rule.completion == "add1" else "",
        "step": pounds_to_type(rule.step),
        "rest": "yes" if rule.second == "greedy" else "",
        "weight_factor": str(weight_factor),
    }


TYPED_NEW = {
    "ballot_kind": BallotKind.STARS.value,
    "chosen_limit": "",
    "stars_limit": "10",
    "stars_most": "5",
    "ranks_limit": "3",
    **_counting(Rule(), 3),
    "disclosure_floor": str(DEFAULT_FLOOR),
    "slip": Slip.FULL.value,
    "tone": Tone.PLAIN.value,
    "name": "",
    "summary": "",
    "least_cost": "",
    "greatest_cost": "",
    **{name: value for field in INSTANTS for name, value in typed_instant(field, None).items()},
}
"""What stands in the form of a new round."""


def typed_of(draft: RoundDraft) -> dict[str, str]:
    """A round as it stands in the form."""
    kind, limit = draft.ballot_kind, str(draft.ballot_limit)
    typed = {**TYPED_NEW, "name": draft.name, "summary": draft.summary, "ballot_kind": kind.value}
    typed |= {"least_cost": pounds_to_type(draft.least_cost), "greatest_cost": pounds_to_type(draft.greatest_cost)}
    typed |= {**_counting(draft.rule, draft.weight_factor), "disclosure_floor": str(draft.disclosure_floor)}
    typed |= {"slip": draft.slip.value, "tone": draft.tone.value}
    for field in INSTANTS:
        typed |= typed_instant(field, getattr(draft.calendar, field))
    match kind:
        case BallotKind.APPROVAL:
            typed["chosen_limit"] = limit if draft.ballot_limit else ""
        case BallotKind.STARS:
            typed |= {"stars_limit": limit, "stars_most": str(draft.ballot_most)}
        case BallotKind.RANKED:
            typed["ranks_limit"] = limit
        case BallotKind.FACES:
            pass  # an answer for each bid: there is nothing to limit
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
    least = some_money(form, mistakes, "least_cost", "Enter the least that a bid may cost")
    greatest = some_money(form, mistakes, "greatest_cost", "Enter the most that a bid may cost")
    if least and greatest and greatest < least:
        mistakes.add("greatest_cost", "The most that a bid may cost must be at least the least")
    kind, limit, most = _read_ballot(form, mistakes)
    rule = _read_rule(form, mistakes)
    factor = whole_number(form, mistakes, "weight_factor", least=1, most=GREATEST_FACTOR)
    floor = whole_number(form, mistakes, "disclosure_floor", least=LEAST_FLOOR, most=GREATEST_FLOOR)
    slip = _one_of(Slip, form, mistakes, "slip", "Choose what voters may keep of their vote")
    tone = _one_of(Tone, form, mistakes, "tone", "Choose whom the voting screens are made for")
    if mistakes or calendar is None or slip is None or tone is None:
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
        weight_factor=factor,
        disclosure_floor=floor,
        slip=slip,
        tone=tone,
    )
    return draft, mistakes


def _one_of(choices: type[Choice], form: Form, mistakes: Mistakes, field: str, missing: str) -> Choice | None:
    """The choice that was made among radio buttons."""
    with contextlib.suppress(ValueError):
        return choices(form.text(field))
    mistakes.add(field, missing)
    return None


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
        case BallotKind.FACES.value:
            return BallotKind.FACES, 0, 0
    mistakes.add("ballot_kind", "Choose how people vote")
    return BallotKind.STARS, 0, 0


def _read_rule(form: Form, mistakes: Mistakes) -> Rule:
    name = form.text("rule")
    if name not in OFFICIAL_RULES:
        mistakes.add("rule", "Choose how the votes are counted")
        return Rule()
    if name != "equal-shares":
        return Rule(name=name)
    utility, step = form.text("utility"), some_money(form, mistakes, "step", "Enter how much more at a time")
    if utility not in UTILITIES:
        mistakes.add("utility", "Choose what a supporter pays by")
    if mistakes:
        return Rule()
    completion, second = "add1" if form.has("more") else "none", "greedy" if form.has("rest") else "none"
    return Rule(utility=utility, completion=completion, second=second, step=step)
