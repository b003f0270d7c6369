"""What a request brings to the booth: a turn at the screens, or a visit to the ballot box, each handed over as one."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from pb.booth import queries
from pb.booth.actions import BallotBox
from pb.booth.queries import Ballot
from pb.booth.rules.draft import Draft, read_draft
from pb.booth.rules.walk import Walk, read_walk
from pb.booth.voter import Pass, sitting
from pb.events.queries import Kiosk
from pb.keys.folder import KeyFolder
from pb.rounds import queries as rounds
from pb.rounds.rules.draft import Tone
from pb.web.forms import EMPTY, Form
from pb.web.languages import language
from pb.web.pages import Page


@dataclass(frozen=True, slots=True)
class Visit:
    """What a voter who presses "This is my vote" brings, and what takes the ballot."""

    box: BallotBox
    form: Form
    page: Page
    now: datetime
    kiosk: Kiosk | None = None


@dataclass(frozen=True, slots=True)
class Filling:
    """A ballot in the hands of its voter: the bids, what is marked so far, and which of them are shown."""

    ballot: Ballot
    draft: Draft
    walk: Walk
    sitting: str

    def with_draft(self, draft: Draft) -> "Filling":
        """The same with other marks."""
        return replace(self, draft=draft)

    def from_the_start(self) -> "Filling":
        """The same before any bid was shown."""
        return replace(self, walk=replace(self.walk, at=0, seen=0))

    def with_walk(self, walk: Walk) -> "Filling":
        """The same somewhere else."""
        return replace(self, walk=walk)


@dataclass(frozen=True, slots=True)
class Turn:
    """One request to the voting screens.

    Attributes:
        page: renders the answer.
        form: what was sent; the marks travel with it.
        session: reads.
        keys: the key folder.
        now: the instant.
        given: the pass of this browser; None where it holds none that is valid.
        kiosk: the enrolled tablet that this browser is; None where it is somebody's own device.
        is_out: whether it was, or asked to be, a tablet of an event, and is none now.
    """

    page: Page
    form: Form
    session: Session
    keys: KeyFolder
    now: datetime
    given: Pass | None
    kiosk: Kiosk | None = None
    is_out: bool = False

    @property
    def tone(self) -> Tone:
        """For whom the screens are dressed: as the voter's round has it; plain before there is a round."""
        return rounds.tone_of(self.session, self.given.round_id) if self.given else Tone.PLAIN

    def ballot_for(self, given: Pass) -> Ballot:
        """The ballot of the voter who holds this pass, in their own order."""
        look = self.page.look
        tongue, symbols = language(look.language), look.pictures == "symbols"
        return queries.ballot(self.session, given.round_id, given.seed, tongue, symbols=symbols)

    def filling_for(self, given: Pass) -> Filling:
        """The same with the marks that travel with the form, unless they are somebody else's: an old page's."""
        ballot, own = self.ballot_for(given), sitting(self.keys.session(), given)
        told = self.form.text if is_own(self.form, own) else EMPTY.text
        draft = read_draft(ballot.limits, told("draft"), ballot.order)
        walk = read_walk(ballot.order, self.page.look.show, told("at"), told("seen"))
        return Filling(ballot, draft, walk, own)


def is_own(form: Form, own: str) -> bool:
    """Whether a form carries marks of this sitting, or no word of whose they are."""
    return form.text("sitting") in {"", own}
