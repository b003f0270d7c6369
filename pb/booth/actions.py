"""What a voter does at the ballot box: cast."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pb.ballots.actions.cast import Envelope, Placed, receipt_for, seal_ballot
from pb.ballots.rules import BallotPaper, Channel, Receipt
from pb.booth.rules.draft import Draft, Limits, read_draft
from pb.booth.voter import Pass
from pb.db.writer import Writer
from pb.keys.folder import KeyFolder


@dataclass(frozen=True, slots=True)
class BallotBox:
    """What takes ballots, for as long as the process lives.

    Attributes:
        keys: the key folder.
        writer: places sealed ballots in the urn.
        paper: the ballot paper of a round, by its id.
        secure: whether people reach the site over TLS.
        note: counts a ballot that was stored from an enrolled tablet, by the tablet's id, in a transaction of its own.
    """

    keys: KeyFolder
    writer: Writer[Envelope, Placed]
    paper: Callable[[str], Awaitable[BallotPaper]]
    secure: bool
    note: Callable[[str], Awaitable[None]]

    async def cast(
        self, given: Pass, draft: str | None, envelope_id: str, now: datetime, channel: Channel = Channel.ONLINE
    ) -> Receipt:
        """Seal and place a ballot; the receipt is there only after the commit that stores it.

        Args:
            given: the voter's pass.
            draft: the marks as the form carries them; None for a blank ballot.
            envelope_id: of this cast; the same at every resend.
            now: the server's time.
            channel: how it comes.

        Raises:
            VotingClosed, CodeUnknown, LaterVoteStands, InPersonVoteStands, Invalid, KeysMissing: as `cast` of ballots.
            OperationalError: the database could not store it; nothing was.
            OutcomeUnknown: the connection to the database broke while it was being stored; a resend finds out.
        """
        paper = await self.paper(given.round_id)
        envelope = seal_ballot(
            self.keys,
            paper,
            given.voter_id,
            _marks(paper, draft),
            envelope_id=envelope_id,
            replaces_rev=given.rev,
            channel=channel,
            now=now,
        )
        return receipt_for(self.keys, await self.writer.ask(envelope))


def _marks(paper: BallotPaper, draft: str | None) -> dict[str, Any]:
    limits = Limits(paper.kind, paper.limit, paper.most)
    # Forged names are kept, so that the rules of the ballot refuse them in so many words.
    marked = Draft(limits) if draft is None else read_draft(limits, draft, draft.replace(":", " ").split())
    return marked.marks()
