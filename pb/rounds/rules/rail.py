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
    ("Roll and codes", "/roll"),
    ("Move the round on", "/phase"),
    ("Replace a code", "/reissue"),
    ("Record", "/record"),
)


def desk_home_rail(current: str) -> list[RailPart]:
    """The side rail of the staff pages that are about no one round; `current` is the address of this page."""
    pages = (
        ("All rounds", "/desk"),
        ("People", "/desk/people"),
        ("Record", "/desk/record"),
        ("Your account", "/desk/account"),
    )
    return [RailPart("", tuple(RailLink(text, href, href == current) for text, href in pages))]


def desk_rail(slug: str, name: str, current: str) -> list[RailPart]:
    """The side rail of every staff page about one round.

    Args:
        slug: the round's address.
        name: the round's name, which titles the links.
        current: the end of the address of this page, such as `/pot`; empty for the overview.
    """
    base = f"/desk/rounds/{slug}"
    links = tuple(RailLink(text, base + end, end == current) for text, end in DESK_PAGES)
    every = RailPart("", (RailLink("All rounds", "/desk", current=False),))
    return [every, RailPart(name, links)]
