"""Videos in sign language: which screens and bids have one, and the page on which one is uploaded."""

from datetime import datetime
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.orm import Session

from pb.booth import queries as booth
from pb.booth.queries import Subject
from pb.core.settings import Settings
from pb.desk import forms
from pb.people.guards import staff
from pb.people.rules import Viewer
from pb.rounds import queries as rounds
from pb.rounds.queries import RoundView
from pb.rounds.rules.rail import desk_rail
from pb.signs import actions, queries, shelf
from pb.signs.rules import LARGEST, SignNotFound
from pb.signs.shelf import Shelved
from pb.web.forms import Form, Mistakes
from pb.web.pages import Page
from pb.web.redirects import see_other

LARGEST_BODY = LARGEST + 1_500_000
"""A video, its captions, and what a browser writes around them. Every other form is smaller."""
TAGS = {"signed": ("Signed", "good"), "changed": ("The words changed", "bad"), "none": ("No video", "")}


@get("/desk/rounds/{slug:str}/signing", guards=[staff], sync_to_thread=True)
def every_subject(slug: FromPath[str], page: NamedDependency[Page], session: NamedDependency[Session]) -> Response[Any]:
    """Each screen and each bid, and whether it is signed."""
    view = rounds.by_slug(session, slug)
    standing = queries.standing(session, view.id)
    rows = [(one, TAGS[_state(one, standing)]) for one in booth.subjects(session, view)]
    return page("desk/signing.html", round=view, rows=rows, rail=_rail(view))


@get("/desk/rounds/{slug:str}/signing/{subject:str}", guards=[staff], sync_to_thread=True)
def one_subject(
    slug: FromPath[str], subject: FromPath[str], page: NamedDependency[Page], session: NamedDependency[Session]
) -> Response[Any]:
    """One screen or bid: look at its video, upload one, take it out, put it back."""
    view, found = _found(session, slug, subject)
    return _subject_page(page, session, view, found, Mistakes())


@post(
    "/desk/rounds/{slug:str}/signing/{subject:str}",
    guards=[staff],
    sync_to_thread=True,
    status_code=200,
    request_max_body_size=LARGEST_BODY,
)
def keep(
    slug: FromPath[str],
    subject: FromPath[str],
    page: NamedDependency[Page],
    form: NamedDependency[Form],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Keep a video. One that is fit lies on the shelf for a day, so that captions can be mended without it."""
    view, found = _found(session, slug, subject)
    mistakes = Mistakes()
    shelved = _shelved(form, page.settings, mistakes)
    captions = forms.read_captions(form, mistakes)
    if mistakes or shelved is None:
        return _subject_page(page, session, view, found, mistakes, shelved, no_captions=form.has("no_captions"))
    actions.keep_sign(session, view.id, found.key, found.digest, shelved, captions, viewer.actor, now)
    return see_other(_address(slug, found.key), notice="sign-kept")


@post("/desk/rounds/{slug:str}/signing/{subject:str}/removal", guards=[staff], sync_to_thread=True, status_code=303)
def take_out(
    slug: FromPath[str],
    subject: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Show a video no longer."""
    view, found = _found(session, slug, subject)
    actions.remove_sign(session, view.id, found.key, viewer.actor, now)
    return see_other(_address(slug, found.key), notice="sign-removed")


@post("/desk/rounds/{slug:str}/signing/{subject:str}/return", guards=[staff], sync_to_thread=True, status_code=303)
def put_back(
    slug: FromPath[str],
    subject: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Show the video again that was taken out or replaced last."""
    view, found = _found(session, slug, subject)
    actions.put_back_sign(session, view.id, found.key, viewer.actor, now)
    return see_other(_address(slug, found.key), notice="sign-put-back")


ROUTES = [every_subject, one_subject, keep, take_out, put_back]


def _shelved(form: Form, settings: Settings, mistakes: Mistakes) -> Shelved | None:
    """The video that was sent now, or one that was sent with captions that had to be mended."""
    kept = shelf.find_any(settings.home, form.text("shelved"))
    if kept and not form.file("video"):
        return kept
    content = forms.read_video(form, mistakes)
    return None if mistakes else shelf.put(settings.home, content)


def _found(session: Session, slug: str, subject: str) -> tuple[RoundView, Subject]:
    view = rounds.by_slug(session, slug)
    found = next((one for one in booth.subjects(session, view) if one.key == subject), None)
    if found is None:
        raise SignNotFound
    return view, found


def _state(subject: Subject, standing: dict[str, queries.SignView]) -> str:
    found = standing.get(subject.key)
    if found is None:
        return "none"
    return "signed" if found.words_digest == subject.digest else "changed"


def _rail(view: RoundView) -> list[Any]:
    return desk_rail(view.slug, view.name, "/sound")


def _address(slug: str, subject: str) -> str:
    return f"/desk/rounds/{slug}/signing/{subject}"


def _subject_page(
    page: Page,
    session: Session,
    view: RoundView,
    subject: Subject,
    mistakes: Mistakes,
    shelved: Shelved | None = None,
    *,
    no_captions: bool = False,
) -> Response[Any]:
    standing = queries.standing(session, view.id)
    return page(
        "desk/signing_one.html",
        status=422 if mistakes else 200,
        round=view,
        subject=subject,
        tag=TAGS[_state(subject, standing)],
        video=standing.get(subject.key),
        changed=_state(subject, standing) == "changed",
        removed=queries.removed(session, view.id, subject.key)[:1],
        shelved=shelved.digest if shelved else "",
        no_captions=no_captions,
        errors=mistakes,
        rail=_rail(view),
    )
