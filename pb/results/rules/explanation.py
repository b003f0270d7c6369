"""A result in words and figures: the sentence of the poster, each bid with its reason, who wanted what."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Any

from pb.core.money import pounds
from pb.core.words import Words
from pb.results.rules.account import Account, by_number
from pb.results.rules.figures import about, listed, percent, pounds_or_nothing, tenths, width
from pb.results.rules.kinds import chose, nobody, support, support_columns
from pb.results.rules.reach import out_of_reach
from pb.tally import outcome as rules
from pb.tally.outcome import SECOND_COMPLETION
from pb.tally.published import GREEDY, NO_BALLOTS, NO_MONEY, NO_PROJECTS, ONLY_BLANK


@dataclass(frozen=True, slots=True)
class Line:
    """One bid of the result. `words` say why it is funded, or why not; empty where that is withheld."""

    number: str
    title: str
    pence: int
    words: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart: its width in whole per cent of its track, and its figure."""

    width: int
    text: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A row of the chart and of the table of support: a bar for each electorate, and the sums.

    `support` has a figure for each of `support_heads`.
    """

    number: str
    title: str
    funded: bool
    bars: tuple[Bar, ...]
    voters: int
    support: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Turnout:
    """Who of an electorate voted; `bar` is drawn against its roll."""

    label: str
    roll: int
    ballots: int
    blank: int
    bar: Bar


def poster(account: Account, say: Words) -> list[tuple[str, bool]]:
    """The result in one sentence, in pieces; True marks those to be seen from afar."""
    count = len(account.winners)
    if not count:
        return [(_nothing(account, say), False)]
    # Whatever their order in the sentence, what is to be seen from afar stands between two marks that no text has.
    facts = {"money": f"\0{pounds(account.spent)}\0", "bids": f"\0{_bids(say, count)}\0"}
    if account.is_public:
        sentence = say.many(
            "{money} goes to {bids} that {number} person chose",
            "{money} goes to {bids} that {number} people chose together",
            sum(group.chose for group in account.groups),
            **facts,
        )
    else:
        sentence = say("{money} goes to {bids} that families chose together", **facts)
    return [(words, at % 2 == 1) for at, words in enumerate(sentence.split("\0")) if words]


def funded(account: Account, say: Words) -> list[Line]:
    """The funded bids in the order of the result."""
    parts = {step["project"]: step["part"] for step in account.steps}
    lines = []
    for name in account.winners:
        words = [_who_chose(account, name, say)] if account.is_public else []
        if parts.get(name) == SECOND_COMPLETION:
            words.append(say("Paid from what was left over."))
        lines.append(Line(name, account.titles[name], account.costs[name], " ".join(words)))
    return lines


def not_funded(account: Account, say: Words) -> list[Line]:
    """The other bids, the most wanted first, each with the reason; none where reasons are withheld."""
    if not account.is_public:
        return []
    others = sorted(set(account.titles) - set(account.winners), key=lambda one: (-account.voters(one), by_number(one)))
    return [Line(name, account.titles[name], account.costs[name], why_not(account, name, say)) for name in others]


def wanted(account: Account, say: Words) -> list[Wanted]:
    """Who wanted what: funded bids first, each bar a part of the ballots of its electorate; none where withheld."""
    if not account.is_public:
        return []
    rows = []
    for name in [*account.winners, *(line.number for line in not_funded(account, say))]:
        bars = tuple(_bar(account.voters(name, group.id), group.ballots, say) for group in account.groups)
        is_funded, voters = name in account.winners, account.voters(name)
        figures = support(account.kind, voters, account.points(name))
        rows.append(Wanted(name, account.titles[name], is_funded, bars, voters, figures))
    return rows


def support_heads(account: Account, say: Words) -> list[str]:
    """What is told of the support of each bid beside its people; nothing where its points are as many as they."""
    return support_columns(say, account.kind)


def turnouts(account: Account, say: Words) -> list[Turnout]:
    """Who voted, by electorate; none where it is withheld."""
    rows = []
    for group in account.groups:
        facts = {"some": f"{group.ballots:,}", "all": f"{group.roll:,}"}
        if group.roll:
            text = say("{some} of {all} ({percent})", percent=percent(Fraction(group.ballots, group.roll)), **facts)
        else:
            text = say("{some} of {all}", **facts)
        bar = Bar(width(group.ballots, group.roll), text)
        rows.append(Turnout(group.label, group.roll, group.ballots, group.blank, bar))
    return rows


def agencies(account: Account, say: Words) -> str:
    """The agencies that put the money together, as a list in a sentence."""
    return listed(list(dict.fromkeys(given["agency"] for given in account.terms["contributions"])), say)


def why_not(account: Account, name: str, say: Words) -> str:
    """Why a bid is not funded, in a sentence or two."""
    voters, cost = account.voters(name), account.costs[name]
    if not voters:
        return nobody(say, account.kind)
    if cost > account.money_for(name):
        return _too_dear(account, name, say)
    left = pounds_or_nothing(account.left_for(name), say)
    words = [_who_chose(account, name, say)]
    match account.rule.name:
        case rules.EQUAL_SHARES:
            words += [out_of_reach(account, name, say), _at_the_end(account, left, say)]
        case rules.EXPANDING:
            words.append(_not_enough_say(account, name, left, say))
        case _:
            words.append(say("It costs {cost}, and {left} was left at the end.", cost=pounds(cost), left=left))
    return " ".join(filter(None, words))


def _who_chose(account: Account, name: str, say: Words) -> str:
    return chose(say, account.kind, account.voters(name), account.points(name))


def _not_enough_say(account: Account, name: str, left: str, say: Words) -> str:
    """Why a bid is not funded under expanding approvals, whose weight is of all the money."""
    held, cost = account.held(name), account.costs[name]
    if held is None or held >= cost:
        return say("Enough of the say was behind it, but only {left} was left that may go to it.", left=left)
    facts = {"held": pounds_or_nothing(floor(held), say), "cost": pounds(cost)}
    return say("In the end the say behind it was worth {held}. It costs {cost}.", **facts)


def _at_the_end(account: Account, left: str, say: Words) -> str:
    """What the second completion had for a bid; nothing where there was none."""
    if account.rule.second != GREEDY:
        return ""
    if account.is_restricted:
        return say("At the end {left} was left of the money that may go to it.", left=left)
    return say("At the end {left} was left in the pot.", left=left)


def _too_dear(account: Account, name: str, say: Words) -> str:
    facts = {"cost": pounds(account.costs[name]), "money": pounds(account.money_for(name))}
    if not account.money_for(name):
        return say("None of the money may go to it.")
    if account.money_for(name) == account.pot:
        return say("It costs {cost}, more than the whole pot.", **facts)
    return say("It costs {cost}, and only {money} of the pot may go to it.", **facts)


def served(account: Account, say: Words) -> list[str]:
    """How well the result serves those who voted, a sentence for each electorate; none where that is withheld."""
    measures = account.result["measures"].get("served", {})
    return [
        f"{_how_many_served(group.label, found, say)} {_how_well_served(found, say)}"
        for group in account.groups
        if (found := measures[group.id])["voters"]
    ]


def _how_many_served(group: str, found: Mapping[str, Any], say: Words) -> str:
    return say.many(
        "{group}: {some} of the {number} who chose something has at least one of their choices funded.",
        "{group}: {some} of the {number} who chose something have at least one of their choices funded.",
        found["voters"],
        group=group,
        some=f"{found['served']:,}",
    )


def _how_well_served(found: Mapping[str, Any], say: Words) -> str:
    return say(
        "On average {choices} of the bids that each of them chose are funded; together those cost {money}.",
        choices=tenths(Fraction(found["choices"])),
        money=about(Fraction(found["money"]), say),
    )


def nobody_passed_over(account: Account, say: Words) -> str:
    """Whether a group was passed over that could have claimed a bid; empty where that is not defined or is withheld."""
    over = account.result["measures"].get("passed_over")
    if over is None or account.uncounted:
        return ""
    if not over:
        return say(
            "No group was passed over: there is no bid whose people, by their part of the money alone, could say that "
            "they have less than their due."
        )
    titles = listed([account.titles[one["project"]] for one in over], say)
    return say(
        "By their part of the money alone, the people who wanted {bids} could say that they have less than their due.",
        bids=titles,
    )


def _nothing(account: Account, say: Words) -> str:
    if account.uncounted == NO_PROJECTS:
        return say("There was no bid to vote on, so nothing is funded")
    if account.uncounted == NO_MONEY:
        return say("There was no money that a bid could have, so nothing is funded")
    if account.uncounted == NO_BALLOTS:
        return say("Nobody voted, so no bid is funded")
    if account.uncounted == ONLY_BLANK:
        return say("Nobody who voted chose a bid, so none is funded")
    return say("No bid is funded this time")


def _bids(say: Words, number: int) -> str:
    return say.many("{number} bid", "{number} bids", number)


def _bar(voters: int, ballots: int, say: Words) -> Bar:
    return Bar(width(voters, ballots), say("{some} of {all}", some=f"{voters:,}", all=f"{ballots:,}"))
