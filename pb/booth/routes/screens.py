"""The screens that more than one address leads to."""

import secrets

from litestar import Response

from pb.booth.rules.words import instruction, place_word, question, question_of_one, reminder, too_many
from pb.booth.visit import Sheet, Turn
from pb.booth.voter import Pass
from pb.core.words import Words
from pb.rounds.rules.draft import BallotKind
from pb.web.forms import Form
from pb.web.pages import Page


def code_page(page: Page, form: Form, typed: str = "", words: str = "", *, wrong: bool = False) -> Response[str]:
    """Type a code. The marks that came with the form stay in it."""
    return page("booth/code.html", status=422 if wrong else 200, typed=typed, words=words, form=form)


def code_again(page: Page, form: Form) -> Response[str]:
    """For who was away too long: the code once more, and every mark is kept."""
    return code_page(page, form, words=page.say("Please type your code again. Your choices are kept."))


def welcome_page(turn: Turn, given: Pass, sheet: Sheet | None = None) -> Response[str]:
    """Hello; with a sheet for who comes back to it with marks."""
    return turn.page("booth/welcome.html", ballot=turn.ballot_for(given), sheet=sheet, again=given.rev > 0)


def how_page(turn: Turn, sheet: Sheet) -> Response[str]:
    """What there is to do, before the first bid."""
    limits = sheet.ballot.limits
    stars = limits.limit if limits.kind is BallotKind.STARS else 0
    return turn.page("booth/how.html", sheet=sheet, how=instruction(limits, turn.page.say), stars=stars)


def ballot_page(turn: Turn, sheet: Sheet, words: str = "") -> Response[str]:
    """Some bids, or one, or all of them, with what is marked so far."""
    say, kind, look = turn.page.say, sheet.ballot.limits.kind, turn.page.look
    sheet = sheet.with_walk(sheet.walk.looked())
    return turn.page(
        "booth/one.html" if look.show == "one" else "booth/ballot.html",
        sheet=sheet,
        draft=sheet.draft,
        cards=[sheet.ballot.cards[number] for number in sheet.walk.shown],
        words=words,
        ask=question_of_one(kind, say) if look.show == "one" else question(kind, say),
        how=reminder(sheet.ballot.limits, say),
        places=_Places(say),
    )


def check_page(turn: Turn, given: Pass, sheet: Sheet) -> Response[str]:
    """Is this your vote? First what is too much is taken back, and every bid is seen."""
    say, draft, ballot, walk = turn.page.say, sheet.draft, sheet.ballot, sheet.walk
    if draft.is_over:
        return ballot_page(turn, sheet.with_walk(walk.to(draft.given[0][0])), too_many(draft, say))
    if not walk.has_seen_all:
        return ballot_page(turn, sheet.with_walk(walk.to_what_was_not_seen()), say("Look at these first."))
    answers = draft.by_answer(ballot.order) if ballot.limits.kind is BallotKind.FACES else []
    return turn.page(
        "booth/check.html",
        sheet=sheet,
        draft=draft,
        cards=[(ballot.cards[number], points) for number, points in draft.given],
        answers=[(answer, [ballot.cards[number] for number in numbers]) for answer, numbers in answers],
        envelope=turn.form.text("envelope") or secrets.token_hex(16),
        again=given.rev > 0,
        places=_Places(say),
    )


class _Places:
    """Says places in a template."""

    def __init__(self, say: Words) -> None:
        self._say = say

    def __call__(self, place: int) -> str:
        return place_word(place, self._say)
