"""The ballot papers of rounds with voting open, kept in memory: their rules are frozen, so they never change."""

import asyncio

from pb.ballots import queries
from pb.ballots.rules import BallotPaper
from pb.db.engines import Sessions
from pb.rounds import queries as rounds


class Papers:
    """Ballot papers by round."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._frozen: dict[str, BallotPaper] = {}

    async def __call__(self, round_id: str) -> BallotPaper:
        """The ballot paper of a round.

        Raises:
            RoundNotFound: there is none of this id.
        """
        if paper := self._frozen.get(round_id):
            return paper
        return await asyncio.to_thread(self._read, round_id)

    def _read(self, round_id: str) -> BallotPaper:
        with self._sessions.read() as session:
            view = rounds.by_id(session, round_id)
            paper = queries.ballot_paper(session, view)
        if view.rules_hash:
            self._frozen[round_id] = paper
        return paper
