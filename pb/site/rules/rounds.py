"""How a round is told to the public: where it stands, in words, and figures ready to draw."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pb.core.clock import london_date, london_text
from pb.core.money import pounds
from pb.core.words import ENGLISH, Words
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
    (Phase.SETUP, Phase.BIDDING),
    (Phase.REVIEW,),
    (Phase.VOTING,),
    (Phase.CLOSED, Phase.SEALED, Phase.OPENED),
    (Phase.PUBLISHED,),
)
"""The phases of each step of the line."""


def story(
    phase: Phase, calendar: Sequence[datetime], say: Words = ENGLISH, day: Callable[[datetime], str] = london_date
) -> list[Step]:
    """The line of steps for a round.

    Args:
        phase: where it stands.
        calendar: bids open, bids close, voting opens, voting closes.
        say: in the reader's language.
        day: says a day in it.
    """
    opens, closes, votes, ends = (day(instant) for instant in calendar)
    told = (
        (say("Sending bids"), say("{first} to {last}", first=opens, last=closes)),
        (say("Checking bids"), say("after {day}", day=closes)),
        (say("Voting"), say("{first} to {last}", first=votes, last=ends)),
        (say("Counting"), say("after {day}", day=ends)),
        (say("Result"), ""),
    )
    now = next(at for at, phases in enumerate(STORY) if phase in phases)
    steps = []
    for at, (name, when) in enumerate(told):
        finished = at < now or phase is Phase.PUBLISHED
        steps.append(Step(name, when, "done" if finished and at != now else "now" if at == now else ""))
    return steps


def standing(
    phase: Phase, calendar: Sequence[datetime], say: Words = ENGLISH, moment: Callable[[datetime], str] = london_text
) -> str:
    """In one sentence, what can be done in this round now; `moment` says an instant in the reader's language."""
    opens, closes, votes, ends = (moment(instant) for instant in calendar)
    match phase:
        case Phase.SETUP:
            return say("Bids open on {moment}.", moment=opens)
        case Phase.BIDDING:
            return say("Bids are open until {moment}.", moment=closes)
        case Phase.REVIEW:
            return say("Bids are being checked. Voting opens on {moment}.", moment=votes)
        case Phase.VOTING:
            return say("Voting is open until {moment}.", moment=ends)
        case Phase.CLOSED | Phase.SEALED | Phase.OPENED:
            return say("Voting has closed. The votes are being counted.")
        case Phase.PUBLISHED:
            return say("The result is published.")


def money_bars(rows: Sequence[tuple[str, int]]) -> list[Bar]:
    """Amounts in pence as bars, the longest filling the track."""
    longest = max((amount for _, amount in rows), default=0) or 1
    return [Bar(label, amount * 100 // longest, pounds(amount)) for label, amount in rows]
