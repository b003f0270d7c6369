"""The groups that vote and their agreed shares of influence."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from pb.core.refusals import Conflict


def shares_add_up(shares: Sequence[Fraction]) -> bool:
    """Whether the electorates' shares are all positive and make one whole."""
    return bool(shares) and all(share > 0 for share in shares) and sum(shares) == 1


class SharesDoNotAddUp(Conflict):
    """The electorates' shares are not all above nothing, or do not make one whole."""


@dataclass(frozen=True, slots=True)
class ElectorateDraft:
    """A group of voters and its agreed share of influence."""

    key: str
    name: str
    share: Fraction


DEFAULT_ELECTORATES = (
    ElectorateDraft("young-people", "Young people", Fraction(1, 2)),
    ElectorateDraft("parent-carers", "Parent carers", Fraction(1, 2)),
)
