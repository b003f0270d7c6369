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
    return _square_of_code(f"{public_url}/vote", grouped_code)


def check_square(public_url: str, slug: str, grouped_code: str) -> Markup:
    """The square of a check code: it opens "Find your own vote" of its round. Here too the code stands behind the #."""
    return _square_of_code(f"{public_url}/rounds/{slug}/ballot", grouped_code)


def _square_of_code(address: str, grouped_code: str) -> Markup:
    return square(f"{address}#{grouped_code}", _mask_of(address))


@functools.cache
def _mask_of(address: str) -> int:
    """The best mask of one code at this address, for all of them: they differ in a dozen letters only."""
    mask = segno.make(f"{address}#0000-0000-0000", error="m").mask
    assert isinstance(mask, int)  # noqa: S101 - only a Micro QR code, which is never asked for, may have none
    return mask
