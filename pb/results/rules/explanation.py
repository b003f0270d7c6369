"""A published result in words and figures: what is funded, what is not, and why, step by step."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pb.core.money import pounds
from pb.tally.outcome import EQUAL_SHARES
from pb.tally.provenance import provenance
from pb.tally.published import GREEDY, OF_ELECTORATE, UNWEIGHTED, Terms

Support = Mapping[str, Mapping[str, int]]
"""How many voters of each electorate gave a project at least one point, by project."""


@dataclass(frozen=True, slots=True)
class Line:
    """One bid of the result. `words` say why it is funded, or why not."""

    number: str
    title: str
    pence: int
    supporters: int
    words: str


@dataclass(frozen=True, slots=True)
class Telling:
    """One step of the count: which bid it funded, how, and the money left afterwards by group."""

    place: int
    title: str
    pence: int
    words: str
    tie: str
    left: str


@dataclass(frozen=True, slots=True)
class Compared:
    """What another way of counting would have funded. `same` says whether it is what was funded."""

    name: str
    note: str
    titles: tuple[str, ...]
    new: tuple[str, ...]
    missing: tuple[str, ...]
    same: bool


@dataclass(frozen=True, slots=True)
class SupportRow:
    """A row of the chart of support: a bar of each electorate as (width in whole per cent, text)."""

    label: str
    bars: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Purse:
    """An agency's money: what it gave, what each award took of it in the order funded, and what goes back. Pence."""

    agency: str
    gave: int
    awards: tuple[int, ...]
    left: int


def titles(terms: Terms) -> dict[str, str]:
    """Titles by project."""
    return {project["id"]: project["title"] for project in terms["proposals"]}


def costs(terms: Terms) -> dict[str, int]:
    """Costs in pence, by project."""
    return {project["id"]: project["cost_pence"] for project in terms["proposals"]}


def funded_order(result: Mapping[str, Any]) -> list[str]:
    """The funded projects: in the order chosen where it is public, else by number."""
    outcome = result["outcome"]
    return list(outcome.get("order") or sorted(outcome["winners"], key=lambda name: (len(name), name)))


def poster(result: Mapping[str, Any]) -> str:
    """The result in one sentence."""
    count, spent = len(result["outcome"]["winners"]), pounds(int(result["outcome"]["cost"]))
    ballots = sum(figures["ballots"] for figures in result["turnout"].values())
    what = f"{spent} goes to {count} {'idea' if count == 1 else 'ideas'}" if count else "No idea is funded this time"
    who = f", chosen by {ballots:,} {'person' if ballots == 1 else 'people'} together" if ballots and count else ""
    return f"{what}{who}."


def funded(terms: Terms, result: Mapping[str, Any], support: Support) -> list[Line]:
    """The funded bids in the order of the result."""
    names, pence = titles(terms), costs(terms)
    lines = []
    for name in funded_order(result):
        backers = sum(support.get(name, {}).values())
        lines.append(Line(name, names[name], pence[name], backers, _wanted_by(backers) if support else ""))
    return lines


def not_funded(terms: Terms, result: Mapping[str, Any], support: Support) -> list[Line]:
    """The other bids, the most wanted first, each with the reason."""
    names, pence, left = titles(terms), costs(terms), terms["pot_pence"] - int(result["outcome"]["cost"])
    others = [name for name in names if name not in result["outcome"]["winners"]]
    lines = []
    for name in others:
        backers = sum(support.get(name, {}).values())
        words = _why_not(terms, pence[name], backers, left) if support else ""
        lines.append(Line(name, names[name], pence[name], backers, words))
    return sorted(lines, key=lambda line: (-line.supporters, len(line.number), line.number))


def steps(terms: Terms, result: Mapping[str, Any]) -> list[Telling]:
    """Each step of the count in words; none where they are withheld."""
    names, labels, told = titles(terms), _labels(terms), []
    left = terms["pot_pence"]
    for place, step in enumerate(result["outcome"].get("steps", ()), 1):
        cost = int(step["cost"])
        words = _how_paid(step, labels) if step["part"] == EQUAL_SHARES else _how_ranked(step, left)
        left -= cost
        tie = _how_tied(step["tie"], names) if step["tie"] else ""
        after = _by_group(step["left"], labels) if step["part"] == EQUAL_SHARES else f"{pounds(left)} of the pot"
        told.append(Telling(place, names[step["project"]], cost, words, tie, after))
    return told


def method(terms: Terms, result: Mapping[str, Any]) -> list[str]:
    """How this round was counted, in plain sentences."""
    rule, outcome = terms["rules"]["rule"], result["outcome"]
    if rule["name"] == GREEDY:
        return ["Bids were taken in the order of their points, the most first, as long as the money lasted."]
    shares = ", ".join(f"{group['label']} {group['share']}" for group in terms["rules"]["electorates"])
    sentences = [f"The money was parted by the agreed shares: {shares}. Within a group every voter held the same."]
    sentences.append("Again and again, the bid was funded whose supporters had to pay the least for it together.")
    if rule["completion"] == "add1" and int(outcome.get("added", "0")):
        added = pounds(int(outcome["added"]))
        sentences.append(
            f"Everybody’s part was raised step by step, by {added} in the end, while the pot could pay for it."
        )
    if rule["second"] == GREEDY:
        sentences.append("What was left went to the bids with the most points that it could still pay for.")
    return sentences


def compared(terms: Terms, result: Mapping[str, Any]) -> list[Compared]:
    """The comparisons that are published beside the result."""
    names, labels, mine = titles(terms), _labels(terms), set(result["outcome"]["winners"])
    found = []
    for key, other in sorted(result["comparisons"].items()):
        theirs = list(other["order"])
        name, note = _comparison_words(key, labels)
        new = tuple(names[one] for one in theirs if one not in mine)
        missing = tuple(names[one] for one in funded_order(result) if one not in theirs)
        found.append(Compared(name, note, tuple(names[one] for one in theirs), new, missing, not new and not missing))
    return found


def support_rows(terms: Terms, result: Mapping[str, Any], support: Support) -> list[SupportRow]:
    """The chart of support: funded bids first, one bar for each electorate, as a share of that group's ballots."""
    groups = [group["id"] for group in terms["rules"]["electorates"]]
    ballots = {group: result["turnout"][group]["ballots"] for group in groups}
    names, order = titles(terms), funded_order(result)
    others = sorted(set(names) - set(order), key=lambda one: (-sum(support[one].values()), len(one), one))
    rows = []
    for name in [*order, *others]:
        bars = tuple(
            (
                support[name].get(group, 0) * 100 // (ballots[group] or 1),
                _of(support[name].get(group, 0), ballots[group]),
            )
            for group in groups
        )
        rows.append(SupportRow(names[name], bars))
    return rows


def purses(terms: Terms, result: Mapping[str, Any]) -> list[Purse]:
    """Whose money pays for what, to the penny; awards stand in the order of `funded_order`."""
    pence, order = costs(terms), funded_order(result)
    gave = {str(at): given["pence"] for at, given in enumerate(terms["contributions"])}
    paid, left = provenance([(name, pence[name]) for name in order], gave)
    by_agency: dict[str, list[str]] = {}
    for at, given in enumerate(terms["contributions"]):
        by_agency.setdefault(given["agency"], []).append(str(at))
    return [
        Purse(
            agency,
            sum(gave[at] for at in mine),
            tuple(sum(paid[name][at] for at in mine) for name in order),
            sum(left[at] for at in mine),
        )
        for agency, mine in by_agency.items()
    ]


def turnout_rows(terms: Terms, result: Mapping[str, Any]) -> list[tuple[str, str, str, str]]:
    """For each electorate: its name, people on the roll, ballots, and how many chose not to choose."""
    rows = []
    for group in terms["rules"]["electorates"]:
        figures = result["turnout"][group["id"]]
        on_roll = terms["roll"][group["id"]]
        part = f" ({figures['ballots'] * 100 // on_roll} %)" if on_roll else ""
        ballots = f"{figures['ballots']:,}{part}"
        rows.append((group["label"], f"{on_roll:,}", ballots, f"{figures['blank']:,}"))
    return rows


def influence_rows(terms: Terms, result: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """For each electorate: its name, the agreed share and the one it really had, as a percentage."""
    effective = result["outcome"].get("effective_shares", {})
    return [
        (group["label"], group["share"], _percent(Fraction(effective[group["id"]])))
        for group in terms["rules"]["electorates"]
        if group["id"] in effective
    ]


def _labels(terms: Terms) -> dict[str, str]:
    return {group["id"]: group["label"] for group in terms["rules"]["electorates"]}


def _percent(share: Fraction) -> str:
    """To a tenth of a per cent, half upwards."""
    whole, tenth = divmod((share * 2000 + 1).__floor__() // 2, 10)
    return f"{whole}.{tenth} %" if tenth else f"{whole} %"


def _wanted_by(backers: int) -> str:
    return f"{backers:,} {'person' if backers == 1 else 'people'} wanted it."


def _why_not(terms: Terms, cost: int, backers: int, left: int) -> str:
    if not backers:
        return "Nobody chose it this time."
    wanted = _wanted_by(backers)
    if cost > terms["pot_pence"]:
        return f"{wanted} It costs more than the whole pot."
    if cost > left:
        return f"{wanted} It costs {pounds(cost)}, and {pounds(left)} was left in the end."
    return f"{wanted} Their parts of the money did not cover it together."


def _by_group(amounts: Mapping[str, str], labels: Mapping[str, str]) -> str:
    return " and ".join(f"{labels.get(group, group)} {_about(Fraction(text))}" for group, text in amounts.items())


def _about(amount: Fraction) -> str:
    """An exact fraction of pence as people read it; the exact one is in the bundle."""
    return pounds(int(amount)) if amount.denominator == 1 else f"about {pounds(round(amount))}"


def _how_paid(step: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    paid = {group: text for group, text in step["paid"].items() if Fraction(text)}
    return f"{_wanted_by(step['supporters'])} They could pay for it together: {_by_group(paid, labels)}."


def _how_ranked(step: Mapping[str, Any], left: int) -> str:
    score = Fraction(step["score"])
    points = f"{score}" if score.denominator == 1 else f"about {round(score)}"
    return f"It had {points} points, the most of the bids that the {pounds(left)} left could pay for."


def _how_tied(tie: Mapping[str, Any], names: Mapping[str, str]) -> str:
    others = " and ".join(names[name] for name in tie["projects"] if name != tie["chosen"])
    decided = {
        "cost": "it costs less",
        "supporters": "more people wanted it",
        "lot": "the public lot, drawn from dice, put it first",
        "id": "its number comes first",
    }
    return f"It was level with {others}, and went first because {decided[tie['decided_by']]}."


def _comparison_words(key: str, labels: Mapping[str, str]) -> tuple[str, str]:
    if key == GREEDY:
        return "By points alone", "The most points first, while the money lasts."
    if key == UNWEIGHTED:
        return "If everybody counted the same", "No agreed shares: each voter holds the same."
    group = labels[key.removeprefix(OF_ELECTORATE)]
    return f"{group} alone", f"If only {group.lower()} had voted, with the whole pot."


def _of(count: int, ballots: int) -> str:
    return f"{count:,} of {ballots:,}"
