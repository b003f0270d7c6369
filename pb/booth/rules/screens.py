"""What each voting screen says, sentence by sentence: what there is to record, and what a test finds on the screens."""

from dataclasses import dataclass

from pb.booth.rules.draft import Draft, Limits
from pb.booth.rules.words import (
    hello,
    instruction,
    invitation,
    place_word,
    question,
    question_of_one,
    reminder,
    thanks,
    too_many,
)
from pb.core.words import Words
from pb.rounds.rules.draft import BallotKind, Slip, Tone

MOST_NUMBERS = 20
"""Up to here sentences are listed for each number that they can hold while somebody votes."""
NAMES = {
    "welcome": "Hello",
    "how": "How to vote",
    "ballot": "The bids",
    "check": "The check",
    "done": "Thank you",
    "pictures": "On a shared tablet: pictures for a code",
    "help": "On a shared tablet: who helps",
}
"""What staff call a screen, by its key."""
SIGNED = ("welcome", "how", "ballot", "check", "done")
"""The screens that have a place for a video in sign language."""


@dataclass(frozen=True, slots=True)
class Screen:
    """A voting screen: its key, and the sentences that it can show, in their order."""

    key: str
    sentences: tuple[str, ...]

    @property
    def name(self) -> str:
        """What staff call it."""
        return NAMES[self.key]


def screens(limits: Limits, tone: Tone, say: Words, slip: Slip = Slip.FULL) -> tuple[Screen, ...]:
    """Every sentence of the voting screens of one round, but for the words of its bids.

    Args:
        limits: of its ballots.
        tone: in which they speak.
        say: says them in one language.
        slip: what voters may keep.
    """
    return (
        Screen(
            "welcome",
            (
                hello(tone, say),
                invitation(tone, say),
                say("Nobody will know how you vote."),
                say("You have voted. A new vote takes the place of the old one."),
            ),
        ),
        Screen(
            "how",
            (
                say("How to vote."),
                instruction(limits, say),
                say("You can change it before the end."),
                *(
                    say.many("There is {number} project.", "There are {number} projects.", number)
                    for number in range(1, MOST_NUMBERS + 1)
                ),
            ),
        ),
        Screen("ballot", _ballot(limits, say)),
        Screen("check", _check(limits, say)),
        Screen("done", _done(tone, say, slip)),
        Screen("pictures", _pictures(say)),
        Screen("help", _help(say)),
    )


def _ballot(limits: Limits, say: Words) -> tuple[str, ...]:
    asked = (question(limits.kind, say), question_of_one(limits.kind, say), reminder(limits, say))
    kept: tuple[str, ...] = (say("Look at these first."),)
    if not limits.is_unlimited:
        full = say("Take one back first. You have given all you have.")
        kept = (too_many(Draft(limits, (("1", limits.limit + 1),)), say), full, *kept)
    if limits.kind is BallotKind.RANKED:
        kept = (*kept, say("The next ones moved up."))
    return (*asked, *kept, *_states(limits, say))


def _states(limits: Limits, say: Words) -> tuple[str, ...]:
    """What stands on a bid that was chosen, and what is left to give."""
    numbers = range(1, min(limits.limit, MOST_NUMBERS) + 1)
    match limits.kind:
        case BallotKind.STARS:
            given = range(1, min(limits.most or limits.limit, MOST_NUMBERS) + 1)
            return (
                say("Has stars"),
                *(say.many("{number} star", "{number} stars", number) for number in given),
                *_left(limits, say),
            )
        case BallotKind.RANKED:
            return tuple(say("Your {place}", place=place_word(number, say)) for number in numbers)
        case BallotKind.APPROVAL:
            return (say("Chosen"), *_left(limits, say))
        case BallotKind.FACES:
            return say("Yes"), say("A bit"), say("No"), say("No answer"), say("No answer counts as No.")


def _left(limits: Limits, say: Words) -> tuple[str, ...]:
    if not limits.limit:
        return ()
    numbers = range(min(limits.limit, MOST_NUMBERS) + 1)
    return tuple(say.many("{number} left", "{number} left", number) for number in numbers)


def _check(limits: Limits, say: Words) -> tuple[str, ...]:
    numbers = range(1, min(limits.stars, MOST_NUMBERS) + 1)
    left = (say.many("You have {number} star left.", "You have {number} stars left.", number) for number in numbers)
    return (
        say("Is this your vote?"),
        say("Touch a card to change it."),
        say("This takes the place of your vote before."),
        say("You have not chosen anything. That is allowed."),
        *left,
    )


def _done(tone: Tone, say: Words, slip: Slip) -> tuple[str, ...]:
    code = say("Keep this to yourself. It finds your vote on the list, when the result is out.")
    return (
        thanks(tone, say),
        say("It took the place of your vote before."),
        *((code,) if slip is not Slip.NONE else ()),
        say("You can vote again until voting closes. Then the new vote counts."),
    )


def _pictures(say: Words) -> tuple[str, ...]:
    return (
        say("Touch what is on your card."),
        say("Begin with the first."),
        say("These are not right. Look at your card again."),
    )


def _help(say: Words) -> tuple[str, ...]:
    return (
        say("Is someone helping you?"),
        say("That is fine. We only count how often."),
        say("It is never kept with your vote."),
    )
