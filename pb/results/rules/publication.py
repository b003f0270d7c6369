"""What may be published of a count, and the files of a bundle as plain values."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from pb.core.disclosure import ballots_may_be_public
from pb.core.refusals import NotFound
from pb.seal import chain
from pb.tally.outcome import Outcome
from pb.tally.published import Terms, Vote

INCLUDED, WITHHELD = "included", "withheld"
LOT = "pb/lot/v1"
VERSION = 1


class NotPublished(NotFound):
    """There is no published result of this round."""


def may_be_public(electorates: Iterable[str], floor: int) -> bool:
    """Whether ballots and electorates may be shown; `electorates` has one entry for each ballot."""
    return ballots_may_be_public(Counter(electorates), floor)


def shown_pairs(pairs: Iterable[tuple[str, str]], *, public: bool) -> list[list[str]]:
    """The sealed list as it may be shown: without electorates where they would give a small group away."""
    return [[commit, electorate if public else ""] for commit, electorate in pairs]


def turnout(terms: Terms, votes: Iterable[Vote]) -> dict[str, dict[str, int]]:
    """Ballots of each electorate, and how many of them chose not to choose."""
    found = {group["id"]: {"ballots": 0, "blank": 0} for group in terms["rules"]["electorates"]}
    for points, electorate in votes:
        found[electorate]["ballots"] += 1
        found[electorate]["blank"] += not points
    return found


def result_value(
    outcome: Outcome, comparisons: Mapping[str, Outcome], turned_out: Mapping[str, Mapping[str, int]], head: str, n: int
) -> dict[str, Any]:
    """The value of `result.json` with everything in it. `n` entries of the record end in the hash `head`."""
    return {
        "ballots": INCLUDED,
        "comparisons": {name: other.as_json() for name, other in comparisons.items()},
        "outcome": outcome.as_json(),
        "record": {"entries": n, "head": head or chain.START},
        "turnout": {name: dict(figures) for name, figures in turned_out.items()},
        "v": VERSION,
    }


def withheld(result: Mapping[str, Any]) -> dict[str, Any]:
    """The same result as the public may see it where an electorate is small: what is funded, and no more."""
    outcome = {"cost": result["outcome"]["cost"], "winners": result["outcome"]["winners"]}
    return {**result, "ballots": WITHHELD, "comparisons": {}, "outcome": outcome, "turnout": {}}
