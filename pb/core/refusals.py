"""The kinds of refusal. Rooms name their own after the fact (`VotingClosed`); `app` turns the kind into a status."""


class Refusal(Exception):
    """Something a person asked for cannot be done, for a reason that is not a fault of the program.

    A refusal carries plain values as attributes; `templates/refusals/` finds the words for it.
    """

    def __init__(self, **facts: object) -> None:
        super().__init__(type(self).__name__)
        self.facts = facts


class NotFound(Refusal):
    """There is no such thing, or none that this person may know of."""


class NotAllowed(Refusal):
    """The thing is there, but this person may not do this with it."""


class Conflict(Refusal):
    """It could have been done at another time or in another state."""


class Invalid(Refusal):
    """What was sent makes no sense, and not through a slip that a form could explain beside a field."""


class TooMany(Refusal):
    """Too many tries in a short time; waiting mends it."""
