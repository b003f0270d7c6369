"""The count in plain words, step by step: which bid came next, why, and what voters paid for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pb.core.money import pounds
from pb.core.words import Words
from pb.results.rules.account import (
    Account,
    due_for_a_point,
)
from pb.results.rules.figures import about, listed, nearest, to_the_penny, whole_pence, width
from pb.results.rules.kinds import chose, each_paid, in_all
from pb.tally.outcome import EQUAL_SHARES, EXPANDING
from pb.tally.outcome import GREEDY as BY_POINTS


@dataclass(frozen=True, slots=True)
class Slice:
    """What somebody paid of a bid: where its part of the bar begins and how wide it is, in per cent."""

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


def parts(account: Account, say: Words) -> list[Part]:
    """The steps of the count in their parts; none where they are withheld."""
    left, found = account.pot, list[tuple[str, int, list[Telling]]]()
    for step in account.steps:
        if not found or found[-1][0] != step["part"]:
            found.append((step["part"], left, []))
        found[-1][2].append(_telling(account, step, left, say))
        left -= int(step["cost"])
    return [_part(kind, before, tuple(steps), say) for kind, before, steps in found]


def step_table(account: Account, say: Words) -> tuple[list[str], list[list[str]]]:
    """The exact steps as a table, heads and rows: what each electorate paid and had left after each bid."""
    groups = account.groups
    paid_heads = [say("{group} paid", group=one.label) for one in groups]
    left_heads = [say("{group} have left", group=one.label) for one in groups]
    rows = []
    for step in account.steps:
        if not step["paid"]:
            continue
        paid = whole_pence({name: Fraction(text) for name, text in step["paid"].items()})
        left = {name: nearest(Fraction(text)) for name, text in step["left"].items()}
        figures = [*(paid[one.id] for one in groups), *(left[one.id] for one in groups)]
        row = [account.titles[step["project"]], to_the_penny(int(step["cost"]))]
        rows.append([*row, *(to_the_penny(figure) for figure in figures)])
    return [say("Bid"), say("Costs"), *paid_heads, *left_heads], rows


def slices(amounts: Mapping[str, int]) -> tuple[Slice, ...]:
    """Pence by name as the parts of one bar, from end to end; what is there at all can be seen."""
    found, start, whole = list[Slice](), 0, sum(amounts.values())
    last = list(amounts)[-1] if amounts else ""
    for name, pence in amounts.items():
        wide = 100 - start if name == last else min(width(pence, whole), 100 - start)
        found.append(Slice(name, start, wide, pounds(pence)))
        start += wide
    return tuple(found)


def paid_by_groups(account: Account, step: Mapping[str, Any]) -> dict[str, int]:
    """What the voters of each electorate paid in a step of the count, in pence that add up to the cost."""
    paid = whole_pence({name: Fraction(text) for name, text in step["paid"].items()})
    return {group.label: paid[group.id] for group in account.groups} if paid else {}


def how_it_was_funded(account: Account, step: Mapping[str, Any], left: int, say: Words) -> str:
    """A step of the count in a sentence or two; `left` is what was in the pot before it, in pence."""
    if step["part"] == EQUAL_SHARES:
        return _how_paid(account, step, say)
    if step["part"] == EXPANDING:
        return _how_backed(account, step, say)
    return _how_ranked(account, step, left, say)


def how_tied(account: Account, tie: Mapping[str, Any], say: Words) -> str:
    """Which bids were level, and what decided."""
    others = listed([account.titles[name] for name in tie["projects"] if name != tie["chosen"]], say)
    if account.rule.name == EXPANDING:
        level = say("Enough of the say was behind {others} too.", others=others)
    else:
        level = say("It was exactly level with {others}.", others=others)
    match tie["decided_by"]:
        case "cost":
            return f"{level} " + say("It went first because it costs less.")
        case "supporters":
            return f"{level} " + say("It went first because more people chose it.")
        case "lot":
            return f"{level} " + say("It went first because the public dice put it first.")
    return f"{level} " + say("It went first because its number comes first.")


def _part(kind: str, before: int, steps: tuple[Telling, ...], say: Words) -> Part:
    if kind == EQUAL_SHARES:
        return Part(say("Paid by the people who chose them"), "", steps)
    if kind == EXPANDING:
        return Part(say("Backed by the people who put them high"), "", steps)
    if kind == BY_POINTS:
        return Part(say("In the order of points"), "", steps)
    intro = say(
        "{left} of the pot was left. It went to the bids with the most points that it could still pay for.",
        left=pounds(before),
    )
    return Part(say("Paid from what was left over"), intro, steps)


def _telling(account: Account, step: Mapping[str, Any], left: int, say: Words) -> Telling:
    name = step["project"]
    words, paid = how_it_was_funded(account, step, left, say), paid_by_groups(account, step)
    tie = how_tied(account, step["tie"], say) if step["tie"] else ""
    bar = slices(paid) if len(paid) > 1 else ()
    return Telling(name, account.titles[name], int(step["cost"]), words, tie, bar)


def _how_paid(account: Account, step: Mapping[str, Any], say: Words) -> str:
    due = due_for_a_point(account, step)
    everybody = due * account.points(step["project"]) == int(step["cost"])
    who = chose(say, account.kind, step["supporters"], account.points(step["project"]))
    return f"{who} {each_paid(say, account.kind, about(due, say), everybody=everybody)}"


def _how_backed(account: Account, step: Mapping[str, Any], say: Words) -> str:
    who = chose(say, account.kind, step["supporters"], account.points(step["project"]))
    return f"{who} " + say(
        "Enough of the say was behind it when choices down to place {rank} were looked at.", rank=step["rank"]
    )


def _how_ranked(account: Account, step: Mapping[str, Any], left: int, say: Words) -> str:
    parts_ = [
        chose(say, account.kind, step["supporters"], account.points(step["project"])),
        in_all(say, account.kind, account.points(step["project"])),
        say("It cost {cost}, and {left} was there.", cost=pounds(int(step["cost"])), left=pounds(left)),
    ]
    return " ".join(filter(None, parts_))
