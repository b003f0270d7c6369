"""How a round is told to the public: where it stands, in words, and figures ready to draw."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pb.core.clock import london_date, london_text
from pb.core.money import pounds
from pb.rounds.rules.phases import Phase


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the line that shows where a round is. `state` is done, now, or empty for to come."""

    name: str
    when: str
    state: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a bar chart; `width` in whole per cent of the longest."""

    label: str
    width: int
    text: str


STORY = (
    ("Sending bids", (Phase.SETUP, Phase.BIDDING)),
    ("Checking bids", (Phase.REVIEW,)),
    ("Voting", (Phase.VOTING,)),
    ("Counting", (Phase.CLOSED, Phase.SEALED, Phase.OPENED)),
    ("Result", (Phase.PUBLISHED,)),
)


def story(phase: Phase, calendar: Sequence[datetime]) -> list[Step]:
    """The line of steps for a round.

    Args:
        phase: where it stands.
        calendar: bids open, bids close, voting opens, voting closes.
    """
    opens, closes, votes, ends = (london_date(instant) for instant in calendar)
    whens = (f"{opens} to {closes}", f"after {closes}", f"{votes} to {ends}", f"after {ends}", "")
    now = next(at for at, (_, phases) in enumerate(STORY) if phase in phases)
    steps = []
    for at, ((name, _), when) in enumerate(zip(STORY, whens, strict=True)):
        finished = at < now or phase is Phase.PUBLISHED
        steps.append(Step(name, when, "done" if finished and at != now else "now" if at == now else ""))
    return steps


def standing(phase: Phase, calendar: Sequence[datetime]) -> str:
    """In one sentence, what can be done in this round now."""
    opens, closes, votes, ends = (london_text(instant) for instant in calendar)
    match phase:
        case Phase.SETUP:
            return f"Bids open on {opens}."
        case Phase.BIDDING:
            return f"Bids are open until {closes}."
        case Phase.REVIEW:
            return f"Bids are being checked. Voting opens on {votes}."
        case Phase.VOTING:
            return f"Voting is open until {ends}."
        case Phase.CLOSED | Phase.SEALED | Phase.OPENED:
            return "Voting has closed. The votes are being counted."
        case Phase.PUBLISHED:
            return "The result is published."


def money_bars(rows: Sequence[tuple[str, int]]) -> list[Bar]:
    """Amounts in pence as bars, the longest filling the track."""
    longest = max((amount for _, amount in rows), default=0) or 1
    return [Bar(label, amount * 100 // longest, pounds(amount)) for label, amount in rows]
