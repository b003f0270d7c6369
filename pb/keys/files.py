"""Secrets as files: written whole or not at all, readable by their owner only, overwritten before they are removed."""

import contextlib
import fcntl
import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

from pb.core.files import sync


def write_secret(file: Path, body: bytes, *, only_if_new: bool = False) -> None:
    """Write a file in one step, on the disk before this returns; one that is there stays with `only_if_new`."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as handle:
        handle.write(body)
        handle.flush()
        os.fsync(handle.fileno())
    if only_if_new:
        # A link fails where the name is taken, so two processes that start together agree on one key.
        with contextlib.suppress(FileExistsError):
            file.hardlink_to(fresh)
        fresh.unlink()
    else:
        fresh.replace(file)
    sync(file.parent)


def shred(file: Path, overwritten: Callable[[], None]) -> None:
    """Overwrite a file and remove it; `overwritten` is called in between, when its content is gone for good."""
    with file.open("r+b") as handle:
        handle.write(secrets.token_bytes(file.stat().st_size))
        handle.flush()
        os.fsync(handle.fileno())
    overwritten()
    file.unlink()
    sync(file.parent)


def is_reachable(file: Path) -> bool:
    """Whether a file could be written or removed here now: its folder is there, and what is there lets us."""
    may = os.access(file.parent, os.W_OK | os.X_OK) and file.parent.is_dir()
    return may and (not is_there(file) or os.access(file, os.R_OK | os.W_OK))


def is_there(file: Path) -> bool:
    """Whether there is such a file; no where its folder may not be searched, which `Path.exists` takes as an error."""
    return os.access(file, os.F_OK)


@contextlib.contextmanager
def held(folder: Path) -> Iterator[None]:
    """Wait until no other process or thread changes what lies in this folder, and keep them waiting meanwhile."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
