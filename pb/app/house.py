"""What lives as long as the process: settings, database, keys, templates, the ballot box, the clock."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from jinja2 import Environment

from pb.app.papers import Papers
from pb.app.steady import Steadiness
from pb.ballots.actions.cast import place_ballots
from pb.booth.actions import BallotBox
from pb.core.clock import Clock
from pb.core.settings import Settings
from pb.db.engines import Sessions
from pb.db.throttle import Throttle
from pb.db.writer import Writer
from pb.events import actions as events
from pb.keys.folder import KeyFolder
from pb.web.pages import make_environment


@dataclass(frozen=True, slots=True)
class House:
    """The parts of a running installation."""

    settings: Settings
    sessions: Sessions
    keys: KeyFolder
    environment: Environment
    throttle: Throttle
    box: BallotBox
    clock: Clock
    steadiness: Steadiness

    def close(self) -> None:
        """Finish the casts that wait and give the connections back."""
        self.box.writer.close()
        self.sessions.close()


def open_house(settings: Settings, clock: Clock) -> House:
    """Open the database and the key folder, and read the templates."""
    sessions, keys = Sessions(settings.database_url), KeyFolder(settings.keys)
    return House(
        settings=settings,
        sessions=sessions,
        keys=keys,
        environment=make_environment(settings),
        throttle=Throttle(sessions),
        box=BallotBox(keys, Writer(sessions, place_ballots), Papers(sessions), settings.secure, _note_of(sessions)),
        clock=clock,
        steadiness=Steadiness(),
    )


def _note_of(sessions: Sessions) -> Callable[[str], Awaitable[None]]:
    """What counts a ballot at its tablet, off the loop that answers voters."""

    def count(tablet_id: str) -> None:
        with sessions.write() as session:
            events.count_cast(session, tablet_id)

    async def note(tablet_id: str) -> None:
        await asyncio.to_thread(count, tablet_id)

    return note
