"""Which files of the data folder go into a backup: all but the database, other backups, and anything with a key."""

import contextlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import make_url

from pb.cli.backups import manifest as lists
from pb.cli.backups.places import NOTE
from pb.core.refusals import Conflict
from pb.core.settings import Settings

REPLACED = "replaced-"
_SECRET_FILES = ("signing.key", "session.key")
_SHORTEST_KEY = 32
_PUBLIC = "public"
"""What stands under this name in a round's file is published with its rules, and so is in every backup."""


class KeyOutsideItsFolder(Conflict):
    """A file of the data folder holds a key, and a backup must hold none: move it into the key folder."""


class LinkInDataFolder(Conflict):
    """The data folder has a link in it, and a backup does not know whether to follow it: put the thing itself there."""


def files_to_keep(settings: Settings) -> Iterator[Path]:
    """Files of the data folder that a backup holds, beside the database.

    Raises:
        LinkInDataFolder: there is a symbolic link.
    """
    if settings.home.is_dir():
        yield from _walk(settings.home, settings)


def is_key_folder(folder: Path) -> bool:
    """Whether a folder looks like one with keys, under whatever name: one that was left behind counts as well."""
    rounds = folder / "rounds"
    return any((folder / name).exists() for name in _SECRET_FILES) or (rounds.is_dir() and any(rounds.glob("*.json")))


def check_no_key(files: Iterator[Path], keys: Path) -> None:
    """Read files and refuse if one holds a key of the key folder, as bytes or as hexadecimal digits.

    Raises:
        KeyOutsideItsFolder: one does.
    """
    secrets = list(_secrets(keys))
    if not secrets:
        return
    pattern = re.compile(b"|".join(re.escape(secret) for secret in secrets))
    for file in files:
        if pattern.search(file.read_bytes()):
            raise KeyOutsideItsFolder(file=file)


def sqlite_file(settings: Settings) -> Path | None:
    """The file of the database, or None where it is none."""
    url = make_url(settings.database_url)
    return Path(url.database or "").resolve() if url.get_backend_name() == "sqlite" else None


def _walk(folder: Path, settings: Settings) -> Iterator[Path]:
    for place in sorted(folder.iterdir()):
        if _is_left_out(place, settings):
            continue
        if place.is_symlink():
            raise LinkInDataFolder(link=place)
        if place.is_dir():
            yield from _walk(place, settings)
        elif place.is_file():
            yield place


def _is_left_out(place: Path, settings: Settings) -> bool:
    if place.name.startswith(("pb.sqlite3", REPLACED, ".")) or place.name in {NOTE, "demo.begun"}:
        return True
    database = sqlite_file(settings)
    if database and str(place.resolve()).startswith(str(database)):
        return True  # the database and the files that SQLite keeps beside it
    if place.resolve() in {settings.keys, settings.backups}:
        return True
    return place.is_dir() and (is_key_folder(place) or (place / lists.FILE).exists())


def _secrets(keys: Path) -> Iterator[bytes]:
    if not keys.is_dir():
        return
    for file in (file for name in _SECRET_FILES if (file := keys / name).is_file()):
        yield file.read_bytes()
        yield file.read_bytes().hex().encode()
    for file in (keys / "rounds").glob("*.json"):
        for name, value in json.loads(file.read_bytes()).items():
            if name != _PUBLIC and isinstance(value, str) and len(value) >= _SHORTEST_KEY:
                yield value.encode()
                with contextlib.suppress(ValueError):
                    yield bytes.fromhex(value)
