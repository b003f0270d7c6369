"""Casting, and what a voter holds afterwards."""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from pb.ballots.rules import Channel, OverLimit, Receipt, receipt_content
from pb.booth import queries
from pb.booth.routes.screens import code_again
from pb.booth.rules.words import thanks
from pb.booth.visit import Turn, Visit, is_own
from pb.booth.voter import forget, pass_at, pass_of, receipt_of, sitting, swap_pass_for_receipt
from pb.core.settings import Settings
from pb.core.words import Words
from pb.db.writer import OutcomeUnknown
from pb.keys.folder import KeyFolder, KeysMissing
from pb.media import queries as media
from pb.people.guards import anyone
from pb.roll.rules import grouped, spoken
from pb.rounds import queries as rounds
from pb.rounds.queries import RoundView
from pb.rounds.rules.draft import Slip
from pb.web.languages import language
from pb.web.qr import check_square
from pb.web.redirects import see_other
from pb.web.slip_pictures import three_pictures
from pb.web.symbols import Symbol

AnyRequest = Request[Any, Any, Any]
log = logging.getLogger("pb")


@post("/vote/cast", guards=[anyone], status_code=200)
async def cast_vote(request: AnyRequest, visit: NamedDependency[Visit]) -> Response[Any]:
    """Cast the ballot. The answer is given only after the commit that stores it."""
    box, form, page, now = visit.box, visit.form, visit.page, visit.now
    given = pass_at(visit.kiosk, pass_of(request, box.keys, now))
    if given is None:
        return code_again(page, form, visit.kiosk)
    if given.practice or not is_own(form, sitting(box.keys.session(), given)):
        return see_other("/vote/how")  # an old page, of practice or of somebody else: never this voter's ballot
    draft = None if form.text("choice") == "blank" else form.text("draft")
    try:
        receipt = await box.cast(given, draft, form.text("envelope"), now, _channel(visit))
    except OverLimit:
        return page("booth/over.html", status=422, form=form)
    except (SQLAlchemyError, OutcomeUnknown, KeysMissing, OSError) as fault:
        log.error("a ballot could not be stored: %s", type(fault).__name__)  # noqa: TRY400 - a trace could hold values
        return page("booth/not_saved.html", status=503, form=form, unknown=isinstance(fault, OutcomeUnknown))
    await _count(visit, receipt)
    response = see_other("/vote/done")
    kept = {"round": given.round_id, "rev": receipt.rev, "commit": receipt.commit, "signature": receipt.signature}
    kept |= {"tracker": receipt.tracker, "replaced": receipt.replaced}
    swap_pass_for_receipt(response, box.keys, kept, now, secure=box.secure)
    return response


@get("/vote/done", guards=[anyone], sync_to_thread=True)
def done(request: AnyRequest, turn: NamedDependency[Turn], settings: NamedDependency[Settings]) -> Response[Any]:
    """Thank you, and what there is to keep of the vote."""
    receipt = receipt_of(request, turn.keys, turn.now)
    if receipt is None:
        return see_other("/vote")
    view, say = rounds.by_id(turn.session, receipt["round"]), turn.page.say
    code, tone = grouped(receipt["tracker"]), view.tone
    facts = {
        "thanked": thanks(tone, say),
        "slip": _slip(code, view, say, settings.public_url) if view.slip is not Slip.NONE else None,
        "replaced": receipt["replaced"],
        "sounds": media.sounds(turn.session, view.id, language(turn.page.look.language).tag),
        "sign": queries.signs(turn.session, view).of("done"),
    }
    return turn.page("booth/done.html", round=view, tone=tone, **facts)


@get("/vote/receipt.json", guards=[anyone], sync_to_thread=True)
def receipt_file(
    request: AnyRequest,
    keys: NamedDependency[KeyFolder],
    session: NamedDependency[Session],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """The signed receipt as a file: who holds it can show that this ballot was taken, if it is not on the list."""
    receipt = receipt_of(request, keys, now)
    if receipt is None or rounds.by_id(session, receipt["round"]).slip is Slip.NONE:
        return see_other("/vote")
    told = {name: receipt[name] for name in ("commit", "rev", "signature", "tracker")}
    content = receipt_content(receipt["round"], keys.signing_public().hex(), **told)
    headers = {"Content-Disposition": 'attachment; filename="receipt.json"'}
    return Response(content, media_type="application/json", headers=headers)


@post("/vote/finish", guards=[anyone], status_code=303)
async def finish(visit: NamedDependency[Visit]) -> Response[Any]:
    """Nothing of this voter stays in the browser; what follows is the end, which knows nothing of the vote."""
    shared = visit.kiosk is not None
    response = see_other("/vote/finished")
    forget(response, shared=shared)
    return response


@get("/vote/finished", guards=[anyone], sync_to_thread=True)
def finished(turn: NamedDependency[Turn]) -> Response[Any]:
    """The end of a vote: at home there is nothing left to do, a shared tablet is for the next person."""
    return turn.page("booth/finished.html" if turn.kiosk is None else "booth/next_person.html")


@dataclass(frozen=True, slots=True)
class SlipShown:
    """What a voter may keep of a vote.

    Attributes:
        code: the check code, in groups.
        spoken: how one says it.
        pictures: the three that go with it, each with what it is called.
        square: what finds the vote when it is scanned; empty where this round has none.
        address: the page on which the code finds the vote.
    """

    code: str
    spoken: str
    pictures: list[tuple[Symbol, str]]
    square: str
    address: str


ROUTES = [cast_vote, done, receipt_file, finish, finished]


def _channel(visit: Visit) -> Channel:
    return Channel.ONLINE if visit.kiosk is None else Channel.TABLET


async def _count(visit: Visit, receipt: Receipt) -> None:
    """Count a ballot at its tablet, once; the vote stands whatever becomes of the count."""
    if visit.kiosk is None or receipt.already:
        return
    try:
        await visit.box.note(visit.kiosk.tablet_id)
    except (SQLAlchemyError, OSError) as fault:
        log.error("a tablet could not count a ballot: %s", type(fault).__name__)  # noqa: TRY400 - as above


def _slip(code: str, view: RoundView, say: Words, public_url: str) -> SlipShown:
    drawn = check_square(public_url, view.slug, code) if view.slip is Slip.FULL else ""
    address = f"{public_url}/rounds/{view.slug}/ballot"
    return SlipShown(code, spoken(code), three_pictures(code, say), drawn, address)
