"""Giving out videos in pieces, and their captions; addresses never mean anything else, so both may be kept for ever."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Stream
from sqlalchemy.orm import Session

from pb.core.settings import Settings
from pb.media.rules import part_wanted
from pb.people.guards import anyone
from pb.signs import queries, shelf
from pb.signs.rules import SignNotFound

FOR_EVER = "public, max-age=31536000, immutable"


@get("/media/signs/{video:str}", guards=[anyone], sync_to_thread=True)
def sign_video(
    video: FromPath[str],
    request: Request[Any, Any, Any],
    session: NamedDependency[Session],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """A video, or the piece of it that a player asks for (RFC 9110, section 14).

    Raises:
        SignNotFound: there is no such video, or it was taken out.
    """
    media_type = queries.kind_of(session, video)
    place = shelf.find(settings.home, video, media_type) if media_type else None
    if place is None or media_type is None:
        raise SignNotFound
    size = place.stat().st_size
    part = part_wanted(request.headers.get("Range", ""), size)
    first, end = part or (0, size)
    headers = {"Accept-Ranges": "bytes", "Cache-Control": FOR_EVER}
    if first >= end:
        outside = {"Cache-Control": "no-store", "Content-Range": f"bytes */{size}"}
        return Response(b"", status_code=416, media_type=media_type, headers=headers | outside)
    headers["Content-Length"] = str(end - first)
    if part:
        headers["Content-Range"] = f"bytes {first}-{end - 1}/{size}"
    pieces = shelf.pieces(place, first, end)
    return Stream(pieces, status_code=206 if part else 200, media_type=media_type, headers=headers)


@get("/media/captions/{captions:str}", guards=[anyone], sync_to_thread=True)
def sign_captions(captions: FromPath[str], session: NamedDependency[Session]) -> Response[str]:
    """The captions of a video, as WebVTT.

    Raises:
        SignNotFound: there are none.
    """
    text = queries.captions(session, captions)
    if text is None:
        raise SignNotFound
    return Response(text, media_type="text/vtt", headers={"Cache-Control": FOR_EVER})


ROUTES = [sign_video, sign_captions]
