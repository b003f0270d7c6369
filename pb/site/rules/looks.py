"""The choices of "Make it easier for me", and the way back from it."""

from urllib.parse import urlsplit

SIZES = (("", "As it is"), ("large", "Large"), ("larger", "Larger"), ("largest", "Largest"))
THEMES = (
    ("", "As on my device"),
    ("light", "Light"),
    ("cream", "Cream"),
    ("dark", "Dark"),
)
HERE, FRONT = "/easier", "/"


def way_back(referrer: str, host: str) -> str:
    """The page from which somebody came, as a path of this site; the front page where that is not known.

    Args:
        referrer: what the browser says where it comes from; anything may stand in it.
        host: of this site, with its port.
    """
    try:
        found = urlsplit(referrer)
    except ValueError:
        return FRONT
    is_ours = found.netloc == host and found.path.startswith("/") and not found.path.startswith("//")
    return found.path if is_ours and found.path != HERE else FRONT
