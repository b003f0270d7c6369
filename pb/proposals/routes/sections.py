"""The sections of a bid, one question or a few to a page. Each Continue saves on the server.

The forms are open to anyone, and the handler looks who is there: somebody whose sign-in has run out gets the page
back with all that was typed, and can go on after signing in in another tab. A guard would have thrown it away.
"""

from collections.abc import Collection
from datetime import datetime
from functools import partial
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.orm import Session

from pb.core.refusals import NotFound
from pb.people.guards import SignInNeeded, anyone, bidder
from pb.people.rules import Viewer
from pb.proposals import actions, queries
from pb.proposals.forms import Sent, read_section, typed_of
from pb.proposals.queries import ProposalView
from pb.proposals.rules import AlreadyDecided, BidsClosed, ProposalChangedElsewhere, Section, Status
from pb.proposals.words import titles
from pb.rounds import queries as rounds
from pb.rounds.queries import RoundView
from pb.rounds.rules.labels import label_choices, listed, names_of
from pb.web.forms import Form
from pb.web.languages import as_written, own_words
from pb.web.pages import Page
from pb.web.redirects import see_other
from pb.web.symbols import group_names, groups, shown_by, symbol_of, symbols

ORDER = list(Section)
SIGNED_OUT, CLOSED = "signed-out", "closed"


@get("/bids/{proposal_id:str}/{section:str}", guards=[bidder], sync_to_thread=True)
def show_section(
    proposal_id: FromPath[str],
    section: FromPath[str],
    page: NamedDependency[Page],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
) -> Response[Any]:
    """A section as it was saved."""
    bid, part = queries.own(session, proposal_id, viewer.bidder_id), _section(section)
    typed, rows = typed_of(part, bid)
    view = rounds.by_id(session, bid.round_id)
    return _page(page, view, bid, part, Sent(typed=typed, rows=rows, labels=bid.labels, rev=bid.rev))


@post("/bids/{proposal_id:str}/{section:str}", guards=[anyone], sync_to_thread=True, status_code=200)
def save_section(
    proposal_id: FromPath[str],
    section: FromPath[str],
    page: NamedDependency[Page],
    form: NamedDependency[Form],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Save a section and go on to the next, or come back later."""
    part, bid = _section(section), queries.one(session, proposal_id)
    view = rounds.by_id(session, bid.round_id)
    is_sent = bid.status is not Status.DRAFT
    sent = read_section(form, part, view.least_cost, view.greatest_cost, is_sent=is_sent, say=page.say)
    if not viewer.is_bidder:
        return _kept_page(page, view, bid, part, sent)
    queries.own(session, proposal_id, viewer.bidder_id)
    if sent.mistakes or sent.press:
        return _page(page, view, bid, part, sent)
    try:
        actions.save_section(session, proposal_id, sent.rev, viewer, sent.fields, now)
    except ProposalChangedElsewhere:
        return _two_versions(page, view, bid, part, sent)
    except (BidsClosed, AlreadyDecided):
        return _page(page, view, bid, part, sent, kept=CLOSED)
    if sent.later:
        return see_other("/bids", notice="saved")
    return see_other(f"/bids/{proposal_id}", notice="saved") if is_sent else see_other(_next(proposal_id, part))


ROUTES = [show_section, save_section]


def _section(text: str) -> Section:
    if text not in set(Section):
        raise NotFound
    return Section(text)


def _next(proposal_id: str, part: Section) -> str:
    after = ORDER.index(part) + 1
    return f"/bids/{proposal_id}/{ORDER[after] if after < len(ORDER) else 'check'}"


def _page(
    page: Page, view: RoundView, bid: ProposalView, part: Section, sent: Sent, *, kept: str = ""
) -> Response[Any]:
    chosen = symbol_of(sent.typed.get("symbol", ""))
    group = sent.press if sent.press in groups() else (chosen.group if chosen else groups()[0])
    return page(
        f"proposals/{part}.html",
        status=422 if sent.mistakes else 409 if kept == CLOSED else 200,
        bid=bid,
        round=view,
        typed=sent.typed,
        rows=sent.rows,
        kinds=label_choices(view.labels, page.say, partial(as_written, tongue=page.language)),
        ticked=sent.labels,
        rev=sent.rev,
        errors=sent.mistakes,
        title=titles(page.say)[part],
        step=ORDER.index(part) + 1,
        steps=len(ORDER),
        symbols=[one for one in symbols() if one.group == group or one is chosen],
        groups=group_names(page.say),
        group=group,
        kept=kept,
    )


def _kept_page(page: Page, view: RoundView, bid: ProposalView, part: Section, sent: Sent) -> Response[Any]:
    """The page again for somebody who is signed out, with their own words and nothing that was saved."""
    if not any([*sent.typed.values(), *(cell for row in sent.rows for cell in row)]):
        raise SignInNeeded(to="/bids/sign-in")
    return _page(page, view, bid, part, sent, kept=SIGNED_OUT)


def _two_versions(page: Page, view: RoundView, bid: ProposalView, part: Section, sent: Sent) -> Response[Any]:
    typed, rows = typed_of(part, bid)
    mine, saved = (_words(page, typed_, rows_, part) for typed_, rows_ in ((sent.typed, sent.rows), (typed, rows)))
    if part is Section.IDEA and set(sent.labels) != set(bid.labels):
        for words, labels in ((mine, sent.labels), (saved, bid.labels)):
            words.append(_about(page, labels, view))
    facts = {"mine": mine, "saved": saved, "typed": sent.typed, "rows": sent.rows, "labels": sent.labels}
    return page(
        "proposals/two_versions.html",
        status=409,
        bid=bid,
        rev=bid.rev,
        title=titles(page.say)[part],
        section=part.value,
        versions=facts,
    )


def _about(page: Page, labels: Collection[str], view: RoundView) -> str:
    names = listed(names_of(labels, view.labels, page.say, partial(as_written, tongue=page.language)), page.say)
    return page.say("About: {names}", names=names) if names else page.say("About: nothing ticked")


def _words(page: Page, typed: dict[str, str], rows: list[tuple[str, str]], part: Section) -> list[str]:
    """What somebody typed, as pieces of a page."""
    own = partial(own_words, tongue=page.language)
    if part is Section.MONEY:
        return [own(f"{what}: £{amount}") for what, amount in rows if what or amount]
    if part is Section.PICTURE:
        return _picture(page, typed["symbol"], typed["symbol_description"])
    return [own(text) for text in typed.values() if text]


def _picture(page: Page, symbol_id: str, words: str) -> list[str]:
    """What the symbol shows, and what was written of it besides."""
    symbol, (told, is_ours) = symbol_of(symbol_id), shown_by(symbol_id, words, page.say)
    drawn = [page.say.pattern(symbol.description)] if symbol else []
    return drawn if is_ours or not told else [*drawn, own_words(told, page.language)]
