"""Why one bid is funded, or not: step by step, with whose money, and what would have changed it."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Any

from pb.core.money import pounds
from pb.core.words import Words
from pb.results.rules.account import Account
from pb.results.rules.explanation import Bar, why_not
from pb.results.rules.figures import about, inside, tenths, to_the_penny, whole_pence, width
from pb.results.rules.kinds import alike, alike_note, all_votes, how_room_is_made, more_votes, only_this, whose_votes
from pb.results.rules.reach import closest, reach
from pb.results.rules.telling import Slice, how_it_was_funded, how_tied, paid_by_groups, slices
from pb.tally.explained import COST, VOTERS, VOTES
from pb.tally.outcome import EQUAL_SHARES, EXPANDING
from pb.tally.published import GREEDY


@dataclass(frozen=True, slots=True)
class Round:
    """A step of the count as this bid met it.

    Attributes:
        title: the bid that was funded in it; the bid itself at the end of its own rounds.
        theirs: how well that one was backed.
        mine: how well this one was; empty where its people could not pay for it.
        held: what its people of each group held for it, in pounds.
    """

    title: str
    theirs: str
    mine: str
    held: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """Why a bid is funded or not.

    Attributes:
        words: the reason, in sentences.
        groups: by group, how many of its ballots wanted the bid.
        paid: what each group's voters paid for it, where they did.
        money: what each agency's money pays of it, where it is funded.
        gap: what its people held when it came to be out of reach, as a part of its cost, where it is not.
        gap_words: which moment that was.
        rounds: see `Round`.
        changes: what would have had it funded; each was counted again.
        in_vain: what would not have.
        notes: how that is meant.
    """

    number: str
    title: str
    pence: int
    funded: bool
    words: tuple[str, ...]
    groups: tuple[tuple[str, Bar], ...]
    paid: tuple[Slice, ...]
    money: tuple[Slice, ...]
    gap: Bar | None
    gap_words: str
    rounds: tuple[Round, ...]
    changes: tuple[str, ...]
    in_vain: tuple[str, ...]
    notes: tuple[str, ...]


def why(account: Account, name: str, say: Words) -> Why:
    """Why a bid is funded or not; only of a result that is public."""
    step, before = _step(account, name)
    words = _funded_words(account, step, before, say) if step else [why_not(account, name, say)]
    changes, in_vain = _changes(account, name, say)
    return Why(
        number=name,
        title=account.titles[name],
        pence=account.costs[name],
        funded=step is not None,
        words=tuple(words),
        groups=tuple(_groups(account, name, say)),
        paid=slices(paid_by_groups(account, step)) if step else (),
        money=slices(account.paid_by(name)),
        gap=None if step else _gap(account, name),
        gap_words="" if step else closest(account, name, say),
        rounds=tuple(_rounds(account, name, say)),
        changes=tuple(changes),
        in_vain=tuple(in_vain),
        notes=tuple(_notes(account, name, say)) if changes or in_vain else (),
    )


def in_plain_values(account: Account, say: Words) -> dict[str, Any]:
    """Every explanation as JSON has it: words, and the exact figures that `explanations.json` holds."""
    found = {}
    for name in account.titles:
        told = why(account, name, say)
        found[name] = {
            "changes": list(told.changes),
            "cost_pence": told.pence,
            "exact": account.explained[name],
            "funded": told.funded,
            "in_vain": list(told.in_vain),
            "notes": list(told.notes),
            "paid_by_agency": [{"agency": agency, "pence": pence} for agency, pence in account.paid_by(name).items()],
            "title": told.title,
            "words": list(told.words),
        }
    return found


def round_heads(account: Account, say: Words) -> list[str]:
    """The heads of the table of rounds."""
    heads = [say("Funded in this step")]
    if account.rule.name == EQUAL_SHARES:
        heads += [say("That bid"), say("This bid")]
    return [*heads, *(say("{group} who want this held", group=group.label) for group in account.groups)]


def rounds_note(account: Account, say: Words) -> str:
    """What the figures of the table of rounds mean."""
    if account.rule.name == EXPANDING:
        return say("What is held is the part of the say that is behind the bid, as money.")
    if account.rule.utility == "count":
        return say("The figure is what each point would pay. The bid that asks the least goes first.")
    return alike_note(say, account.kind)


def _step(account: Account, name: str) -> tuple[Mapping[str, Any] | None, int]:
    """The step that funded a bid, and what was in the pot before it."""
    left = account.pot
    for step in account.steps:
        if step["project"] == name:
            return step, left
        left -= int(step["cost"])
    return None, left


def _funded_words(account: Account, step: Mapping[str, Any], before: int, say: Words) -> list[str]:
    place = account.winners.index(step["project"]) + 1
    words = [say("It was funded in step {place} of {all}.", place=place, all=len(account.winners))]
    words.append(how_it_was_funded(account, step, before, say))
    return [*words, how_tied(account, step["tie"], say)] if step["tie"] else words


def _groups(account: Account, name: str, say: Words) -> list[tuple[str, Bar]]:
    found = []
    for group in account.groups:
        voters = account.voters(name, group.id)
        text = say("{some} of {all}", some=f"{voters:,}", all=f"{group.ballots:,}")
        found.append((group.label, Bar(width(voters, group.ballots), text)))
    return found


def _gap(account: Account, name: str) -> Bar | None:
    found = reach(account, name)
    held = found.held if found else account.held(name)
    if held is None:
        return None
    return Bar(width(held, account.costs[name]), pounds(floor(held)))


def _rounds(account: Account, name: str, say: Words) -> list[Round]:
    steps = [step for step in account.steps if step["part"] in {EQUAL_SHARES, EXPANDING}]
    found = []
    for step, moment in zip(steps, account.explained[name]["moments"], strict=False):
        title = account.titles[step["project"]]
        theirs, mine = (_backed(account, one.get("price"), say) for one in (step, moment))
        held = whole_pence({group: Fraction(text) for group, text in moment["held"].items()}, floor)
        found.append(Round(title, theirs, mine, tuple(to_the_penny(held[group.id]) for group in account.groups)))
    return found


def _backed(account: Account, price: str | None, say: Words) -> str:
    """How well a bid is backed at a price of a unit of support."""
    if price is None or account.rule.name != EQUAL_SHARES:
        return ""
    if account.rule.utility == "count":
        return about(Fraction(price), say)
    return alike(say, account.kind, tenths(1 / Fraction(price)))


def _changes(account: Account, name: str, say: Words) -> tuple[list[str], list[str]]:
    """What would have had a bid funded, and what would not have, in sentences."""
    answers, done, vain = account.explained[name].get("changes", {}), list[str](), list[str]()
    if not answers:
        return done, vain
    for group in account.groups:
        votes, voters = answers[VOTES + group.id], answers[VOTERS + group.id]
        label = inside(group.label)
        if "needed" in votes:
            done.append(more_votes(say, account.kind, label, votes["needed"]))
        elif votes["last"]:
            vain.append(all_votes(say, account.kind, label))
        alone = only_this(say, account.kind, _most_stars(account))
        if "needed" in voters:
            done.append(_more_voters(label, voters["needed"], alone, say))
        elif voters["last"]:
            words = say("Not even if all the {group} on the roll had voted {alone}.", group=label, alone=alone)
            vain.append(words)
    cost = answers[COST]
    if "needed" in cost:
        done.append(_lower_cost(account, name, cost["needed"], say))
    elif cost["last"] != account.costs[name]:
        vain.append(say("At no lower cost that we tried, down to {cost}.", cost=pounds(cost["last"])))
    return done, vain


def _more_voters(group: str, number: int, alone: str, say: Words) -> str:
    return say.many(
        "If one more of the {group} on the roll had voted {alone}.",
        "If {number} more of the {group} on the roll had voted {alone}.",
        number,
        group=group,
        alone=alone,
    )


def _lower_cost(account: Account, name: str, cost: int, say: Words) -> str:
    facts = {"cost": pounds(cost), "own": pounds(account.costs[name])}
    if account.rule.second == GREEDY and cost <= account.left_for(name):
        return say("If it had cost {cost} instead of {own}: that much was left over.", **facts)
    return say("If it had cost {cost} instead of {own}.", **facts)


def _most_stars(account: Account) -> int:
    """The stars that a ballot can give one bid."""
    ballot = account.terms["rules"]["ballot"]
    return min(int(ballot["most"]), int(ballot["limit"]))


def _notes(account: Account, name: str, say: Words) -> list[str]:
    """How what would have changed the result is meant."""
    notes = [
        say("Each of these alone. We changed it, counted everything again, and looked."),
        say(
            "Each number is the first that we found, counting up from one, and each cost the first, going down by "
            "whole pounds; where there are many we tried some, and then what lies between. Mostly, more people or a "
            "lower cost would have done it too; not always."
        ),
    ]
    answers, limit = account.explained[name]["changes"], account.terms["rules"]["ballot"]["limit"]
    if any("needed" in answers[VOTES + group.id] for group in account.groups):
        notes.append(whose_votes(say, account.kind))
    if account.kind in {"stars", "ranked"} or (account.kind == "approval" and limit):
        notes.append(how_room_is_made(say, account.kind, _most_stars(account)))
    return notes
