"""How the voting screens look in each tone, for who sets a round up. Nothing of it is a vote."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from pb.booth.queries import Card
from pb.booth.rules.words import hello, invitation, pile, thanks
from pb.core.refusals import NotFound
from pb.media.rules import Sounds
from pb.people.guards import commissioner
from pb.rounds.rules.draft import Tone
from pb.web.languages import PLAIN
from pb.web.pages import Page

EXAMPLES = (
    ("Music and drumming", "Loud drums, soft drums, your drums.", 3_300_00, "music-and-drumming"),
    ("Climbing for everyone", "Ropes, walls and a friend to hold on to.", 8_900_00, "climbing"),
    ("Farm visits", "Meet the goats. Feed the chickens.", 1_750_00, "farm-visits"),
    ("Young film makers", "We make films about our own lives.", 12_600_00, "young-film-makers"),
)
"""Invented bids: name, sentence, cost in pence, scene."""


@get("/desk/tones/{tone:str}", guards=[commissioner], sync_to_thread=True)
def show_tone(tone: FromPath[str], page: NamedDependency[Page]) -> Response[Any]:
    """Hello, two cards and Thank you, as voters would see them."""
    if tone not in tuple(Tone):
        raise NotFound
    shown, say = Tone(tone), page.say
    return page(
        "booth/tone.html",
        tone=shown,
        cards=_examples(),
        hello=hello(shown, say),
        invitation=invitation(shown, say),
        thanked=thanks(shown, say),
    )


ROUTES = [show_tone]


def _examples() -> list[Card]:
    return [
        Card(
            number=str(number),
            title=title,
            sentence=sentence,
            lang=PLAIN.tag,
            direction=PLAIN.direction,
            more=(),
            by="",
            ask=ask,
            pile=pile(ask),
            picture=scene,
            symbol="",
            symbol_description="",
            sounds=Sounds(),
        )
        for number, (title, sentence, ask, scene) in enumerate(EXAMPLES, 1)
    ]
