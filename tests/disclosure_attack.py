"""Somebody who has everything that is public of a round and tries to name what a voter of a small group chose.

All rounds of a kind are counted: every way in which the voters of a small group and of a larger one could have voted,
or stayed away. The attacker knows the program, the rules and everybody else of the small group, or everybody else
altogether; what is still possible are the rounds in which all that is the same and the public sees the same. Where the
voter, if they voted, chose a bid in all of these, or in none, the voter's choice is named.

Who knows how all others voted may learn something from the mere fact that a bid was funded; no rule can hide that while
there is a result. So it is told apart: what follows from the winners and the number of ballots alone, and what is named
beyond that.
"""

import itertools
import secrets
from collections import Counter, defaultdict
from dataclasses import dataclass

from pb.results.rules.publication import as_shown, result_value, shown_pairs, with_head
from pb.seal import canonical
from pb.tally.published import compared, comparison_names, election_of, rule_of
from pb.tally.rules import count

SMALL, LARGE = "young-people", "parent-carers"
AWAY = None
"""What somebody has in the place of a ballot who did not vote."""

SEED = "5e" * 32


@dataclass(frozen=True)
class Round:
    """One way in which people may have voted: by group what each chose, in no order."""

    small: tuple
    large: tuple

    @property
    def votes(self):
        groups = ((SMALL, self.small), (LARGE, self.large))
        return [
            (dict.fromkeys(sorted(chosen), 1), group)
            for group, people in groups
            for chosen in people
            if chosen is not AWAY
        ]


def every_round(projects, small, large):
    """Every round with so many projects and so many people in the two groups."""
    bids = [str(number) for number in range(1, projects + 1)]
    chosen = (itertools.combinations(bids, size) for size in range(projects + 1))
    kinds = [AWAY, *map(frozenset, itertools.chain(*chosen))]
    ways = (itertools.combinations_with_replacement(kinds, people) for people in (small, large))
    return [Round(*both) for both in itertools.product(*ways)]


@dataclass(frozen=True)
class Counted:
    """A round with all that a count makes of it."""

    terms: dict
    votes: list
    result: dict
    pairs: list


def counted(terms, one):
    """Count a round as publication does, with a list of commits that say nothing."""
    votes = one.votes
    outcome = count(election_of(terms, SEED, votes), rule_of(terms))
    others = {name: compared(name, terms, SEED, votes) for name in comparison_names(terms)}
    result = with_head(result_value(terms, SEED, votes, outcome, others), "", 0)
    return Counted(terms, votes, result, [(secrets.token_hex(32), group) for _, group in votes])


def by_the_rule(found, floor):
    """What the program makes public."""
    shown, public = as_shown(found.terms, found.result, found.pairs, floor)
    pairs = shown_pairs(found.pairs, secrets.token_hex(32), public=public)
    return {**told(found, public=public), "list": _said_by_a_list(pairs), "result": shown}


def without_a_floor(found, _floor):
    """A control: everything, however small a group is."""
    return {**told(found, public=True), "result": found.result}


def only_the_small_group_is_hidden(found, floor):
    """A control: no second figure is hidden with the first, so that a difference of totals tells it."""
    sizes = Counter(group for _, group in found.votes)
    totals = {group: _chosen(found, group) for group in (SMALL, LARGE) if sizes[group] >= floor}
    return {"all": _chosen(found, SMALL, LARGE), "groups": totals, "turnout": dict(sizes)}


def blank_ballots_are_told(found, floor):
    """A control: what the program shows, and how many ballots were left blank."""
    blank = sum(not chosen for chosen, _ in found.votes)
    return {**by_the_rule(found, floor), "blank": blank}


def shares_are_told(found, floor):
    """A control: besides, how many of each group had something of theirs funded, in whole percent."""
    served = found.result["measures"]["served"]
    shares = {group: 100 * one["served"] // (one["voters"] or 1) for group, one in served.items()}
    return {**by_the_rule(found, floor), "served": shares}


def told(found, *, public):
    """The ballots with their groups, where they are public."""
    return {"ballots": sorted([sorted(chosen), group] for chosen, group in found.votes) if public else []}


def winners_alone(found, _floor):
    """What any result tells, whatever its rule of disclosure: what is funded, and how many voted."""
    return {"ballots": len(found.votes), "winners": found.result["outcome"]["winners"]}


def _chosen(found, *groups):
    return dict(Counter(name for chosen, group in found.votes if group in groups for name in chosen))


def _said_by_a_list(pairs):
    """A list without what is random in it: commits, and veils."""
    return sorted("veiled" if len(group) == 64 else group for _, group in pairs)


def named(rounds, views, *, knows_all_others):
    """Every choice that is certain, as (round, the voter's ballot, bid).

    Args:
        rounds: every round with what a count makes of it.
        views: what is public of each.
        knows_all_others: whether the attacker knows both groups but for the voter, or only the voter's own.
    """
    possible = defaultdict(set)
    known = {one: (view, one.large if knows_all_others else ()) for one, view in views.items()}
    for one in rounds:
        for mine, others in _each(one.small):
            possible[(*known[one], others)].add(mine)
    for one, found in rounds.items():
        for mine, others in _each(one.small):
            maybe = possible[(*known[one], others)] - {AWAY}
            if mine is not AWAY:
                bids = (bid["id"] for bid in found.terms["proposals"])
                yield from ((one, mine, bid) for bid in bids if len({bid in chosen for chosen in maybe}) == 1)


def _each(people):
    """Each of some people, with the others."""
    for at in range(len(people)):
        if people[at] not in people[:at]:
            yield people[at], people[:at] + people[at + 1 :]


@dataclass(frozen=True)
class Named:
    """How many choices were named: beyond what the winners tell, by the winners alone, and of how many."""

    beyond: int
    by_winners: int
    of: int


def attack(rounds, shows, floor):
    """Both attackers on every round of a kind."""
    seen, least = (
        {one: canonical.encode(each(found, floor)) for one, found in rounds.items()} for each in (shows, winners_alone)
    )
    more, bare, choices = set(), set(), 0
    for knows in (False, True):
        more |= {(knows, *one) for one in named(rounds, seen, knows_all_others=knows)}
        bare |= {(knows, *one) for one in named(rounds, least, knows_all_others=knows)}
        choices += sum(mine is not AWAY for one in rounds for mine, _ in _each(one.small))
    bids = len(next(iter(rounds.values())).terms["proposals"])
    return Named(len(more - bare), len(bare), choices * bids)


def count_all(terms, rounds):
    """Each round with what a count makes of it."""
    return {one: counted(terms, one) for one in rounds}
