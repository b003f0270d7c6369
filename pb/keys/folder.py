"""Keys on disk: made once, readable by their owner only, destroyed beyond reading before a result is revealed."""

import json
import os
import secrets
from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ed25519

from pb.core.refusals import Conflict
from pb.keys import files
from pb.keys.copies import KeyFile, Note, State, check_accounted, place_of, state_of
from pb.keys.round_keys import RoundKeys

Stamp = tuple[int, int] | None
"""Which writing of a file is there; None where there is none."""


class KeysMissing(Conflict):
    """The keys of a round are not in the key folder: destroyed after its count, or the folder was lost."""


class KeyCopyAway(Conflict):
    """A registered copy of a round's keys cannot be reached, so it cannot be told that the round has a new key."""


class KeyFolder:
    """The folder named by `PB_KEYS`. Each round has one file; so has the installation's signing key."""

    def __init__(self, path: Path) -> None:
        self.path, self._place = path, str(path)
        self._rounds: dict[str, tuple[Stamp, RoundKeys]] = {}
        self._own: dict[str, tuple[int, bytes]] = {}

    def create_round(self, round_id: str) -> RoundKeys:
        """Make and keep the keys of a round; the ones that are there already are given back unchanged."""
        if self.has_round(round_id):
            return self.round(round_id)
        keys = RoundKeys.fresh()
        files.write_secret(self._file(round_id), _body(keys, []))
        return keys

    def replace_round(self, round_id: str, keys: RoundKeys) -> None:
        """Put other keys in the place of a round's, here and in every registered copy; before anybody votes in it.

        Raises:
            KeyCopyAway: a registered copy cannot be reached; nothing was changed.
        """
        with files.held(self.path):
            copies = self.copies(round_id) if self.has_round(round_id) else []
            for copy in copies:
                if not files.is_reachable(copy):
                    raise KeyCopyAway(round=round_id, place=str(copy))
            body = _body(keys, [str(copy) for copy in copies])
            for place in (self._file(round_id), *filter(files.is_there, copies)):
                files.write_secret(place, body)

    def has_round(self, round_id: str) -> bool:
        """Whether the keys of this round are still there."""
        return self._file(round_id).exists()

    def round(self, round_id: str) -> RoundKeys:
        """The keys of a round.

        Raises:
            KeysMissing: they were destroyed, or the key folder is not the right one.
        """
        known = self._rounds.get(round_id)
        if known and known[0] != self._stamp(round_id):
            self._rounds.pop(round_id, None)  # destroyed or replaced, perhaps by another process
        return self.held(round_id)

    def held(self, round_id: str) -> RoundKeys:
        """The same without a look at the disk, where this process holds them.

        For casting alone, which asks the database whether the round takes ballots, and seals them to the key that was
        frozen there: keys that another process destroyed a moment ago seal nothing that could be placed.

        Raises:
            KeysMissing: as for `round`.
        """
        if known := self._rounds.get(round_id):
            return known[1]
        stamp, body = self._stamp(round_id), self._read(round_id)
        try:
            keys = RoundKeys.read(body)
        except (ValueError, KeyError) as fault:
            raise KeysMissing(round=round_id) from fault
        self._rounds[round_id] = stamp, keys
        return keys

    def let_go(self) -> None:
        """Keep nothing in memory of rounds whose keys were destroyed or replaced, perhaps by another process."""
        for round_id, (stamp, _) in list(self._rounds.items()):
            if stamp != self._stamp(round_id):
                self._rounds.pop(round_id, None)

    def register_copy(self, round_id: str, place: str) -> None:
        """Note that a copy of this round's keys was made at `place` (a path), to be destroyed with them."""
        with files.held(self.path):
            self._register(round_id, place)

    def rounds_here(self) -> list[str]:
        """The ids of the rounds whose keys are here."""
        return sorted(file.stem for file in (self.path / "rounds").glob("*.json"))

    def copies(self, round_id: str) -> list[Path]:
        """Where copies of a round's keys are, as far as they were registered.

        Raises:
            KeysMissing: there are no keys of this round.
        """
        return [Path(place) for place in self._read(round_id)["copies"]]

    def copy_round(self, round_id: str, folder: Path) -> Path:
        """Copy the keys of a round into a folder laid out like this one, and register the copy.

        It is registered first: a copy that nobody knows of would be worse than a place without one. Copies made before
        are told of the new one as far as they can be reached, so that each of them knows all the others.

        Returns: the file made.

        Raises:
            KeysMissing: there are no keys of this round, or not any more.
        """
        place = folder / "rounds" / self._file(round_id).name
        with files.held(self.path):
            self._register(round_id, str(place))
            body = self._file(round_id).read_bytes()
            for copy in self.copies(round_id):
                if copy == place or files.is_there(copy):
                    self._forget_overwritten(round_id, copy)
                    files.write_secret(copy, body)
        return place

    def copy_signing(self, folder: Path) -> Path:
        """Copy the installation's signing key into a folder laid out like this one; it outlives every round."""
        self.signing()
        files.write_secret(folder / "signing.key", (self.path / "signing.key").read_bytes())
        return folder / "signing.key"

    def key_files(self, round_id: str) -> list[KeyFile]:
        """Every file that holds the keys of a round, or held them: the copies as far as they are known, its own last.

        Where a destruction has begun, what it has got to is told by its note, since the register may be gone.
        """
        own, note = self._file(round_id), Note.read(self._note(round_id))
        overwritten = note.overwritten if note else frozenset[str]()
        state = state_of(own, overwritten)
        known = set(note.copies) if note else set[str]()
        if state is State.THERE:
            try:
                known |= set(self._read(round_id)["copies"])
            except (KeysMissing, KeyError, TypeError):
                # What was cut off while it was overwritten reads like this as well, but not without a note.
                state = State.THERE if note else State.DAMAGED
        copies = [
            KeyFile(file, place_of(file, round_id), state_of(file, overwritten)) for file in map(Path, sorted(known))
        ]
        return [*copies, KeyFile(own, f"{place_of(own, round_id)} (the key folder)", state, own=True)]

    def destroy_round(self, round_id: str, told: Collection[str] = ()) -> list[KeyFile]:
        """Overwrite and remove the keys of a round and every registered copy, its own file last.

        Doing it again after a failure finishes what was begun.

        Args:
            round_id: the round.
            told: places of files of which two people said what became of them; one that is back is destroyed too.
        Returns: every file, as it is now: destroyed, or what is the matter with it.

        Raises:
            KeyCopyUnaccounted: a file can neither be destroyed nor was accounted for; nothing was destroyed.
        """
        with files.held(self.path):
            found = self.key_files(round_id)
            check_accounted(round_id, found, told)
            for one in found:
                if one.is_to_destroy:
                    self._destroy(round_id, one, found)
            self._rounds.pop(round_id, None)
        return [one.destroyed() for one in found]

    def signing(self) -> ed25519.Ed25519PrivateKey:
        """The installation's signing key for lists, receipts and bundles; made at the first call."""
        return _signing_key(self._own_secret("signing.key"))

    def signing_public(self) -> bytes:
        """The 32 bytes by which anyone checks what was signed."""
        return self.signing().public_key().public_bytes_raw()

    def session(self) -> bytes:
        """32 bytes that seal voters' cookies and form tokens."""
        return self._own_secret("session.key")

    def factor(self) -> bytes:
        """32 bytes that seal the second factors of staff; without them everybody's has to be set up anew."""
        return self._own_secret("factor.key")

    def _own_secret(self, name: str) -> bytes:
        """A secret of the installation; read again where its file was changed, so that a new key needs no restart."""
        place = f"{self._place}/{name}"
        try:
            changed = os.stat(place).st_mtime_ns  # noqa: PTH116 - a Path costs more than the question, many times a request
        except FileNotFoundError:
            files.write_secret(Path(place), secrets.token_bytes(32), only_if_new=True)
            return self._own_secret(name)
        if self._own.get(name, (0, b""))[0] != changed:
            self._own[name] = changed, Path(place).read_bytes()
        return self._own[name][1]

    def _destroy(self, round_id: str, one: KeyFile, found: list[KeyFile]) -> None:
        """Destroy one of the files that were found, and note it before it is removed."""
        file, place = str(one.file), self._note(round_id)
        if one.state is State.DAMAGED:  # it has to be accounted for at a second try too, as if nothing was known
            files.shred(one.file, lambda: None)
            return
        before = Note.read(place) or Note()
        begun = replace(before, copies=before.copies | {str(copy.file) for copy in found if not copy.own})
        begun.write(place)
        files.shred(one.file, lambda: replace(begun, overwritten=begun.overwritten | {file}).write(place))

    def _register(self, round_id: str, place: str) -> None:
        body = self._read(round_id)
        body["copies"] = sorted({*body["copies"], place})
        files.write_secret(self._file(round_id), json.dumps(body).encode())

    def _forget_overwritten(self, round_id: str, file: Path) -> None:
        """What an earlier try has destroyed says nothing about the file that is about to be put in its place."""
        note = Note.read(self._note(round_id))
        if note and str(file) in note.overwritten:
            replace(note, overwritten=note.overwritten - {str(file)}).write(self._note(round_id))

    def _file(self, round_id: str) -> Path:
        return self.path / "rounds" / f"{round_id}.json"

    def _note(self, round_id: str) -> Path:
        return self.path / "rounds" / f"{round_id}.destruction"

    def _stamp(self, round_id: str) -> Stamp:
        try:
            found = self._file(round_id).stat()
        except FileNotFoundError:
            return None
        return found.st_ino, found.st_mtime_ns

    def _read(self, round_id: str) -> dict[str, Any]:
        try:
            return dict(json.loads(self._file(round_id).read_bytes()))
        except (FileNotFoundError, ValueError) as fault:
            raise KeysMissing(round=round_id) from fault


@lru_cache(maxsize=4)
def _signing_key(raw: bytes) -> ed25519.Ed25519PrivateKey:
    return ed25519.Ed25519PrivateKey.from_private_bytes(raw)


def _body(keys: RoundKeys, copies: list[str]) -> bytes:
    return json.dumps({"copies": copies, **keys.written()}).encode()
