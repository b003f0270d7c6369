"""Bids in other languages: what is missing, and the page on which an officer enters what somebody translated."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.orm import Session

from pb.core.refusals import NotFound
from pb.people.guards import staff
from pb.people.rules import Viewer
from pb.proposals import actions, queries
from pb.proposals.forms import read_translation
from pb.proposals.queries import ProposalView, TextView
from pb.proposals.rules import TRANSLATED, ProposalNotFound, Status, Translation, translation_of
from pb.rounds import queries as rounds
from pb.rounds.queries import RoundView
from pb.rounds.rules.phases import Phase
from pb.rounds.rules.rail import desk_rail
from pb.web.forms import Form, Mistakes
from pb.web.languages import PLAIN, Language, language, languages
from pb.web.pages import Page
from pb.web.redirects import see_other

SENT = (Status.SUBMITTED, Status.ADMITTED)
WORDS = {
    Translation.NONE: ("Not yet", ""),
    Translation.SOME: ("Some of it", "wait"),
    Translation.STALE: ("The bid changed", "bad"),
    Translation.WHOLE: ("All of it", "good"),
}


class LanguageUnknown(NotFound):
    """There is no catalogue of this key."""


@get("/desk/rounds/{slug:str}/languages", guards=[staff], sync_to_thread=True)
def what_is_missing(
    slug: FromPath[str], page: NamedDependency[Page], session: NamedDependency[Session]
) -> Response[Any]:
    """Each bid of the ballot in each language, and how far the pages themselves are."""
    view, others = rounds.by_slug(session, slug), [one for one in languages() if one != PLAIN]
    texts = queries.texts_in(session, view.id)
    rows = [
        (bid, [(one, *WORDS[_standing(bid, texts.get((bid.id, one.key)))]) for one in others])
        for bid in queries.of_round(session, view.id, *SENT)
    ]
    rail = desk_rail(view.slug, view.name, "/languages")
    return page("proposals/languages.html", round=view, languages=others, rows=rows, rail=rail)


@get("/desk/rounds/{slug:str}/bids/{proposal_id:str}/languages/{tongue:str}", guards=[staff], sync_to_thread=True)
def show_translation(
    slug: FromPath[str],
    proposal_id: FromPath[str],
    tongue: FromPath[str],
    page: NamedDependency[Page],
    session: NamedDependency[Session],
) -> Response[Any]:
    """A bid beside its words in one language."""
    view, bid, into = _found(session, slug, proposal_id, tongue)
    text = next((one for one in queries.texts_of(session, bid.id) if one.language == into.key), None)
    typed = _parts(text) | {"translated_by": text.translated_by if text else ""}
    return _translation_page(page, view, bid, into, text, typed, Mistakes())


@post(
    "/desk/rounds/{slug:str}/bids/{proposal_id:str}/languages/{tongue:str}",
    guards=[staff],
    sync_to_thread=True,
    status_code=200,
)
def translate(
    slug: FromPath[str],
    proposal_id: FromPath[str],
    tongue: FromPath[str],
    page: NamedDependency[Page],
    form: NamedDependency[Form],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Keep what was translated; empty fields leave the bid's own words."""
    view, bid, into = _found(session, slug, proposal_id, tongue)
    words, by, mistakes = read_translation(form)
    if mistakes:
        return _translation_page(page, view, bid, into, None, words | {"translated_by": by}, mistakes)
    actions.translate_proposal(session, bid.id, into.key, words, by, viewer, now)
    return see_other(f"/desk/rounds/{slug}/languages", notice="bid-translated")


ROUTES = [what_is_missing, show_translation, translate]


def _found(session: Session, slug: str, proposal_id: str, tongue: str) -> tuple[RoundView, ProposalView, Language]:
    view, bid, into = rounds.by_slug(session, slug), queries.one(session, proposal_id), language(tongue)
    if bid.round_id != view.id or bid.status not in SENT:
        raise ProposalNotFound(proposal=proposal_id)
    if into == PLAIN:
        raise LanguageUnknown(language=tongue)
    return view, bid, into


def _parts(words: ProposalView | TextView | None) -> dict[str, str]:
    return {part: asdict(words)[part] if words else "" for part in TRANSLATED}


def _standing(bid: ProposalView, text: TextView | None) -> Translation:
    return translation_of(_parts(bid), _parts(text), changed=text is not None and text.of_rev != bid.rev)


def _translation_page(
    page: Page,
    view: RoundView,
    bid: ProposalView,
    into: Language,
    text: TextView | None,
    typed: dict[str, str],
    mistakes: Mistakes,
) -> Response[Any]:
    return page(
        "proposals/translation.html",
        status=422 if mistakes else 200,
        round=view,
        bid=bid,
        into=into,
        words=WORDS[_standing(bid, text)],
        own=_parts(bid),
        typed=typed,
        errors=mistakes,
        may_change=not view.phase.reached(Phase.VOTING),
        rail=desk_rail(view.slug, view.name, "/languages"),
    )
