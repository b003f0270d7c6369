"""What a clip is: the sound of exact words in one language. Which files are sounds, and how large one may be."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from pb.core.refusals import Invalid, NotFound

LARGEST = 1_000_000
"""Bytes of one clip: about four minutes of speech as browsers record it."""
KEPT = timedelta(days=30)
"""How long a clip that was taken out or replaced can be put back."""
_HEAD = 4096
_BITRATE_NONE, _RATE_NONE, _LAYER_3 = 15, 3, 1
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


class Kind(StrEnum):
    """Where the sound of a clip comes from."""

    RECORDED = "recorded"
    UPLOADED = "uploaded"
    DRAFTED = "drafted"


class Fault(StrEnum):
    """Why a file can be no clip."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    NOT_A_SOUND = "not-a-sound"


class UnfitSound(Invalid):
    """This file can be no clip; facts: why, a Fault."""


class ClipNotFound(NotFound):
    """No sound has this address, or these words have none (any more)."""


@dataclass(frozen=True, slots=True)
class Said:
    """Words as they stand on a screen.

    Attributes:
        words: exactly as people read them.
        language: in which they are, as the attribute `lang` of the screen says it: `en-GB`, `ur`. English and Easy
            English share it, so the same words in both are recorded once.
    """

    words: str
    language: str

    @property
    def digest(self) -> str:
        """What a clip is found by: one letter more or less, and it is another text."""
        return digest_of(self.words)


@dataclass(frozen=True, slots=True)
class Sounds:
    """The clips of a round by language and digest of the words, as addresses, for a page in the language `tag`."""

    tag: str = ""
    addresses: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def of(self, words: str, tag: str = "") -> str:
        """The address of the sound of these words, in the page's language or another; empty where there is none."""
        return self.addresses.get((tag or self.tag, digest_of(words)), "") if self.addresses else ""


def digest_of(words: str) -> str:
    """SHA-256 of words in hexadecimal digits; white space counts once, a full stop at the end not: nobody hears it."""
    plain = " ".join(unicodedata.normalize("NFC", words).split()).removesuffix(".")
    return hashlib.sha256(plain.encode()).hexdigest()


def address(digest: str) -> str:
    """Where the sound with this digest of its bytes is given out."""
    return f"/media/{digest}"


def fault_of(content: bytes) -> Fault | None:
    """Why a file can be no clip; None where it can."""
    if not content:
        return Fault.EMPTY
    if len(content) > LARGEST:
        return Fault.TOO_LARGE
    return None if media_type_of(content) else Fault.NOT_A_SOUND


def media_type_of(content: bytes) -> str:
    """What kind of sound a file is, by its own first bytes and not by its name; empty where it is none that we take."""
    head = content[:_HEAD]
    if head[:4] == b"OggS" and (b"OpusHead" in head or b"\x01vorbis" in head):
        return "audio/ogg"
    if head[:4] == b"\x1aE\xdf\xa3" and b"webm" in head[:64] and b"V_VP" not in head and b"V_AV1" not in head:
        return "audio/webm"
    if head[4:8] == b"ftyp":
        return "audio/mp4"
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "audio/wav"
    return "audio/mpeg" if head[:3] == b"ID3" or _is_mp3_frame(head[:3]) else ""


def _is_mp3_frame(head: bytes) -> bool:
    """Eleven bits set, layer III, and a rate of bits and of samples that there are (ISO/IEC 11172-3)."""
    if len(head) < 3 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:  # noqa: PLR2004 - the first three bytes of a frame
        return False
    return head[1] >> 1 & 3 == _LAYER_3 and head[2] >> 4 not in {0, _BITRATE_NONE} and head[2] >> 2 & 3 != _RATE_NONE


def part_wanted(asked: str, size: int) -> tuple[int, int] | None:
    """Which bytes a browser asks for, as (first, one past the last); players on iPads ask for pieces.

    Args:
        asked: the header `Range`.
        size: how many bytes there are.
    Returns: None where all is to be sent: nothing is asked for, more than one piece, or what is no range. A piece that
        lies outside is empty.
    """
    found = _RANGE.fullmatch(asked.strip())
    if not found or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        return max(0, size - int(last)), size
    if last and int(last) < int(first):
        return None
    return int(first), min(int(last) + 1, size) if last else size
