"""Copies of the keys, which are registered so that the destruction of a round's keys reaches them."""

from pathlib import Path

from pb.cli.backups import manifest as lists
from pb.core.refusals import Conflict, Invalid
from pb.core.settings import Settings
from pb.keys.folder import KeyFolder


class KeysMustLieApart(Invalid):
    """Copies of the keys must lie apart from the keys, from the data and from every backup: choose another folder."""


class NoKeysYet(Conflict):
    """There are no keys to copy yet: they are made with the first roll of voters."""


def copy_keys(settings: Settings, folder: Path) -> list[Path]:
    """Copy the keys of every round, and the signing key, into a folder; returns the copies of rounds.

    Raises:
        KeysMustLieApart: the folder lies where keys, data or backups are.
        NoKeysYet: there are none.
        OSError: it cannot be written.
    """
    keys, folder = KeyFolder(settings.keys), folder.resolve()
    for place in (settings.keys, settings.home, settings.backups):
        if folder == place or folder.is_relative_to(place) or place.is_relative_to(folder):
            raise KeysMustLieApart(folder=folder, beside=place)
    if inside := next((one for one in (folder, *folder.parents) if (one / lists.FILE).exists()), None):
        raise KeysMustLieApart(folder=folder, beside=inside)
    rounds = keys.rounds_here()
    if not rounds:
        raise NoKeysYet(keys=settings.keys)
    keys.copy_signing(folder)
    return [keys.copy_round(round_id, folder) for round_id in rounds]
