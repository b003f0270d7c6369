"""Reading `rounds.toml`: the invented partnership and its rounds as plain values."""

import random
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from pb.ballots.rules import MARKS_KEY
from pb.core.clock import from_london, in_london
from pb.core.money import parse_pounds
from pb.events.rules import IDLE_SECONDS, EventDraft
from pb.proposals.rules import TRANSLATED
from pb.rounds.rules.draft import BallotKind, Calendar, RoundDraft, Slip, Tone, slug_of
from pb.rounds.rules.labels import LabelDraft, LabelKind

FILE, TRANSLATIONS = (Path(__file__).with_name(name) for name in ("rounds.toml", "translations.toml"))
TEXTS = ("title", "sentence", "what", "who_for", "team", "place", "picture", "symbol", "symbol_description")
# Days from today: bids open, bids close, voting opens, voting closes.
HOURS = (9, 17, 9, 17)  # on London's clocks: bids open and close, voting opens and closes
DAYS = {"voting": (-50, -20, -6, 45), "bidding": (-8, 40, 55, 80), "published": (-120, -90, -75, -40)}

Translations = dict[tuple[str, str], dict[str, dict[str, str]]]
"""The TRANSLATED texts of bids by (round, name in English), then by language."""


@dataclass(frozen=True, slots=True)
class Bid:
    """A bid as its bidder would write it.

    `liked` is how much each electorate likes it, 0 to 10; `translations` has its TRANSLATED texts by language.
    """

    texts: Mapping[str, str]
    about: tuple[str, ...]
    costs: tuple[tuple[str, int], ...]
    decision: str
    reason: str
    liked: Mapping[str, int]
    translations: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Gift:
    """A contribution, in pence; `only` are keys of labels."""

    agency: str
    amount: int
    note: str
    only: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoryEvent:
    """A voting event of a round, with the PIN that its stewards have."""

    draft: EventDraft
    pin: str


@dataclass(frozen=True, slots=True)
class Story:
    """One round: how it is set up, who is on its roll, how many have voted, and how far it is.

    `aside` has the pence that are set aside, by label; `event` is none where nobody votes on tablets.
    """

    draft: RoundDraft
    state: str
    labels: tuple[LabelDraft, ...]
    pot: tuple[Gift, ...]
    aside: Mapping[str, int]
    roll: Mapping[str, int]
    cast: Mapping[str, int]
    bids: tuple[Bid, ...]
    event: StoryEvent | None


def partnership() -> dict[str, Any]:
    """The agencies and staff: {"agencies": [names], "staff": [{name, agency, role}]}."""
    found: dict[str, Any] = _read()["partnership"]
    return found


def stories(today: datetime) -> list[Story]:
    """The rounds, with their calendars around `today`."""
    return [_story(found, today) for found in _read()["rounds"]]


def read_translations(text: str) -> Translations:
    """The bids of a file like `translations.toml`, whose first lines say what it looks like.

    Raises:
        ValueError: an entry has not one text for each of TRANSLATED; a part that slipped would go to the wrong place.
    """
    found: Translations = {}
    for language, rounds in tomllib.loads(text).items():
        for of_round, bids in rounds.items():
            for title, texts in bids.items():
                if len(texts) != len(TRANSLATED):
                    wanted = f"{len(TRANSLATED)} texts ({', '.join(TRANSLATED)})"
                    raise ValueError(f'[{language}."{of_round}"] "{title}" needs {wanted} and has {len(texts)}')
                found.setdefault((of_round, title), {})[language] = dict(zip(TRANSLATED, texts, strict=True))
    return found


def marks(story: Story, electorate: str, chance: random.Random) -> dict[str, Any]:
    """What one invented voter of an electorate wants, in the shape of the round's ballot."""
    names = [str(number) for number, bid in enumerate(story.bids, 1) if bid.decision != "refused"]
    liked = [1 + story.bids[int(name) - 1].liked.get(electorate, 4) ** 2 for name in names]
    key, limit = MARKS_KEY[story.draft.ballot_kind], story.draft.ballot_limit
    if story.draft.ballot_kind is BallotKind.FACES:
        loved, liking = set(chance.choices(names, liked, k=3)), set(chance.choices(names, liked, k=4))
        return {key: {name: "yes" if name in loved else "bit" if name in liking else "no" for name in names}}
    if story.draft.ballot_kind is BallotKind.STARS:
        stars: dict[str, int] = {}
        for name in chance.choices(names, liked, k=limit):
            if stars.get(name, 0) < story.draft.ballot_most:
                stars[name] = stars.get(name, 0) + 1
        return {key: stars}
    wanted = chance.choices(names, liked, k=limit)
    return {key: list(dict.fromkeys(wanted))}


def _read() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def _story(found: Mapping[str, Any], today: datetime) -> Story:
    days = DAYS[found["state"]]
    draft = RoundDraft(
        name=found["name"],
        summary=found["summary"],
        calendar=Calendar(*(_on(today, day, hour) for day, hour in zip(days, HOURS, strict=True))),
        least_cost=parse_pounds(found["least_cost"]),
        greatest_cost=parse_pounds(found["greatest_cost"]),
        ballot_kind=BallotKind(found["ballot"]["kind"]),
        ballot_limit=found["ballot"]["limit"],
        ballot_most=found["ballot"]["most"],
        slip=Slip(found.get("slip", Slip.FULL)),
        tone=Tone(found.get("tone", Tone.PLAIN)),
    )
    return Story(
        draft=draft,
        state=found["state"],
        labels=tuple(_labels(found.get("labels", []))),
        pot=tuple(map(_gift, found["pot"])),
        aside={slug_of(name): parse_pounds(amount) for name, amount in found.get("aside", {}).items()},
        roll=found["roll"],
        cast=found["cast"],
        bids=tuple(_bid(found["name"], bid) for bid in found["bids"]),
        event=_event(found["event"], today) if "event" in found else None,
    )


def _event(found: Mapping[str, Any], today: datetime) -> StoryEvent:
    day = in_london(today).date() + timedelta(days=found["days"])
    usual = IDLE_SECONDS[0]
    return StoryEvent(EventDraft(found["name"], found["place"], day, usual, picture_codes=True), found["pin"])


def _labels(found: list[Mapping[str, Any]]) -> Iterator[LabelDraft]:
    for of_kind in found:
        yield from (LabelDraft(slug_of(name), LabelKind(of_kind["kind"]), name) for name in of_kind["names"])


def _gift(found: Mapping[str, Any]) -> Gift:
    only = tuple(map(slug_of, found.get("only", [])))
    return Gift(found["agency"], parse_pounds(found["amount"]), found.get("note", ""), only)


def _on(today: datetime, days: int, hour: int) -> datetime:
    """An instant so many days from today, at a full hour on London's clocks."""
    day = in_london(today).date() + timedelta(days=days)
    return from_london(datetime.combine(day, time(hour)))


def _bid(of_round: str, found: Mapping[str, Any]) -> Bid:
    return Bid(
        texts={name: found[name] for name in TEXTS},
        about=tuple(map(slug_of, found.get("about", []))),
        costs=tuple((what, parse_pounds(amount)) for what, amount in found["costs"]),
        decision=found.get("decision", ""),
        reason=found.get("reason", ""),
        liked=found.get("liked", {}),
        translations=_translated().get((of_round, found["title"]), {}),
    )


@cache
def _translated() -> Translations:
    return read_translations(TRANSLATIONS.read_text(encoding="utf-8"))
