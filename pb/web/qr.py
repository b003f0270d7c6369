"""Squares to scan, drawn on the server as SVG."""

import segno
from markupsafe import Markup


def square(address: str) -> Markup:
    """The QR code of an address, without a size of its own: the sheet says how large it is."""
    return Markup(segno.make(address, error="m").svg_inline(scale=4, omitsize=True))  # noqa: S704 - drawn by segno, not typed


def voting_square(public_url: str, grouped_code: str) -> Markup:
    """The square of a voting code. The code stands behind the #, so that no server ever logs it."""
    return square(f"{public_url}/vote#{grouped_code}")
