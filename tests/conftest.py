"""What all tests share: fresh databases on SQLite and PostgreSQL, a key folder, and instants."""

import functools
import os
import secrets
from contextlib import contextmanager
from pathlib import Path

import postgres_server
import pytest
import tables
from sqlalchemy import create_engine, make_url, text
from watched_round import watched_round
from whole_house import whole_house

from pb.db.engines import Sessions
from pb.keys.folder import KeyFolder

KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
PABULIB = os.environ.get("PB_PABULIB", "")
LONG = os.environ.get("PB_LONG", "") == "yes"


@pytest.fixture(scope="session")
def long_run():
    """Whether tests that can go on for as long as one likes are given an hour rather than seconds."""
    return LONG


@pytest.fixture(scope="session")
def postgres_url():
    """The maintenance database of a server that lives as long as the test session."""
    with postgres_server.server() as url:
        yield url


@functools.cache
def postgres_template(server):
    """The name of a database with every table and no rows, which the tests' own are copied from."""
    name = f"pb_template_{secrets.token_hex(6)}"
    maintenance = create_engine(server, isolation_level="AUTOCOMMIT")
    with maintenance.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    maintenance.dispose()
    opened = Sessions(make_url(server).set(database=name).render_as_string(hide_password=False))
    tables.create(opened)
    opened.close()
    return name


@contextmanager
def fresh_database(kind, request, folder):
    """The address of a fresh database of a kind, on PostgreSQL with its tables already."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'pb.sqlite3'}"
        return
    server = request.getfixturevalue("postgres_url")
    if server is None:
        pytest.skip("no PostgreSQL on this machine")
    name = f"pb_{secrets.token_hex(6)}"
    maintenance = create_engine(server, isolation_level="AUTOCOMMIT")
    with maintenance.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {postgres_template(server)}"))
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    with maintenance.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    maintenance.dispose()


@pytest.fixture(params=KINDS)
def database_url(request, tmp_path):
    """A fresh database; each test that asks for one runs on both kinds."""
    with fresh_database(request.param, request, tmp_path) as url:
        yield url


@pytest.fixture(scope="module", params=KINDS)
def kept(request, tmp_path_factory):
    """Transactions on a database and a key folder that all tests of a file share, for those that change nothing."""
    folder = tmp_path_factory.mktemp("kept")
    with fresh_database(request.param, request, folder) as url:
        opened = Sessions(url)
        tables.create(opened)
        yield opened, KeyFolder(folder / "keys")
        opened.close()


@pytest.fixture(scope="module", params=KINDS)
def house(request, tmp_path_factory):
    """The whole application with something in every room; what a test changes it puts back itself."""
    folder = tmp_path_factory.mktemp("house")
    with fresh_database(request.param, request, folder) as url:
        opened = Sessions(url)
        tables.create(opened)
        with whole_house(opened, KeyFolder(folder / "keys"), folder) as built:
            yield built
        opened.close()


@pytest.fixture(scope="module", params=["http://testserver.local", "https://testserver.local"], ids=["http", "tls"])
def house_at(request, tmp_path_factory):
    """The same house on SQLite as people reach it in the clear and over TLS."""
    folder = tmp_path_factory.mktemp("house")
    with fresh_database("sqlite", request, folder) as url:
        opened = Sessions(url)
        tables.create(opened)
        with whole_house(opened, KeyFolder(folder / "keys"), folder, request.param) as built:
            yield built
        opened.close()


@pytest.fixture(scope="module", params=KINDS)
def watched(request, tmp_path_factory):
    """A whole round as somebody sees it who watches the door and later holds everything that is stored."""
    folder = tmp_path_factory.mktemp("watched")
    with fresh_database(request.param, request, folder) as url:
        made = watched_round(url, folder)
        yield made
        made.sessions.close()


@pytest.fixture
def postgres_only(request, tmp_path):
    """A fresh database on PostgreSQL."""
    with fresh_database("postgresql", request, tmp_path) as url:
        yield url


@pytest.fixture
def sessions(database_url):
    """Transactions on a fresh database with every table."""
    opened = Sessions(database_url)
    tables.create(opened)
    yield opened
    opened.close()


@pytest.fixture
def keys(tmp_path):
    """An empty key folder."""
    return KeyFolder(tmp_path / "keys")


@pytest.fixture(scope="session")
def pabulib():
    """The folder of real elections."""
    if not PABULIB or not (Path(PABULIB) / "oracle.json").exists():
        pytest.skip("PB_PABULIB does not name a folder with oracle.json and files/")
    return Path(PABULIB)
