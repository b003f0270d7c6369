"""The machine: disks, the clock, letters, the address."""

import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from pb.core.settings import Settings

ENOUGH_BYTES = 1_000_000_000
EARLIEST_YEAR = 2026
Finding = tuple[bool, str]
"""Whether it is good, and the line."""


def surroundings(settings: Settings, now: datetime) -> Iterator[Finding]:
    """The clock, how letters leave, and the address."""
    yield now.year >= EARLIEST_YEAR, f"clock: {now:%Y-%m-%d %H:%M:%S} UTC; closing times depend on it"
    yield from _letters(settings)
    yield from _address(settings)
    yield from _help(settings)


def disks(settings: Settings) -> Iterator[Finding]:
    """Room for the data, and for keys and backups where they lie on disks of their own."""
    home = nearest(settings.home)
    yield room(f"{settings.home}", shutil.disk_usage(home).free)
    for name, place in (("keys", settings.keys), ("backups", settings.backups)):
        if nearest(place).stat().st_dev != home.stat().st_dev:
            yield room(f"the {name} in {place}", shutil.disk_usage(nearest(place)).free)
    yield os.access(home, os.W_OK), f"data folder: {settings.home} can be written"


def nearest(place: Path) -> Path:
    """A place, or the folder that it would be made in."""
    return next(folder for folder in (place, *place.parents) if folder.exists())


def room(what: str, free: int) -> Finding:
    """Whether a disk has room for what lies there; `free` is in bytes."""
    enough = free >= ENOUGH_BYTES
    todo = "" if enough else "; make room now: a full disk stops the vote (`pb backup --keep 3` takes old backups away)"
    return enough, f"disk: {free // 1_000_000:,} MB free for {what} (1,000 MB or more wanted){todo}"


def _letters(settings: Settings) -> Iterator[Finding]:
    sent = (
        "go out by PB_SMTP_URL" if settings.smtp_url else f"are put into {settings.home / 'letters'}; set PB_SMTP_URL"
    )
    yield True, f"letters: they {sent}"


def _address(settings: Settings) -> Iterator[Finding]:
    at_home = any(f"//{name}" in settings.public_url for name in ("127.0.0.1", "localhost", "[::1]"))
    wanted = "" if settings.secure or at_home else "; a vote wants https, and PB_PUBLIC_URL to say so"
    yield not wanted, f"address: {settings.public_url}{wanted}"


def _help(settings: Settings) -> Iterator[Finding]:
    told = " or ".join(one for one in (settings.phone, settings.email) if one)
    missing = "nobody who needs help finds a number or an address; set PB_PHONE or PB_EMAIL"
    yield bool(told) or not settings.secure, f"help: {told or missing}"
