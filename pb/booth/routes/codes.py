"""Typing a voting code, which opens the ballot."""

import logging
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from pb.booth.routes.opening import open_ballot
from pb.booth.routes.screens import LONGEST_TYPED, code_page, hello_page
from pb.booth.visit import Turn
from pb.core.refusals import TooMany
from pb.core.settings import Settings
from pb.core.words import Words
from pb.db.throttle import Throttle
from pb.keys.folder import KeysMissing
from pb.people.guards import anyone
from pb.roll import queries as roll
from pb.roll.rules import Mistyped, read_code, slip_in_words
from pb.web.clients import client_of
from pb.web.forms import EMPTY
from pb.web.redirects import see_other

TRIES = 10
AnyRequest = Request[Any, Any, Any]
log = logging.getLogger("pb")


class TooManyCodes(TooMany):
    """Ten codes that were not right came from here in ten minutes. No code is locked."""


@get("/vote", guards=[anyone], sync_to_thread=True)
def ask_for_code(turn: NamedDependency[Turn]) -> Response[Any]:
    """Type a voting code, or come with one in the address's fragment; a shared tablet says hello to whoever is next."""
    if turn.is_out:
        return _out_page(turn)
    return code_page(turn.page, turn.form) if turn.kiosk is None else hello_page(turn, turn.kiosk)


@get("/vote/code", guards=[anyone], sync_to_thread=True)
def ask_at_tablet(turn: NamedDependency[Turn]) -> Response[Any]:
    """The same at a shared tablet, after hello."""
    return see_other("/vote") if turn.kiosk is None else code_page(turn.page, EMPTY)


@post("/vote", guards=[anyone], sync_to_thread=True, status_code=200)
def take_code(
    request: AnyRequest,
    turn: NamedDependency[Turn],
    throttle: NamedDependency[Throttle],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """Check the code. Unknown, replaced and revoked codes get the same answer in the same time."""
    page, keys, now = turn.page, turn.keys, turn.now
    if turn.is_out:
        return _out_page(turn)
    typed, client = turn.form.text("voting_code")[:LONGEST_TYPED], _who_tries(request, turn)
    if throttle.tries("code", client, now) >= TRIES:
        raise TooManyCodes
    slip, groups = _slip_of(typed, page.say)
    if slip:
        # Not counted: whoever guesses can work out check symbols, and a hall behind one address makes many slips.
        return code_page(page, turn.form, typed, slip, wrong=True, groups=groups)
    try:
        voter = roll.find_voter_by_code_any_round(turn.session, keys, typed)
    except KeysMissing:
        log.error("codes cannot be checked: keys of an open round are missing; run pb doctor")  # noqa: TRY400 - a trace could hold the code
        return page("booth/not_now.html", status=503)
    if voter is None:
        throttle.count("code", client, now)
        return code_page(page, turn.form, typed, _unknown(page.say), wrong=True)
    if turn.kiosk and turn.kiosk.round_id != voter.round_id:
        words = page.say("This code is for another vote. Please ask a steward.")
        return code_page(page, turn.form, typed, words, wrong=True)
    return open_ballot(turn, voter.round_id, voter.voter_id, settings)


ROUTES = [ask_for_code, ask_at_tablet, take_code]


def _out_page(turn: Turn) -> Response[Any]:
    """A tablet that was taken away is not quietly somebody's own device: in a hall it would forget nobody."""
    return turn.page("booth/out.html", status=409)


def _who_tries(request: AnyRequest, turn: Turn) -> str:
    """Whose tries are counted together: those of an address, or of one tablet, so that no hall waits for one."""
    return client_of(request) if turn.kiosk is None else f"tablet {turn.kiosk.tablet_id}"


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


def _slip_of(typed: str, say: Words) -> tuple[str, tuple[int, ...]]:
    """What is wrong with a code in itself, whosever it may be, and in which groups; nothing where it could be one."""
    if not typed:
        return say("Type the code from your letter or card."), ()
    read = read_code(typed)
    return (slip_in_words(read, say), read.groups) if isinstance(read, Mistyped) else ("", ())
