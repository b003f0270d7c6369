"""Putting a backup in the place of an installation: checked first, then one step from the old to the new."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from pb.cli.backups import manifest as lists
from pb.cli.backups import onto_postgresql, onto_sqlite, places
from pb.cli.backups.checking import check_backup
from pb.cli.backups.home_files import REPLACED, is_key_folder
from pb.cli.backups.manifest import Manifest, RoundKept
from pb.cli.migrations import knows_schema
from pb.core.files import copy_file, sha256_of, sync
from pb.core.refusals import Conflict
from pb.core.settings import Settings
from pb.db.snapshots.contents import Tell
from pb.db.snapshots.kinds import kind_of
from pb.desk import actions as desk
from pb.keys.folder import KeyFolder
from pb.rounds.rules.phases import Phase


class OtherKindOfDatabase(Conflict):
    """The backup is of another kind of database than PB_DATABASE_URL names."""


class BackupTooNew(Conflict):
    """The backup was made by a newer version of the program: install that version, then restore."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did.

    Attributes:
        manifest: the list of the backup.
        aside: where the installation that was there before is kept; empty where there was none.
        keys_missing: rounds whose keys were there when the backup was made, and are not now.
        in_vote: rounds whose vote was open when the backup was made.
    """

    manifest: Manifest
    aside: str
    keys_missing: list[RoundKept]
    in_vote: list[RoundKept]


def restore_backup(settings: Settings, backup: Path, now: datetime, tell: Tell, *, instead: bool) -> Restored:
    """Put a backup in the place of an installation, and write into its record that this was done.

    Args:
        settings: of the installation.
        backup: the folder of the backup.
        now: the present.
        tell: told how far it is.
        instead: whether an installation that is there may be set aside.

    Raises:
        BackupUnsound, OtherKindOfDatabase, BackupTooNew: this backup cannot be restored here; nothing was changed.
        InstallationThere, SiteRunning: there is an installation, or it is being served; nothing was changed.
        OSError, sqlite3.Error, SQLAlchemyError: the disk is full, the database cannot be written; nothing was changed.
    """
    found = check_backup(backup, tell)
    if (kind := kind_of(settings.database_url)) != found.kind:
        raise OtherKindOfDatabase(backup=found.kind, here=kind)
    if not knows_schema(found.contents.schema):
        raise BackupTooNew(backup=found.contents.schema)
    note = _note_in(found, sha256_of(backup / lists.FILE), now)
    _make_home(settings.home)
    name = places.name_of(now, REPLACED)
    with places.making(settings.home / "restore") as staging:
        _stage_files(backup, found, staging, tell)
        onto = onto_sqlite if kind == "sqlite" else onto_postgresql
        place = onto.restore(settings, backup, found, staging, name, note, tell, instead=instead)
        moved = _put_files(staging / lists.HOME, settings, settings.home / name)
    aside = " and ".join(dict.fromkeys([*([place] if place else []), *([str(settings.home / name)] if moved else [])]))
    keys = KeyFolder(settings.keys)
    return Restored(
        manifest=found,
        aside=aside,
        keys_missing=[one for one in found.rounds if one.keys and not keys.has_round(one.id)],
        in_vote=[one for one in found.rounds if is_in_vote(one, found.made_at)],
    )


def is_in_vote(found: RoundKept, made_at: datetime) -> bool:
    """Whether ballots may have been cast after the backup: voting was open when it was made."""
    return found.phase == Phase.VOTING and made_at < found.closes_at


def _note_in(found: Manifest, manifest_hash: str, now: datetime) -> onto_sqlite.Note:
    """What writes the restore into the record of the installation and of every round that is not published."""
    unpublished = {one.id: is_in_vote(one, found.made_at) for one in found.rounds if one.phase != Phase.PUBLISHED}

    def note(session: Session) -> None:
        desk.note_restore(session, unpublished, found.made_at, manifest_hash, now)

    return note


def _make_home(home: Path) -> None:
    for folder in [one for one in (*reversed(home.parents), home) if not one.exists()]:
        folder.mkdir(mode=0o700)
        sync(folder.parent)


def _stage_files(backup: Path, found: Manifest, staging: Path, tell: Tell) -> None:
    for name in found.files:
        if name.startswith(f"{lists.HOME}/"):
            tell(f"Copying {name}")
            copy_file(backup / name, staging / name)


def _put_files(staged: Path, settings: Settings, aside: Path) -> bool:
    """Move what was staged into the data folder; what lies in its way goes aside. Returns whether anything did.

    Folders with keys are never moved: neither is one in a backup, nor may one that is here be taken away.
    """
    moved = False
    for place in sorted(staged.iterdir()) if staged.is_dir() else []:
        there = settings.home / place.name
        if there.exists() and not is_key_folder(there):
            aside.mkdir(mode=0o700, exist_ok=True)
            there.rename(aside / place.name)
            moved = True
        place.rename(there)
    sync(settings.home)
    return moved
