"""How a round was counted, in plain words with its own figures: the rule, and what each voter held for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from pb.core.money import pounds
from pb.core.words import Words
from pb.results.rules.account import Account, Group, countable, held_at_first, held_at_the_end
from pb.results.rules.figures import about, inside, listed, nearest, percent, to_the_penny
from pb.results.rules.kinds import paying
from pb.tally.outcome import EQUAL_SHARES, EXPANDING
from pb.tally.published import GREEDY


@dataclass(frozen=True, slots=True)
class Holding:
    """What one voter of an electorate held. `first` and `end` are empty where the rule gives voters no money."""

    label: str
    voters: int
    agreed: str
    effective: str
    first: str
    end: str


def method(account: Account, say: Words) -> list[str]:
    """How this round was counted, in a few paragraphs; nothing where that is withheld."""
    if not account.is_public or not account.winners:
        return []
    if account.rule.name == GREEDY:
        return [" ".join(_by_points(account, say))]
    if account.rule.name == EXPANDING:
        return [" ".join(_by_ranks(account, say))]
    more = _completed(account, say) if account.rule.completion == "add1" else []
    return [" ".join(sentences) for sentences in (_held(account, say), _paying(account, say), more) if sentences]


def holdings(account: Account) -> list[Holding]:
    """The share that each electorate had, and what each of its voters held for it; none where that is withheld."""
    if not account.is_public:
        return []
    with_money = account.rule.name == EQUAL_SHARES
    return [
        Holding(
            group.label,
            group.chose,
            percent(group.agreed),
            percent(group.effective),
            to_the_penny(nearest(held_at_first(account, group))) if with_money else "",
            to_the_penny(nearest(held_at_the_end(account, group))) if with_money and account.added else "",
        )
        for group in account.groups
    ]


def shares_moved(account: Account, say: Words) -> str:
    """Why the shares came out otherwise than agreed; empty where they did not, or where nothing was counted."""
    if account.uncounted or all(group.agreed == group.effective for group in account.groups):
        return ""
    absent = [inside(group.label) for group in account.groups if not group.chose]
    if absent:
        groups = listed(absent, say)
        return say("Nobody of the {groups} chose anything, so their share went to those who did.", groups=groups)
    return say.many(
        "The groups did not have the shares that were agreed, because one was much larger. By the rules of the round "
        "everybody’s share of the money is the same.",
        "The groups did not have the shares that were agreed, because one was much larger. By the rules of the round "
        "nobody’s share of the money is more than {number} times anybody else’s.",
        account.terms["rules"]["weight_factor"],
    )


def ending(account: Account, say: Words) -> str:
    """What was left in the end, and why nothing more was done with it."""
    left = account.pot - account.spent
    if not account.is_public:
        return ""
    if not left:
        return say("Nothing was left in the pot.")
    return say("In the end {left} was left. It goes back to the agencies.", left=pounds(left))


def counting_money(account: Account, say: Words) -> str:
    """Why what voters have left in the count is more than what is left in the pot; empty where it is not."""
    if not account.is_public or not account.added:
        return ""
    return say(
        "These are figures of the count, in which every voter had {added} more, on average, than there was in the pot. "
        "So what is left to voters here is not money in the bank.",
        added=pounds(account.added),
    )


def _by_points(account: Account, say: Words) -> list[str]:
    sentences = [
        say("Bids were taken in the order of their points, the most first. A bid that cost too much was passed over.")
    ]
    if len(account.groups) > 1:
        sentences.append(say("The points of each group were weighed so that the group had its share of the say."))
    return sentences


def _by_ranks(account: Account, say: Words) -> list[str]:
    sentences = [
        say(
            "All who chose something share the say. A bid that costs a tenth of the {pot} needs a tenth of it.",
            pot=pounds(countable(account)),
        ),
        say("First we looked at first choices only, then at first and second choices, and so on."),
        say(
            "When enough of the say was behind a bid it was funded, and that much of the say of its people was used up."
        ),
    ]
    if len(account.groups) > 1:
        shares = listed(_shares(account.groups, say), say)
        sentences.insert(1, say("It was shared out: {shares}.", shares=shares))
    return sentences


def _held(account: Account, say: Words) -> list[str]:
    voted, pot = [group for group in account.groups if group.chose], pounds(countable(account))
    idle, sentences = account.pot - countable(account), list[str]()
    if idle:
        sentences.append(say("{idle} of the pot could fund no bid on the ballot, and took no part.", idle=pounds(idle)))
    if len(voted) == 1:
        facts = {"pot": pot, "each": about(held_at_first(account, voted[0]), say)}
        only = say.many(
            "The {pot} was shared out: the {number} person who chose held {each}.",
            "The {pot} was shared out equally: each of the {number} people who chose held {each}.",
            voted[0].chose,
            **facts,
        )
        return [*sentences, only]
    each_of = [
        say("{amount} for each of the {group}", amount=about(held_at_first(account, one), say), group=inside(one.label))
        for one in voted
    ]
    shares = listed(_shares(voted, say), say)
    sentences.append(say("The {pot} was shared out: {shares}.", pot=pot, shares=shares))
    return [*sentences, say("That was {shares}.", shares=listed(each_of, say))]


def _paying(account: Account, say: Words) -> list[str]:
    sentences = paying(say, account.kind, account.rule.utility, _ranks(account, say))
    if account.is_restricted:
        sentences.append(say("Money that is for some bids only was spent first, and only on those."))
    return sentences


def _ranks(account: Account, say: Words) -> str:
    limit = account.terms["rules"]["ballot"]["limit"]
    places = [
        lambda number: say.many("{number} part for a first place", "{number} parts for a first place", number),
        lambda number: say.many("{number} part for a second place", "{number} parts for a second place", number),
        lambda number: say.many("{number} part for a third place", "{number} parts for a third place", number),
        lambda number: say.many("{number} part for a fourth place", "{number} parts for a fourth place", number),
        lambda number: say.many("{number} part for a fifth place", "{number} parts for a fifth place", number),
    ]
    if not 1 < limit <= len(places):
        return say("a higher place pays more")
    return listed([places[at](limit - at) for at in range(limit)], say)


def _completed(account: Account, say: Words) -> list[str]:
    step, added = pounds(account.rule.step), pounds(account.added)
    everything = int(account.result["outcome"]["runs"]) == account.added // account.rule.step + 1
    if not account.added and everything:
        return [say("So every bid that anybody chose was paid for.")]
    if not account.added:
        sentence = say(
            "With {step} more for each voter the bids would have cost more than the pot, so it stayed at that.",
            step=step,
        )
        return [sentence]
    again = say(
        "That left money in the pot. So, in the count only, every voter was given {step} more, on average, and "
        "everything was counted anew, again and again.",
        step=step,
    )
    if everything:
        end = say("At {added} more for each voter every bid that anybody chose was paid for.", added=added)
        return [again, end]
    end = say("It went on as long as the pot could pay the bids, and came to {added} more for each voter.", added=added)
    return [again, end]


def _shares(groups: Sequence[Group], say: Words) -> list[str]:
    """`50% to the 13 parent carers who chose`, for each group."""
    return [
        say.many(
            "{percent} to the {number} of the {group} who chose something",
            "{percent} to the {number} {group} who chose something",
            group.chose,
            percent=percent(group.effective),
            group=inside(group.label),
        )
        for group in groups
    ]
