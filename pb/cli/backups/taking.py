"""Making a backup: copy, check, rename; whatever fails leaves nothing behind and the older ones untouched."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from pb.cli.backups import manifest as lists
from pb.cli.backups import places
from pb.cli.backups.checking import chains_of, check_backup, rounds_of
from pb.cli.backups.home_files import check_no_key, files_to_keep
from pb.cli.backups.manifest import HOME, Manifest
from pb.core.files import copy_file, sync_tree
from pb.core.refusals import Conflict
from pb.core.settings import Settings
from pb.db.snapshots.contents import Tell
from pb.db.snapshots.kinds import KINDS, kind_of
from pb.keys.folder import KeyFolder


class NothingToBackUp(Conflict):
    """There is no installation in this database; `pb migrate` makes one."""


def take_backup(
    settings: Settings, where: Path, now: datetime, tell: Tell, name: str = places.PREFIX
) -> tuple[Path, Manifest]:
    """Back up an installation: its database and data folder, never its keys.

    Args:
        settings: of the installation.
        where: a folder to put it into, or the name of the backup itself.
        now: the present; what was acknowledged before is in the backup.
        tell: told how far it is.
        name: how its name begins.
    Returns: where it is, and its list.

    Raises:
        PlaceUnfit, NameTaken: it cannot go there.
        NothingToBackUp: there is no installation.
        KeyOutsideItsFolder, LinkInDataFolder: the data folder has something in it that no backup may hold.
        BackupUnsound: what was written is not what was read.
        OSError, sqlite3.Error, SQLAlchemyError: the disk is full, the database cannot be read.
    """
    target = places.target_of(where, places.name_of(now, name), settings)
    with places.making(target) as folder:
        kind = kind_of(settings.database_url)
        contents = KINDS[kind].copy_out(settings.database_url, folder, tell)
        if not contents.schema:
            raise NothingToBackUp
        _copy_home(settings, folder, tell)
        made = Manifest(
            made_at=now,
            kind=kind,
            contents=contents,
            chains=chains_of(folder, kind, contents),
            rounds=rounds_of(folder, kind, contents, KeyFolder(settings.keys)),
            files={},
        )
        made = replace(made, files=lists.hashes(folder, tell))
        lists.write(folder, made)
        sync_tree(folder)
        check_backup(folder, tell)
        place = places.keep(folder, target)
    places.note_last(settings, place, now)
    return place, made


def _copy_home(settings: Settings, folder: Path, tell: Tell) -> None:
    for file in files_to_keep(settings):
        name = file.relative_to(settings.home)
        tell(f"Copying {name}")
        try:
            copy_file(file, folder / HOME / name)
        except FileNotFoundError:
            if file.exists():
                raise
            continue  # a letter that was sent and taken away meanwhile
    copied = folder / HOME
    check_no_key((file for file in copied.rglob("*") if file.is_file()), settings.keys)
