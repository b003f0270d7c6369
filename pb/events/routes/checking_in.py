"""Checking voters in at an event: a steward finds them on the roll and gives them four pictures."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.orm import Session

from pb.ballots import queries as ballots
from pb.events import actions, queries
from pb.events.queries import EventView
from pb.events.routes.setting_up import EVENT, rail_for
from pb.events.rules import PICTURES_LIFE
from pb.keys.folder import KeyFolder
from pb.people.guards import steward
from pb.people.rules import Viewer
from pb.roll import queries as roll
from pb.roll.rules import Mistyped, VoterView, read_code, slip_in_words
from pb.rounds import queries as rounds
from pb.rounds.queries import RoundView
from pb.rounds.rules.phases import Phase
from pb.web.forms import Form, Mistakes
from pb.web.pages import Page
from pb.web.symbols import Symbol
from pb.web.twelve import picture, word_for

LONGEST_TYPED = 60
MINUTES = int(PICTURES_LIFE.total_seconds() // 60)


@dataclass(frozen=True, slots=True)
class Given:
    """What a voter was given: pictures with what they are called, their electorate, and whether it is not the first."""

    pictures: tuple[tuple[Symbol, str], ...]
    group: str
    again: bool


@get(EVENT + "/check-in", guards=[steward], sync_to_thread=True)
def ask_who(
    slug: FromPath[str],
    event_id: FromPath[str],
    page: NamedDependency[Page],
    viewer: NamedDependency[Viewer],
    session: NamedDependency[Session],
) -> Response[Any]:
    """Who is there?"""
    return _page(page, session, viewer, _found(session, slug, event_id), Mistakes())


@post(EVENT + "/check-in", guards=[steward], sync_to_thread=True, status_code=200)
def check_in(
    slug: FromPath[str],
    event_id: FromPath[str],
    page: NamedDependency[Page],
    form: NamedDependency[Form],
    viewer: NamedDependency[Viewer],
    session: NamedDependency[Session],
    keys: NamedDependency[KeyFolder],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Give a voter their pictures; nothing is given to who has voted in person, or may not vote."""
    found, mistakes, typed = _found(session, slug, event_id), Mistakes(), form.text("who")[:LONGEST_TYPED]
    view, at = found
    voter = _voter(session, keys, view, typed, mistakes)
    if voter is None or mistakes:
        return _page(page, session, viewer, found, mistakes, typed)
    again = queries.is_checked_in(session, at.id, voter.voter_id)
    chosen = actions.check_in(session, keys, at, voter, now)
    pictures = tuple((picture(one), word_for(one, page.say)) for one in chosen)
    group = next(one.name for one in view.electorates if one.key == voter.electorate)
    return _page(page, session, viewer, found, mistakes, given=Given(pictures, group, again))


ROUTES = [ask_who, check_in]


def _found(session: Session, slug: str, event_id: str) -> tuple[RoundView, EventView]:
    view = rounds.by_slug(session, slug)
    return view, queries.event(session, view.id, event_id)


def _voter(session: Session, keys: KeyFolder, view: RoundView, typed: str, mistakes: Mistakes) -> VoterView | None:
    """The voter of a code or of a partner's reference, who may vote here and now; else a mistake that says why not."""
    if view.phase is not Phase.VOTING:
        mistakes.add("who", "Voting is not open. Tablets can practise until it is")
        return None
    if not typed:
        mistakes.add("who", "Enter the code from their letter, or the reference from the partner’s list")
        return None
    voter = roll.voter_of_reference(session, view.id, typed) or roll.voter_by_code(session, keys, view.id, typed)
    if voter is None:
        read = read_code(typed)
        slip = f" If it is a code: {slip_in_words(read)}" if isinstance(read, Mistyped) and read.groups else ""
        mistakes.add("who", "Nobody on the roll of this round has this code or reference." + slip)
        return None
    if voter.voter_id not in roll.among(session, view.id, [voter.voter_id]):
        mistakes.add("who", "This person’s code was made worthless. Staff can replace it, under Replace a code")
    elif (standing := ballots.standing(session, keys, view.id, voter.voter_id)) and standing.channel.in_person:
        mistakes.add("who", "This person has voted in person already. That vote stands")
    return voter


def _page(
    page: Page,
    session: Session,
    viewer: Viewer,
    found: tuple[RoundView, EventView],
    mistakes: Mistakes,
    typed: str = "",
    given: Given | None = None,
) -> Response[Any]:
    view, at = found
    return page(
        "events/check_in.html",
        status=422 if mistakes else 200,
        rail=rail_for(viewer, view),
        round=view,
        at=at,
        given=given,
        minutes=MINUTES,
        checked_in=queries.checked_in(session, at.id),
        typed=typed,
        errors=mistakes,
    )
