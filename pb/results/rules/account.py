"""A published result with its explanations: what everything that is told of it is drawn from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pb.results.rules.publication import INCLUDED
from pb.tally.published import Terms
from pb.tally.restrictions import fits, pot_of
from pb.tally.rules import Rule, rule_from

Explained = Mapping[str, Mapping[str, Any]]
"""What `explanations.json` says of each project, by id."""


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
    """A result as the public may know it. Where it is withheld, `explained` and the groups are empty.

    Attributes:
        terms: the value of `round.json`.
        result: the value of `result.json` that the public has.
        explained: what `explanations.json` says of each project.
    """

    terms: Terms
    result: Mapping[str, Any]
    explained: Explained

    @property
    def is_public(self) -> bool:
        """Whether more may be told than what is funded."""
        return bool(self.result["ballots"] == INCLUDED)

    @property
    def uncounted(self) -> str:
        """Why there was nothing to count; "" where there was: see `pb.tally.published.uncounted`."""
        return str(self.result["uncounted"])

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
    def added(self) -> int:
        """What a completion gave every voter on top in the count, in pence on average."""
        return int(self.result["outcome"]["added"])

    @property
    def groups(self) -> list[Group]:
        """The electorates in the order of the rules; none where figures of them are withheld."""
        return [_group(self.terms, self.result, one) for one in self.rules_groups] if self.is_public else []

    @property
    def rules_groups(self) -> list[Mapping[str, str]]:
        """The electorates as the rules name them: id, label and agreed share."""
        return list(self.terms["rules"]["electorates"])

    @property
    def kind(self) -> str:
        """The kind of ballot."""
        return str(self.terms["rules"]["ballot"]["kind"])

    def voters(self, project: str, group: str = "") -> int:
        """How many people, or people of a group, gave a project at least one point."""
        backing = self.explained[project]["backing"]
        return sum(given["voters"] for name, given in backing.items() if group in {"", name})

    def points(self, project: str) -> int:
        """The points of a project, all ballots alike."""
        return sum(given["points"] for given in self.explained[project]["backing"].values())

    def moments(self, project: str) -> list[Mapping[str, Any]]:
        """Where a project stood before each step of equal shares or expanding approvals; none under other rules.

        Of one that is not funded, also after the last.
        """
        return list(self.explained[project]["moments"])

    def held(self, project: str, at: int = -1) -> Fraction | None:
        """Pence that supporters of a project held for it at a moment, by default the last; None under other rules."""
        moments = self.moments(project)
        return sum(map(Fraction, moments[at]["held"].values()), Fraction(0)) if moments else None

    @property
    def is_restricted(self) -> bool:
        """Whether some of the money may fund some bids only."""
        return any(given.get("only") for given in self.terms["contributions"])

    def money_for(self, project: str) -> int:
        """The pence that may go to a project."""
        return sum(given["pence"] for _, given in self._for(project))

    def left_for(self, project: str) -> int:
        """The pence of those that are left in the end."""
        left = self.result["money"]["left"]
        return sum(left[place] for place, _ in self._for(project))

    def _for(self, project: str) -> list[tuple[str, Mapping[str, Any]]]:
        """The contributions that may fund a project, with their places."""
        kinds = {label["id"]: label["kind"] for label in self.terms["rules"].get("labels", [])}
        labels = next(one.get("labels", []) for one in self.terms["proposals"] if one["id"] == project)
        each = enumerate(self.terms["contributions"])
        return [(str(at), given) for at, given in each if fits(labels, given.get("only", []), kinds)]

    def paid_by(self, project: str) -> dict[str, int]:
        """Pence that each agency pays for a funded project, those that pay nothing left out."""
        award, found = self.result["money"]["awards"].get(project, {}), dict[str, int]()
        for place, given in enumerate(self.terms["contributions"]):
            if pence := award.get(str(place), 0):
                found[given["agency"]] = found.get(given["agency"], 0) + pence
        return found


def renamed(terms: Terms, titles: Mapping[str, str], name: Callable[[str], str]) -> Terms:
    """The same terms with the names in them as a reader of another language is shown them.

    Args:
        terms: the value of `round.json`.
        titles: those of the bids that were translated, by id.
        name: what becomes of every other name that people wrote.
    """
    rules = terms["rules"]
    changed = {
        place: [{**one, "label": name(one["label"])} for one in rules[place]]
        for place in ("electorates", "labels")
        if place in rules
    }
    return {
        **terms,
        "contributions": [{**given, "agency": name(given["agency"])} for given in terms["contributions"]],
        "proposals": [{**one, "title": titles.get(one["id"]) or name(one["title"])} for one in terms["proposals"]],
        "rules": {**rules, **changed},
    }


def due_for_a_point(account: Account, step: Mapping[str, Any]) -> Fraction:
    """The pence that a step of equal shares asked of a supporter for each point given, exact."""
    price = Fraction(step["price"])
    return price * int(step["cost"]) if account.rule.utility == "cost" else price


def held_at_first(account: Account, group: Group) -> Fraction:
    """The part of the real money that one voter of a group held, in pence, exact."""
    return group.weight * countable(account)


def held_at_the_end(account: Account, group: Group) -> Fraction:
    """The same with what a completion added in the count."""
    voters = sum(one.chose for one in account.groups)
    return group.weight * (countable(account) + account.added * voters)


def countable(account: Account) -> int:
    """The pence that took part in the count: all but those that could fund nothing on the ballot."""
    return pot_of(account.terms).budget


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
