"""What a proposal may be: its states, what must be complete before it is sent, and limits on its words."""

from enum import StrEnum

from pb.core.refusals import Conflict, NotFound


class Status(StrEnum):
    """Where a proposal stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ADMITTED = "admitted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ProposalNotFound(NotFound):
    """There is no such proposal, or it belongs to somebody else."""


class BidsClosed(Conflict):
    """Bids cannot be changed or sent outside the round's dates for bids."""


class ProposalIncomplete(Conflict):
    """Some part is missing. Facts: missing, a list of section names."""


class ProposalChangedElsewhere(Conflict):
    """Another device saved this bid since this page was opened. Facts: theirs, mine."""


class AlreadyDecided(Conflict):
    """The proposal has been admitted, refused or withdrawn."""
