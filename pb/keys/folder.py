"""Keys on disk: made once, readable by their owner only, destroyed beyond reading before a result is revealed."""

import contextlib
import json
import os
import secrets
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ed25519

from pb.core.refusals import Conflict
from pb.keys.round_keys import RoundKeys

Stamp = tuple[int, int] | None
"""Which writing of a file is there; None where there is none."""


class KeysMissing(Conflict):
    """The keys of a round are not in the key folder: destroyed after its count, or the folder was lost."""


class KeyCopyUnaccounted(Conflict):
    """A registered copy of a round's keys still exists, so its ballots may not be revealed."""


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
        _write_secret(self._file(round_id), _body(keys, []))
        return keys

    def replace_round(self, round_id: str, keys: RoundKeys) -> None:
        """Put other keys in the place of a round's, here and in every registered copy; before anybody votes in it.

        Raises:
            KeyCopyAway: a registered copy cannot be reached; nothing was changed.
        """
        copies = self.copies(round_id) if self.has_round(round_id) else []
        for copy in copies:
            if not is_reachable(copy):
                raise KeyCopyAway(round=round_id, place=str(copy))
        body = _body(keys, [str(copy) for copy in copies])
        for place in (self._file(round_id), *(copy for copy in copies if copy.exists())):
            _write_secret(place, body)

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
        body = self._read(round_id)
        body["copies"] = sorted({*body["copies"], place})
        _write_secret(self._file(round_id), json.dumps(body).encode())

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
        """
        place = folder / "rounds" / self._file(round_id).name
        self.register_copy(round_id, str(place))
        body = self._file(round_id).read_bytes()
        for copy in self.copies(round_id):
            if copy == place or copy.exists():
                _write_secret(copy, body)
        return place

    def copy_signing(self, folder: Path) -> Path:
        """Copy the installation's signing key into a folder laid out like this one; it outlives every round."""
        self.signing()
        _write_secret(folder / "signing.key", (self.path / "signing.key").read_bytes())
        return folder / "signing.key"

    def destroy_round(self, round_id: str) -> list[str]:
        """Overwrite and remove the keys of a round and every registered copy.

        Returns: the places destroyed, for the attestation.

        Raises:
            KeyCopyUnaccounted: a registered copy cannot be reached or removed; nothing was destroyed.
        """
        places = self.copies(round_id)
        for place in places:
            if not is_reachable(place):
                raise KeyCopyUnaccounted(round=round_id, place=str(place))
        # What is not there any more was not destroyed by us, and is not attested.
        done = [place for place in (*places, self._file(round_id)) if place.exists()]
        for place in done:
            _shred(place)
        self._rounds.pop(round_id, None)
        return [place.name for place in done]

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
            _write_secret(Path(place), secrets.token_bytes(32), only_if_new=True)
            return self._own_secret(name)
        if self._own.get(name, (0, b""))[0] != changed:
            self._own[name] = changed, Path(place).read_bytes()
        return self._own[name][1]

    def _file(self, round_id: str) -> Path:
        return self.path / "rounds" / f"{round_id}.json"

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


def is_reachable(copy: Path) -> bool:
    """Whether a registered copy could be destroyed now: its folder is there and can be written."""
    return copy.parent.is_dir() and os.access(copy.parent, os.W_OK)


@lru_cache(maxsize=4)
def _signing_key(raw: bytes) -> ed25519.Ed25519PrivateKey:
    return ed25519.Ed25519PrivateKey.from_private_bytes(raw)


def _body(keys: RoundKeys, copies: list[str]) -> bytes:
    return json.dumps({"copies": copies, **keys.written()}).encode()


def _write_secret(file: Path, body: bytes, *, only_if_new: bool = False) -> None:
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
    _sync_folder(file.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _shred(file: Path) -> None:
    if not file.exists():
        return
    with file.open("r+b") as handle:
        handle.write(secrets.token_bytes(file.stat().st_size))
        handle.flush()
        os.fsync(handle.fileno())
    file.unlink()
    _sync_folder(file.parent)
