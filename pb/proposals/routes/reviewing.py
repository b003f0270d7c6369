"""An officer's queue, and one bid a page with the decision beside it."""

from datetime import datetime
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from sqlalchemy.orm import Session

from pb.core.money import pounds
from pb.people.guards import staff
from pb.people.rules import Viewer
from pb.proposals import actions, queries
from pb.proposals.forms import ADMIT, Decision, read_decision
from pb.proposals.queries import ProposalView
from pb.proposals.rules import DECIDED, AlreadyDecided, BidChanged, ProposalNotFound, Status
from pb.proposals.words import status_words
from pb.rounds import queries as rounds
from pb.rounds.queries import RoundView
from pb.rounds.rules.labels import label_choices, listed, names_of
from pb.rounds.rules.phases import Phase
from pb.rounds.rules.rail import desk_rail
from pb.web.forms import Form, Mistakes
from pb.web.pages import Page
from pb.web.redirects import see_other

QUEUE = (Status.SUBMITTED, Status.ADMITTED, Status.REFUSED, Status.WITHDRAWN)
CHECKLIST = (
    "It helps children or young people with SEND, or their families.",
    "It is safe and lawful, and the team can do it.",
    "The costs are believable and add up.",
    "The words are kind, and no child can be recognised.",
)
STATUS_WORDS = status_words()


@get("/desk/rounds/{slug:str}/bids", guards=[staff], sync_to_thread=True)
def queue(
    slug: FromPath[str],
    page: NamedDependency[Page],
    session: NamedDependency[Session],
    status: FromQuery[str] = "",
) -> Response[Any]:
    """The bids that were sent, those that wait first."""
    view = rounds.by_slug(session, slug)
    sent = queries.of_round(session, view.id, *QUEUE)
    counts = [(one.value, STATUS_WORDS[one][0], sum(bid.status is one for bid in sent)) for one in QUEUE]
    shown = [bid for bid in sent if not status or bid.status == status]
    shown.sort(key=lambda bid: bid.status is not Status.SUBMITTED)
    rows = [(bid, *STATUS_WORDS[bid.status]) for bid in shown]
    rail = desk_rail(view.slug, view.name, "/bids")
    return page("proposals/queue.html", round=view, rows=rows, counts=counts, chosen=status, all=len(sent), rail=rail)


@get("/desk/rounds/{slug:str}/bids/{proposal_id:str}", guards=[staff], sync_to_thread=True)
def review(
    slug: FromPath[str],
    proposal_id: FromPath[str],
    page: NamedDependency[Page],
    session: NamedDependency[Session],
) -> Response[Any]:
    """One bid."""
    view, bid = _bid(session, slug, proposal_id)
    return _review_page(page, session, view, bid, Decision(labels=bid.labels), Mistakes())


@post("/desk/rounds/{slug:str}/bids/{proposal_id:str}/decision", guards=[staff], sync_to_thread=True, status_code=200)
def decide(
    slug: FromPath[str],
    proposal_id: FromPath[str],
    page: NamedDependency[Page],
    form: NamedDependency[Form],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Put it on the ballot, or not this time with a public reason."""
    view, bid = _bid(session, slug, proposal_id)
    decision, mistakes = read_decision(form)
    if mistakes:
        return _review_page(page, session, view, bid, decision, mistakes)
    try:
        if decision.choice == ADMIT:
            labels = decision.labels
            actions.admit_proposal(session, bid.id, decision.rev, decision.reason, viewer, now, labels)
        else:
            actions.refuse_proposal(session, bid.id, decision.rev, decision.reason, viewer, now)
    except (BidChanged, AlreadyDecided):
        return _review_page(page, session, view, bid, decision, mistakes, overtaken=True)
    return see_other(f"/desk/rounds/{slug}/bids", notice="bid-decided")


@post("/desk/rounds/{slug:str}/bids/{proposal_id:str}/undoing", guards=[staff], sync_to_thread=True, status_code=303)
def undo(
    slug: FromPath[str],
    proposal_id: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Let it wait for a decision again."""
    _, bid = _bid(session, slug, proposal_id)
    actions.undo_decision(session, bid.id, viewer, now)
    return see_other(f"/desk/rounds/{slug}/bids/{bid.id}", notice="decision-undone")


ROUTES = [queue, review, decide, undo]


def _bid(session: Session, slug: str, proposal_id: str) -> tuple[RoundView, ProposalView]:
    view = rounds.by_slug(session, slug)
    bid = queries.one(session, proposal_id)
    if bid.round_id != view.id or bid.status is Status.DRAFT:
        raise ProposalNotFound(proposal=proposal_id)
    return view, bid


def _review_page(
    page: Page,
    session: Session,
    view: RoundView,
    bid: ProposalView,
    decision: Decision,
    mistakes: Mistakes,
    *,
    overtaken: bool = False,
) -> Response[Any]:
    waiting = [one for one in queries.of_round(session, view.id, Status.SUBMITTED) if one.id != bid.id]
    return page(
        "proposals/review.html",
        status=422 if mistakes else 409 if overtaken else 200,
        round=view,
        bid=bid,
        words=STATUS_WORDS[bid.status],
        costs=[(line.what, pounds(line.amount)) for line in bid.cost_lines],
        checklist=CHECKLIST,
        kinds=label_choices(view.labels),
        about=listed(names_of(bid.labels, view.labels)),
        may_have=view.may_go_to(bid.labels),
        decision=decision,
        errors=mistakes,
        overtaken=overtaken,
        may_decide=bid.status is Status.SUBMITTED and view.phase in {Phase.BIDDING, Phase.REVIEW},
        may_undo=bid.status in DECIDED and not view.phase.reached(Phase.VOTING),
        following=waiting[0].id if waiting else "",
        rail=desk_rail(view.slug, view.name, "/bids"),
    )
