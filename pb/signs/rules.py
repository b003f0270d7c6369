"""What a sign video is: which files are videos, how large one may be, and captions that browsers can show."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from pb.core.refusals import Invalid, NotFound

LARGEST = 20_000_000
"""Bytes of one video: two or three minutes of a person signing."""
LONGEST_CAPTIONS = 100_000
KEPT = timedelta(days=30)
"""How long a video that was taken out or replaced can be put back."""
MP4, WEBM = "video/mp4", "video/webm"
ENDINGS = {MP4: ".mp4", WEBM: ".webm"}
_HEAD = 4096
_CODECS = (b"V_VP8", b"V_VP9", b"V_AV1")
_TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_CUE = re.compile(rf"{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t].*)?")


class Fault(StrEnum):
    """Why a file can be no sign video, or no captions."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    NOT_A_VIDEO = "not-a-video"
    NOT_TEXT = "not-text"
    NO_HEADING = "no-heading"
    NO_TIMES = "no-times"
    BACKWARDS = "backwards"


class UnfitVideo(Invalid):
    """This file can be no sign video, or these captions none; facts: fault."""


class SignNotFound(NotFound):
    """No video has this address, or nothing of this name is signed."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A video as the voting screens show it: addresses of it and of its captions, which may be empty."""

    video: str
    media_type: str
    captions: str


@dataclass(frozen=True, slots=True)
class Signs:
    """The videos of a round that sign what stands on its screens now, by subject."""

    found: Mapping[str, Sign] = field(default_factory=dict)

    def of(self, subject: str) -> Sign | None:
        """The video of a screen (`welcome`) or a bid (`bid-3`)."""
        return self.found.get(subject)


def fault_of_video(content: bytes) -> Fault | None:
    """Why a file can be no sign video; None where it can."""
    if not content:
        return Fault.EMPTY
    if len(content) > LARGEST:
        return Fault.TOO_LARGE
    return None if media_type_of(content) else Fault.NOT_A_VIDEO


def media_type_of(content: bytes) -> str:
    """What kind of video a file is, by its own first bytes; empty where it is none that we take."""
    head = content[:_HEAD]
    if head[:4] == b"\x1aE\xdf\xa3" and b"webm" in head[:64] and any(codec in head for codec in _CODECS):
        return WEBM
    return MP4 if head[4:8] == b"ftyp" and head[8:11] != b"M4A" else ""


def fault_of_captions(content: bytes) -> Fault | None:
    """Why a file can be no captions in WebVTT; None where it can. The times of every cue are read."""
    if len(content) > LONGEST_CAPTIONS:
        return Fault.TOO_LARGE
    try:
        lines = text_of(content).split("\n")
    except UnicodeDecodeError:
        return Fault.NOT_TEXT
    if not re.fullmatch(r"WEBVTT(?:[ \t].*)?", lines[0]):
        return Fault.NO_HEADING
    cues = [_CUE.fullmatch(line.strip()) for line in lines if "-->" in line]
    if not cues or not all(cues):
        return Fault.NO_TIMES
    times = [(_milliseconds(cue.groups()[:4]), _milliseconds(cue.groups()[4:])) for cue in cues if cue]
    return Fault.BACKWARDS if any(begin >= end for begin, end in times) else None


def text_of(content: bytes) -> str:
    """Captions as text, with one character for a new line.

    Raises:
        UnicodeDecodeError: they are not in UTF-8.
    """
    return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths
