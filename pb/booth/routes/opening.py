"""Opening somebody's ballot, however they were known: by a code, or by four pictures at an event."""

from typing import Any

from litestar import Response

from pb.ballots import queries as ballots
from pb.booth.routes.screens import ballot_page, check_page
from pb.booth.visit import Turn, is_own
from pb.booth.voter import Pass, give_pass, new_pass, sitting
from pb.core.settings import Settings
from pb.rounds import queries as rounds
from pb.rounds.rules.phases import Phase
from pb.web.redirects import see_other


def open_ballot(turn: Turn, round_id: str, voter_id: str, settings: Settings) -> Response[Any]:
    """The first screen of a voter's ballot, or why it stays shut."""
    view = rounds.by_id(turn.session, round_id)
    standing = ballots.standing(turn.session, turn.keys, round_id, voter_id)
    if view.phase is not Phase.VOTING or turn.now >= view.voting_closes_at:
        return turn.page("booth/closed.html", status=409, round=view)
    if standing and standing.channel.in_person:
        return turn.page("booth/in_person.html", status=409, round=view)
    return begin(turn, new_pass(round_id, voter_id, standing.rev if standing else 0), settings)


def begin(turn: Turn, given: Pass, settings: Settings) -> Response[Any]:
    """Hand over the pass, and go where it leads."""
    response = _go_on(turn, given)
    give_pass(response, turn.keys, given, turn.now, secure=settings.secure)
    return response


def _go_on(turn: Turn, given: Pass) -> Response[Any]:
    """To the welcome, to how one votes where a tablet has said hello, or to choices kept while a code was typed."""
    if turn.kiosk is not None:
        return see_other("/vote/how")
    if not turn.form.text("draft") or not is_own(turn.form, sitting(turn.keys.session(), given)):
        return see_other("/vote/welcome")
    filling = turn.filling_for(given)
    # The bids lie in a new order now: who had not come to the end begins at its beginning, with every mark kept.
    return (
        check_page(turn, given, filling) if filling.walk.has_seen_all else ballot_page(turn, filling.from_the_start())
    )
