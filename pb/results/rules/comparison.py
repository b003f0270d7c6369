"""What other ways of counting would have funded: they change nothing, and show how much the way matters."""

from collections.abc import Iterator
from dataclasses import dataclass

from pb.core.money import pounds
from pb.core.words import Words
from pb.results.rules.account import Account
from pb.results.rules.figures import in_a_row, inside
from pb.tally.published import GREEDY, OF_ELECTORATE, UNWEIGHTED


@dataclass(frozen=True, slots=True)
class WhatIf:
    """One comparison: the bids that it funds besides, those that it does not, and what its bids cost together.

    `told` says all that in sentences.
    """

    question: str
    note: str
    new: tuple[str, ...]
    missing: tuple[str, ...]
    sum: str
    told: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether the very same bids would be funded."""
        return not self.new and not self.missing


def what_ifs(account: Account, say: Words) -> list[WhatIf]:
    """The comparisons that are published beside the result; each electorate's own first, then the other rules."""
    order = {UNWEIGHTED: 1, GREEDY: 2, "equal-shares": 3, "ear": 4, "phragmen": 5}
    keys = sorted(account.result["comparisons"], key=lambda key: (order.get(key, 0), key))
    return [_what_if(account, key, say) for key in keys]


def _what_if(account: Account, key: str, say: Words) -> WhatIf:
    theirs, mine, titles = account.result["comparisons"][key]["order"], account.winners, account.titles
    question, note = _words(account, key, say)
    cost = pounds(sum(account.costs[name] for name in theirs))
    new = tuple(titles[name] for name in theirs if name not in mine)
    missing = tuple(titles[name] for name in mine if name not in theirs)
    sentence = say.many("{number} bid for {cost}.", "{number} bids for {cost}.", len(theirs), cost=cost)
    return WhatIf(question, note, new, missing, sentence, tuple(_told(new, missing, sentence, say)))


def _told(new: tuple[str, ...], missing: tuple[str, ...], sentence: str, say: Words) -> Iterator[str]:
    yield sentence if new or missing else say("The very same bids.")
    if new:
        yield say("Funded as well: {bids}.", bids=in_a_row(new, say))
    if missing:
        yield say("Not funded: {bids}.", bids=in_a_row(missing, say))


def _words(account: Account, key: str, say: Words) -> tuple[str, str]:
    match key:
        case "greedy":
            return _by_points(account.kind, say)
        case "equal-shares":
            question = say("What if the money were shared out among the voters?")
            return question, say("Each bid would be paid by the people who want it, from equal shares.")
        case "ear":
            return _by_first_choices(account.kind, say)
        case "phragmen":
            question = say("What if everybody saved up at the same pace?")
            note = say(
                "A bid is bought as soon as the people who want it have saved its cost; then they begin again. "
                "All voters count alike in it."
            )
            return question, note
        case "unweighted":
            question = say("What if all voters held the same?")
            return question, say("No shares for the groups: the larger one has more of the say.")
    label = next(one["label"] for one in account.rules_groups if one["id"] == key.removeprefix(OF_ELECTORATE))
    question = say("What if only {group} had voted?", group=inside(label))
    return question, say("The whole pot, counted by the same rule.")


def _by_first_choices(kind: str, say: Words) -> tuple[str, str]:
    if kind == "approval":
        note = say("A bid is funded, the cheapest first, where enough people chose it for what it costs.")
        return say("What if each bid needed enough people behind it?"), note
    note = say("A bid is funded once enough people have it high among their choices for what it costs.")
    return say("What if first choices came first?"), note


def _by_points(kind: str, say: Words) -> tuple[str, str]:
    match kind:
        case "approval":
            note = say("The bids with the most votes first, as long as the money lasts.")
            return say("What if votes alone decided?"), note
        case "stars":
            note = say("The bids with the most stars first, as long as the money lasts.")
            return say("What if stars alone decided?"), note
    return say("What if points alone decided?"), say("The bids with the most points first, as long as the money lasts.")
