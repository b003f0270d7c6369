"""What a voter does at the ballot box: cast."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from pb.ballots.actions.cast import Envelope, Placed, receipt_for, seal_ballot
from pb.ballots.rules import BallotPaper, Receipt
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
    """

    keys: KeyFolder
    writer: Writer[Envelope, Placed]
    paper: Callable[[str], Awaitable[BallotPaper]]
    secure: bool

    async def cast(self, given: Pass, draft: str | None, envelope_id: str, now: datetime) -> Receipt:
        """Seal and place a ballot; the receipt is there only after the commit that stores it.

        Args:
            given: the voter's pass.
            draft: the marks as the form carries them; None for a blank ballot.
            envelope_id: of this cast; the same at every resend.
            now: the server's time.

        Raises:
            VotingClosed, CodeUnknown, LaterVoteStands, InPersonVoteStands, Invalid, KeysMissing: as `cast` of ballots.
            OperationalError: the database could not store it; nothing was.
            OutcomeUnknown: the connection to the database broke while it was being stored; a resend finds out.
        """
        paper = await self.paper(given.round_id)
        limits = Limits(paper.kind, paper.limit, paper.most)
        # Forged names are kept, so that the rules of the ballot refuse them in so many words.
        marked = Draft(limits) if draft is None else read_draft(limits, draft, draft.replace(":", " ").split())
        envelope = seal_ballot(
            self.keys,
            paper,
            given.voter_id,
            marked.marks(),
            envelope_id=envelope_id,
            replaces_rev=given.rev,
            now=now,
        )
        return receipt_for(self.keys, await self.writer.ask(envelope))
