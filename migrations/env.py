"""Runs migrations. SQLite's foreign keys are off while they run, and checked before anything is kept."""

from alembic import context
from sqlalchemy import TypeDecorator, create_engine, text

config = context.config
url = config.attributes["url"]
engine = create_engine(url)
IS_SQLITE = engine.dialect.name == "sqlite"


def prepare(connection):
    """Before the transaction: WAL once for the file; and a table that is copied must not take its children along."""
    if IS_SQLITE:
        driver = connection.connection.driver_connection
        driver.isolation_level = None
        for pragma in ("journal_mode=wal", "synchronous=FULL", "foreign_keys=OFF"):
            driver.execute(f"PRAGMA {pragma}")
        driver.execute("BEGIN IMMEDIATE")


def render_type(kind, found, _context):
    """A type of ours as the plain type under it: migrations never import from the house."""
    if kind == "type" and isinstance(found, TypeDecorator):
        return f"sa.{found.impl!r}"
    return False


def check(connection):
    """Before the commit: every reference leads somewhere."""
    if IS_SQLITE and (lost := connection.execute(text("PRAGMA foreign_key_check")).all()):
        raise RuntimeError(f"a migration would leave references that lead nowhere: {sorted({row[0] for row in lost})}")


with engine.connect() as connection:
    prepare(connection)
    context.configure(
        connection=connection,
        target_metadata=config.attributes.get("metadata"),
        render_as_batch=IS_SQLITE,
        render_item=render_type,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        if not IS_SQLITE:
            connection.execute(text("SELECT pg_advisory_xact_lock(7305170)"))
        context.run_migrations()
        check(connection)
    connection.commit()
engine.dispose()
