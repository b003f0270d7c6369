"""Holding a backup against its list: every file, every row, every chain of the record."""

from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

from pb.cli.backups import manifest as lists
from pb.cli.backups.manifest import BackupUnsound, Chain, Manifest, RoundKept
from pb.db.snapshots.contents import Contents, SnapshotUnsound, Tell
from pb.db.snapshots.kinds import KINDS
from pb.keys.folder import KeyFolder
from pb.record import queries as record

_RECORD = ("chain", "seq", "at", "actor", "verb", "facts", "previous", "hash")
_ROUND = ("id", "name", "phase", "voting_closes_at")


def check_backup(folder: Path, tell: Tell) -> Manifest:
    """The list of a backup that was found to be whole.

    Raises:
        BackupUnsound: a file is missing, damaged or was put there by somebody else; or the database in it is not sound.
    """
    found = lists.read(folder)
    if found.kind not in KINDS:
        raise BackupUnsound(backup=folder, fault=f"it holds a database of the unknown kind {found.kind}")
    there = lists.hashes(folder, tell)
    for name in sorted(found.files.keys() | there.keys()):
        if name not in there:
            raise BackupUnsound(backup=folder, fault=f"{name} is missing")
        if name not in found.files:
            raise BackupUnsound(backup=folder, fault=f"{name} is not on its list")
        if found.files[name] != there[name]:
            raise BackupUnsound(backup=folder, fault=f"{name} was damaged or changed")
    check_database(folder, found, tell)
    return found


def check_database(folder: Path, found: Manifest, tell: Tell) -> None:
    """Hold the copied database against the list.

    Raises:
        BackupUnsound: it is damaged, has other rows, or another record.
    """
    try:
        KINDS[found.kind].check(folder, found.contents, tell)
    except SnapshotUnsound as fault:
        raise BackupUnsound(backup=folder, fault=str(fault)) from fault
    tell("Checking the record")
    if chains_of(folder, found.kind, found.contents) != found.chains:
        raise BackupUnsound(backup=folder, fault="the record in it is not the one on its list")


def chains_of(folder: Path, kind: str, contents: Contents) -> dict[str, Chain]:
    """Every chain of the record in a copied database, checked link by link.

    A chain that was broken before the copy is noted with its fault: it must not keep anybody from backing up the rest.
    """
    rows = sorted(KINDS[kind].rows(folder, contents, "record_entry", _RECORD), key=lambda row: (row[0], int(row[1])))
    found = {}
    for name, own in groupby(rows, key=lambda row: row[0]):
        entries = [record.entry_of_texts(row) for row in own]
        found[name] = Chain(len(entries), entries[-1].hash, record.fault_in(entries))
    return found


def rounds_of(folder: Path, kind: str, contents: Contents, keys: KeyFolder) -> list[RoundKept]:
    """The rounds in a copied database."""
    rows = KINDS[kind].rows(folder, contents, "round", _ROUND)
    return [
        RoundKept(round_id, name, phase, _instant(closes), keys.has_round(round_id))
        for round_id, name, phase, closes in rows
    ]


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
