"""What may be published of a count, and the files of a bundle as plain values."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from pb.core.disclosure import ballots_may_be_public
from pb.core.refusals import Conflict, NotFound
from pb.seal import chain, listing
from pb.tally.explained import case_of, without_trials
from pb.tally.outcome import Outcome
from pb.tally.published import Terms, Vote, election_of, measures_of, money_of, rule_of, uncounted
from pb.tally.rules import count

INCLUDED, WITHHELD = "included", "withheld"
LOT = "pb/lot/v1"


class NotPublished(NotFound):
    """There is no published result of this round."""


class NotExplained(Conflict):
    """Some bids are not explained yet, so the result cannot be published. Facts: bids."""


def may_be_public(electorates: Iterable[str], floor: int) -> bool:
    """Whether ballots and electorates may be shown; `electorates` has one entry for each ballot."""
    return ballots_may_be_public(Counter(electorates), floor)


def shown_pairs(pairs: Iterable[tuple[str, str]], salt: str, *, public: bool) -> list[list[str]]:
    """The sealed list as it may be shown: with veiled electorates where they would give a small group away."""
    if public:
        return [list(pair) for pair in pairs]
    return [[commit, veil if salt else ""] for commit, veil in listing.veiled(pairs, salt)]


def turnout(terms: Terms, votes: Iterable[Vote]) -> dict[str, dict[str, int]]:
    """Ballots of each electorate, and how many of them chose not to choose."""
    found = {group["id"]: {"ballots": 0, "blank": 0} for group in terms["rules"]["electorates"]}
    for points, electorate in votes:
        found[electorate]["ballots"] += 1
        found[electorate]["blank"] += not points
    return found


def result_value(
    terms: Terms, seed: str, votes: list[Vote], outcome: Outcome, comparisons: Mapping[str, Outcome]
) -> dict[str, Any]:
    """The value of `result.json` with everything in it, but for the head of the record, which comes last.

    In the version of the format in which the rules of the round were frozen.
    """
    value = {
        "ballots": INCLUDED,
        "comparisons": {name: other.as_json() for name, other in comparisons.items()},
        "outcome": outcome.as_json(),
        "turnout": turnout(terms, votes),
        "v": terms["v"],
    }
    return value if terms["v"] == 1 else {**value, **_what_follows(terms, seed, votes, outcome)}


def with_head(result: Mapping[str, Any], head: str, entries: int) -> dict[str, Any]:
    """The same with the record, of so many entries, whose last one has this hash."""
    return {**result, "record": {"entries": entries, "head": head or chain.START}}


def withheld(terms: Terms, result: Mapping[str, Any], listed: int) -> dict[str, Any]:
    """The same result as the public may see it where an electorate is small: what is funded, and no more.

    Args:
        terms: of the round.
        result: with everything in it.
        listed: how many ballots are on the sealed list.
    """
    outcome = {"cost": result["outcome"]["cost"], "winners": result["outcome"]["winners"]}
    bare = {**result, "ballots": WITHHELD, "comparisons": {}, "outcome": outcome, "turnout": {}}
    # Whether those who voted chose anything would tell how each of them voted.
    return bare if terms["v"] == 1 else {**bare, "measures": {}, "money": {}, "uncounted": uncounted(terms, listed, 0)}


def as_shown(
    terms: Terms, result: Mapping[str, Any], pairs: Collection[tuple[str, str]], floor: int
) -> tuple[dict[str, Any], bool]:
    """The result as the public may see it, and whether that is all of it.

    Args:
        terms: of the round.
        result: with everything in it.
        pairs: the sealed list.
        floor: the fewest ballots that an electorate that voted must have.
    """
    public = may_be_public((electorate for _, electorate in pairs), floor)
    return (dict(result) if public else withheld(terms, result, len(pairs))), public


def read_anew(
    terms: Terms, seed: str, votes: list[Vote], result: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """A public result of the first format with what later ones have, and its explanations without trials."""
    outcome = count(election_of(terms, seed, votes), rule_of(terms))
    case = case_of(terms, seed, votes, outcome)
    explained = {project["id"]: without_trials(case, project["id"]) for project in terms["proposals"]}
    return {**result, **_what_follows(terms, seed, votes, outcome)}, explained


def _what_follows(terms: Terms, seed: str, votes: list[Vote], outcome: Outcome) -> dict[str, Any]:
    blank = sum(not points for points, _ in votes)
    return {
        "measures": measures_of(election_of(terms, seed, votes), outcome),
        "money": money_of(terms, outcome.order),
        "uncounted": uncounted(terms, len(votes), blank),
    }
