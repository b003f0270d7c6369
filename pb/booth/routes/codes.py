"""Typing a voting code, which opens the ballot."""

import logging
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from pb.ballots import queries as ballots
from pb.booth.routes.screens import ballot_page, check_page, code_page
from pb.booth.visit import Turn
from pb.booth.voter import Pass, give_pass, new_pass
from pb.core.refusals import TooMany
from pb.core.settings import Settings
from pb.core.words import Words
from pb.db.throttle import Throttle
from pb.keys.folder import KeysMissing
from pb.people.guards import anyone
from pb.roll import queries as roll
from pb.roll.rules import Mistyped, read_code, slip_in_words
from pb.rounds import queries as rounds
from pb.rounds.rules.phases import Phase
from pb.web.clients import client_of
from pb.web.forms import Form
from pb.web.pages import Page
from pb.web.redirects import see_other

TRIES = 10
AnyRequest = Request[Any, Any, Any]
log = logging.getLogger("pb")


class TooManyCodes(TooMany):
    """Ten codes that were not right came from here in ten minutes. No code is locked."""


@get("/vote", guards=[anyone], sync_to_thread=True)
def ask_for_code(page: NamedDependency[Page], form: NamedDependency[Form]) -> Response[str]:
    """Type a voting code, or come with one in the address's fragment."""
    return code_page(page, form)


@post("/vote", guards=[anyone], sync_to_thread=True, status_code=200)
def take_code(
    request: AnyRequest,
    turn: NamedDependency[Turn],
    throttle: NamedDependency[Throttle],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """Check the code. Unknown, replaced and revoked codes get the same answer in the same time."""
    page, keys, now = turn.page, turn.keys, turn.now
    typed, client = turn.form.text("voting_code")[:60], client_of(request)
    if throttle.tries("code", client, now) >= TRIES:
        raise TooManyCodes
    if slip := _slip_of(typed, page.say):
        # Not counted: whoever guesses can work out check symbols, and a hall behind one address makes many slips.
        return code_page(page, turn.form, typed, slip, wrong=True)
    try:
        voter = roll.find_voter_by_code_any_round(turn.session, keys, typed)
    except KeysMissing:
        log.error("codes cannot be checked: keys of an open round are missing; run pb doctor")  # noqa: TRY400 - a trace could hold the code
        return page("booth/not_now.html", status=503)
    if voter is None:
        throttle.count("code", client, now)
        return code_page(page, turn.form, typed, _unknown(page.say), wrong=True)
    view = rounds.by_id(turn.session, voter.round_id)
    standing = ballots.standing(turn.session, keys, voter.round_id, voter.voter_id)
    if view.phase is not Phase.VOTING or now >= view.voting_closes_at:
        return page("booth/closed.html", status=409, round=view)
    if standing and standing.channel.in_person:
        return page("booth/in_person.html", status=409, round=view)
    given = new_pass(voter.round_id, voter.voter_id, standing.rev if standing else 0)
    response = _go_on(turn, given)
    give_pass(response, keys, given, now, secure=settings.secure)
    return response


ROUTES = [ask_for_code, take_code]


def _unknown(say: Words) -> str:
    """The same for every code that is not valid: nobody learns which of them once was."""
    return " ".join(
        (
            say("We do not know this code."),
            say("A newer letter may have replaced it."),
            say("Look at each letter and number."),
            say("Did you see it after you voted? Then it is your check code. Keep it safe."),
        )
    )


def _slip_of(typed: str, say: Words) -> str:
    """What is wrong with a code in itself, whosever it may be; nothing where it could be one."""
    if not typed:
        return say("Type the code from your letter or card.")
    read = read_code(typed)
    return slip_in_words(read, say) if isinstance(read, Mistyped) else ""


def _go_on(turn: Turn, given: Pass) -> Response[Any]:
    """Where a code leads: to the welcome, or back to the choices that were kept while it was typed."""
    if not turn.form.text("draft"):
        return see_other("/vote/welcome")
    filling = turn.filling_for(given)
    # The bids lie in a new order now: who had not come to the end begins at its beginning, with every mark kept.
    return (
        check_page(turn, given, filling) if filling.walk.has_seen_all else ballot_page(turn, filling.from_the_start())
    )
