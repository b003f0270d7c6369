"""The voting screens: code, welcome, how, ballot, check, done. Plain forms; the draft travels with them."""

import logging
import secrets
from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from pb.ballots import queries as ballots
from pb.ballots.rules import receipt_content
from pb.booth import queries
from pb.booth.queries import Ballot
from pb.booth.rules import Draft, instruction, pages, place_word, read_draft, too_many
from pb.booth.visit import Visit
from pb.booth.voter import Pass, forget, give_pass, new_pass, pass_of, receipt_of, swap_pass_for_receipt
from pb.core.refusals import NotFound, TooMany
from pb.core.settings import Settings
from pb.db.throttle import Throttle
from pb.db.writer import OutcomeUnknown
from pb.keys.folder import KeyFolder, KeysMissing
from pb.people.guards import anyone
from pb.roll import queries as roll
from pb.roll.rules import Mistyped, grouped, read_code, slip_in_words, spoken
from pb.rounds import queries as rounds
from pb.rounds.rules.draft import BallotKind
from pb.rounds.rules.phases import Phase
from pb.web.clients import client_of
from pb.web.forms import Form
from pb.web.pages import Page
from pb.web.redirects import see_other

TRIES = 10
UNKNOWN = (
    "We do not know this code. It may have been replaced by a newer letter. Check every letter and number. "
    "Did you see it after you voted? Then it is your check code. Keep it safe."
)
"""The same for every code that is not valid: nobody learns which of them once was."""
AnyRequest = Request[Any, Any, Any]
log = logging.getLogger("pb")


class TooManyCodes(TooMany):
    """Ten codes that were not right came from here in ten minutes. No code is locked."""


@get("/vote", guards=[anyone], sync_to_thread=True)
def ask_for_code(page: NamedDependency[Page]) -> Response[str]:
    """Type a voting code, or come with one in the address's fragment."""
    return _code_page(page)


@post("/vote", guards=[anyone], sync_to_thread=True, status_code=200)
def take_code(
    request: AnyRequest,
    page: NamedDependency[Page],
    form: NamedDependency[Form],
    keys: NamedDependency[KeyFolder],
    throttle: NamedDependency[Throttle],
    settings: NamedDependency[Settings],
    reading: NamedDependency[Session],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Check the code. Unknown, replaced and revoked codes get the same answer in the same time."""
    typed, client = form.text("voting_code")[:60], client_of(request)
    if throttle.tries("code", client, now) >= TRIES:
        raise TooManyCodes
    if slip := _slip_of(typed):
        # Not counted: whoever guesses can work out check symbols, and a hall behind one address makes many slips.
        return _code_page(page, typed, slip, form.text("draft"), wrong=True)
    try:
        voter = roll.find_voter_by_code_any_round(reading, keys, typed)
    except KeysMissing:
        log.error("codes cannot be checked: keys of an open round are missing; run pb doctor")  # noqa: TRY400 - a trace could hold the code
        return page("booth/not_now.html", status=503)
    if voter is None:
        throttle.count("code", client, now)
        return _code_page(page, typed, UNKNOWN, form.text("draft"), wrong=True)
    view, standing = (
        rounds.by_id(reading, voter.round_id),
        ballots.standing(reading, keys, voter.round_id, voter.voter_id),
    )
    if view.phase is not Phase.VOTING or now >= view.voting_closes_at:
        return page("booth/closed.html", status=409, round=view)
    if standing and standing.channel.in_person:
        return page("booth/in_person.html", status=409, round=view)
    given = new_pass(voter.round_id, voter.voter_id, standing.rev if standing else 0)
    response = _go_on(page, form, reading, given)
    give_pass(response, keys, given, now, secure=settings.secure)
    return response


@get("/vote/welcome", guards=[anyone], sync_to_thread=True)
def welcome(
    request: AnyRequest,
    page: NamedDependency[Page],
    keys: NamedDependency[KeyFolder],
    session: NamedDependency[Session],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Hello, and what there is to do."""
    given = pass_of(request, keys, now)
    if given is None:
        return see_other("/vote")
    ballot = queries.ballot(session, given.round_id, given.seed)
    return page("booth/welcome.html", ballot=ballot, again=given.rev > 0, how=instruction(ballot.limits))


@get("/vote/bids/{number:str}", guards=[anyone], sync_to_thread=True)
def tell_me_more(
    number: FromPath[str],
    request: AnyRequest,
    page: NamedDependency[Page],
    keys: NamedDependency[KeyFolder],
    session: NamedDependency[Session],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """One bid with all its words. It opens beside the ballot, so that nothing chosen is lost."""
    given = pass_of(request, keys, now)
    if given is None:
        return see_other("/vote")
    card = queries.ballot(session, given.round_id, given.seed).cards.get(number)
    if card is None:
        raise NotFound
    return page("booth/more.html", card=card)


@get("/vote/ballot", guards=[anyone], sync_to_thread=True)
def first_page(
    request: AnyRequest,
    page: NamedDependency[Page],
    keys: NamedDependency[KeyFolder],
    session: NamedDependency[Session],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """The first page of the ballot, nothing chosen."""
    given = pass_of(request, keys, now)
    if given is None:
        return see_other("/vote")
    ballot = queries.ballot(session, given.round_id, given.seed)
    return _ballot_page(page, ballot, Draft(ballot.limits), 0)


@post("/vote/ballot", guards=[anyone], sync_to_thread=True, status_code=200)
def next_page(
    request: AnyRequest,
    page: NamedDependency[Page],
    form: NamedDependency[Form],
    keys: NamedDependency[KeyFolder],
    reading: NamedDependency[Session],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """One touch on the ballot: a star more or less, a place, the next page, or on to the check."""
    given = pass_of(request, keys, now)
    if given is None:
        return _code_page(page, draft=form.text("draft"), words="Please type your code again. Your choices are kept.")
    ballot = queries.ballot(reading, given.round_id, given.seed)
    draft, at = _touched(form, ballot), _page_number(form, ballot)
    go = form.text("go")
    if draft.is_over:
        return _ballot_page(page, ballot, draft, at, too_many(draft))
    if go == "next" and at + 1 == len(pages(ballot.order)):
        return _check_page(page, ballot, draft, given)
    step = {"next": 1, "back": -1}.get(go, 0)
    return _ballot_page(page, ballot, draft, max(0, at + step), _none_left(form, draft))


@post("/vote/check", guards=[anyone], sync_to_thread=True, status_code=200)
def check(
    request: AnyRequest,
    page: NamedDependency[Page],
    form: NamedDependency[Form],
    keys: NamedDependency[KeyFolder],
    reading: NamedDependency[Session],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Is this your vote? On a ranked ballot the places can still be swapped here."""
    given = pass_of(request, keys, now)
    if given is None:
        return _code_page(page, draft=form.text("draft"), words="Please type your code again. Your choices are kept.")
    ballot = queries.ballot(reading, given.round_id, given.seed)
    draft = _draft(form, ballot)
    for name, change in (("up", -1), ("down", 1)):
        if form.has(name):
            draft = draft.with_move(form.text(name), change)
    return _check_page(page, ballot, draft, given, form.text("envelope"))


@post("/vote/cast", guards=[anyone], status_code=200)
async def cast_vote(request: AnyRequest, visit: NamedDependency[Visit]) -> Response[Any]:
    """Cast the ballot. The answer is given only after the commit that stores it."""
    box, form, page, now = visit.box, visit.form, visit.page, visit.now
    given = pass_of(request, box.keys, now)
    if given is None:
        return _code_page(page, draft=form.text("draft"), words="Please type your code again. Your choices are kept.")
    draft = None if form.text("choice") == "blank" else form.text("draft")
    try:
        receipt = await box.cast(given, draft, form.text("envelope"), now)
    except (SQLAlchemyError, OutcomeUnknown, KeysMissing, OSError) as fault:
        log.error("a ballot could not be stored: %s", type(fault).__name__)  # noqa: TRY400 - a trace could hold values
        return page("booth/not_saved.html", status=503, form=form, unknown=isinstance(fault, OutcomeUnknown))
    response = see_other("/vote/done")
    kept = {"round": given.round_id, "rev": receipt.rev, "commit": receipt.commit, "signature": receipt.signature}
    kept |= {"tracker": receipt.tracker, "replaced": receipt.replaced}
    swap_pass_for_receipt(response, box.keys, kept, now, secure=box.secure)
    return response


@get("/vote/done", guards=[anyone], sync_to_thread=True)
def done(
    request: AnyRequest,
    page: NamedDependency[Page],
    keys: NamedDependency[KeyFolder],
    session: NamedDependency[Session],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Thank you, and the check code."""
    receipt = receipt_of(request, keys, now)
    if receipt is None:
        return see_other("/vote")
    view = rounds.by_id(session, receipt["round"])
    code = grouped(receipt["tracker"])
    return page("booth/done.html", round=view, code=code, spoken=spoken(code), replaced=receipt["replaced"])


@get("/vote/receipt.json", guards=[anyone], sync_to_thread=True)
def receipt_file(
    request: AnyRequest,
    keys: NamedDependency[KeyFolder],
    session: NamedDependency[Session],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """The signed receipt as a file: who holds it can show that this ballot was taken, if it is not on the list."""
    receipt = receipt_of(request, keys, now)
    if receipt is None or not rounds.by_id(session, receipt["round"]).check_codes:
        return see_other("/vote")
    told = {name: receipt[name] for name in ("commit", "rev", "signature", "tracker")}
    content = receipt_content(receipt["round"], keys.signing_public().hex(), **told)
    headers = {"Content-Disposition": 'attachment; filename="receipt.json"'}
    return Response(content, media_type="application/json", headers=headers)


@post("/vote/finish", guards=[anyone], status_code=303)
async def finish() -> Response[Any]:
    """Ready for the next voter: nothing of this one stays in the browser."""
    response = see_other("/vote")
    forget(response)
    return response


ROUTES = [
    ask_for_code,
    take_code,
    welcome,
    tell_me_more,
    first_page,
    next_page,
    check,
    cast_vote,
    done,
    receipt_file,
    finish,
]


def _slip_of(typed: str) -> str:
    """What is wrong with a code in itself, whosever it may be; nothing where it could be one."""
    if not typed:
        return "Type the code from your letter or card."
    read = read_code(typed)
    return slip_in_words(read) if isinstance(read, Mistyped) else ""


def _code_page(page: Page, typed: str = "", words: str = "", draft: str = "", *, wrong: bool = False) -> Response[str]:
    return page("booth/code.html", status=422 if wrong else 200, typed=typed, words=words, draft=draft)


def _go_on(page: Page, form: Form, reading: Session, given: Pass) -> Response[Any]:
    """Where a code leads: to the welcome, or straight to the check of choices that were kept while it was typed."""
    if not form.text("draft"):
        return see_other("/vote/welcome")
    ballot = queries.ballot(reading, given.round_id, given.seed)
    return _check_page(page, ballot, _draft(form, ballot), given)


def _draft(form: Form, ballot: Ballot) -> Draft:
    return read_draft(ballot.limits, form.text("draft"), ballot.order)


def _touched(form: Form, ballot: Ballot) -> Draft:
    draft = _draft(form, ballot)
    match ballot.limits.kind:
        case BallotKind.APPROVAL:
            return draft.with_page(pages(ballot.order)[_page_number(form, ballot)], form.all("chosen"))
        case BallotKind.RANKED:
            number = form.text("touch")
            return draft.with_touch(number) if number in ballot.cards else draft
        case BallotKind.STARS:
            for name, change in (("more", 1), ("fewer", -1)):
                number = form.text(name)
                if number in ballot.cards and (change > 0 or draft.points(number)):
                    draft = draft.with_star(number, change)
            return draft
        case BallotKind.FACES:
            return draft.with_answers(pages(ballot.order)[_page_number(form, ballot)], form.named("face-"))


def _page_number(form: Form, ballot: Ballot) -> int:
    text = form.text("page")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0  # noqa: PLR2004 - beyond any page
    return min(number, len(pages(ballot.order)) - 1)


def _none_left(form: Form, draft: Draft) -> str:
    """Why the last touch changed nothing, if it did not."""
    number = form.text("more") or form.text("touch")
    before = form.text("draft").strip()
    if not number or draft.text() != before or draft.limits.is_unlimited:
        return ""
    if draft.left == 0:
        return "Take one back first. You have given all you have."
    return f"{draft.limits.most} is the most for one bid." if form.has("more") else ""


def _ballot_page(page: Page, ballot: Ballot, draft: Draft, at: int, words: str = "") -> Response[str]:
    sheets = pages(ballot.order)
    at = min(at, len(sheets) - 1)
    return page(
        "booth/ballot.html",
        status=200,
        ballot=ballot,
        draft=draft,
        cards=[ballot.cards[number] for number in sheets[at]],
        at=at,
        of=len(sheets),
        words=words,
        how=instruction(ballot.limits),
        place_word=place_word,
    )


def _check_page(page: Page, ballot: Ballot, draft: Draft, given: Pass, envelope: str = "") -> Response[str]:
    cards = [(ballot.cards[number], points) for number, points in draft.given]
    answers = draft.by_answer(ballot.order) if ballot.limits.kind is BallotKind.FACES else []
    return page(
        "booth/check.html",
        ballot=ballot,
        draft=draft,
        cards=cards,
        answers=[(answer, [ballot.cards[number] for number in numbers]) for answer, numbers in answers],
        envelope=envelope or secrets.token_hex(16),
        again=given.rev > 0,
        last=len(pages(ballot.order)) - 1,
        place_word=place_word,
    )
