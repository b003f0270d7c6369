"""What differs in words between the kinds of ballots: what people did to a bid, and what its points are called."""

from pb.core.words import Words


def yes_and_bit(people: int, points: int) -> tuple[int, int]:
    """How many said yes to a bid, and how many a bit: each of these people gave it two points, or one."""
    return points - people, 2 * people - points


def chose(say: Words, kind: str, number: int, points: int) -> str:
    """So many people wanted a bid and gave it so many points in all, in a sentence or two."""
    match kind:
        case "approval":
            return say.many("{number} person chose it.", "{number} people chose it.", number)
        case "stars":
            return say.many("{number} person gave it stars.", "{number} people gave it stars.", number)
        case "faces":
            return _said(say, *yes_and_bit(number, points))
    return say.many("{number} person ranked it.", "{number} people ranked it.", number)


def _said(say: Words, yes: int, bit: int) -> str:
    """So many people said yes, and so many a bit, in a sentence or two; who said nothing of a kind is left out."""
    said = [say.many("{number} person said yes.", "{number} people said yes.", yes)] if yes else []
    if bit:
        said.append(say.many("{number} person said a bit.", "{number} people said a bit.", bit))
    return " ".join(said)


def nobody(say: Words, kind: str) -> str:
    """Nobody wanted a bid, as a sentence."""
    match kind:
        case "approval":
            return say("Nobody chose it.")
        case "stars":
            return say("Nobody gave it stars.")
        case "faces":
            return say("Nobody said yes or a bit.")
    return say("Nobody ranked it.")


def points(say: Words, kind: str) -> str:
    """What the points of a ballot are called; they begin a column or stand alone."""
    match kind:
        case "approval":
            return say("Votes")
        case "stars":
            return say("Stars")
    return say("Points")


def support_columns(say: Words, kind: str) -> list[str]:
    """The heads of what is told of the support of a bid beside the number of its people; see `support`."""
    if kind == "approval":
        return []
    return [say("Yes"), say("A bit"), points(say, kind)] if kind == "faces" else [points(say, kind)]


def support(kind: str, people: int, given: int) -> tuple[int, ...]:
    """The figures below those heads, of a bid to which so many people gave so many points."""
    if kind == "approval":
        return ()
    return (*yes_and_bit(people, given), given) if kind == "faces" else (given,)


def in_all(say: Words, kind: str, number: int) -> str:
    """So many points, as a sentence; empty where they are as many as the people."""
    match kind:
        case "approval":
            return ""
        case "stars":
            return say.many("{number} star in all.", "{number} stars in all.", number)
    return say.many("{number} point in all.", "{number} points in all.", number)


def each_paid(say: Words, kind: str, amount: str, *, everybody: bool) -> str:
    """What supporters paid, as a sentence; unless everybody could, some gave all that they had left."""
    return _all_paid(say, kind, amount) if everybody else _paid_or_gave_all(say, kind, amount)


def _all_paid(say: Words, kind: str, amount: str) -> str:
    match kind:
        case "approval":
            return say("Each paid {amount}.", amount=amount)
        case "stars":
            return say("Each paid {amount} for each star.", amount=amount)
        case "faces":
            return say("A bit paid {amount}, a yes twice that.", amount=amount)
    return say("Each paid {amount} for each point.", amount=amount)


def _paid_or_gave_all(say: Words, kind: str, amount: str) -> str:
    match kind:
        case "approval":
            return say("Each paid {amount}, or all that they had left.", amount=amount)
        case "stars":
            return say("Each paid {amount} for each star, or all that they had left.", amount=amount)
        case "faces":
            return say("A bit paid {amount}, a yes twice that, or all that its voter had left.", amount=amount)
    return say("Each paid {amount} for each point, or all that they had left.", amount=amount)


def alike_note(say: Words, kind: str) -> str:
    """What the number of `alike` means."""
    match kind:
        case "approval":
            return say(
                "The figure says how many people could share the cost of the bid equally; somebody with little left "
                "counts for a part of one. The bid with the highest figure goes first."
            )
        case "stars":
            return say(
                "The figure says how many stars could share the cost of the bid equally; a star of somebody with "
                "little left counts for a part of one. The bid with the highest figure goes first."
            )
    return say(
        "The figure says how many points could share the cost of the bid equally; a point of somebody with little left "
        "counts for a part of one. The bid with the highest figure goes first."
    )


def alike(say: Words, kind: str, amount: str) -> str:
    """The number of people, or points, that could carry a bid in equal parts; to stand in a table."""
    match kind:
        case "approval":
            return say("{amount} people", amount=amount)
        case "stars":
            return say("{amount} stars", amount=amount)
    return say("{amount} points", amount=amount)


def paying(say: Words, kind: str, utility: str, ranks: str) -> list[str]:
    """How equal shares funds a bid, in sentences; `ranks` says what each place of a ranked ballot pays."""
    last = say("Then we look again, until none can be paid.")
    match kind:
        case "approval":
            first = say("A bid is funded when the people who chose it can pay for it from what they hold.")
            second = say("Each of them pays the same, or all that they have left.")
        case "stars":
            first = say("A bid is funded when the people who gave it stars can pay for it from what they hold.")
            second = say("Each of them pays the same for each star, or all that they have left.")
        case "faces":
            first = say("A bid is funded when the people who said yes or a bit can pay for it from what they hold.")
            second = say("A yes pays twice as much as a bit, or all that its voter has left.")
        case _:
            first = say("A bid is funded when the people who ranked it can pay for it from what they hold.")
            second = say("Each of them pays by how high they ranked it: {ranks}.", ranks=ranks)
    return [first, second, _who_goes_first(say, kind, utility), last]


def _who_goes_first(say: Words, kind: str, utility: str) -> str:
    """Which bid equal shares takes next, as a sentence."""
    if utility == "count":
        return say("The bid that asks the least of its supporters goes first.")
    match kind:
        case "approval":
            return say(
                "The bid with the most people to share its cost goes first; somebody with little left counts for a "
                "part of one."
            )
        case "stars":
            return say(
                "The bid with the most stars to share its cost goes first; a star of somebody with little left counts "
                "for a part of one."
            )
    return say(
        "The bid with the most points to share its cost goes first; a point of somebody with little left counts for a "
        "part of one."
    )


def more_behind(say: Words, kind: str, utility: str, bid: str) -> str:
    """Why another bid went first that left too little for this one, as a sentence."""
    if utility == "count":
        return say("They could have paid for it until {bid} went first, which asked less of its people.", bid=bid)
    match kind:
        case "approval":
            return say(
                "They could have paid for it until {bid} went first, which had more people to share its cost.", bid=bid
            )
        case "stars":
            return say(
                "They could have paid for it until {bid} went first, which had more stars to share its cost.", bid=bid
            )
    return say("They could have paid for it until {bid} went first, which had more points to share its cost.", bid=bid)


def more_votes(say: Words, kind: str, group: str, number: int) -> str:
    """So many voters of a group who did not want a bid would have done it, had they wanted it."""
    match kind:
        case "approval":
            return say.many(
                "If one more of the {group} who voted had chosen it.",
                "If {number} more of the {group} who voted had chosen it.",
                number,
                group=group,
            )
        case "stars":
            return say.many(
                "If one more of the {group} who voted had given it all the stars they could.",
                "If {number} more of the {group} who voted had given it all the stars they could.",
                number,
                group=group,
            )
        case "faces":
            return say.many(
                "If one more of the {group} who voted had said yes to it.",
                "If {number} more of the {group} who voted had said yes to it.",
                number,
                group=group,
            )
    return say.many(
        "If one more of the {group} who voted had ranked it, below what they did rank.",
        "If {number} more of the {group} who voted had ranked it, below what they did rank.",
        number,
        group=group,
    )


def all_votes(say: Words, kind: str, group: str) -> str:
    """All voters of a group who did not want a bid would not have done it."""
    match kind:
        case "approval":
            return say("Not even if all the {group} who voted had chosen it.", group=group)
        case "stars":
            return say("Not even if all the {group} who voted had given it all the stars they could.", group=group)
        case "faces":
            return say("Not even if all the {group} who voted had said yes to it.", group=group)
    return say("Not even if all the {group} who voted had ranked it, below what they did rank.", group=group)


def only_this(say: Words, kind: str, stars: int) -> str:
    """How somebody votes who wants one bid alone; it goes on with a sentence about people who had voted."""
    match kind:
        case "stars":
            return say.many("for this alone, with {number} star", "for this alone, with {number} stars", stars)
        case "faces":
            return say("yes to this and nothing else")
    return say("for this and nothing else")


def whose_votes(say: Words, kind: str) -> str:
    """Whose votes were changed to find how many more a bid would have needed, as sentences."""
    match kind:
        case "approval":
            return say(
                "Whose votes these are can matter. We changed those of people who chose the fewest bids first, blank "
                "ones before all."
            )
        case "stars":
            return say(
                "Whose votes these are can matter. We changed those with the most stars to give to it first, then "
                "those with stars for the fewest bids, blank ones before all."
            )
        case "faces":
            return say(
                "Whose votes these are can matter. We changed those of people who said yes or a bit to the fewest bids "
                "first, blank ones before all."
            )
    return say(
        "Whose votes these are can matter. We changed those of people who ranked the fewest bids first, blank ones "
        "before all."
    )


def how_room_is_made(say: Words, kind: str, most: int) -> str:
    """What a ballot gives a bid more, and gives up for it where it is full, as sentences."""
    full = say(
        "A ballot with room is taken first. A full one gives up one bid for it: one that is not funded where it has "
        "any, else the one that it wanted least."
    )
    if kind != "stars":
        return full
    return say("All the stars they could is what a ballot had left to give, at most {most}.", most=most) + f" {full}"
