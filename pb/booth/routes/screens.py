"""The screens that more than one address leads to."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from litestar import Response

from pb.booth import queries
from pb.booth.pack import address_of
from pb.booth.queries import Card
from pb.booth.rules.words import (
    hello,
    instruction,
    invitation,
    place_word,
    question,
    question_of_one,
    reminder,
    too_many,
)
from pb.booth.visit import Filling, Turn
from pb.booth.voter import Pass, forget
from pb.events.queries import Kiosk
from pb.rounds.rules.draft import BallotKind
from pb.seal.crockford import ALPHABET
from pb.web import permissions
from pb.web.forms import Form
from pb.web.languages import language
from pb.web.look import Look
from pb.web.pages import Page
from pb.web.redirects import see_other

LONGEST_TYPED = 60
"""More than any code with all that people write around it."""
KEYS = tuple(ALPHABET[start : start + 8] for start in range(0, len(ALPHABET), 8))
"""The symbols of codes as big keys, in rows."""


def code_page(
    page: Page, form: Form, typed: str = "", words: str = "", *, wrong: bool = False, groups: Sequence[int] = ()
) -> Response[str]:
    """Type a code. The marks that came with the form stay in it; `groups` of four are to be looked at again.

    It is the one page that may use a camera.
    """
    status = 422 if wrong else 200
    response = page("booth/code.html", status=status, typed=typed, words=words, form=form, wrong=groups, keys=KEYS)
    response.headers[permissions.HEADER] = permissions.CAMERA
    return response


def hello_page(turn: Turn, kiosk: Kiosk) -> Response[str]:
    """What a shared tablet shows between voters; whoever was there before is forgotten."""
    ballot = queries.ballot(turn.session, kiosk.round_id, secrets.randbelow(2**31), language(turn.page.look.language))
    start = "/vote/pictures" if kiosk.picture_codes else "/vote/code"
    tone, say = ballot.round.tone, turn.page.say
    response = turn.page(
        "booth/hello.html",
        kiosk=kiosk,
        ballot=ballot,
        start=start,
        plain=turn.page.look == Look(),
        tone=tone,
        hello=hello(tone, say),
        invitation=invitation(tone, say),
    )
    forget(response)
    return response


def code_again(page: Page, form: Form, kiosk: Kiosk | None) -> Response[Any]:
    """For who was away too long: the code once more, and every mark is kept; a shared tablet begins again instead."""
    if kiosk is not None:
        return see_other("/vote")  # these marks may be those of the voter before
    return code_page(page, form, words=page.say("Please type your code again. Your choices are kept."))


def welcome_page(turn: Turn, given: Pass, filling: Filling | None = None) -> Response[str]:
    """Hello; with a filling for who comes back to it with marks."""
    ballot, say = turn.ballot_for(given), turn.page.say
    tone = ballot.round.tone
    return turn.page(
        "booth/welcome.html",
        ballot=ballot,
        filling=filling,
        again=given.rev > 0,
        tone=tone,
        hello=hello(tone, say),
        invitation=invitation(tone, say),
    )


def how_page(turn: Turn, filling: Filling) -> Response[str]:
    """What there is to do, before the first bid."""
    limits = filling.ballot.limits
    return turn.page(
        "booth/how.html",
        filling=filling,
        how=instruction(limits, turn.page.say),
        stars=limits.stars,
        helped=turn.given is not None and bool(turn.given.helped),
        tone=filling.ballot.round.tone,
        local=_local(turn, filling),
    )


def more_page(turn: Turn, card: Card, filling: Filling) -> Response[str]:
    """One bid with all its words. The marks travel with it, so that Back leads to the page as it was."""
    ballot = filling.ballot
    sign = ballot.signs.of(f"bid-{card.number}")
    tone, local = ballot.round.tone, _local(turn, filling)
    return turn.page("booth/more.html", card=card, filling=filling, sign=sign, tone=tone, local=local)


def ballot_page(turn: Turn, filling: Filling, words: str = "") -> Response[str]:
    """Some bids, or one, or all of them, with what is marked so far."""
    say, kind, look = turn.page.say, filling.ballot.limits.kind, turn.page.look
    filling = filling.with_walk(filling.walk.looked())
    return turn.page(
        "booth/one.html" if look.show == "one" else "booth/ballot.html",
        tone=filling.ballot.round.tone,
        local=_local(turn, filling),
        filling=filling,
        draft=filling.draft,
        cards=[filling.ballot.cards[number] for number in filling.walk.shown],
        words=words,
        ask=question_of_one(kind, say) if look.show == "one" else question(kind, say),
        how=reminder(filling.ballot.limits, say),
        places=partial(place_word, say=say),
    )


def check_page(turn: Turn, given: Pass, filling: Filling) -> Response[str]:
    """Is this your vote? First what is too much is taken back, and every bid is seen."""
    say, draft, ballot, walk = turn.page.say, filling.draft, filling.ballot, filling.walk
    if draft.is_over:
        return ballot_page(turn, filling.with_walk(walk.to(draft.given[0][0])), too_many(draft, say))
    if not walk.has_seen_all:
        return ballot_page(turn, filling.with_walk(walk.to_what_was_not_seen()), say("Look at these first."))
    answers = draft.by_answer(ballot.order) if ballot.limits.kind is BallotKind.FACES else []
    return turn.page(
        "booth/check.html",
        tone=ballot.round.tone,
        local=_local(turn, filling),
        filling=filling,
        draft=draft,
        cards=[(ballot.cards[number], points) for number, points in draft.given],
        answers=[(answer, [ballot.cards[number] for number in numbers]) for answer, numbers in answers],
        envelope=turn.form.text("envelope") or secrets.token_hex(16),
        again=given.rev > 0,
        practice=given.practice,
        places=partial(place_word, say=say),
    )


@dataclass(frozen=True, slots=True)
class Local:
    """What a browser needs to show the next screens by itself.

    Attributes:
        address: of the ballot pack.
        turn: what is of this sitting alone, as JSON: order, look, sitting, again, practice, helped, kiosk.
    """

    address: str
    turn: str


def _local(turn: Turn, filling: Filling) -> Local | None:
    given, look, kiosk = turn.given, turn.page.look, turn.kiosk
    if given is None:
        return None
    told = {
        "order": filling.ballot.order,
        "look": {"show": look.show, "scan": look.scan},
        "sitting": filling.sitting,
        "again": given.rev > 0,
        "practice": given.practice,
        "helped": bool(given.helped),
        "kiosk": kiosk and {"idle_seconds": kiosk.idle_seconds, "practice": kiosk.practice},
    }
    address = address_of(filling.ballot, language(look.language), symbols=look.pictures == "symbols")
    return Local(address, json.dumps(told, separators=(",", ":")))
