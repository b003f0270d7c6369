"""What a backup says of itself: when it was made, of what, and the hash of every file in it."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pb.core.files import sha256_of
from pb.core.refusals import Invalid
from pb.db.snapshots.contents import Contents, Tell

FILE = "manifest.json"
HOME = "home"
FORMAT = "pb/backup/v1"


class BackupUnsound(Invalid):
    """This is no whole backup. Nothing was changed; take another one."""


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain of the record: its entries, the hash of the newest, and the first entry that does not fit, or None."""

    entries: int
    head: str
    fault: int | None


@dataclass(frozen=True, slots=True)
class RoundKept:
    """A round in a backup: where it stood, when voting closes (UTC), and whether its keys were in the key folder."""

    id: str
    name: str
    phase: str
    closes_at: datetime
    keys: bool


@dataclass(frozen=True, slots=True)
class Manifest:
    """The list of a backup.

    Attributes:
        made_at: every act and ballot that was acknowledged before this instant is in it.
        kind: of the database: sqlite or postgresql.
        contents: what the database had.
        chains: the record, by chain.
        rounds: the rounds, in the order of their ids.
        files: SHA-256 by path, of every file but the list itself.
    """

    made_at: datetime
    kind: str
    contents: Contents
    chains: dict[str, Chain]
    rounds: list[RoundKept]
    files: dict[str, str]


def write(folder: Path, manifest: Manifest) -> None:
    """Put the list into a backup."""
    value = {"format": FORMAT, **asdict(manifest)}
    text = json.dumps(value, indent=1, sort_keys=True, default=datetime.isoformat)
    (folder / FILE).write_text(text + "\n", encoding="utf-8")
    (folder / FILE).chmod(0o600)


def read(folder: Path) -> Manifest:
    """The list of a backup.

    Raises:
        BackupUnsound: there is none, or it is not one of ours.
    """
    try:
        value: dict[str, Any] = json.loads((folder / FILE).read_text(encoding="utf-8"))
        if value.pop("format") != FORMAT:
            raise BackupUnsound(backup=folder, fault="it was made by another version of the program")
        return Manifest(
            made_at=datetime.fromisoformat(value["made_at"]),
            kind=value["kind"],
            contents=Contents(**value["contents"]),
            chains={name: Chain(**chain) for name, chain in value["chains"].items()},
            rounds=[
                RoundKept(**{**one, "closes_at": datetime.fromisoformat(one["closes_at"])}) for one in value["rounds"]
            ],
            files=dict(value["files"]),
        )
    except OSError as fault:
        raise BackupUnsound(backup=folder, fault=f"its {FILE} cannot be read ({fault.strerror})") from fault
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise BackupUnsound(backup=folder, fault=f"its {FILE} is damaged") from fault


def files_in(folder: Path) -> Iterator[Path]:
    """Every file of a backup but its list, in order."""
    return (file for file in sorted(folder.rglob("*")) if file.is_file() and file != folder / FILE)


def hashes(folder: Path, tell: Tell) -> dict[str, str]:
    """SHA-256 of every file of a backup but its list."""
    found = {}
    for file in files_in(folder):
        name = file.relative_to(folder).as_posix()
        tell(f"Reading back {name}")
        found[name] = sha256_of(file)
    return found
