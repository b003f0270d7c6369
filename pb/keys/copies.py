"""Every file that holds the keys of a round: where it lies, and whether it can be destroyed."""

import json
import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from pb.core.refusals import Conflict
from pb.keys import files


class KeyCopyUnaccounted(Conflict):
    """A copy of a round's keys cannot be destroyed, and nobody has said what became of it. Facts: round, places."""


class State(StrEnum):
    """What can be said of a file that holds, or held, the keys of a round."""

    THERE = "there"
    DESTROYED = "destroyed"
    AWAY = "away"
    GONE = "gone"
    DAMAGED = "damaged"


MATTERS = {
    State.AWAY: "the place cannot be reached",
    State.GONE: "the file is not there any more",
    State.DAMAGED: "the file there is damaged, and does not say any more where copies of it are",
}
"""What is the matter with a file for which somebody has to account."""


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A file that holds the keys of a round, or held them.

    Attributes:
        file: its path.
        place: the folder that was given to `pb backup-keys`, or the key folder itself, as text.
        state: whether it can be destroyed; `DESTROYED` where this program did it, and nobody else.
        own: whether it is the one in the key folder, of which the others are copies.
    """

    file: Path
    place: str
    state: State
    own: bool = False

    @property
    def matter(self) -> str:
        """Why somebody has to account for it, in plain words; empty where nobody has to."""
        return MATTERS.get(self.state, "")

    @property
    def is_to_destroy(self) -> bool:
        """Whether there is something to destroy, and it can be."""
        return self.state in {State.THERE, State.DAMAGED}

    def destroyed(self) -> "KeyFile":
        """The same after its destruction. What was damaged still does not say where its copies are."""
        return replace(self, state=State.DESTROYED) if self.state is State.THERE else self


def state_of(file: Path, overwritten: Collection[str]) -> State:
    """What is the matter with a file; `overwritten` are the paths that this program has overwritten already."""
    if files.is_reachable(file) and files.is_there(file):
        return State.THERE  # whatever was noted of an earlier one in its place
    if str(file) in overwritten:
        return State.DESTROYED
    return State.GONE if files.is_reachable(file) else State.AWAY


def place_of(file: Path, round_id: str) -> str:
    """The folder in which a file lies as the keys of a round do; of any other file its whole path."""
    laid_out = file.parts[-2:] == ("rounds", f"{round_id}.json")
    return os.fsencode(file.parents[1] if laid_out else file).decode(errors="backslashreplace")


def unaccounted(found: Iterable[KeyFile], told: Collection[str] = ()) -> list[KeyFile]:
    """The files that cannot be destroyed, but for those whose places are among `told`."""
    return [one for one in found if one.matter and one.place not in told]


def check_accounted(round_id: str, found: Iterable[KeyFile], told: Collection[str]) -> None:
    """Refuse where a file can neither be destroyed nor was accounted for.

    Raises:
        KeyCopyUnaccounted: there is one.
    """
    if missing := unaccounted(found, told):
        raise KeyCopyUnaccounted(round=round_id, places=[one.place for one in missing])


@dataclass(frozen=True, slots=True)
class Note:
    """What is written down while the keys of a round are destroyed. It holds no key, and outlives them.

    A destruction that was cut off is finished by a second try, when the file that knew of the copies may be gone.

    Attributes:
        copies: paths of the copies that were registered when it began.
        overwritten: paths of files that were overwritten; each is written down before it is removed, so that what is
            not there any more was either destroyed by us or has to be accounted for.
    """

    copies: frozenset[str] = frozenset()
    overwritten: frozenset[str] = frozenset()

    @classmethod
    def read(cls, file: Path) -> "Note | None":
        """The note in this file; None where there is none, or none that can be read."""
        try:
            body = json.loads(file.read_bytes())
            return cls(frozenset(body["copies"]), frozenset(body["overwritten"]))
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None

    def write(self, file: Path) -> None:
        """Put it into this file, in one step."""
        body = {"copies": sorted(self.copies), "overwritten": sorted(self.overwritten)}
        files.write_secret(file, json.dumps(body).encode())
