"""What only a shared tablet has: pictures in the place of a code, practice, going away, and who helps."""

from dataclasses import replace
from functools import partial
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.orm import Session

from pb.booth.routes.opening import begin, open_ballot
from pb.booth.routes.screens import check_page
from pb.booth.rules.words import place_word
from pb.booth.visit import Turn
from pb.booth.voter import forget, give_pass, practice_pass
from pb.core.refusals import NotFound, TooMany
from pb.core.settings import Settings
from pb.db.throttle import Throttle
from pb.events import actions, queries
from pb.events.rules import PICTURES, Help, new_pictures, read_pictures
from pb.media import queries as media
from pb.people.guards import anyone
from pb.rounds.rules.draft import BallotKind
from pb.web.forms import Form
from pb.web.languages import language
from pb.web.redirects import see_other
from pb.web.twelve import TWELVE, picture, word_for

TRIES = 5


class TooManyPictures(TooMany):
    """Five sets of pictures that were nobody's were touched at this tablet in ten minutes."""


@get("/vote/pictures", guards=[anyone], sync_to_thread=True)
def ask_for_pictures(turn: NamedDependency[Turn]) -> Response[Any]:
    """Touch the four pictures of the card, one after the other."""
    return see_other("/vote") if turn.kiosk is None or not turn.kiosk.picture_codes else _pictures_page(turn, ())


@post("/vote/pictures", guards=[anyone], sync_to_thread=True, status_code=200)
def take_picture(
    turn: NamedDependency[Turn], throttle: NamedDependency[Throttle], settings: NamedDependency[Settings]
) -> Response[Any]:
    """One picture more, or one less; the fourth opens the ballot."""
    kiosk = turn.kiosk
    if kiosk is None or not kiosk.picture_codes:
        return see_other("/vote")
    touched = _touched(turn.form)
    if len(touched) < PICTURES:
        return _pictures_page(turn, touched)
    if throttle.tries("pictures", kiosk.tablet_id, turn.now) >= TRIES:
        raise TooManyPictures
    voter_id = queries.voter_of_pictures(turn.session, turn.keys, kiosk.event_id, touched, turn.now)
    if voter_id is None:
        throttle.count("pictures", kiosk.tablet_id, turn.now)
        return _pictures_page(turn, (), wrong=True)
    return open_ballot(turn, kiosk.round_id, voter_id, settings)


@post("/vote/practice", guards=[anyone], sync_to_thread=True, status_code=200)
def practise(turn: NamedDependency[Turn], settings: NamedDependency[Settings]) -> Response[Any]:
    """Begin a vote that is stored nowhere, on a tablet that a steward has set to practice.

    Where the event has pictures on its cards, those are practised first, from a card that is drawn above them.
    """
    if turn.kiosk is None or not turn.kiosk.practice:
        return see_other("/vote")
    card, touched = read_pictures(turn.form.text("card")), _touched(turn.form)
    if not turn.kiosk.picture_codes or turn.form.has("skip") or (len(card) == PICTURES and touched == card):
        return begin(turn, practice_pass(turn.kiosk.round_id), settings)
    if len(card) != PICTURES:
        card = new_pictures(lambda _: False)
    wrong = len(touched) == PICTURES
    return _pictures_page(turn, () if wrong else touched, wrong=wrong, card=card)


@post("/vote/practised", guards=[anyone], sync_to_thread=True, status_code=200)
def practised(turn: NamedDependency[Turn]) -> Response[Any]:
    """The end of practice: what would have been counted. Nothing is sealed, sent or kept."""
    given = turn.given
    if given is None or not given.practice:
        return see_other("/vote")
    filling = turn.filling_for(given)
    if filling.draft.is_over:
        return check_page(turn, given, filling)
    draft, ballot = filling.draft, filling.ballot
    answers = draft.by_answer(ballot.order) if ballot.limits.kind is BallotKind.FACES else []
    response = turn.page(
        "booth/practised.html",
        practice=True,
        kind=ballot.limits.kind,
        cards=[]
        if turn.form.text("choice") == "blank"
        else [(ballot.cards[one], points) for one, points in draft.given],
        answers=[(answer, [ballot.cards[number] for number in numbers]) for answer, numbers in answers if answer],
        places=partial(place_word, say=turn.page.say),
    )
    forget(response)
    return response


@post("/vote/away", guards=[anyone], sync_to_thread=True, status_code=303)
def go_away(turn: NamedDependency[Turn], session: NamedDependency[Session]) -> Response[Any]:
    """Nobody is there any more: nothing is cast, nothing is kept of this voter, and one more counts as unfinished."""
    response = see_other("/vote")
    if turn.kiosk is not None:
        if turn.given is not None and not turn.given.practice:
            actions.count_unfinished(session, turn.kiosk.tablet_id)
        forget(response, shared=True)
    return response


@get("/vote/helpers", guards=[anyone], sync_to_thread=True)
def helpers(turn: NamedDependency[Turn]) -> Response[Any]:
    """What a helper may do, and what not."""
    return turn.page("booth/helpers.html", filling=None)


@post("/vote/helpers", guards=[anyone], sync_to_thread=True, status_code=200)
def helpers_in_between(turn: NamedDependency[Turn]) -> Response[Any]:
    """The same in the middle of a vote, with every mark kept."""
    filling = turn.filling_for(turn.given) if turn.given else None
    return turn.page("booth/helpers.html", filling=filling)


@post("/vote/help", guards=[anyone], sync_to_thread=True, status_code=200)
def ask_who_helps(turn: NamedDependency[Turn]) -> Response[Any]:
    """Is somebody helping you? From the screen that says how to vote, with every mark on it."""
    if turn.given is None:
        return see_other("/vote")
    return turn.page("booth/help.html", filling=turn.filling_for(turn.given), helped=turn.given.helped)


@post("/vote/help/{way:str}", guards=[anyone], sync_to_thread=True, status_code=200)
def note_help(
    way: FromPath[str],
    turn: NamedDependency[Turn],
    session: NamedDependency[Session],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """Count one way in which somebody helps, at the tablet and nowhere else; touched again, it is taken back."""
    given = turn.given
    if given is None:
        return see_other("/vote")
    if way not in set(Help):
        raise NotFound
    left = tuple(one for one in given.helped if one != way)
    helped = left if way in given.helped else (*left, way)
    if turn.kiosk is not None and not given.practice:
        voters = bool(helped) - bool(given.helped)
        change = 1 if way in helped else -1
        actions.count_help(session, turn.kiosk.tablet_id, Help(way), change, voters)
    response = turn.page("booth/help.html", filling=turn.filling_for(given), helped=helped)
    give_pass(response, turn.keys, replace(given, helped=helped), turn.now, secure=settings.secure)
    return response


ROUTES = [
    ask_for_pictures,
    take_picture,
    practise,
    practised,
    go_away,
    helpers,
    helpers_in_between,
    ask_who_helps,
    note_help,
]


def _touched(form: Form) -> tuple[str, ...]:
    """The pictures that were touched so far, after this touch."""
    before, picked = read_pictures(form.text("touched")), form.text("picture")
    if picked in before:  # touched again it is taken back
        return tuple(one for one in before if one != picked)
    return before[:-1] if form.has("fewer") else read_pictures(" ".join((*before, picked)))


def _pictures_page(
    turn: Turn, touched: tuple[str, ...], *, wrong: bool = False, card: tuple[str, ...] = ()
) -> Response[Any]:
    choices = [(one, picture(one), word_for(one, turn.page.say)) for one in TWELVE]
    drawn = {one: (symbol, word) for one, symbol, word in choices}
    tag = language(turn.page.look.language).tag
    sounds = media.sounds(turn.session, turn.kiosk.round_id, tag) if turn.kiosk else None
    return turn.page(
        "booth/pictures.html",
        status=422 if wrong else 200,
        choices=choices,
        touched=touched,
        shown=[drawn[one] for one in touched],
        card=[(one, *drawn[one]) for one in card],
        left=PICTURES - len(touched),
        wrong=wrong,
        sounds=sounds,
    )
