"""Letting a program of the installation read words aloud: in steps of their own, so that no vote waits for it."""

import contextlib
import os
import signal
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from subprocess import DEVNULL, PIPE

from pb.core.clock import Clock
from pb.core.settings import environment_for_others
from pb.db.engines import Sessions
from pb.jobs import actions as jobs
from pb.jobs.rules import Work
from pb.media import actions, queries
from pb.media.queries import Wish
from pb.media.rules import LARGEST, Fault, Kind, Said, fault_of

SECONDS = 20
"""How long the program may take for one text."""
_FAULTS = {
    Fault.EMPTY: "The program made no sound. Does it have a voice for this language?",
    Fault.TOO_LARGE: "The sound is larger than 1 MB. Let the program write Ogg or MP3.",
    Fault.NOT_A_SOUND: "What the program wrote is no sound that browsers play. It has to write WAV, Ogg, MP3 or MP4.",
}


class NotDrafted(Exception):
    """The program made no clip; its text says why, in words for staff."""


def draft_due(
    sessions: Sessions, command: Sequence[str], clock: Clock, is_ending: Callable[[], bool] = lambda: False
) -> int:
    """Make every draft that staff asked for, one after the other; returns how many were made.

    Each is taken in hand first, so that one process makes it. What fails is told beside the words and not tried again
    before somebody asks.

    Args:
        sessions: of the database.
        command: the program and its arguments, as the setting has them; nothing is done where there is none.
        clock: the present.
        is_ending: whether the house closes; what is not begun then is left for the next start.
    """
    if not command:
        return 0
    with sessions.read() as session:
        waiting = queries.wishes_due(session)
    return sum(_draft(sessions, command, wish, clock) for wish in waiting if not is_ending())


def read_aloud(command: Sequence[str], said: Said, seconds: int = SECONDS) -> bytes:
    """The sound that the program makes of words.

    Args:
        command: arguments in which {language} and {file} stand for a language tag and the file to write.
        said: the words, which the program gets on its standard input.
        seconds: how long it may take.

    Raises:
        NotDrafted: it is not there, fails, takes too long, or writes what is no sound.
    """
    with tempfile.TemporaryDirectory(prefix="pb-") as folder:
        file = Path(folder) / "clip.wav"
        places = {"{language}": said.language, "{file}": str(file)}
        _run([_filled(part, places) for part in command], said.words, seconds)
        content = b""
        with contextlib.suppress(FileNotFoundError), file.open("rb") as written:
            content = written.read(LARGEST + 1)
    if fault := fault_of(content):
        raise NotDrafted(_FAULTS[fault])
    return content


def _draft(sessions: Sessions, command: Sequence[str], wish: Wish, clock: Clock) -> bool:
    with sessions.write() as session:
        held = jobs.take(session, Work.DRAFT, wish.id, clock())
    if held is None:
        return False
    try:
        content, fault = read_aloud(command, wish.said), ""
    except NotDrafted as found:
        content, fault = b"", str(found)
    with sessions.write() as session:
        if fault:
            actions.note_fault(session, wish.round_id, wish.said, fault)
        elif queries.wish_row(session, wish.round_id, wish.said):  # else a person was faster
            actions.keep_clip(session, wish.round_id, wish.said, Kind.DRAFTED, content, wish.asked_by, clock())
        jobs.finish(session, held)
    return not fault


def _filled(part: str, places: Mapping[str, str]) -> str:
    for name, value in places.items():
        part = part.replace(name, value)
    return part


def _run(command: Sequence[str], words: str, seconds: int) -> None:
    try:
        process = subprocess.Popen(  # noqa: S603 - the command is a setting of whoever runs the house
            command, stdin=PIPE, stdout=DEVNULL, stderr=DEVNULL, env=environment_for_others(), start_new_session=True
        )
    except OSError as fault:
        raise NotDrafted(f"The program that PB_TTS names does not start: {fault.strerror}.") from fault
    try:
        process.communicate(words.encode(), timeout=seconds)
    except subprocess.TimeoutExpired as fault:
        raise NotDrafted(f"The program took longer than {seconds} seconds.") from fault
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):  # with whatever it started itself
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if process.returncode:
        raise NotDrafted(f"The program ended with the status {process.returncode}. Does it know this language?")
