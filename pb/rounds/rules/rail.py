"""The side rail of the desk’s pages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RailLink:
    """One link of the desk's side rail; `count` is a small figure beside it, nothing where it is 0."""

    text: str
    href: str
    current: bool
    count: int = 0


@dataclass(frozen=True, slots=True)
class RailPart:
    """A titled group of links of the desk's side rail."""

    title: str
    links: tuple[RailLink, ...]


DESK_PAGES = (
    ("Overview", ""),
    ("Settings", "/settings"),
    ("What bids are about", "/labels"),
    ("Pot", "/pot"),
    ("Who votes", "/electorates"),
    ("Bids", "/bids"),
    ("Languages", "/languages"),
    ("Sound and signing", "/sound"),
    ("Roll and codes", "/roll"),
    ("Voting events", "/events"),
    ("Key holders", "/key-holders"),
    ("Move the round on", "/phase"),
    ("Replace a code", "/reissue"),
    ("Acts of two people", "/acts"),
    ("Record", "/record"),
)
OBSERVERS_PAGES = (
    ("Overview", ""),
    ("Moves of the round", "/phase"),
    ("Acts of two people", "/acts"),
    ("Record", "/record"),
)
HOME_PAGES = (
    ("All rounds", "/desk"),
    ("People", "/desk/people"),
    ("Heads of the record", "/desk/heads"),
    ("Record", "/desk/record"),
    ("Your account", "/desk/account"),
)
STEWARDS_PAGES = (
    ("Voting events", "/desk"),
    ("Your account", "/desk/account"),
)


def desk_home_rail(current: str, *, observing: bool = False) -> list[RailPart]:
    """The side rail of the pages of the desk that are about no one round.

    Args:
        current: the address of this page.
        observing: whether it is for an observer, who has fewer pages.
    """
    pages = [page for page in HOME_PAGES if not observing or page[1] != "/desk/people"]
    return [RailPart("", tuple(RailLink(text, href, href == current) for text, href in pages))]


def stewards_rail(current: str) -> list[RailPart]:
    """The side rail of every page that a steward sees; `current` is the address of this page."""
    return [RailPart("", tuple(RailLink(text, href, href == current) for text, href in STEWARDS_PAGES))]


def desk_rail(slug: str, name: str, current: str, *, observing: bool = False) -> list[RailPart]:
    """The side rail of every page of the desk about one round.

    Args:
        slug: the round's address.
        name: the round's name, which titles the links.
        current: the end of the address of this page, such as `/pot`; empty for the overview.
        observing: whether it is for an observer, who has fewer pages.
    """
    base = f"/desk/rounds/{slug}"
    links = tuple(
        RailLink(text, base + end, end == current) for text, end in (OBSERVERS_PAGES if observing else DESK_PAGES)
    )
    every = RailPart("", (RailLink("All rounds", "/desk", current=False),))
    return [every, RailPart(name, links)]
