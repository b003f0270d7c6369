"""A square held up to a camera: a film of it, as browsers take it in the place of a camera."""

import segno

WIDE, HIGH, MODULE, FRAMES = 640, 480, 6, 5


def film(folder, text):
    """The square of a text as a short film (YUV4MPEG2), black on light grey."""
    rows = [[bool(dark) for dark in row] for row in segno.make_qr(text, error="m").matrix_iter(scale=MODULE, border=4)]
    down, across = (HIGH - len(rows)) // 2, (WIDE - len(rows[0])) // 2
    luma = bytearray(b"\xd0" * (WIDE * HIGH))
    for at, row in enumerate(rows):
        start = (down + at) * WIDE + across
        luma[start : start + len(row)] = bytes(16 if dark else 0xEB for dark in row)
    picture = b"FRAME\n" + bytes(luma) + b"\x80" * (WIDE * HIGH // 2)
    made = folder / "square.y4m"
    made.write_bytes(f"YUV4MPEG2 W{WIDE} H{HIGH} F10:1 Ip A1:1 C420\n".encode() + picture * FRAMES)
    return made
