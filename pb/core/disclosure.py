"""Which ballots and figures may be public: small groups stay hidden."""

from collections.abc import Mapping

DEFAULT_FLOOR = 30
LEAST_FLOOR, GREATEST_FLOOR = 10, 100


def ballots_may_be_public(ballots: Mapping[str, int], floor: int) -> bool:
    """Whether ballots, electorate labels and the steps of the count may be published.

    Args:
        ballots: number of ballots of each electorate, by its id.
        floor: the fewest ballots that any electorate that voted must have.
    Returns: True where every electorate with a ballot has at least `floor` of them.
    """
    return all(count >= floor for count in ballots.values() if count > 0)
