"""Where backups are put: made under a name of their own, kept by one rename, the oldest taken away last."""

import fcntl
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from pb.cli.backups import manifest as lists
from pb.cli.backups.manifest import BackupUnsound
from pb.core.files import sync
from pb.core.refusals import Conflict, Invalid
from pb.core.settings import Settings

PREFIX = "backup-"
NOTE = "last-backup.json"
_MAKING, _GOING = ".making-", ".going-"
_ABANDONED_SECONDS = 3600


class PlaceUnfit(Invalid):
    """A backup cannot be put there."""


class NameTaken(Conflict):
    """There is something at that place already; a backup never overwrites."""


def name_of(now: datetime, what: str = PREFIX) -> str:
    """The name of a backup made now: it sorts by instant."""
    return f"{what}{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def target_of(where: Path, name: str, settings: Settings) -> Path:
    """Where a backup goes: into a folder that is there, under `name`; else to `where` itself, which is made.

    Raises:
        PlaceUnfit: keys and backup would lie in one another, or the folder that it goes into is missing.
        NameTaken: something else lies there.
    """
    where = where.resolve()
    if where == settings.backups and not where.exists():
        where.mkdir(parents=True, mode=0o700, exist_ok=True)  # somebody else may make it in this very moment
    if where.is_dir() and not (where / lists.FILE).exists():
        target = where / name
    elif where.exists():
        raise NameTaken(place=where)
    else:
        target = where
    if not target.parent.is_dir():
        raise PlaceUnfit(place=target, fault=f"there is no folder {target.parent}; make it first")
    if target.is_relative_to(settings.keys) or settings.keys.is_relative_to(target):
        raise PlaceUnfit(place=target, fault="keys and backups must be kept apart; choose another folder")
    return target


@contextmanager
def making(target: Path) -> Iterator[Path]:
    """A folder beside the target to make it in; whatever goes wrong, nothing of it stays.

    Its lock tells others that somebody is at work there; what was abandoned by a killed process is cleared away.
    """
    _clear_abandoned(target.parent)
    folder = target.parent / f"{_MAKING}{target.name}-{secrets.token_hex(4)}"
    folder.mkdir(mode=0o700)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield folder
    finally:
        os.close(descriptor)
        shutil.rmtree(folder, ignore_errors=True)


def keep(folder: Path, target: Path) -> Path:
    """Give a finished backup its name; where somebody else had the same thought in the same second, the next one.

    Raises:
        NameTaken: there are too many of that name.
    """
    for number in range(1, 100):
        place = target if number == 1 else target.with_name(f"{target.name}-{number}")
        if place.exists():
            continue
        with suppress(OSError):  # a folder that came into being meanwhile and has something in it is not replaced
            folder.rename(place)
            sync(place.parent)
            return place
    raise NameTaken(place=target)


def backups_in(folder: Path) -> list[Path]:
    """Finished backups with a name of ours, the oldest first."""
    if not folder.is_dir():
        return []
    found = (place for place in folder.iterdir() if place.name.startswith(PREFIX) and (place / lists.FILE).is_file())
    return sorted(found, key=lambda place: place.name)


def prune(folder: Path, kept: int) -> list[Path]:
    """Take away all but the newest backups of a folder; returns what is gone.

    Each is renamed first, so that one that is half gone is never taken for a backup.
    """
    gone = backups_in(folder)[:-kept]
    for place in gone:
        with suppress(FileNotFoundError):  # somebody else was faster
            going = place.rename(place.with_name(f"{_GOING}{place.name}"))
            shutil.rmtree(going, ignore_errors=True)
    return gone


def note_last(settings: Settings, place: Path, made_at: datetime) -> None:
    """Remember when and where the last backup was made, for `pb doctor`."""
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = settings.home / f".{NOTE}.{secrets.token_hex(4)}"
    fresh.write_text(json.dumps({"made_at": made_at.isoformat(), "place": str(place)}) + "\n", encoding="utf-8")
    fresh.replace(settings.home / NOTE)


def last_noted(settings: Settings) -> tuple[datetime, Path] | None:
    """When and where the last backup was made, as far as this installation knows."""
    try:
        value = json.loads((settings.home / NOTE).read_text(encoding="utf-8"))
        return datetime.fromisoformat(value["made_at"]), Path(value["place"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def made_at(place: Path) -> datetime | None:
    """When a backup was made, or None where its list cannot be read."""
    try:
        return lists.read(place).made_at
    except BackupUnsound:
        return None


def _clear_abandoned(folder: Path) -> None:
    for place in (*folder.glob(f"{_MAKING}*"), *folder.glob(f"{_GOING}*")):
        with suppress(OSError):
            if time.time() - place.stat().st_mtime > _ABANDONED_SECONDS and _nobody_works_on(place):
                shutil.rmtree(place, ignore_errors=True)


def _nobody_works_on(place: Path) -> bool:
    descriptor = os.open(place, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True
