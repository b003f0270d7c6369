"""What a proposal may be: its states, what must be complete before it is sent, and limits on its words."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from pb.core.refusals import Conflict, NotFound
from pb.rounds.rules.phases import Phase


class Status(StrEnum):
    """Where a proposal stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ADMITTED = "admitted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ProposalNotFound(NotFound):
    """There is no such proposal, or it belongs to somebody else."""


class BidsClosed(Conflict):
    """Bids cannot be changed or sent outside the round's dates for bids."""


class ProposalIncomplete(Conflict):
    """Some part is missing. Facts: missing, a list of section names."""


class ProposalChangedElsewhere(Conflict):
    """Another device saved this bid since this page was opened. Facts: theirs, mine."""


class AlreadyDecided(Conflict):
    """The proposal has been admitted, refused or withdrawn."""


class BidChanged(Conflict):
    """The bidder has changed the bid since the officer opened it. Facts: theirs, mine."""


class ReasonMissing(Conflict):
    """A bid is turned down only with a reason that the public can read."""


class Section(StrEnum):
    """The parts of a bid, in the order of its task list."""

    IDEA = "idea"
    PEOPLE = "people"
    MONEY = "money"
    PICTURE = "picture"


FIELDS = {
    Section.IDEA: ("title", "sentence", "what", "place"),
    Section.PEOPLE: ("who_for", "team"),
    Section.PICTURE: ("symbol", "symbol_description"),
}
NEEDED = {
    Section.IDEA: ("title", "sentence", "what"),
    Section.PEOPLE: ("who_for", "team"),
    Section.PICTURE: ("symbol", "symbol_description"),
}
LONGEST = {
    "title": 80,
    "sentence": 160,
    "what": 4000,
    "who_for": 2000,
    "place": 120,
    "team": 120,
    "symbol": 60,
    "symbol_description": 160,
}
MOST_COST_LINES = 20
GREATEST_NUMBER = 2**31 - 1  # of a bid: what an integer column holds
LONGEST_COST_LINE = 120
LONGEST_REASON = 2000
DECIDED = frozenset({Status.ADMITTED, Status.REFUSED})
OPEN_TO_BIDDER = frozenset({Status.DRAFT, Status.SUBMITTED})


class CostRow(Protocol):
    """A row of costs; one that was saved for later may lack its words or its amount."""

    @property
    def what(self) -> str:
        """What the money is for."""

    @property
    def amount(self) -> int:
        """Pence."""


class HasSections(Protocol):
    """What can be asked whether it is complete: a proposal as it stands."""

    @property
    def ask(self) -> int:
        """The sum of its costs, in pence."""

    @property
    def cost_lines(self) -> Sequence["CostRow"]:
        """Its costs."""


class State(StrEnum):
    """How far a section of a bid is."""

    NOT_STARTED = "not started"
    IN_PROGRESS = "in progress"
    COMPLETED = "completed"


def state_of(section: Section, bid: HasSections, missing: Sequence[Section]) -> State:
    """How far a section is; `missing` is from `missing_sections`."""
    if section not in missing:
        return State.COMPLETED
    begun = bool(bid.cost_lines) if section is Section.MONEY else any(getattr(bid, name) for name in FIELDS[section])
    return State.IN_PROGRESS if begun else State.NOT_STARTED


def missing_sections(bid: HasSections, least_cost: int, greatest_cost: int) -> list[Section]:
    """The parts of a bid that are not complete yet, in order."""
    missing = [section for section, names in NEEDED.items() if not all(getattr(bid, name) for name in names)]
    costed = all(line.what and line.amount for line in bid.cost_lines)
    if not costed or not least_cost <= bid.ask <= greatest_cost:
        missing.append(Section.MONEY)
    return [section for section in Section if section in missing]


def check_bids_open(phase: Phase, closes_at: datetime, now: datetime) -> None:
    """Refuse changes by bidders outside the dates for bids.

    Raises:
        BidsClosed: bids are not open, or the closing instant has come.
    """
    if phase is not Phase.BIDDING or now >= closes_at:
        raise BidsClosed(closes_at=closes_at)


def check_undecided(status: Status) -> None:
    """Refuse what can only be done with a bid that is a draft or waits for a decision.

    Raises:
        AlreadyDecided: it was admitted, turned down or withdrawn.
    """
    if status not in OPEN_TO_BIDDER:
        raise AlreadyDecided(status=status)


TRANSLATED = ("title", "sentence", "what", "who_for")
"""The parts of a bid that can be said in another language."""


class Translation(StrEnum):
    """How far the words of a bid are in another language."""

    NONE = "none"
    SOME = "some"
    STALE = "stale"
    WHOLE = "whole"


def translation_of(bid: Mapping[str, str], text: Mapping[str, str], *, changed: bool) -> Translation:
    """How far a bid is translated.

    Args:
        bid: its own words, by part.
        text: those in the other language.
        changed: whether the bid was changed since.
    """
    if not any(text.get(part) for part in TRANSLATED):
        return Translation.NONE
    if changed:
        return Translation.STALE
    return Translation.WHOLE if all(text.get(part) or not bid[part] for part in TRANSLATED) else Translation.SOME
