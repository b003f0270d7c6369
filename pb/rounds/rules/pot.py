"""The pot: the contributions of agencies."""

from pb.core.refusals import NotFound


class NotAContribution(NotFound):
    """There is no such contribution to this round."""
