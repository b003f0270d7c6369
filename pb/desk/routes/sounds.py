"""Sound for the voting screens: what is missing in each language, and one text with its recording."""

from datetime import datetime
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.orm import Session

from pb.booth import queries as booth
from pb.core.settings import Settings
from pb.desk import forms
from pb.desk.queries.sounds import Heard, Line, Listening, listening
from pb.media import actions
from pb.media import queries as media
from pb.media.rules import ClipNotFound, Said
from pb.people.guards import staff
from pb.people.rules import Viewer
from pb.rounds import queries as rounds
from pb.rounds.queries import RoundView
from pb.rounds.rules.rail import desk_rail
from pb.web import permissions
from pb.web.forms import Form, Mistakes
from pb.web.languages import PLAIN, Language, language, languages
from pb.web.pages import Page
from pb.web.redirects import see_other

END = "/sound"
ENGLISH = "en"
"""How an address names English as it stands in the code, whose key is empty."""
TAGS = {
    Heard.VOICE: ("A person’s voice", "good"),
    Heard.DRAFT: ("Draft by a machine", "wait"),
    Heard.WAITS: ("The machine is at it", "calm"),
    Heard.FAILED: ("The machine could not", "bad"),
    Heard.NOTHING: ("No sound", ""),
}


@get("/desk/rounds/{slug:str}/sound", guards=[staff], sync_to_thread=True)
def every_language(
    slug: FromPath[str], page: NamedDependency[Page], session: NamedDependency[Session]
) -> Response[Any]:
    """How much can be listened to in each language."""
    view = rounds.by_slug(session, slug)
    rows = [(_key(one), listening(session, view, one)) for one in languages()]
    signed, every = booth.signs(session, view).found, booth.subjects(session, view)
    return page(
        "desk/sound.html", round=view, rows=rows, signed=len(signed), every=len(every), rail=_rail(view), Heard=Heard
    )


@get("/desk/rounds/{slug:str}/sound/{tongue:str}", guards=[staff], sync_to_thread=True)
def one_language(
    slug: FromPath[str],
    tongue: FromPath[str],
    page: NamedDependency[Page],
    session: NamedDependency[Session],
) -> Response[Any]:
    """Every text in one language, with what there is of it."""
    view, found = _found(session, slug, tongue)
    return page(
        "desk/sound_language.html",
        round=view,
        tongue=tongue,
        found=found,
        first=found.after(""),
        tags=TAGS,
        Heard=Heard,
        has_machine=bool(page.settings.tts),
        rail=_rail(view),
    )


@post("/desk/rounds/{slug:str}/sound/{tongue:str}/drafts", guards=[staff], sync_to_thread=True, status_code=303)
def draft_all(
    slug: FromPath[str],
    tongue: FromPath[str],
    settings: NamedDependency[Settings],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Ask the machine for every text that has no sound."""
    view, found = _found(session, slug, tongue)
    for line in found.missing if settings.tts else ():
        actions.wish_draft(session, view.id, line.said, viewer.actor, now)
    return see_other(f"/desk/rounds/{slug}{END}/{tongue}", notice="drafts-wished" if settings.tts else "no-machine")


@get("/desk/rounds/{slug:str}/sound/{tongue:str}/{said:str}", guards=[staff], sync_to_thread=True)
def one_text(
    slug: FromPath[str],
    tongue: FromPath[str],
    said: FromPath[str],
    page: NamedDependency[Page],
    session: NamedDependency[Session],
) -> Response[Any]:
    """One text: listen, record, upload, let a machine draft, take out, put back."""
    view, found = _found(session, slug, tongue)
    return _text_page(page, session, view, tongue, found, said)


@post(
    "/desk/rounds/{slug:str}/sound/{tongue:str}/{said:str}",
    guards=[staff],
    sync_to_thread=True,
    status_code=200,
)
def keep(
    slug: FromPath[str],
    tongue: FromPath[str],
    said: FromPath[str],
    page: NamedDependency[Page],
    form: NamedDependency[Form],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Keep a recording or a file as the sound of these words."""
    view, found = _found(session, slug, tongue)
    line, mistakes = found.line(said), Mistakes()
    if line is None:
        raise ClipNotFound
    kind, content = forms.read_clip(form, mistakes)
    if mistakes:
        return _text_page(page, session, view, tongue, found, said, mistakes)
    actions.keep_clip(session, view.id, line[1].said, kind, content, viewer.actor, now)
    return see_other(_address(slug, tongue, said), notice="clip-kept")


@post(
    "/desk/rounds/{slug:str}/sound/{tongue:str}/{said:str}/draft", guards=[staff], sync_to_thread=True, status_code=303
)
def draft_one(
    slug: FromPath[str],
    tongue: FromPath[str],
    said: FromPath[str],
    settings: NamedDependency[Settings],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Ask the machine for these words."""
    view, found = _found(session, slug, tongue)
    line = found.line(said)
    if line is None:
        raise ClipNotFound
    if settings.tts:
        actions.wish_draft(session, view.id, line[1].said, viewer.actor, now)
    return see_other(_address(slug, tongue, said), notice="draft-wished" if settings.tts else "no-machine")


@post(
    "/desk/rounds/{slug:str}/sound/{tongue:str}/{said:str}/removal",
    guards=[staff],
    sync_to_thread=True,
    status_code=303,
)
def take_out(
    slug: FromPath[str],
    tongue: FromPath[str],
    said: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Let these words be heard no longer."""
    view, words = _words(session, slug, tongue, said)
    actions.remove_clip(session, view.id, words, viewer.actor, now)
    return see_other(_address(slug, tongue, said), notice="clip-removed")


@post(
    "/desk/rounds/{slug:str}/sound/{tongue:str}/{said:str}/return", guards=[staff], sync_to_thread=True, status_code=303
)
def put_back(
    slug: FromPath[str],
    tongue: FromPath[str],
    said: FromPath[str],
    session: NamedDependency[Session],
    viewer: NamedDependency[Viewer],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Let the sound be heard again that was taken out or replaced last."""
    view, words = _words(session, slug, tongue, said)
    actions.put_back_clip(session, view.id, words, viewer.actor, now)
    return see_other(_address(slug, tongue, said), notice="clip-put-back")


ROUTES = [every_language, one_language, draft_all, one_text, keep, draft_one, take_out, put_back]


def _key(tongue: Language) -> str:
    return tongue.key or ENGLISH


def _rail(view: RoundView) -> list[Any]:
    return desk_rail(view.slug, view.name, END)


def _address(slug: str, tongue: str, said: str) -> str:
    return f"/desk/rounds/{slug}{END}/{tongue}/{said}"


def _tongue(tongue: str) -> Language:
    found = PLAIN if tongue == ENGLISH else language(tongue)
    if _key(found) != tongue:
        raise ClipNotFound
    return found


def _found(session: Session, slug: str, tongue: str) -> tuple[RoundView, Listening]:
    view = rounds.by_slug(session, slug)
    return view, listening(session, view, _tongue(tongue))


def _words(session: Session, slug: str, tongue: str, said: str) -> tuple[RoundView, Said]:
    """Words that have or had a sound, whether they stand on a screen or not."""
    view = rounds.by_slug(session, slug)
    words = media.said_by(session, view.id, _tongue(tongue).tag, said)
    if words is None:
        raise ClipNotFound
    return view, words


def _text_page(
    page: Page,
    session: Session,
    view: RoundView,
    tongue: str,
    found: Listening,
    digest: str,
    mistakes: Mistakes | None = None,
) -> Response[Any]:
    here = found.line(digest)
    if here is None:
        left = next((clip for clip in found.left_over if clip.said.digest == digest), None)
        words = left.said if left else media.said_by(session, view.id, found.language.tag, digest)
        if words is None:
            raise ClipNotFound
        here = ("", Line(words, left, None))
    title, line = here
    removed = [clip for clip in media.of_words(session, view.id, line.said) if clip.removed_at]
    response = page(
        "desk/sound_text.html",
        status=422 if mistakes else 200,
        round=view,
        tongue=tongue,
        found=found,
        part=title,
        line=line,
        removed=removed[:1],
        tag=TAGS[line.heard],
        after=found.after(digest),
        errors=mistakes or Mistakes(),
        has_machine=bool(page.settings.tts),
        rail=_rail(view),
    )
    response.headers[permissions.HEADER] = permissions.MICROPHONE
    return response
