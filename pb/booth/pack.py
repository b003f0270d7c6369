"""The ballot pack: one JSON of everything that the screens of one ballot are made of, beside the files that it names.

The browser renders screens from it (`static/js/booth/local/`) as the server does from its database: the same templates,
the same words, the same rules. It holds nothing of any voter.
"""

from collections.abc import Iterable, Iterator
from functools import cache

from pb.booth.queries import Ballot, Card
from pb.booth.rules.draft import Draft
from pb.booth.rules.screens import screens
from pb.booth.rules.words import instruction, moved_up, none_left, place_word, question, question_of_one, reminder
from pb.core.money import pounds
from pb.core.settings import Settings
from pb.core.words import Words
from pb.signs.rules import Sign
from pb.web.assets import STATIC, asset
from pb.web.languages import Language
from pb.web.pages import make_environment
from pb.web.portable import Data, portable
from pb.web.scenes import scene_words

FORMAT = "pb/pack/v1"
SCREENS = tuple(f"booth/{name}.html" for name in ("how", "ballot", "one", "more", "check"))
"""What a browser can show by itself: everything between Hello and the cast."""
SYMBOLS = "vendor/openmoji"
_TOO_MANY = ("Take one back first.", "Take {number} back first.")


def make_pack(settings: Settings, ballot: Ballot, tongue: Language) -> dict[str, Data]:
    """The pack of a ballot in one language.

    Returns:
        `format`; `limits` {kind, limit, most}; `tone`; `language` {tag, direction}; `cards`, by number; `told`, the
        sentences that depend on the limits; `words` {sentences, numbers} by the English sentence; `sounds` {tag,
        clips} by language and exact words; `signs` by subject; `scenes` by name, what they show; `files`, addresses of
        static files by name; `templates`, see `pb.web.portable`.
    """
    templates = _templates(settings)
    cards = sorted(ballot.cards.values(), key=lambda card: int(card.number))
    limits, say = ballot.limits, tongue.words
    return {
        "format": FORMAT,
        "limits": {"kind": limits.kind, "limit": limits.limit, "most": limits.most},
        "tone": ballot.round.tone,
        "language": {"tag": tongue.tag, "direction": tongue.direction},
        "cards": [_card(card) for card in cards],
        "told": _told(ballot, say),
        "words": _words(templates, say, most=max(limits.limit, limits.most, len(cards))),
        "sounds": {"tag": ballot.sounds.tag, "clips": _clips(ballot, tongue)},
        "signs": {key: _sign(sign) for key, sign in ballot.signs.found.items()},
        "scenes": {card.picture: scene_words(card.picture, say) for card in cards if card.picture},
        "files": {name: asset(name) for name in sorted(_files(templates, cards))},
        "templates": templates,
    }


def address_of(ballot: Ballot, tongue: Language, *, symbols: bool) -> str:
    """Where a browser asks for its pack; what it says after the question mark tells one pack from another."""
    return f"/vote/pack.json?of={ballot.round.id}.{tongue.key}{'.symbols' if symbols else ''}"


@cache
def _templates(settings: Settings) -> dict[str, Data]:
    return portable(make_environment(settings), SCREENS)


def _card(card: Card) -> dict[str, Data]:
    told = {name: getattr(card, name) for name in Card.__slots__ if name not in {"sounds", "more"}}
    return told | {"more": [list(part) for part in card.more]}


def _sign(sign: Sign) -> dict[str, Data]:
    return {"video": sign.video, "media_type": sign.media_type, "captions": sign.captions}


def _told(ballot: Ballot, say: Words) -> dict[str, Data]:
    limits, most = ballot.limits, len(ballot.cards) + 1
    full = Draft(limits, (("1", limits.limit),))
    return {
        "ask": question(limits.kind, say),
        "ask_of_one": question_of_one(limits.kind, say),
        "reminder": reminder(limits, say),
        "instruction": instruction(limits, say),
        "stars": limits.stars,
        "look_first": say("Look at these first."),
        "full": none_left(full, say),
        "moved_up": moved_up(Draft(limits, (("1", 1), ("2", 1))), Draft(limits, (("2", 1),)), "1", say),
        "places": [place_word(place, say) for place in range(max(most, limits.limit + 1) + 1)],
    }


def _words(templates: Data, say: Words, *, most: int) -> dict[str, Data]:
    """The sentences of the templates; where they hold a number, what is said for each from 0."""
    calls = list(_calls(templates))
    sentences = {given[0]: say.pattern(given[0]) for name, given in calls if name == "say"}
    pairs = dict.fromkeys([(given[0], given[1]) for name, given in calls if name == "many"] + [_TOO_MANY])
    numbers = {}
    for one, more in pairs:
        said = [say.pattern_of_many(one, more, number) for number in range(most + 1)]
        forms = list(dict.fromkeys(said))
        numbers[one] = {"forms": forms, "by": [forms.index(text) for text in said]}
    return {"sentences": sentences, "numbers": numbers}


def _calls(data: Data) -> Iterator[tuple[str, list[Data]]]:
    """Each call of `say` and `many` in templates, with what is given by position."""
    match data:
        case ["()", ["v", "say" | "many" as name], [*given], *_]:
            yield name, given
    for part in _parts(data):
        yield from _calls(part)


def _clips(ballot: Ballot, tongue: Language) -> dict[str, dict[str, str]]:
    """Addresses of the clips of this ballot by language and the words they say, as far as there are any."""
    said = screens(ballot.limits, ballot.round.tone, tongue.words, ballot.round.slip)
    texts = [(tongue.tag, sentence) for screen in said for sentence in screen.sentences]
    for card in ballot.cards.values():
        texts += [(card.lang, card.title), (card.lang, card.sentence), (tongue.tag, pounds(card.ask))]
        texts += [(lang, text) for text, lang, _ in card.more]
    found: dict[str, dict[str, str]] = {}
    for tag, text in texts:
        clip = ballot.sounds.of(text, tag)
        if clip:
            found.setdefault(tag, {})[" ".join(text.split()).removesuffix(".")] = clip
    return found


def _files(templates: Data, cards: Iterable[Card]) -> set[str]:
    """The static files that these screens can show."""
    drawn = {f"{SYMBOLS}/{text}.svg" for text in _texts(templates)}
    drawn |= {f"{SYMBOLS}/{card.symbol}.svg" for card in cards if card.symbol}
    drawn |= {f"pictures/{card.picture}.svg" for card in cards if card.picture}
    drawn |= {f"shapes/{file.name}" for file in (STATIC / "shapes").glob("*.svg")}
    return {name for name in drawn if "\n" not in name and (STATIC / name).is_file()}


def _texts(data: Data) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    for part in _parts(data):
        yield from _texts(part)


def _parts(data: Data) -> Iterable[Data]:
    if isinstance(data, dict):
        return data.values()
    return data if isinstance(data, list) else ()
