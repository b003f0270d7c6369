"""What other ways of counting would have funded: they change nothing, and show how much the way matters."""

from dataclasses import dataclass

from pb.core.money import pounds
from pb.results.rules.account import POINTS, Account
from pb.results.rules.figures import bids, inside
from pb.tally.published import GREEDY, OF_ELECTORATE, UNWEIGHTED


@dataclass(frozen=True, slots=True)
class WhatIf:
    """One comparison: the bids that it funds besides, those that it does not, and what its bids cost together."""

    question: str
    note: str
    new: tuple[str, ...]
    missing: tuple[str, ...]
    sum: str

    @property
    def same(self) -> bool:
        """Whether the very same bids would be funded."""
        return not self.new and not self.missing


def what_ifs(account: Account) -> list[WhatIf]:
    """The comparisons that are published beside the result; each electorate's own first."""
    order = {UNWEIGHTED: 1, GREEDY: 2}
    keys = sorted(account.result["comparisons"], key=lambda key: (order.get(key, 0), key))
    return [_what_if(account, key) for key in keys]


def _what_if(account: Account, key: str) -> WhatIf:
    theirs, mine, titles = account.result["comparisons"][key]["order"], account.winners, account.titles
    question, note = _words(account, key)
    return WhatIf(
        question,
        note,
        tuple(titles[name] for name in theirs if name not in mine),
        tuple(titles[name] for name in mine if name not in theirs),
        f"{bids(len(theirs))} for {pounds(sum(account.costs[name] for name in theirs))}",
    )


def _words(account: Account, key: str) -> tuple[str, str]:
    what = POINTS[account.kind]
    if key == GREEDY:
        return f"What if {what} alone decided?", f"The bids with the most {what} first, as long as the money lasts."
    if key == UNWEIGHTED:
        return "What if all voters held the same?", "No shares for the groups: the larger one has more of the say."
    label = next(one["label"] for one in account.rules_groups if one["id"] == key.removeprefix(OF_ELECTORATE))
    return f"What if only {inside(label)} had voted?", "The whole pot, counted by the same rule."
