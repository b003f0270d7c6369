"""A ballot while it is being filled in: what has been chosen so far and what one touch changes. Plain values only.

The draft travels with the form, as one short text (`3 7 9`, `3:2 7:1` for stars, `3:yes 7:no` for faces), and is stored
nowhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pb.rounds.rules.draft import BallotKind
from pb.tally.points import FACES

LONGEST_DRAFT = 4_000
ANSWERS = {points: answer for answer, points in FACES.items()}


@dataclass(frozen=True, slots=True)
class Limits:
    """What the ballot allows: see `rounds.models.Round`."""

    kind: BallotKind
    limit: int
    most: int

    @property
    def is_unlimited(self) -> bool:
        """Whether no ballot can hold too much: each bid has an answer of its own, or all may be chosen."""
        return self.kind is BallotKind.FACES or (self.kind is BallotKind.APPROVAL and self.limit == 0)

    @property
    def stars(self) -> int:
        """How many stars there are to give; 0 on a ballot without."""
        return self.limit if self.kind is BallotKind.STARS else 0


@dataclass(frozen=True, slots=True)
class Draft:
    """What a voter has marked so far.

    Attributes:
        limits: of the ballot.
        given: points by public number: 1 for a choice, the stars for stars, those of its answer for faces, of which a
            "no" is 0; in the order of ranks for ranked.
    """

    limits: Limits
    given: tuple[tuple[str, int], ...] = ()

    @property
    def count(self) -> int:
        """How much has been given: choices, stars or ranks."""
        return sum(points for _, points in self.given)

    @property
    def left(self) -> int:
        """How much more the ballot allows; never below 0."""
        return max(0, self.limits.limit - self.count)

    @property
    def is_over(self) -> bool:
        """Whether more is marked than the ballot allows."""
        return self.count > self.limits.limit and not self.limits.is_unlimited

    def points(self, number: str) -> int:
        """What this bid was given."""
        return dict(self.given).get(number, 0)

    def answer(self, number: str) -> str:
        """The answer that was given for this bid on a ballot of faces; empty where there was none."""
        return ANSWERS[self.points(number)] if number in dict(self.given) else ""

    def by_answer(self, numbers: Sequence[str]) -> list[tuple[str, list[str]]]:
        """These bids by the answer that they were given: yes, a bit, no, and none at the end; no group is empty."""
        groups = [(answer, [one for one in numbers if self.answer(one) == answer]) for answer in (*FACES, "")]
        return [group for group in groups if group[1]]

    def place(self, number: str) -> int:
        """The rank of this bid, from 1; 0 where it has none."""
        numbers = [name for name, _ in self.given]
        return numbers.index(number) + 1 if number in numbers else 0

    def can_add(self, number: str) -> bool:
        """Whether one more star may go to this bid."""
        return self.left > 0 and self.points(number) < self.limits.most

    def text(self) -> str:
        """The draft as it travels with the form."""
        match self.limits.kind:
            case BallotKind.STARS:
                return " ".join(f"{name}:{points}" for name, points in self.given)
            case BallotKind.FACES:
                return " ".join(f"{name}:{ANSWERS[points]}" for name, points in self.given)
            case BallotKind.APPROVAL | BallotKind.RANKED:
                return " ".join(name for name, _ in self.given)

    def marks(self) -> dict[str, Any]:
        """The draft as marks of a ballot."""
        numbers = [name for name, _ in self.given]
        match self.limits.kind:
            case BallotKind.STARS:
                return {"stars": dict(self.given)}
            case BallotKind.FACES:
                return {"faces": {name: ANSWERS[points] for name, points in self.given}}
            case BallotKind.RANKED:
                return {"ranked": numbers}
            case BallotKind.APPROVAL:
                return {"chosen": numbers}

    def with_page(self, shown: Sequence[str], ticked: Sequence[str]) -> "Draft":
        """After a page of tick boxes came back: what it showed is as ticked, the rest is as before."""
        kept = [pair for pair in self.given if pair[0] not in shown]
        return Draft(self.limits, (*kept, *((number, 1) for number in dict.fromkeys(ticked) if number in shown)))

    def with_answer(self, number: str, answer: str) -> "Draft":
        """After Yes or No to one bid that is shown alone; a Yes that the ballot has no room for changes nothing."""
        if answer == "no":
            return Draft(self.limits, tuple(pair for pair in self.given if pair[0] != number))
        has_room = self.limits.is_unlimited or self.left > 0
        if answer != "yes" or not has_room or self.points(number):
            return self
        return Draft(self.limits, (*self.given, (number, 1)))

    def with_answers(self, shown: Sequence[str], answers: Mapping[str, str]) -> "Draft":
        """After a page of faces came back: what it showed has these answers, the rest is as before."""
        given = dict(self.given)
        given |= {number: FACES[answer] for number, answer in answers.items() if number in shown and answer in FACES}
        return Draft(self.limits, tuple(given.items()))

    def with_star(self, number: str, change: int) -> "Draft":
        """After + or −; what the ballot does not allow changes nothing."""
        if change > 0 and not self.can_add(number):
            return self
        stars = dict(self.given)
        stars[number] = stars.get(number, 0) + change
        return Draft(self.limits, tuple(pair for pair in stars.items() if pair[1] > 0))

    def with_touch(self, number: str) -> "Draft":
        """After a touch on a ranked ballot: the bid takes the next place, or loses its own and the others close up."""
        if self.place(number):
            return Draft(self.limits, tuple(pair for pair in self.given if pair[0] != number))
        return Draft(self.limits, (*self.given, (number, 1))) if self.left else self

    def with_move(self, number: str, change: int) -> "Draft":
        """After Up (-1) or Down (+1) on the check screen."""
        order, at = list(self.given), self.place(number) - 1
        to = at + change
        if at >= 0 and 0 <= to < len(order):
            order[at], order[to] = order[to], order[at]
        return Draft(self.limits, tuple(order))


def read_draft(limits: Limits, text: str, on_ballot: Sequence[str]) -> Draft:
    """The draft that came with a form. What is not on the ballot, or no number, is left out: it was never shown."""
    given: dict[str, int] = {}
    for word in text[:LONGEST_DRAFT].split():
        number, _, said = word.partition(":")
        points = _points_said(limits.kind, said)
        if number in on_ballot and points is not None:
            given[number] = points
    return Draft(limits, tuple(given.items()))


def _points_said(kind: BallotKind, said: str) -> int | None:
    """The points that stand behind a bid in the text of a draft; None where it was given nothing."""
    if kind is BallotKind.FACES:
        return FACES.get(said)
    stars = int(said) if said.isascii() and said.isdigit() and len(said) < 4 else 1  # noqa: PLR2004 - beyond any limit
    if not stars:
        return None
    return stars if kind is BallotKind.STARS else 1
