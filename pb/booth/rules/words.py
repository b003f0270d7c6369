"""What the voting screens say about a ballot: short, and in the voter's language."""

from pb.booth.rules.draft import Draft, Limits
from pb.core.words import Words
from pb.rounds.rules.draft import BallotKind, Tone

COIN_STEPS = (250_000, 500_000, 1_000_000, 2_000_000)  # pence; each step adds a coin to the picture of a cost


def hello(tone: Tone, say: Words) -> str:
    """How a voter is met."""
    return say("Hello and welcome!") if tone is Tone.PLAYFUL else say("Hello.")


def invitation(tone: Tone, say: Words) -> str:
    """What a voter is here for."""
    match tone:
        case Tone.PLAYFUL:
            return say("Which ideas do you like? You can choose!")
        case Tone.GROWN:
            return say("This is real money. Your vote helps decide.")
        case Tone.PLAIN:
            return say("Vote for the projects you like.")


def thanks(tone: Tone, say: Words) -> str:
    """What is said as soon as a vote is stored."""
    match tone:
        case Tone.PLAYFUL:
            return say("Hooray! Your vote is in.")
        case Tone.GROWN:
            return say("Done. Your vote is in.")
        case Tone.PLAIN:
            return say("Thank you. Your vote is in.")


def instruction(limits: Limits, say: Words) -> str:
    """What there is to do, in one or two short sentences."""
    match limits.kind:
        case BallotKind.STARS:
            have = say.many("You have {number} star.", "You have {number} stars.", limits.limit)
            give = say("Give them to what you like.")
            return f"{have} {give}"
        case BallotKind.APPROVAL:
            return f"{question(limits.kind, say)} {reminder(limits, say)}"
        case BallotKind.RANKED | BallotKind.FACES:
            return reminder(limits, say)


def reminder(limits: Limits, say: Words) -> str:
    """How much a ballot may hold, beside the question that a page of bids asks."""
    match limits.kind:
        case BallotKind.STARS:
            return say.many("{number} is the most for one.", "{number} is the most for one.", limits.most)
        case BallotKind.RANKED:
            return _choose_in_order(limits.limit, say)
        case BallotKind.APPROVAL if limits.limit:
            return say.many("You can choose {number}.", "You can choose up to {number}.", limits.limit)
        case BallotKind.APPROVAL:
            return say("You can choose all of them.")
        case BallotKind.FACES:
            return say("Touch Yes, A bit or No for each.")


def _choose_in_order(most: int, say: Words) -> str:
    match most:
        case 1:
            return say("Choose your best one.")
        case 2:
            return say("Choose your 1st and 2nd.")
        case 3:
            return say("Choose your 1st, 2nd and 3rd.")
        case _:
            return say.many("Choose your best {number}, in order.", "Choose your best {number}, in order.", most)


def question(kind: BallotKind, say: Words) -> str:
    """What a page of bids asks."""
    match kind:
        case BallotKind.STARS:
            return say("Give your stars.")
        case BallotKind.RANKED:
            return say("Choose your best, in order.")
        case BallotKind.APPROVAL:
            return say("Touch what you like.")
        case BallotKind.FACES:
            return say("Do you want these?")


def question_of_one(kind: BallotKind, say: Words) -> str:
    """What is asked about one bid that is shown alone."""
    match kind:
        case BallotKind.STARS:
            return say("How many stars?")
        case BallotKind.RANKED:
            return say("Is it one of your best?")
        case BallotKind.APPROVAL | BallotKind.FACES:
            return say("Do you want this?")


def too_many(draft: Draft, say: Words) -> str:
    """The kind sentence when more is marked than the ballot allows."""
    return say.many("Take one back first.", "Take {number} back first.", draft.count - draft.limits.limit)


def none_left(draft: Draft, say: Words) -> str:
    """Why a touch on a bid gave it nothing more."""
    if draft.left == 0:
        return say("Take one back first. You have given all you have.")
    return reminder(draft.limits, say)


def moved_up(before: Draft, after: Draft, number: str, say: Words) -> str:
    """What is said when a place was taken back and those behind it close up; nothing where none was behind it."""
    place = before.place(number)
    return say("The next ones moved up.") if place and not after.place(number) and after.count >= place else ""


def place_word(place: int, say: Words) -> str:
    """How a place is said: 1st, 2nd, 3rd, 4th; nothing for none."""
    match place:
        case 0:
            return ""
        case 1:
            return say("1st")
        case 2:
            return say("2nd")
        case 3:
            return say("3rd")
        case _:
            return say("{place}th", place=place)


def pile(pence: int) -> int:
    """How many coins picture a cost, 1 to 5."""
    return 1 + sum(pence >= step for step in COIN_STEPS)
