"""Whose money pays for what, to the penny."""

from collections.abc import Iterable
from dataclasses import dataclass

from pb.core.words import Words
from pb.results.rules.account import Account
from pb.results.rules.figures import listed, to_the_penny
from pb.rounds.rules.labels import LabelDraft, LabelKind, only_in_words


@dataclass(frozen=True, slots=True)
class Purse:
    """Money of an agency. Pence.

    Attributes:
        agency: whose money.
        only: what the bids must be about that it may go to, in words; empty for all its money together.
        gave: what was put in.
        awards: what each award took of it, in the order funded.
        left: what goes back.
    """

    agency: str
    only: str
    gave: int
    awards: tuple[int, ...]
    left: int


def purses(account: Account) -> list[Purse]:
    """Each agency once, however often it gave; none where the order of the awards is withheld."""
    by_agency: dict[str, list[int]] = {}
    for place, given in enumerate(account.terms["contributions"] if account.is_public else ()):
        by_agency.setdefault(given["agency"], []).append(place)
    return [_purse(account, agency, "", mine) for agency, mine in by_agency.items()]


def kept_purses(account: Account, say: Words) -> list[Purse]:
    """The part of each agency's money that may go to some bids only; none where that is withheld."""
    named = account.terms["rules"].get("labels", [])
    labels = [LabelDraft(one["id"], LabelKind(one["kind"]), one["label"]) for one in named]
    found: dict[tuple[str, str], list[int]] = {}
    for place, given in enumerate(account.terms["contributions"] if account.is_public else ()):
        if only := only_in_words(given.get("only", []), labels, say):
            found.setdefault((only, given["agency"]), []).append(place)
    return [_purse(account, agency, only, mine) for (only, agency), mine in sorted(found.items())]


def purse_table(account: Account, say: Words) -> tuple[list[str], list[list[str]], list[str]]:
    """Heads, rows and foot of the table of the agencies' money; every column and every row adds up."""
    found = purses(account)
    heads = [say("Bid"), *(purse.agency for purse in found), say("Together")]
    rows = []
    for at, name in enumerate(account.winners):
        rows.append(_row(account.titles[name], [purse.awards[at] for purse in found]))
    rows.append(_row(say("Goes back"), [purse.left for purse in found]))
    return heads, rows, _row(say("Put in"), [purse.gave for purse in found])


def kept_table(account: Account, say: Words) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of the table of money that may go to some bids only; no rows where there is none."""
    heads = [say("Only for"), say("Agency"), say("Went to"), say("Put in"), say("Spent"), say("Goes back")]
    rows = []
    for purse in kept_purses(account, say):
        bids = [account.titles[name] for name, pence in zip(account.winners, purse.awards, strict=True) if pence]
        figures = [purse.gave, sum(purse.awards), purse.left]
        rows.append([purse.only, purse.agency, listed(bids, say) or say("no bid"), *map(to_the_penny, figures)])
    return heads, rows


def _purse(account: Account, agency: str, only: str, places: Iterable[int]) -> Purse:
    money, given, mine = account.result["money"], account.terms["contributions"], [str(place) for place in places]
    awards = (money["awards"].get(name, {}) for name in account.winners)
    return Purse(
        agency,
        only,
        sum(given[int(place)]["pence"] for place in mine),
        tuple(sum(by_place.get(place, 0) for place in mine) for by_place in awards),
        sum(money["left"][place] for place in mine),
    )


def _row(name: str, amounts: list[int]) -> list[str]:
    return [name, *(to_the_penny(amount) for amount in (*amounts, sum(amounts)))]
