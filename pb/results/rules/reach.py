"""When a bid that is not funded came to be out of reach of its people, under equal shares."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Any

from pb.core.money import pounds
from pb.core.words import Words
from pb.results.rules.account import Account
from pb.results.rules.figures import pounds_or_nothing
from pb.results.rules.kinds import more_behind
from pb.tally.outcome import EQUAL_SHARES


@dataclass(frozen=True, slots=True)
class Reach:
    """The first moment from which on its people could not pay for a bid.

    Attributes:
        held: pence that they held for it then.
        after: the step that brought this about; None where they never could.
        was_level: whether the bid of that step was exactly level with this one.
    """

    held: Fraction
    after: Mapping[str, Any] | None
    was_level: bool


def reach(account: Account, name: str) -> Reach | None:
    """When a bid that is not funded came to be out of reach; None under other rules."""
    moments = account.moments(name)
    if account.rule.name != EQUAL_SHARES or not moments:
        return None
    at = 1 + max((at for at, moment in enumerate(moments) if "price" in moment), default=-1)
    held = account.held(name, at) or Fraction(0)
    if not at:
        return Reach(held, None, was_level=False)
    after = account.steps[at - 1]
    return Reach(held, after, was_level=Fraction(after["price"]) == Fraction(moments[at - 1]["price"]))


def out_of_reach(account: Account, name: str, say: Words) -> str:
    """The same in a sentence or two; empty under other rules."""
    found = reach(account, name)
    if found is None:
        return ""
    facts = {"held": pounds_or_nothing(floor(found.held), say), "cost": pounds(account.costs[name])}
    if found.after is None:
        return say("Even before any other bid was paid they held {held} for it. It costs {cost}.", **facts)
    winner = account.titles[found.after["project"]]
    if found.was_level:
        why = say("They could have paid for it until {bid} went first, which was exactly level with it.", bid=winner)
    else:
        why = more_behind(say, account.kind, account.rule.utility, winner)
    return f"{why} " + say("After that they had {held} left for it. It costs {cost}.", **facts)


def closest(account: Account, name: str, say: Words) -> str:
    """Which moment that was, to stand below a picture; empty under other rules."""
    found = reach(account, name)
    if found is None:
        return ""
    if found.after is None:
        return say("what its people held before any bid was paid")
    return say("what its people had left when {bid} had been paid", bid=account.titles[found.after["project"]])
