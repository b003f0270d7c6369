"""What can be listened to on the voting screens of a round, language by language, and what there is of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from pb.booth import queries as booth
from pb.booth.queries import Ballot, Card
from pb.booth.rules.screens import screens
from pb.core.money import pounds
from pb.media import queries as media
from pb.media.queries import ClipView, Wish
from pb.media.rules import Kind, Said, digest_of
from pb.rounds.queries import RoundView
from pb.web.languages import Language, languages


class Heard(StrEnum):
    """What voters hear of a text by a clip; where there is none, a voice of their device reads it if it has one."""

    VOICE = "voice"
    DRAFT = "draft"
    WAITS = "waits"
    FAILED = "failed"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Line:
    """One text that can be listened to.

    Attributes:
        said: the words, exactly as they stand on the screen.
        clip: what is heard.
        wish: where a machine was asked to read it.
    """

    said: Said
    clip: ClipView | None
    wish: Wish | None

    @property
    def heard(self) -> Heard:
        """How far it is."""
        if self.clip:
            return Heard.DRAFT if self.clip.kind is Kind.DRAFTED else Heard.VOICE
        if self.wish:
            return Heard.FAILED if self.wish.fault else Heard.WAITS
        return Heard.NOTHING


@dataclass(frozen=True, slots=True)
class Part:
    """A screen or a bid with its texts."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Listening:
    """All that can be listened to in one language.

    Attributes:
        language: the language.
        parts: screens in the order of a vote, then bids by number; words that occur twice stand at their first place.
        left_over: clips whose words stand on no screen any more; nobody hears them.
        elsewhere: how many bids are not translated, and so are heard in their own language.
    """

    language: Language
    parts: tuple[Part, ...]
    left_over: tuple[ClipView, ...]
    elsewhere: int

    @property
    def lines(self) -> list[Line]:
        """Every text."""
        return [line for part in self.parts for line in part.lines]

    def count(self, *heard: Heard) -> int:
        """How many texts are that far."""
        return sum(line.heard in heard for line in self.lines)

    @property
    def missing(self) -> list[Line]:
        """Texts without a clip, those included that a machine is to read."""
        return [line for line in self.lines if not line.clip]

    def line(self, digest: str) -> tuple[str, Line] | None:
        """The text with this digest, and the title of its part."""
        found = ((part.title, line) for part in self.parts for line in part.lines if line.said.digest == digest)
        return next(found, None)

    def after(self, digest: str) -> Line | None:
        """The next text that no person has read yet, from here around to the beginning."""
        lines = self.lines
        here = next((at for at, line in enumerate(lines) if line.said.digest == digest), -1)
        around = [*lines[here + 1 :], *lines[: max(here, 0)]]
        return next((line for line in around if line.heard is not Heard.VOICE), None)


def listening(session: Session, view: RoundView, tongue: Language) -> Listening:
    """What can be listened to in one language."""
    ballot = booth.ballot(session, view.id, 0, tongue)
    clips = media.standing(session, view.id, tongue.tag)
    wishes = media.wishes(session, view.id, tongue.tag)
    seen: dict[str, str] = {}  # digests with the title of the part in which they stand first
    parts = []
    for title, texts in _texts(ballot, view, tongue):
        said = [Said(words, tongue.tag) for words in texts]
        fresh = [one for one in said if seen.setdefault(one.digest, title) == title]
        once = {one.digest: Line(one, clips.get(one.digest), wishes.get(one.digest)) for one in fresh}
        parts.append(Part(title, tuple(once.values())))
    elsewhere = sum(card.lang != tongue.tag for card in ballot.cards.values())
    known = set(seen) | _in_other_words(session, view, tongue)
    left = [clip for digest, clip in clips.items() if digest not in known]
    return Listening(tongue, tuple(part for part in parts if part.lines), tuple(left), elsewhere)


def _in_other_words(session: Session, view: RoundView, tongue: Language) -> set[str]:
    """Digests of what other languages of the same tag say: English and Easy English share theirs."""
    others = [one for one in languages() if one.tag == tongue.tag and one != tongue]
    return {
        digest_of(words)
        for one in others
        for _, texts in _texts(booth.ballot(session, view.id, 0, one), view, one)
        for words in texts
    }


def _texts(ballot: Ballot, view: RoundView, tongue: Language) -> Iterator[tuple[str, Iterator[str]]]:
    for screen in screens(ballot.limits, view.tone, tongue.words, view.slip):
        yield screen.name, iter(screen.sentences)
    for card in sorted(ballot.cards.values(), key=lambda card: int(card.number)):
        yield f"{card.number}. {card.title}", _of_bid(card, tongue.tag)


def _of_bid(card: Card, tag: str) -> Iterator[str]:
    """The words of a bid that are in this language, and its cost, as its cards show them."""
    if card.lang == tag:
        yield card.title
        yield card.sentence
    yield from (words for words, lang, _ in card.more if words and lang == tag)
    yield pounds(card.ask)
