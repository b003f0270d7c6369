"""Squares to scan, drawn on the server as SVG."""

import functools

import segno
from markupsafe import Markup


def square(address: str, mask: int | None = None) -> Markup:
    """The QR code of an address, without a size of its own: the sheet says how large it is.

    Args:
        address: what scanning it opens.
        mask: the pattern laid over the code, 0 to 7; None has the best one sought, which takes four times as long.
    """
    return Markup(segno.make(address, error="m", mask=mask).svg_inline(scale=4, omitsize=True))  # noqa: S704 - drawn by segno, not typed


def voting_square(public_url: str, grouped_code: str) -> Markup:
    """The square of a voting code. The code stands behind the #, so that no server ever logs it."""
    return square(f"{public_url}/vote#{grouped_code}", _mask_of(public_url))


@functools.cache
def _mask_of(public_url: str) -> int:
    """The best mask of one code of this site, for all of them: addresses differ in a dozen letters only."""
    mask = segno.make(f"{public_url}/vote#0000-0000-0000", error="m").mask
    assert isinstance(mask, int)  # noqa: S101 - only a Micro QR code, which is never asked for, may have none
    return mask
