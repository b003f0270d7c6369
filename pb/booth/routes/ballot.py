"""From Hello to the check: welcome, how, the bids, and what each touch on them changes."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from pb.booth.routes.easier import easier_page
from pb.booth.routes.screens import ballot_page, check_page, code_again, how_page, more_page, welcome_page
from pb.booth.rules.draft import Draft
from pb.booth.rules.words import moved_up, none_left, too_many
from pb.booth.visit import Filling, Turn
from pb.booth.voter import Pass
from pb.core.refusals import NotFound
from pb.people.guards import anyone
from pb.rounds.rules.draft import BallotKind
from pb.web.redirects import see_other


@get("/vote/welcome", guards=[anyone], sync_to_thread=True)
def welcome(turn: NamedDependency[Turn]) -> Response[Any]:
    """Hello."""
    return see_other("/vote") if turn.given is None else welcome_page(turn, turn.given)


@get("/vote/how", guards=[anyone], sync_to_thread=True)
def how(turn: NamedDependency[Turn]) -> Response[Any]:
    """What there is to do."""
    return see_other("/vote") if turn.given is None else how_page(turn, turn.filling_for(turn.given))


@get("/vote/bids/{number:str}", guards=[anyone], sync_to_thread=True)
def tell_me_more(number: FromPath[str], turn: NamedDependency[Turn]) -> Response[Any]:
    """One bid with all its words, for who comes straight to it: there are no marks yet."""
    if turn.given is None:
        return see_other("/vote")
    filling = turn.filling_for(turn.given)
    card = filling.ballot.cards.get(number)
    if card is None:
        raise NotFound
    return more_page(turn, card, filling)


@get("/vote/ballot", guards=[anyone], sync_to_thread=True)
def first_page(turn: NamedDependency[Turn]) -> Response[Any]:
    """The first page of the ballot, nothing chosen."""
    return see_other("/vote") if turn.given is None else ballot_page(turn, turn.filling_for(turn.given))


@post("/vote/ballot", guards=[anyone], sync_to_thread=True, status_code=200)
def next_page(turn: NamedDependency[Turn]) -> Response[Any]:
    """One touch on the ballot: a star more or less, a place, an answer, another page, all about a bid, the check."""
    if turn.given is None:
        return code_again(turn.page, turn.form, turn.kiosk)
    before = turn.filling_for(turn.given)
    filling = before.with_draft(_touched(turn, before))
    if card := filling.ballot.cards.get(turn.form.text("about")):
        return more_page(turn, card, filling)
    if words := _why_not(turn, before, filling) or _what_followed(turn, before, filling):
        return ballot_page(turn, filling, words)
    if turn.form.text("to") in filling.ballot.cards:
        return ballot_page(turn, filling.with_walk(filling.walk.to(turn.form.text("to"))))
    go = turn.form.text("go") or ("next" if turn.form.has("answer") else "")
    if go == "easier":
        return easier_page(turn, turn.form.text("screen") or "ballot", filling.draft.text())
    return _gone(turn, turn.given, filling, go)


@post("/vote/check", guards=[anyone], sync_to_thread=True, status_code=200)
def check(turn: NamedDependency[Turn]) -> Response[Any]:
    """Is this your vote? On a ranked ballot the places can still be swapped here."""
    if turn.given is None:
        return code_again(turn.page, turn.form, turn.kiosk)
    filling = turn.filling_for(turn.given)
    for name, change in (("up", -1), ("down", 1)):
        if turn.form.has(name):
            filling = filling.with_draft(filling.draft.with_move(turn.form.text(name), change))
    return check_page(turn, turn.given, filling)


ROUTES = [welcome, how, tell_me_more, first_page, next_page, check]


def _gone(turn: Turn, given: Pass, filling: Filling, go: str) -> Response[Any]:
    """The screen to which a button leads."""
    walk = filling.walk
    if go == "hello":
        return welcome_page(turn, given, filling)
    if go == "how" or (go == "back" and walk.page == 1):
        return how_page(turn, filling)
    if go == "check" or (go == "next" and walk.page == walk.of):
        return check_page(turn, given, filling)
    return ballot_page(turn, filling.with_walk(walk.turned({"start": -walk.of, "back": -1, "next": 1}.get(go, 0))))


def _touched(turn: Turn, filling: Filling) -> Draft:
    """The marks after this request, which says what bids it showed: another tab may have changed the way since."""
    form, draft, cards = turn.form, filling.draft, filling.ballot.cards
    alone, shown = _alone(turn, filling), [one for one in form.text("shown").split() if one in cards]
    match filling.ballot.limits.kind:
        case BallotKind.APPROVAL if alone:
            return draft.with_answer(alone, form.text("answer"))
        case BallotKind.APPROVAL:
            return draft.with_page(shown, form.all("chosen"))
        case BallotKind.RANKED:
            number = form.text("touch")
            return draft.with_touch(number) if number in cards else draft
        case BallotKind.STARS:
            for name, change in (("more", 1), ("fewer", -1)):
                number = form.text(name)
                if number in cards and (change > 0 or draft.points(number)):
                    draft = draft.with_star(number, change)
            return draft
        case BallotKind.FACES if alone:
            return draft.with_answers([alone], {alone: form.text("answer")})
        case BallotKind.FACES:
            return draft.with_answers(shown, form.named("face-"))


def _alone(turn: Turn, filling: Filling) -> str:
    """The bid that was answered alone; empty where none was."""
    number = turn.form.text("of")
    return number if number in filling.ballot.cards and turn.form.has("answer") else ""


def _what_followed(turn: Turn, before: Filling, after: Filling) -> str:
    """What a touch changed besides what was touched."""
    if after.ballot.limits.kind is not BallotKind.RANKED:
        return ""
    return moved_up(before.draft, after.draft, turn.form.text("touch"), turn.page.say)


def _why_not(turn: Turn, before: Filling, after: Filling) -> str:
    """Why the voter is held where they are: more is marked than may be, or a touch could give nothing more."""
    if after.draft.is_over and turn.form.text("go") != "back" and not turn.form.has("of"):
        return too_many(after.draft, turn.page.say)
    wanted = turn.form.text("more") or turn.form.text("touch")
    alone = _alone(turn, before)
    if alone and turn.form.text("answer") == "yes" and not after.draft.points(alone):
        wanted = alone
    if wanted not in before.ballot.cards or after.draft != before.draft or after.draft.limits.is_unlimited:
        return ""
    return none_left(after.draft, turn.page.say)
