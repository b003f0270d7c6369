"""Files that must be on the disk before anybody relies on them."""

import hashlib
import os
from pathlib import Path

_BLOCK = 1 << 20


def sync(path: Path) -> None:
    """Wait until a file, or the names that are in a folder, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(folder: Path) -> None:
    """Wait until everything in a folder is on the disk."""
    for place in sorted(folder.rglob("*"), reverse=True):
        sync(place)
    sync(folder)


def sha256_of(file: Path) -> str:
    """SHA-256 of what a file holds, in hex; it is read in pieces."""
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        while block := opened.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def copy_file(source: Path, target: Path) -> None:
    """Copy a file that only its owner may read, and wait until it is on the disk; folders on the way are made."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with source.open("rb") as reading, os.fdopen(descriptor, "wb") as writing:
        while block := reading.read(_BLOCK):
            writing.write(block)
        writing.flush()
        os.fsync(writing.fileno())


def write_durably(place: Path, content: bytes) -> None:
    """Write a file that only its owner may read: whole and on the disk under its name, or not at all."""
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = place.with_name(f".{place.name}.{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as writing:
            writing.write(content)
            writing.flush()
            os.fsync(writing.fileno())
        fresh.replace(place)
    finally:
        fresh.unlink(missing_ok=True)
    sync(place.parent)
