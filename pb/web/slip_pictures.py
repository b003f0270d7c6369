"""Twelve pictures, of which three go with a check code; none is on a card that opens a ballot: nobody mixes them up."""

from pb.core.words import Words
from pb.seal.pictures import three_of
from pb.web.symbols import Symbol, symbol_of

ON_SLIPS = (
    "sun",
    "moon",
    "rainbow",
    "train",
    "duck",
    "guitar",
    "balloon",
    "heart",
    "carrot",
    "bicycle",
    "tent",
    "candle",
)
"""Ids of symbols, in the order that `pb.seal.pictures` counts them; none is among those of the cards."""


def three_pictures(check_code: str, say: Words) -> list[tuple[Symbol, str]]:
    """The three pictures that go with a check code, each with what it is called: see `pb.seal.pictures`."""
    words = _words(say)
    found = [symbol_of(ON_SLIPS[place]) for place in three_of(check_code)]
    return [(symbol, words[symbol.id]) for symbol in found if symbol is not None]


def _words(say: Words) -> dict[str, str]:
    return {
        "sun": say("sun"),
        "moon": say("moon"),
        "rainbow": say("rainbow"),
        "train": say("train"),
        "duck": say("duck"),
        "guitar": say("guitar"),
        "balloon": say("balloon"),
        "heart": say("heart"),
        "carrot": say("carrot"),
        "bicycle": say("bicycle"),
        "tent": say("tent"),
        "candle": say("candle"),
    }
