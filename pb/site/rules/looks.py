"""The way back from "Make it easier for me"."""

from urllib.parse import urlsplit

HERE, FRONT = "/easier", "/"


def is_ours(path: str) -> bool:
    """Whether a text is the path of a page of this site, and of no other."""
    return path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()


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
