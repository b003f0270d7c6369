"""The ballot and the rule of counting of a round in plain sentences."""

from pb.core.money import pounds
from pb.core.words import ENGLISH, Words
from pb.rounds.rules.draft import BallotKind, Slip, Tone
from pb.tally.rules import Rule

SLIPS_IN_WORDS = {
    Slip.FULL: "A check code, three pictures to know it by, and a square that finds the vote after the count.",
    Slip.CODE: "A check code and three pictures, without the square. For rooms where telephones are put away.",
    Slip.NONE: "No check code. Nobody can find their own vote after the count, or be made to show it.",
}
TONES_IN_WORDS = {
    Tone.PLAYFUL: "For children of about 7 to 11: round shapes, big pictures, many colours.",
    Tone.PLAIN: "For everybody.",
    Tone.GROWN: "For about 16 to 24: calm shapes, straight edges, few colours.",
}


def ballot_in_words(kind: BallotKind, limit: int, most: int, say: Words = ENGLISH) -> str:
    """The ballot in one sentence for grown-ups."""
    match kind:
        case BallotKind.APPROVAL:
            if not limit:
                return say("Each voter chooses as many bids as they like.")
            return say.many("Each voter chooses {number} bid.", "Each voter chooses up to {number} bids.", limit)
        case BallotKind.STARS:
            return say.many(
                "Each voter has {number} star to give to one bid.",
                "Each voter has {number} stars to share out, at most {most} on one bid.",
                limit,
                most=most,
            )
        case BallotKind.RANKED:
            return say.many(
                "Each voter chooses their best bid.", "Each voter puts up to {number} bids in order, best first.", limit
            )
        case BallotKind.FACES:
            return say("Each voter says yes, a bit or no to each bid. A bid without an answer counts as a no.")


def shares_in_words(say: Words = ENGLISH) -> str:
    """How equal shares counts."""
    return say(
        "Each group holds its agreed share of the money, parted equally among its voters. "
        "A bid is funded when the people who want it can pay for it together."
    )


def ranks_in_words(say: Words = ENGLISH) -> str:
    """How first choices first counts."""
    return say(
        "A bid is funded when its share of the voters is as large as the share of the money that it costs. "
        "First choices are looked at first, then first and second choices, and so on."
    )


def points_in_words(say: Words = ENGLISH) -> str:
    """How most points first counts."""
    return say("Bids with the most points are funded one after another while the money lasts.")


def rule_in_words(rule: Rule, say: Words = ENGLISH) -> str:
    """How votes are counted, in a few sentences for grown-ups."""
    if rule.name == "greedy":
        return " ".join([say("Most points first."), points_in_words(say)])
    if rule.name == "ear":
        return " ".join([say("First choices first."), ranks_in_words(say)])
    words = [say("Equal shares."), shares_in_words(say)]
    if rule.utility == "count":
        words.append(say("Each of them pays the same for a point, whatever the bid costs."))
    if rule.completion == "add1":
        more = pounds(rule.step)
        words.append(say("As long as the pot can pay, each voter then gets {more} more and we count anew.", more=more))
    if rule.second == "greedy":
        words.append(say("What is left goes to the bids with the most points that it can still pay for."))
    return " ".join(words)
