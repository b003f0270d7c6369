"""A published result with what its ballots say of support: what every explanation is drawn from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pb.results.rules.publication import INCLUDED
from pb.tally.explanation import Backing, backing, left_with_supporters
from pb.tally.outcome import EQUAL_SHARES
from pb.tally.published import Terms, Vote, election_of
from pb.tally.rules import Rule, rule_from

CHOSE = {"approval": "chose it", "stars": "gave it stars", "ranked": "ranked it"}
POINT = {"approval": "vote", "stars": "star", "ranked": "point"}
POINTS = {"approval": "votes", "stars": "stars", "ranked": "points"}


@dataclass(frozen=True, slots=True)
class Group:
    """An electorate in a result: its agreed share, the one that it came to, and who of it voted."""

    id: str
    label: str
    agreed: Fraction
    effective: Fraction
    weight: Fraction
    roll: int
    ballots: int
    blank: int

    @property
    def chose(self) -> int:
        """Ballots that choose something; they alone hold money."""
        return self.ballots - self.blank


@dataclass(frozen=True, slots=True)
class Account:
    """A result as the public may know it. Where it is withheld, `backing`, `held` and the groups are empty.

    Attributes:
        terms: the value of `round.json`.
        result: the value of `result.json` that the public has.
        backing: the support of each project by electorate.
        held: pence that the supporters of each project that is not funded still held when equal shares ended.
        served: how many voters chose at least one project that is funded.
    """

    terms: Terms
    result: Mapping[str, Any]
    backing: Mapping[str, Mapping[str, Backing]]
    held: Mapping[str, Fraction]
    served: int = 0

    @property
    def is_public(self) -> bool:
        """Whether more may be told than what is funded."""
        return bool(self.result["ballots"] == INCLUDED)

    @property
    def rule(self) -> Rule:
        """The official rule."""
        return rule_from(self.terms["rules"]["rule"])

    @property
    def titles(self) -> dict[str, str]:
        """Titles by project."""
        return {project["id"]: project["title"] for project in self.terms["proposals"]}

    @property
    def costs(self) -> dict[str, int]:
        """Costs in pence by project."""
        return {project["id"]: project["cost_pence"] for project in self.terms["proposals"]}

    @property
    def pot(self) -> int:
        """The whole pot, in pence."""
        return int(self.terms["pot_pence"])

    @property
    def spent(self) -> int:
        """What the funded projects cost together, in pence."""
        return int(self.result["outcome"]["cost"])

    @property
    def winners(self) -> list[str]:
        """The funded projects: in the order chosen where that is public, else by number."""
        outcome = self.result["outcome"]
        return list(outcome["order"]) if self.is_public else sorted(outcome["winners"], key=by_number)

    @property
    def steps(self) -> list[Mapping[str, Any]]:
        """The steps of the count as published; none where they are withheld."""
        return list(self.result["outcome"]["steps"]) if self.is_public else []

    @property
    def groups(self) -> list[Group]:
        """The electorates in the order of the rules; none where figures of them are withheld."""
        return [_group(self.terms, self.result, one) for one in self.rules_groups] if self.is_public else []

    @property
    def rules_groups(self) -> list[Mapping[str, str]]:
        """The electorates as the rules name them: id, label and agreed share."""
        return list(self.terms["rules"]["electorates"])

    @property
    def ballots(self) -> int:
        """All ballots that were opened; 0 where that is withheld."""
        return sum(group.ballots for group in self.groups)

    @property
    def kind(self) -> str:
        """The kind of ballot."""
        return str(self.terms["rules"]["ballot"]["kind"])

    def voters(self, project: str) -> int:
        """How many people gave a project at least one point."""
        return sum(given.voters for given in self.backing[project].values())

    def points(self, project: str) -> int:
        """The points of a project, all ballots alike."""
        return sum(given.points for given in self.backing[project].values())


def account_of(terms: Terms, result: Mapping[str, Any], votes: Iterable[Vote]) -> Account:
    """Put an account together; `votes` are not even looked at where the result is withheld."""
    bare = Account(terms, result, {}, {})
    if not bare.is_public:
        return bare
    election = election_of(terms, "", votes)
    due = [(step["project"], due_for_a_point(bare, step)) for step in bare.steps if step["part"] == EQUAL_SHARES]
    money = {group.id: held_at_the_end(bare, group) for group in bare.groups}
    held = left_with_supporters(election, money, due) if bare.rule.name == EQUAL_SHARES else {}
    won = set(bare.winners)
    served = sum(ballot.count for ballot in election.ballots if any(project in won for project, _ in ballot.points))
    return Account(terms, result, backing(election), held, served)


def due_for_a_point(account: Account, step: Mapping[str, Any]) -> Fraction:
    """The pence that a step of equal shares asked of a supporter for each point given, exact."""
    price = Fraction(step["price"])
    return price * int(step["cost"]) if account.rule.utility == "cost" else price


def held_at_first(account: Account, group: Group) -> Fraction:
    """The part of the real money that one voter of a group held, in pence, exact."""
    return group.weight * account.pot


def held_at_the_end(account: Account, group: Group) -> Fraction:
    """The same with what a completion added in the count."""
    voters = sum(one.chose for one in account.groups)
    return group.weight * (account.pot + int(account.result["outcome"]["added"]) * voters)


def by_number(project: str) -> tuple[int, str]:
    """What sorts projects by their public numbers."""
    return len(project), project


def _group(terms: Terms, result: Mapping[str, Any], named: Mapping[str, str]) -> Group:
    turnout, outcome, name = result["turnout"][named["id"]], result["outcome"], named["id"]
    return Group(
        id=name,
        label=named["label"],
        agreed=Fraction(named["share"]),
        effective=Fraction(outcome["effective_shares"][name]),
        weight=Fraction(outcome["weights"][name]),
        roll=terms["roll"][name],
        ballots=turnout["ballots"],
        blank=turnout["blank"],
    )
