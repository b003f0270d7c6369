"""Migrated from empty, a database is what the models say, on SQLite and on PostgreSQL."""

import re

import pytest
import tables
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from source_tree import ROOT, imported, name
from sqlalchemy import create_engine, inspect, make_url, text
from sqlalchemy.schema import CreateTable

from pb.cli.migrations import run_migrations
from pb.core.settings import read_settings

VERSIONS = sorted((ROOT / "migrations" / "versions").glob("*.py"))
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
WITHOUT_ROWID = {"urn", "ballot", "voter", "roll_link", "dead_code"}


@pytest.fixture
def migrated(database_url, tmp_path):
    """An engine on an empty database after every migration."""
    engine = create_engine(database_url)
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    run_migrations(read_settings({"PB_HOME": str(tmp_path / "home"), "PB_DATABASE_URL": plain(database_url)}))
    yield engine
    engine.dispose()


def plain(url):
    return make_url(url).render_as_string(hide_password=False)


def squeezed(sql):
    """A statement without line breaks, quotes and letter case, its columns and constraints in order of their words."""
    text_ = re.sub(r"[\"\s]+", " ", sql).strip().casefold()
    head, _, rest = text_.partition("(")
    body, _, tail = rest.rpartition(")")
    parts = re.split(r",\s*(?![^(]*\))", body)
    return head.split(), sorted(re.sub(r"\s+", "", part) for part in parts), tail.split()


def test_migrated_from_empty_is_what_the_models_say(migrated):
    with migrated.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, tables.load()) == []


@ON_SQLITE
def test_on_sqlite_every_table_is_made_with_the_same_words(migrated):
    with migrated.connect() as connection:
        rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
        made = {row.name: squeezed(row.sql) for row in rows}
    made.pop("alembic_version")
    metadata = tables.load()
    wanted = {table.name: squeezed(str(CreateTable(table).compile(migrated))) for table in metadata.sorted_tables}
    assert made == wanted


@ON_SQLITE
def test_no_table_that_could_tell_the_order_of_votes_has_a_hidden_row_number(migrated):
    with migrated.connect() as connection:
        rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
        without = {row.name for row in rows if row.sql.rstrip().upper().endswith("WITHOUT ROWID")}
    assert without == WITHOUT_ROWID


def test_every_check_and_unique_constraint_is_there(migrated):
    found = inspect(migrated)
    for table in tables.load().sorted_tables:
        checks = {one["name"] for one in found.get_check_constraints(table.name)}
        assert checks == {one.name for one in table.constraints if type(one).__name__ == "CheckConstraint"}


def test_migrating_again_changes_nothing(migrated, database_url, tmp_path):
    before = inspect(migrated).get_table_names()
    run_migrations(read_settings({"PB_HOME": str(tmp_path / "home"), "PB_DATABASE_URL": plain(database_url)}))
    assert inspect(migrated).get_table_names() == before


def test_migrations_never_import_from_the_house():
    named = {name(file): module for file in VERSIONS for module in imported(file) if module.split(".")[0] == "pb"}
    assert not named


def test_migrations_are_numbered_without_a_gap():
    assert [file.name[:4] for file in VERSIONS] == [f"{number:04}" for number in range(1, len(VERSIONS) + 1)]
    assert all(re.fullmatch(r"\d{4}_[a-z0-9_]+\.py", file.name) for file in VERSIONS)
