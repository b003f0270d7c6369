"""Static files: addresses carry the hash of the content, so answers may be kept for ever; texts go out compressed."""

import gzip
import mimetypes
from functools import cache, lru_cache
from typing import Any

from litestar import MediaType, Request, Response, get
from litestar.params import FromPath

from pb.core.refusals import NotFound
from pb.people.guards import anyone
from pb.web.assets import STATIC, fingerprint

FOR_EVER, FOR_A_DAY = "public, max-age=31536000, immutable", "public, max-age=86400"
TEXTS = (".css", ".js", ".svg", ".json", ".txt", ".html")
mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("text/javascript", ".js")


@get("/static/{digest:str}/{name:path}", guards=[anyone], sync_to_thread=True, cache=False)
def static_file(digest: FromPath[str], name: FromPath[str], request: Request[Any, Any, Any]) -> Response[bytes]:
    """One file of `static/`, by the hash of its content.

    What a style sheet or module asks for by a relative address comes with the hash of that sheet; it is served too,
    and kept for a day only.

    Raises:
        NotFound: there is no such file.
    """
    path = name.lstrip("/")
    if path not in _files():
        raise NotFound
    compressed = path.endswith(TEXTS) and "gzip" in request.headers.get("Accept-Encoding", "")
    headers = {"Cache-Control": FOR_EVER if fingerprint(path) == digest else FOR_A_DAY, "Vary": "Accept-Encoding"}
    if compressed:
        headers["Content-Encoding"] = "gzip"
    media_type = mimetypes.guess_type(path)[0] or MediaType.TEXT
    return Response(_content(path, compressed=compressed), headers=headers, media_type=media_type)


@cache
def _files() -> frozenset[str]:
    """Every file there is, by its place under `static/`; what is not among them is never looked for on the disk."""
    return frozenset(path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*") if path.is_file())


@lru_cache(maxsize=512)
def _content(path: str, *, compressed: bool) -> bytes:
    content = (STATIC / path).read_bytes()
    return gzip.compress(content, 9, mtime=0) if compressed else content
