"""What lives as long as the process: settings, database, keys, templates, the writer, the clock."""

from dataclasses import dataclass

from jinja2 import Environment

from pb.core.clock import Clock
from pb.core.settings import Settings
from pb.db.engines import Sessions
from pb.db.throttle import Throttle
from pb.db.writer import Writer
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
    writer: Writer
    clock: Clock

    def close(self) -> None:
        """Finish the casts that wait and give the connections back."""
        self.writer.close()
        self.sessions.close()


def open_house(settings: Settings, clock: Clock) -> House:
    """Open the database and the key folder, and read the templates."""
    sessions = Sessions(settings.database_url)
    return House(
        settings=settings,
        sessions=sessions,
        keys=KeyFolder(settings.keys),
        environment=make_environment(settings),
        throttle=Throttle(sessions),
        writer=Writer(sessions),
        clock=clock,
    )
