"""Giving out sounds, by the digest of their bytes: an address never means anything else, so it may be kept for ever."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.orm import Session

from pb.media import queries
from pb.media.rules import ClipNotFound, part_wanted
from pb.people.guards import anyone

FOR_EVER = "public, max-age=31536000, immutable"


@get("/media/{digest:str}", guards=[anyone], sync_to_thread=True)
def clip(digest: FromPath[str], request: Request[Any, Any, Any], session: NamedDependency[Session]) -> Response[bytes]:
    """A clip, or the piece of it that a player asks for (RFC 9110, section 14).

    Raises:
        ClipNotFound: there is no such clip, or it was taken out.
    """
    found = queries.content(session, digest)
    if found is None:
        raise ClipNotFound
    media_type, content = found
    headers = {"Accept-Ranges": "bytes", "Cache-Control": FOR_EVER}
    part = part_wanted(request.headers.get("Range", ""), len(content))
    if part is None:
        return Response(content, media_type=media_type, headers=headers)
    first, end = part
    if first >= end:
        outside = {"Cache-Control": "no-store", "Content-Range": f"bytes */{len(content)}"}
        return Response(b"", status_code=416, media_type=media_type, headers=headers | outside)
    headers["Content-Range"] = f"bytes {first}-{end - 1}/{len(content)}"
    return Response(content[first:end], status_code=206, media_type=media_type, headers=headers)


ROUTES = [clip]
