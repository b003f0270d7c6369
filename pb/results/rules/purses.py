"""Whose money pays for what, to the penny."""

from dataclasses import dataclass

from pb.results.rules.account import Account
from pb.results.rules.figures import to_the_penny
from pb.tally.provenance import provenance
from pb.tally.published import election_of
from pb.tally.restrictions import pot_of


@dataclass(frozen=True, slots=True)
class Purse:
    """An agency's money: what it put in, what each award took of it in the order funded, and what goes back. Pence."""

    agency: str
    gave: int
    awards: tuple[int, ...]
    left: int


def purses(account: Account) -> list[Purse]:
    """Each agency once, however often it gave; none where the order of the awards is withheld."""
    if not account.is_public:
        return []
    given, pot = account.terms["contributions"], pot_of(account.terms)
    gave = {str(at): one["pence"] for at, one in enumerate(given)}
    paid, left = provenance(election_of(account.terms, "", []), account.winners, pot.gifts)
    left = {**pot.idle, **left}
    by_agency: dict[str, list[str]] = {}
    for at, one in enumerate(given):
        by_agency.setdefault(one["agency"], []).append(str(at))
    return [
        Purse(
            agency,
            sum(gave[at] for at in mine),
            tuple(sum(paid[name].get(at, 0) for at in mine) for name in account.winners),
            sum(left[at] for at in mine),
        )
        for agency, mine in by_agency.items()
    ]


def purse_table(account: Account) -> tuple[list[str], list[list[str]], list[str]]:
    """Heads, rows and foot of the table of the agencies' money; every column and every row adds up."""
    found = purses(account)
    heads = ["Bid", *(purse.agency for purse in found), "Together"]
    rows = []
    for at, name in enumerate(account.winners):
        rows.append(_row(account.titles[name], [purse.awards[at] for purse in found]))
    rows.append(_row("Goes back", [purse.left for purse in found]))
    return heads, rows, _row("Put in", [purse.gave for purse in found])


def _row(name: str, amounts: list[int]) -> list[str]:
    return [name, *(to_the_penny(amount) for amount in (*amounts, sum(amounts)))]
