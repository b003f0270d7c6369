"""The key folder: who may read it, where it lies, and whether its copies can be destroyed."""

import stat
from collections.abc import Collection, Iterable, Iterator

from pb.cli.checkup.machine import Finding
from pb.core.settings import Settings
from pb.keys.copies import State, unaccounted
from pb.keys.folder import KeyFolder, KeysMissing

_REMEDY = {
    State.AWAY: "plug it in before the round is published, so that it is destroyed with the others.",
    State.GONE: "put it back, or copy the keys there again, so that it is destroyed with the others.",
}
_LOST = "If it is lost, whoever asks to publish says what became of it, and a second person agrees to that"


def key_folder(settings: Settings) -> Iterator[Finding]:
    """Findings that need no database."""
    if not settings.keys.exists():
        yield True, f"key folder: {settings.keys} is not there yet; it is made with the first round"
        return
    files = [file for file in settings.keys.rglob("*") if file.is_file()]
    loose = [file for file in files if stat.S_IMODE(file.stat().st_mode) & 0o077]
    words = f"run: chmod 600 {loose[0]}" if loose else "readable by its owner only"
    yield not loose, f"key folder: {settings.keys}, {words}"
    yield from _copies(KeyFolder(settings.keys))


def place_of_keys(settings: Settings, public_rounds: Collection[str]) -> Iterator[Finding]:
    """Whether keys and data lie apart; with a round that the public sees they have to, but in a demonstration."""
    if not settings.keys.exists() or not settings.keys.is_relative_to(settings.home):
        return
    todo = "move it to another disk and set PB_KEYS, so that who copies the one has not the other"
    yield settings.demo or not public_rounds, f"key folder: it lies inside the data folder; {todo}"


def keys_of_votes(settings: Settings, rounds: Iterable[tuple[str, str, str]]) -> Iterator[Finding]:
    """Whether the keys of every round that was opened for voting and is not published are there, and are its own.

    Args:
        settings: where the key folder is.
        rounds: name, id and frozen public key, in hex, of each of these rounds.
    """
    keys = KeyFolder(settings.keys)
    for name, round_id, frozen in rounds:
        try:
            fits = keys.round(round_id).public_point.hex() == frozen
        except KeysMissing:
            words = f"key folder: the keys of {name} are not in {settings.keys}, so nobody can vote or be counted."
            todo = "Is its disk there, and PB_KEYS right? Else put them back from the place of `pb backup-keys`"
            yield False, f"{words} {todo}"
            continue
        words = (
            "are not those with which its vote was opened; put the right ones back from the place of `pb backup-keys`"
        )
        yield fits, f"key folder: the keys of {name} {'are there' if fits else words}"


def _copies(keys: KeyFolder) -> Iterator[Finding]:
    for round_id in keys.rounds_here():
        for one in unaccounted(keys.key_files(round_id)):
            if one.state is State.DAMAGED:
                yield False, f"key folder: the keys of round {round_id} are damaged; restore them from a copy"
            else:
                yield False, f"key copy: {one.file}: {one.matter}; {_REMEDY[one.state]} {_LOST}"
