"""A result in words and figures: the sentence of the poster, each bid with its reason, who wanted what."""

from dataclasses import dataclass
from fractions import Fraction
from math import floor

from pb.core.money import pounds
from pb.results.rules.account import CHOSE, POINTS, Account, by_number
from pb.results.rules.figures import bids, listed, people, percent, width
from pb.tally.outcome import SECOND_COMPLETION
from pb.tally.published import GREEDY


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
    """A row of the chart and of the table of support: a bar for each electorate, and the sums."""

    title: str
    funded: bool
    bars: tuple[Bar, ...]
    voters: int
    points: int


@dataclass(frozen=True, slots=True)
class Turnout:
    """Who of an electorate voted; `bar` is drawn against its roll."""

    label: str
    roll: int
    ballots: int
    blank: int
    bar: Bar


def poster(account: Account) -> list[tuple[str, bool]]:
    """The result in one sentence, in pieces; True marks those to be seen from afar."""
    count = len(account.winners)
    if not count:
        return [
            ("Nobody voted, so no bid is funded" if _nobody_voted(account) else "No bid is funded this time", False)
        ]
    who = people(account.ballots) if account.is_public else "families"
    return [
        (pounds(account.spent), True),
        (" goes to ", False),
        (bids(count), True),
        (f" that {who} chose together", False),
    ]


def funded(account: Account) -> list[Line]:
    """The funded bids in the order of the result."""
    parts = {step["project"]: step["part"] for step in account.steps}
    lines = []
    for name in account.winners:
        words = f"{people(account.voters(name))} {CHOSE[account.kind]}." if account.is_public else ""
        if parts.get(name) == SECOND_COMPLETION:
            words += " Paid from what was left over."
        lines.append(Line(name, account.titles[name], account.costs[name], words))
    return lines


def not_funded(account: Account) -> list[Line]:
    """The other bids, the most wanted first, each with the reason; none where reasons are withheld."""
    if not account.is_public:
        return []
    others = sorted(set(account.titles) - set(account.winners), key=lambda one: (-account.voters(one), by_number(one)))
    return [Line(name, account.titles[name], account.costs[name], _why_not(account, name)) for name in others]


def wanted(account: Account) -> list[Wanted]:
    """Who wanted what: funded bids first, each bar a part of the ballots of its electorate; none where withheld."""
    if not account.is_public:
        return []
    rows = []
    for name in [*account.winners, *(line.number for line in not_funded(account))]:
        bars = [_bar(account.backing[name][group.id].voters, group.ballots) for group in account.groups]
        is_funded = name in account.winners
        rows.append(Wanted(account.titles[name], is_funded, tuple(bars), account.voters(name), account.points(name)))
    return rows


def points_column(account: Account) -> str:
    """What the points of this round's ballot are called; empty where they are the same as the people."""
    return "" if account.kind == "approval" else POINTS[account.kind].capitalize()


def turnouts(account: Account) -> list[Turnout]:
    """Who voted, by electorate; none where it is withheld."""
    rows = []
    for group in account.groups:
        part = f" ({percent(Fraction(group.ballots, group.roll))})" if group.roll else ""
        text = f"{group.ballots:,} of {group.roll:,}{part}"
        rows.append(
            Turnout(group.label, group.roll, group.ballots, group.blank, Bar(width(group.ballots, group.roll), text))
        )
    return rows


def agencies(account: Account) -> str:
    """The agencies that put the money together, as a list in a sentence."""
    return listed(list(dict.fromkeys(given["agency"] for given in account.terms["contributions"])))


def _nobody_voted(account: Account) -> bool:
    return account.is_public and not account.ballots


def _bar(voters: int, ballots: int) -> Bar:
    return Bar(width(voters, ballots), f"{voters:,} of {ballots:,}")


def _why_not(account: Account, name: str) -> str:
    voters, cost, left = account.voters(name), account.costs[name], account.pot - account.spent
    if not voters:
        return f"Nobody {CHOSE[account.kind]}."
    if cost > account.pot:
        return f"It costs {pounds(cost)}, more than the whole pot."
    who = f"{people(voters)} {CHOSE[account.kind]}"
    if account.rule.name == GREEDY:
        return f"{who}. It costs {pounds(cost)}, and {_left(left)} was left at the end."
    whose = f"The {people(voters)} who {CHOSE[account.kind]}"
    held = floor(account.held[name])
    words = f"{whose} had {_left(held)} left for it. It costs {pounds(cost)}."
    if account.rule.second == GREEDY:
        words += f" At the end {_left(left)} was left in the pot."
    return words


def _left(pence: int) -> str:
    return pounds(pence) if pence else "nothing"
