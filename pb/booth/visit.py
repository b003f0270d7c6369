"""One visit to the ballot box: all that casting works with, handed over as one."""

from dataclasses import dataclass
from datetime import datetime

from pb.booth.actions import BallotBox
from pb.web.forms import Form
from pb.web.pages import Page


@dataclass(frozen=True, slots=True)
class Visit:
    """What a voter who presses "This is my vote" brings, and what takes the ballot."""

    box: BallotBox
    form: Form
    page: Page
    now: datetime
