"""What a round may be: its phases, ballot kinds, limits, and what must be in place before voting opens."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import Self

from pb.core.money import pounds
from pb.core.refusals import Conflict, NotFound
from pb.tally.rules import Rule

SHARES_IN_WORDS = (
    "Each group holds its agreed share of the money, parted equally among its voters. "
    "A bid is funded when the people who want it can pay for it together."
)
POINTS_IN_WORDS = "Bids with the most points are funded one after another while the money lasts."


class Phase(StrEnum):
    """Where a round stands. The order of the members is the order of a round's life."""

    SETUP = "setup"
    BIDDING = "bidding"
    REVIEW = "review"
    VOTING = "voting"
    CLOSED = "closed"
    SEALED = "sealed"
    OPENED = "opened"
    PUBLISHED = "published"

    def reached(self, other: "Phase") -> bool:
        """Whether this phase is `other` or comes after it."""
        members = list(Phase)
        return members.index(self) >= members.index(other)


class BallotKind(StrEnum):
    """How voters say what they want."""

    APPROVAL = "approval"
    STARS = "stars"
    RANKED = "ranked"


NEXT_PHASE = dict(zip(list(Phase), list(Phase)[1:], strict=False))


class RoundNotFound(NotFound):
    """There is no such round."""


class RulesFrozen(Conflict):
    """Voting has opened, so the rules of the round can no longer change."""


class WrongPhase(Conflict):
    """The round is not in the phase in which this can be done. Facts: phase, needed."""


class RoundNotReady(Conflict):
    """Something still blocks the move. Facts: blocks, a list of plain sentences."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The four instants of a round, each later than the one before."""

    bids_open_at: datetime
    bids_close_at: datetime
    voting_opens_at: datetime
    voting_closes_at: datetime


def calendar_mistakes(calendar: Calendar) -> dict[str, str]:
    """Messages by field for instants out of order."""
    names = ("bids_open_at", "bids_close_at", "voting_opens_at", "voting_closes_at")
    words = {
        "bids_close_at": "Bids must close after they open",
        "voting_opens_at": "Voting must open after bids close",
        "voting_closes_at": "Voting must close after it opens",
    }
    instants = [getattr(calendar, name) for name in names]
    return {
        name: words[name]
        for name, before, after in zip(names[1:], instants, instants[1:], strict=False)
        if after <= before
    }


def shares_add_up(shares: Sequence[Fraction]) -> bool:
    """Whether the electorates' shares are all positive and make one whole."""
    return bool(shares) and all(share > 0 for share in shares) and sum(shares) == 1


def check_phase(phase: Phase, *needed: Phase) -> None:
    """Refuse unless the round is in one of the needed phases.

    Raises:
        WrongPhase: it is in another.
    """
    if phase not in needed:
        raise WrongPhase(phase=phase, needed=needed)


def check_not_frozen(phase: Phase) -> None:
    """Refuse a change of the rules once voting has opened.

    Raises:
        RulesFrozen: voting has opened.
    """
    if phase.reached(Phase.VOTING):
        raise RulesFrozen(phase=phase)


class NotAContribution(NotFound):
    """There is no such contribution to this round."""


class SharesDoNotAddUp(Conflict):
    """The electorates' shares are not all above nothing, or do not make one whole."""


OFFICIAL_RULE = Rule()


@dataclass(frozen=True, slots=True)
class RoundDraft:
    """What a commissioner decides about a round. Money in pence, instants aware; limits as in `models.Round`."""

    name: str
    summary: str
    calendar: Calendar
    least_cost: int
    greatest_cost: int
    ballot_kind: BallotKind
    ballot_limit: int
    ballot_most: int
    rule: Rule = OFFICIAL_RULE
    weight_factor: int = 3
    disclosure_floor: int = 30
    check_codes: bool = True
    imported: bool = False


@dataclass(frozen=True, slots=True)
class ElectorateDraft:
    """A group of voters and its agreed share of influence."""

    key: str
    name: str
    share: Fraction


DEFAULT_ELECTORATES = (
    ElectorateDraft("young-people", "Young people", Fraction(1, 2)),
    ElectorateDraft("parent-carers", "Parent carers", Fraction(1, 2)),
)


def slug_of(name: str) -> str:
    """The part of an address that says this name: `spring-round-2026`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "round"


class Block(str):
    """A plain sentence that says what stands in the way of a move.

    Attributes:
        mended_at: the end of the address of the desk's page where it is mended, such as `/pot`; "" where none is.
    """

    __slots__ = ("mended_at",)
    mended_at: str

    def __new__(cls, words: str, mended_at: str = "") -> Self:
        """The sentence, and where to go."""
        block = super().__new__(cls, words)
        block.mended_at = mended_at
        return block


def blocks_opening(
    *,
    pot: int,
    greatest_cost: int,
    calendar: Calendar,
    admitted: int,
    undecided: int,
    roll: Mapping[str, int],
    electorates: Mapping[str, str],
    now: datetime,
) -> list[Block]:
    """What still stands in the way of opening the vote, in plain sentences.

    Args:
        pot: pence.
        greatest_cost: pence; no bid may cost more than there is.
        calendar: of the round.
        admitted: bids on the ballot.
        undecided: bids that were sent and not decided.
        roll: people on the roll by electorate key.
        electorates: names by key.
        now: the present.
    """
    blocks = []
    if not pot:
        blocks.append(Block("There is no money in the pot. Add at least one contribution", "/pot"))
    elif greatest_cost > pot:
        words = "A bid may cost more than the whole pot. Lower the greatest cost of a bid"
        blocks.append(Block(words, "/settings"))
    if not admitted:
        blocks.append(Block("No bid is admitted, so there is nothing to vote on", "/bids"))
    if undecided:
        blocks.append(Block(f"{undecided} {'bid is' if undecided == 1 else 'bids are'} not decided yet", "/bids"))
    blocks += [
        Block(f"Nobody is on the roll of {name}. Import the roll", "/roll")
        for key, name in electorates.items()
        if not roll.get(key)
    ]
    if calendar.voting_closes_at <= now:
        blocks.append(Block("The day on which voting closes has passed. Change the calendar", "/settings"))
    return blocks


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
    pages = (("All rounds", "/desk"), ("People", "/desk/people"), ("Record", "/desk/record"))
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


def ballot_in_words(kind: BallotKind, limit: int, most: int) -> str:
    """The ballot in one sentence for grown-ups."""
    match kind:
        case BallotKind.APPROVAL:
            return (
                f"Each voter chooses up to {limit} bids." if limit else "Each voter chooses as many bids as they like."
            )
        case BallotKind.STARS:
            return f"Each voter has {limit} stars to share out, at most {most} on one bid."
        case BallotKind.RANKED:
            return f"Each voter puts up to {limit} bids in order, best first."


def rule_in_words(rule: Rule) -> str:
    """How votes are counted, in a few sentences for grown-ups."""
    if rule.name == "greedy":
        return f"Most points first. {POINTS_IN_WORDS}"
    words = [f"Equal shares. {SHARES_IN_WORDS}"]
    if rule.completion == "add1":
        words.append(f"As long as the pot can pay, each voter then gets {pounds(rule.step)} more and we count anew.")
    if rule.second == "greedy":
        words.append("What is left goes to the bids with the most points that it can still pay for.")
    return " ".join(words)
