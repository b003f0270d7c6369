"""Runs migrations, all in one transaction. SQLite's foreign keys are off meanwhile, and checked at the end."""

from alembic import context
from sqlalchemy import TypeDecorator, create_engine, text

config = context.config


def prepare(connection):
    """Before the transaction: WAL once for the file; and a table that is copied must not take its children along."""
    if connection.dialect.name == "sqlite":
        driver = connection.connection.driver_connection
        driver.isolation_level = None
        # What a copied table leaves behind is overwritten, as everywhere else.
        for pragma in ("journal_mode=wal", "synchronous=FULL", "foreign_keys=OFF", "secure_delete=ON"):
            driver.execute(f"PRAGMA {pragma}")
        driver.execute("BEGIN IMMEDIATE")


def render_type(kind, found, _context):
    """A type of ours as the plain type under it: migrations never import from the house."""
    if kind == "type" and isinstance(found, TypeDecorator):
        return f"sa.{found.impl!r}"
    return False


def check(connection):
    """Before the commit: every reference leads somewhere."""
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite and (lost := connection.execute(text("PRAGMA foreign_key_check")).all()):
        raise RuntimeError(f"a migration would leave references that lead nowhere: {sorted({row[0] for row in lost})}")


def run(connection):
    """Every migration, in the transaction of this connection."""
    context.configure(
        connection=connection,
        target_metadata=config.attributes.get("metadata"),
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=render_type,
        # SQLite can change tables inside a transaction, which alembic does not believe unless it is told: it would
        # commit after each migration, and a kill between two would leave neither the old nor the new.
        transactional_ddl=True,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        if connection.dialect.name != "sqlite":
            connection.execute(text("SELECT pg_advisory_xact_lock(7305170)"))
        if before := config.attributes.get("before"):
            before(connection)
        context.run_migrations()
        check(connection)


def run_alone():
    """With a connection of its own, which is committed at the end."""
    engine = create_engine(config.attributes["url"])
    try:
        with engine.connect() as connection:
            prepare(connection)
            run(connection)
            connection.commit()
    finally:
        engine.dispose()


if "connection" in config.attributes:
    run(config.attributes["connection"])
else:
    run_alone()
