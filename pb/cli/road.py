"""The road of a round walked by two people of the command line: the same actions as on the site, in the same order."""

import secrets
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from pb.ballots import queries as ballots
from pb.ballots.actions.cast import Envelope, Placed, place_ballots, seal_ballot
from pb.ballots.rules import DICE_DIGITS, BallotPaper
from pb.core.clock import system_clock
from pb.core.settings import Settings
from pb.db.engines import Sessions
from pb.db.writer import Writer
from pb.desk import actions as desk
from pb.desk import clockwork
from pb.keys.folder import KeyFolder
from pb.people import queries as people
from pb.people.rules import Kind, Viewer
from pb.results import queries as results
from pb.roll import queries as roll
from pb.roll.rules import Code, CodeUnknown
from pb.rounds import queries as rounds

CastWriter = Writer[Envelope, Placed]
PAUSE_SECONDS = 1


@dataclass(frozen=True, slots=True)
class Road:
    """Two commissioners with the keys of the house. Whoever runs the command stands in for their telephones too."""

    sessions: Sessions
    keys: KeyFolder
    writer: CastWriter
    first: Viewer
    second: Viewer

    def agree(self, round_id: str, kind: Kind, now: datetime, chosen: Mapping[str, Any] | None = None) -> None:
        """One proposes, the other confirms exactly that."""
        with self.sessions.write() as session:
            act_id = desk.propose(session, self.keys, round_id, kind, _present(self.first, now), now, chosen)
        with self.sessions.write() as session:
            act = next(act for act in people.open_acts(session, round_id) if act.id == act_id)
            desk.confirm(session, self.keys, act_id, act.effect_hash, _present(self.second, now), now)

    def cast(self, round_id: str, votes: Iterable[tuple[Code, Mapping[str, Any]]], now: datetime) -> int:
        """Cast a ballot for each code, as a browser would that never goes back; returns how many are stored."""
        with self.sessions.read() as session:
            paper = ballots.ballot_paper(session, rounds.by_id(session, round_id))
            waiting = [self.writer.submit(self._sealed(session, paper, code, marks, now)) for code, marks in votes]
        return len([future.result() for future in waiting])

    def publish(
        self, round_id: str, now: datetime, tell: clockwork.Tell | None = None, pause: timedelta = timedelta()
    ) -> None:
        """From a closed vote to the published result, with dice of the system's own randomness.

        `pause` lies between one step and the next, as it does where people take them.
        """
        thrown, opened, agreed = (now + steps * pause for steps in (1, 2, 3))
        self.agree(round_id, Kind.SEAL_LIST, now)
        dice = "".join(str(secrets.randbelow(10)) for _ in range(DICE_DIGITS))
        with self.sessions.write() as session:
            desk.throw_dice(session, round_id, dice, self.first, thrown)
        self.agree(round_id, Kind.OPEN_URN, opened)
        self.agree(round_id, Kind.PUBLISH, agreed)
        self._explain(round_id, tell)
        clockwork.run_due(self.sessions, self.keys, agreed)

    def _explain(self, round_id: str, tell: clockwork.Tell | None) -> None:
        """Explain every bid, or wait for whoever has them in hand: a site may be served meanwhile."""
        clockwork.explain_due(self.sessions, system_clock, tell)
        while self._is_left_to_explain(round_id):
            time.sleep(PAUSE_SECONDS)
            clockwork.explain_due(self.sessions, system_clock, tell)

    def _is_left_to_explain(self, round_id: str) -> bool:
        with self.sessions.read() as session:
            return bool(results.to_explain(session, rounds.by_id(session, round_id)))

    def _sealed(
        self, session: Session, paper: BallotPaper, code: Code, marks: Mapping[str, Any], now: datetime
    ) -> Envelope:
        voter = roll.voter_by_code(session, self.keys, paper.round_id, code)
        if voter is None:
            raise CodeUnknown
        envelope_id = secrets.token_hex(16)
        return seal_ballot(
            self.keys, paper, voter.voter_id, dict(marks), envelope_id=envelope_id, replaces_rev=None, now=now
        )


def _present(viewer: Viewer, now: datetime) -> Viewer:
    return replace(viewer, has_second_factor=True, second_step_at=now)


@contextmanager
def opened(settings: Settings) -> Iterator[tuple[Sessions, KeyFolder, CastWriter]]:
    """The database, the key folder and the writer, given back at the end."""
    sessions = Sessions(settings.database_url)
    writer = Writer(sessions, place_ballots)
    try:
        yield sessions, KeyFolder(settings.keys), writer
    finally:
        writer.close()
        sessions.close()
