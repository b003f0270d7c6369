"""The shelf: the folder with the files of videos, each named after the digest of its bytes, so none is ever changed."""

import contextlib
import hashlib
import re
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from pb.core.files import write_durably
from pb.signs.rules import ENDINGS, UnfitVideo, fault_of_video, media_type_of

FOLDER = "signs"
"""In the data folder, which every backup holds."""
_NAME = re.compile(r"[0-9a-f]{64}")
_PIECE = 256 * 1024
_DAY_SECONDS = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Shelved:
    """A video whose file lies on the shelf."""

    digest: str
    media_type: str
    size: int


def put(home: Path, content: bytes) -> Shelved:
    """Write a video durably under the digest of its bytes; one that is there already is left as it is.

    Raises:
        UnfitVideo: it is empty, too large, or no video that browsers play.
    """
    if fault := fault_of_video(content):
        raise UnfitVideo(fault=fault)
    shelved = Shelved(hashlib.sha256(content).hexdigest(), media_type_of(content), len(content))
    place = _place(home, shelved.digest, shelved.media_type)
    if place.exists():
        place.touch()  # as if it were new, lest it is swept away before its row is there
    else:
        write_durably(place, content)
    return shelved


def find_any(home: Path, digest: str) -> Shelved | None:
    """A video on the shelf by its digest alone, as a form carries it on, or None."""
    for media_type in ENDINGS:
        if place := find(home, digest, media_type):
            return Shelved(digest, media_type, place.stat().st_size)
    return None


def find(home: Path, digest: str, media_type: str) -> Path | None:
    """The file of a video, or None where it is not on the shelf."""
    place = _place(home, digest, media_type) if _NAME.fullmatch(digest) else None
    return place if place and place.is_file() else None


def pieces(place: Path, first: int, end: int) -> Iterator[bytes]:
    """The bytes of a file from `first` to before `end`, a piece at a time: nobody's video fills the memory."""
    with place.open("rb") as file:
        file.seek(first)
        while first < end and (piece := file.read(min(_PIECE, end - first))):
            first += len(piece)
            yield piece


def sweep(home: Path, named: Collection[str]) -> int:
    """Delete files that no row names, a day after they were written; returns how many."""
    swept = 0
    for place in (home / FOLDER).glob("*.*"):
        with contextlib.suppress(FileNotFoundError):
            if place.stem not in named and place.stat().st_mtime < time.time() - _DAY_SECONDS:
                place.unlink()
                swept += 1
    return swept


def _place(home: Path, digest: str, media_type: str) -> Path:
    return home / FOLDER / f"{digest}{ENDINGS[media_type]}"
