"""A bidder's road: start, one's own bids, the task list, check and send, withdraw."""

from datetime import datetime
from functools import partial
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.orm import Session

from pb.core.refusals import NotFound
from pb.people.guards import anyone, bidder
from pb.people.rules import Viewer
from pb.proposals import actions, letters, queries
from pb.proposals.queries import ProposalView
from pb.proposals.rules import OPEN_TO_BIDDER, Section, missing_sections, state_of
from pb.proposals.words import state_words, status_words, titles
from pb.rounds import queries as rounds
from pb.rounds.queries import RoundView
from pb.rounds.rules.labels import listed, names_of
from pb.rounds.rules.phases import Phase
from pb.web.forms import Form, Mistakes
from pb.web.languages import as_written
from pb.web.names import names_in
from pb.web.pages import Page
from pb.web.redirects import see_other


@get("/bids/start", guards=[anyone], sync_to_thread=True)
def start(page: NamedDependency[Page], session: NamedDependency[Session]) -> Response[Any]:
    """The rounds that take bids now."""
    return page("proposals/rounds.html", rounds=rounds.list_rounds(session, Phase.BIDDING))


@get("/bids/start/{slug:str}", guards=[anyone], sync_to_thread=True)
def start_here(slug: FromPath[str], page: NamedDependency[Page], session: NamedDependency[Session]) -> Response[Any]:
    """What a bid to this round is, before it is begun."""
    view = rounds.by_slug(session, slug)
    if view.phase is Phase.SETUP:
        raise NotFound
    return page("proposals/start.html", round=view, is_open=view.phase is Phase.BIDDING)


@post("/bids/start/{slug:str}", guards=[bidder], sync_to_thread=True, status_code=303)
def begin(
    slug: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Begin a bid."""
    view = rounds.by_slug(session, slug)
    proposal_id = actions.start_proposal(session, view.id, viewer, now)
    return see_other(f"/bids/{proposal_id}")


@get("/bids/begin/{slug:str}", guards=[bidder], sync_to_thread=True)
def begin_after_sign_in(
    slug: FromPath[str], page: NamedDependency[Page], session: NamedDependency[Session]
) -> Response[Any]:
    """Where a bidder comes back to after signing in: one press from the first question."""
    view = rounds.by_slug(session, slug)
    if view.phase is Phase.SETUP:
        raise NotFound
    return page("proposals/begin.html", round=view, is_open=view.phase is Phase.BIDDING)


@get("/bids", guards=[bidder], sync_to_thread=True)
def mine(
    page: NamedDependency[Page], session: NamedDependency[Session], viewer: NamedDependency[Viewer]
) -> Response[Any]:
    """A bidder's own bids."""
    bids = queries.of_bidder(session, viewer.bidder_id)
    names = {round_id: rounds.by_id(session, round_id).name for round_id in {bid.round_id for bid in bids}}
    rows = [(bid, names[bid.round_id], *status_words(page.say)[bid.status]) for bid in bids]
    return page("proposals/mine.html", rows=rows, taking=rounds.list_rounds(session, Phase.BIDDING))


@get("/bids/{proposal_id:str}", guards=[bidder], sync_to_thread=True)
def tasks(
    proposal_id: FromPath[str],
    page: NamedDependency[Page],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """The parts of a bid and how far each is."""
    bid, view = _own(session, proposal_id, viewer)
    if not is_open(bid, view, now):
        words, about = status_words(page.say)[bid.status], _about(page, bid, view)
        return page("proposals/standing.html", bid=bid, round=view, words=words, about=about)
    missing = missing_sections(bid, view.least_cost, view.greatest_cost)
    parts = [
        {
            "title": titles(page.say)[section],
            "href": f"/bids/{bid.id}/{section}",
            "hint": "",
            "status": state_words(page.say)[state_of(section, bid, missing)],
            "kind": "" if section not in missing else "calm",
        }
        for section in Section
    ]
    return page("proposals/tasks.html", bid=bid, round=view, tasks=parts, missing=missing)


@get("/bids/{proposal_id:str}/check", guards=[bidder], sync_to_thread=True)
def check(
    proposal_id: FromPath[str],
    page: NamedDependency[Page],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
) -> Response[Any]:
    """All the answers, and the card as voters will see it."""
    return _check_page(page, *_own(session, proposal_id, viewer), Mistakes())


@post("/bids/{proposal_id:str}/check", guards=[bidder], sync_to_thread=True, status_code=200)
def send(
    proposal_id: FromPath[str],
    page: NamedDependency[Page],
    form: NamedDependency[Form],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Send the bid."""
    bid, view = _own(session, proposal_id, viewer)
    mistakes, say = Mistakes(), page.say
    for section in missing_sections(bid, view.least_cost, view.greatest_cost):
        mistakes.add(section, say("“{part}” is not complete", part=titles(say)[section]))
    if not form.has("true"):
        mistakes.add("true", say("Tick the box if what you have written is true"))
    if mistakes:
        return _check_page(page, bid, view, mistakes)
    letter = partial(letters.received, say=say, written=names_in(page.language))
    actions.submit_proposal(session, proposal_id, viewer, now, letter)
    return see_other(f"/bids/{proposal_id}/sent")


@get("/bids/{proposal_id:str}/sent", guards=[bidder], sync_to_thread=True)
def sent(
    proposal_id: FromPath[str],
    page: NamedDependency[Page],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
) -> Response[Any]:
    """Thank you, the number, and what happens next."""
    bid, view = _own(session, proposal_id, viewer)
    if bid.number is None:
        return see_other(f"/bids/{proposal_id}")
    return page("proposals/sent.html", bid=bid, round=view)


@get("/bids/{proposal_id:str}/withdraw", guards=[bidder], sync_to_thread=True)
def ask_to_withdraw(
    proposal_id: FromPath[str],
    page: NamedDependency[Page],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
) -> Response[Any]:
    """Ask once."""
    bid, view = _own(session, proposal_id, viewer)
    return page("proposals/withdraw.html", bid=bid, round=view)


@post("/bids/{proposal_id:str}/withdraw", guards=[bidder], sync_to_thread=True, status_code=303)
def withdraw(
    proposal_id: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Take the bid back."""
    actions.withdraw_proposal(session, proposal_id, viewer, now)
    return see_other("/bids", notice="bid-withdrawn")


ROUTES = [start, start_here, begin, begin_after_sign_in, mine, tasks, check, send, sent, ask_to_withdraw, withdraw]


def is_open(bid: ProposalView, view: RoundView, now: datetime) -> bool:
    """Whether its bidder may still change a bid."""
    return bid.status in OPEN_TO_BIDDER and view.phase is Phase.BIDDING and now < view.bids_close_at


def _own(session: Session, proposal_id: str, viewer: Viewer) -> tuple[ProposalView, RoundView]:
    bid = queries.own(session, proposal_id, viewer.bidder_id)
    return bid, rounds.by_id(session, bid.round_id)


def _check_page(page: Page, bid: ProposalView, view: RoundView, mistakes: Mistakes) -> Response[Any]:
    status = 422 if mistakes else 200
    missing = missing_sections(bid, view.least_cost, view.greatest_cost)
    return page(
        "proposals/check.html",
        status=status,
        bid=bid,
        round=view,
        about=_about(page, bid, view),
        errors=mistakes,
        missing=missing,
        titles=titles(page.say),
    )


def _about(page: Page, bid: ProposalView, view: RoundView) -> str:
    return listed(names_of(bid.labels, view.labels, page.say, partial(as_written, tongue=page.language)), page.say)
