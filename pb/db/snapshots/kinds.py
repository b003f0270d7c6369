"""Which snapshot a database has: by the name of its dialect."""

from types import ModuleType

from sqlalchemy import make_url

from pb.db.snapshots import postgresql, sqlite

KINDS: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgresql}


def kind_of(url: str) -> str:
    """The kind of a database by its address."""
    return make_url(url).get_backend_name()
