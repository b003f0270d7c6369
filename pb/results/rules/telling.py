"""How a round was counted, in plain words: the method with this round's own figures, then each step."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pb.core.money import pounds
from pb.results.rules.account import (
    CHOSE,
    POINT,
    POINTS,
    Account,
    Group,
    due_for_a_point,
    held_at_first,
    held_at_the_end,
)
from pb.results.rules.figures import (
    about,
    counted,
    inside,
    listed,
    nearest,
    people,
    percent,
    to_the_penny,
    whole_pence,
    width,
)
from pb.tally.outcome import EQUAL_SHARES
from pb.tally.outcome import GREEDY as BY_POINTS
from pb.tally.published import GREEDY


@dataclass(frozen=True, slots=True)
class Slice:
    """What an electorate paid of a bid: where its part of the bar begins and how wide it is, in per cent."""

    label: str
    start: int
    width: int
    text: str


@dataclass(frozen=True, slots=True)
class Telling:
    """One step of the count. `slices` are empty where no voters' money was taken."""

    number: str
    title: str
    pence: int
    words: str
    tie: str
    slices: tuple[Slice, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the count: steps that were found in one way."""

    title: str
    intro: str
    steps: tuple[Telling, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """What one voter of an electorate held. `first` and `end` are empty where the rule gives voters no money."""

    label: str
    voters: int
    agreed: str
    effective: str
    first: str
    end: str


def method(account: Account) -> list[str]:
    """How this round was counted, sentence by sentence; nothing where that is withheld."""
    if not account.is_public or not account.winners:
        return []
    if account.rule.name == GREEDY:
        return _by_points(account)
    sentences = [_held(account), _paying(account)]
    if account.rule.completion == "add1":
        sentences.append(_completed(account))
    return sentences


def holdings(account: Account) -> list[Holding]:
    """The share that each electorate had, and what each of its voters held for it; none where that is withheld."""
    if not account.is_public:
        return []
    with_money, added = account.rule.name == EQUAL_SHARES, _added(account) > 0
    return [
        Holding(
            group.label,
            group.chose,
            percent(group.agreed),
            percent(group.effective),
            to_the_penny(nearest(held_at_first(account, group))) if with_money else "",
            to_the_penny(nearest(held_at_the_end(account, group))) if with_money and added else "",
        )
        for group in account.groups
    ]


def shares_moved(account: Account) -> str:
    """Why the shares came out otherwise than agreed; empty where they did not."""
    if all(group.agreed == group.effective for group in account.groups):
        return ""
    absent = [inside(group.label) for group in account.groups if not group.chose]
    if absent:
        return f"No votes came from {listed(absent)}, so their share went to those who voted."
    factor = account.terms["rules"]["weight_factor"]
    return (
        f"The groups did not have the shares that were agreed, because one was much larger. By the rules of the round "
        f"nobody’s share of the money is more than {_times(factor)} anybody else’s."
    )


def parts(account: Account) -> list[Part]:
    """The steps of the count in their parts; none where they are withheld."""
    left, found = account.pot, list[tuple[str, int, list[Telling]]]()
    for step in account.steps:
        if not found or found[-1][0] != step["part"]:
            found.append((step["part"], left, []))
        found[-1][2].append(_telling(account, step, left))
        left -= int(step["cost"])
    return [_part(account, kind, before, tuple(steps)) for kind, before, steps in found]


def ending(account: Account) -> str:
    """What was left in the end, and why nothing more was done with it."""
    left = account.pot - account.spent
    if not account.is_public:
        return ""
    if not left:
        return "Nothing was left in the pot."
    return f"In the end {pounds(left)} was left. It goes back to the agencies."


def step_table(account: Account) -> tuple[list[str], list[list[str]]]:
    """The exact steps as a table, heads and rows: what each electorate paid and had left after each bid."""
    groups = account.groups
    heads = ["Bid", "Costs", *(f"{one.label} paid" for one in groups), *(f"{one.label} have left" for one in groups)]
    rows = []
    for step in account.steps:
        if step["part"] != EQUAL_SHARES:
            continue
        paid = whole_pence({name: Fraction(text) for name, text in step["paid"].items()})
        left = {name: nearest(Fraction(text)) for name, text in step["left"].items()}
        figures = [*(paid[one.id] for one in groups), *(left[one.id] for one in groups)]
        row = [account.titles[step["project"]], to_the_penny(int(step["cost"]))]
        rows.append([*row, *(to_the_penny(figure) for figure in figures)])
    return heads, rows


def _by_points(account: Account) -> list[str]:
    what = POINTS[account.kind]
    sentences = [
        f"Bids were taken in the order of their {what}, the most first. A bid that cost too much was passed over."
    ]
    if len(account.groups) > 1:
        sentences.append(f"The {what} of each group were weighed so that the group had its share of the say.")
    return sentences


def _held(account: Account) -> str:
    voted = [group for group in account.groups if group.chose]
    if len(voted) == 1:
        group = voted[0]
        each = about(held_at_first(account, group))
        return f"The {pounds(account.pot)} was shared out equally: each of the {people(group.chose)} held {each}."
    shared = listed([f"{percent(one.effective)} to {_so_many(one)}" for one in voted])
    each = listed([f"{about(held_at_first(account, one))} for each of the {inside(one.label)}" for one in voted])
    return f"The {pounds(account.pot)} was shared out: {shared}. That was {each}."


def _paying(account: Account) -> str:
    worth = {
        "approval": "Each of them pays the same, or all that they have left.",
        "stars": "Each of them pays the same for each star, or all that they have left.",
        "ranked": f"Each of them pays by how high they ranked it: {_ranks(account)}.",
    }[account.kind]
    return (
        f"A bid is funded when the people who {CHOSE[account.kind]} can pay for it from what they hold. {worth} "
        "The bid that asks the least of its supporters goes first. Then we look again, until none can be paid."
    )


def _ranks(account: Account) -> str:
    limit = account.terms["rules"]["ballot"]["limit"]
    places = ["first", "second", "third", "fourth", "fifth"]
    if not 1 < limit <= len(places):
        return "a higher place pays more"
    return listed([f"{counted(limit - at, 'part', 'parts')} for a {places[at]} place" for at in range(limit)])


def _completed(account: Account) -> str:
    step, added = pounds(account.rule.step), _added(account)
    runs = int(account.result["outcome"]["runs"])
    everything = runs == added // account.rule.step + 1
    if not added:
        if everything:
            return "So every bid that anybody chose was paid for."
        return f"With {step} more for each voter the bids would have cost more than the pot, so it stayed at that."
    reason = (
        "until every bid that anybody chose was paid for" if everything else "as long as the pot could pay the bids"
    )
    on_average = " on average" if len([group for group in account.groups if group.chose]) > 1 else ""
    return (
        f"That left money in the pot. So, in the count only, every voter was given {step} more{on_average} and "
        f"everything was counted anew, again and again, {reason}. It came to {pounds(added)} more for each voter."
    )


def _part(account: Account, kind: str, before: int, steps: tuple[Telling, ...]) -> Part:
    if kind == EQUAL_SHARES:
        return Part("Paid by the people who chose them", "", steps)
    what = POINTS[account.kind]
    if kind == BY_POINTS:
        return Part(f"In the order of {what}", "", steps)
    intro = (
        f"{pounds(before)} of the pot was left. It went to the bids with the most {what} that it could still pay for."
    )
    return Part("Paid from what was left over", intro, steps)


def _telling(account: Account, step: Mapping[str, Any], left: int) -> Telling:
    name, cost = step["project"], int(step["cost"])
    shared = step["part"] == EQUAL_SHARES
    words = _how_paid(account, step) if shared else _how_ranked(account, step, left)
    tie = _how_tied(account, step["tie"]) if step["tie"] else ""
    return Telling(name, account.titles[name], cost, words, tie, _slices(account, step) if shared else ())


def _how_paid(account: Account, step: Mapping[str, Any]) -> str:
    name, due = step["project"], due_for_a_point(account, step)
    who = f"{people(step['supporters'])} {CHOSE[account.kind]}."
    for_each = "" if account.kind == "approval" else f" for each {POINT[account.kind]}"
    amount = about(due)
    if due * account.points(name) == int(step["cost"]):
        return f"{who} Each paid {amount}{for_each}."
    return f"{who} Each paid {amount}{for_each}, or all that they had left."


def _how_ranked(account: Account, step: Mapping[str, Any], left: int) -> str:
    points = account.points(step["project"])
    who = f"{people(step['supporters'])} {CHOSE[account.kind]}"
    what = (
        "" if account.kind == "approval" else f", {counted(points, POINT[account.kind], POINTS[account.kind])} in all"
    )
    return f"{who}{what}. It cost {pounds(int(step['cost']))}, and {pounds(left)} was there."


def _slices(account: Account, step: Mapping[str, Any]) -> tuple[Slice, ...]:
    paid = whole_pence({name: Fraction(text) for name, text in step["paid"].items()})
    found, start = list[Slice](), 0
    for group in account.groups:
        wide = width(paid[group.id], int(step["cost"]))
        wide = 100 - start if group is account.groups[-1] else min(wide, 100 - start)
        found.append(Slice(group.label, start, wide, pounds(paid[group.id])))
        start += wide
    return tuple(found) if len(found) > 1 else ()


def _how_tied(account: Account, tie: Mapping[str, Any]) -> str:
    others = listed([account.titles[name] for name in tie["projects"] if name != tie["chosen"]])
    decided = {
        "cost": "it costs less",
        "supporters": f"more people {CHOSE[account.kind]}",
        "lot": "the public dice put it first",
        "id": "its number comes first",
    }
    return f"It was exactly level with {others}. It went first because {decided[tie['decided_by']]}."


def _added(account: Account) -> int:
    return int(account.result["outcome"]["added"])


def _so_many(group: Group) -> str:
    return f"the {group.chose:,} {inside(group.label)} who chose"


def _times(factor: int) -> str:
    return {1: "exactly", 2: "twice", 3: "three times"}.get(factor, f"{factor} times")
