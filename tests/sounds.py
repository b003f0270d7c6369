"""Small sounds for tests, made here: a tone as WAV, and the first bytes of other kinds."""

import io
import math
import struct
import wave

OGG = b"OggS\x00\x02" + b"\x00" * 20 + b"\x01\x13OpusHead" + b"\x00" * 60
WEBM = b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webmB\x87\x81\x04" + b"\x00" * 20 + b"A_OPUS" + b"\x00" * 60
MP4 = b"\x00\x00\x00\x20ftypM4A \x00\x00\x00\x00" + b"\x00" * 60
MP3_WITH_TAG = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\x00" * 60
MP3 = b"\xff\xfb\x90\x00" + b"\x00" * 60
PICTURE = b"\x89PNG\r\n\x1a\n" + b"\x00" * 60
VIDEO = WEBM.replace(b"A_OPUS", b"V_VP8\x00")
BROKEN = b"RIFF\x10\x00\x00\x00WAVE" + b"\x00" * 8
"""Begins as a sound does, and no browser can play it."""


def tone(seconds=0.1, hertz=440, rate=8000):
    """A tone as WAV, 16 bits, one channel."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        swing = (math.sin(2 * math.pi * hertz * at / rate) for at in range(int(seconds * rate)))
        file.writeframes(b"".join(struct.pack("<h", int(8000 * one)) for one in swing))
    return buffer.getvalue()
