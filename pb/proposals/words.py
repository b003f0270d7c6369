"""Words for the parts of a bid and for where it stands, in the reader's language."""

from pb.core.words import ENGLISH, Words
from pb.proposals.rules import Section, State, Status


def titles(say: Words = ENGLISH) -> dict[Section, str]:
    """What each part of a bid is called."""
    return {
        Section.IDEA: say("Your idea"),
        Section.PEOPLE: say("Who it is for"),
        Section.MONEY: say("What it costs"),
        Section.PICTURE: say("A picture"),
    }


def state_words(say: Words = ENGLISH) -> dict[State, str]:
    """How far a part is."""
    return {
        State.NOT_STARTED: say("Not started"),
        State.IN_PROGRESS: say("In progress"),
        State.COMPLETED: say("Completed"),
    }


def status_words(say: Words = ENGLISH) -> dict[Status, tuple[str, str]]:
    """Where a bid stands, and the kind of the tag that says so."""
    return {
        Status.DRAFT: (say("Not sent yet"), ""),
        Status.SUBMITTED: (say("Being checked"), "calm"),
        Status.ADMITTED: (say("On the ballot"), "good"),
        Status.REFUSED: (say("Not this time"), "wait"),
        Status.WITHDRAWN: (say("Withdrawn"), ""),
    }


def missing_words(say: Words = ENGLISH) -> dict[str, str]:
    """What is said beside a field that must not be empty."""
    return {
        "title": say("Enter a name for your idea"),
        "sentence": say("Say your idea in one sentence"),
        "what": say("Say what you would do"),
        "who_for": say("Say who it is for"),
        "team": say("Say who is behind the idea, such as a group’s name"),
        "symbol": say("Choose a picture"),
    }
