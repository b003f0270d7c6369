"""Nothing that is stored leads from a person to a ballot: not the schema, and nothing that is left in the files.

`test_the_linkage_attack.py` tries it on all that a whole round leaves behind.
"""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
import tables
from ballot_rounds import CLOSES, DICE, make_box
from sqlalchemy import make_url, text

from pb.ballots import queries
from pb.ballots.actions.destruction import destroy_keys
from pb.ballots.actions.listing import seal_list, set_dice
from pb.ballots.actions.opening import open_urn
from pb.db.rewrite import SECRET_TABLES, DatabaseBusy, rewrite_database
from pb.rounds.rules.phases import Phase

PUBLIC = {"round", "alembic_version"}  # every row of a round points to it: it leads nowhere


def sqlite_only(sessions):
    if not sessions.url.startswith("sqlite"):
        pytest.skip("a matter of SQLite's file")
    return Path(make_url(sessions.url).database)


def finish(box):
    """From the close to the destruction of the keys, and the database written anew."""
    box.set(phase=Phase.CLOSED)
    with box.sessions.write() as session:
        seal_list(session, box.keys, box.id, CLOSES + timedelta(hours=1))
        set_dice(session, box.id, DICE)
    box.set(phase=Phase.SEALED)
    with box.sessions.write() as session:
        open_urn(session, box.keys, box.id)
    box.set(phase=Phase.OPENED)
    with box.sessions.write() as session:
        destroy_keys(session, box.keys, box.id)
    rewrite_database(box.sessions)


def test_no_chain_of_foreign_keys_joins_the_roll_and_the_ballots():
    metadata = tables.load()
    beside = {name: set() for name in metadata.tables if name not in PUBLIC}
    for table in metadata.tables.values():
        for key in table.foreign_keys:
            ends = {table.name, key.column.table.name}
            if not ends & PUBLIC:
                for end in ends:
                    beside[end] |= ends
    for start in ("voter", "roll_link", "dead_code"):
        reached, edge = set(), {start}
        while edge:
            reached |= edge
            edge = set().union(*(beside[name] for name in edge)) - reached
        assert not reached & {"urn", "ballot", "sealed_list"}, start


def test_no_column_but_the_round_is_shared_by_roll_and_urn():
    columns = {name: set(tables.load().tables[name].columns.keys()) for name in SECRET_TABLES}
    assert (columns["voter"] | columns["roll_link"] | columns["dead_code"]) & columns["urn"] == {"round_id"}
    assert columns["urn"] & columns["ballot"] == {"round_id"}
    assert not {name for table in columns.values() for name in table if name.endswith("_at") or "time" in name}


def test_sqlite_keeps_no_hidden_row_numbers_for_the_tables_of_the_vote(sessions):
    sqlite_only(sessions)
    with sessions.read() as session:
        made = dict(session.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'")).all())
    for name in SECRET_TABLES:
        assert made[name].rstrip().endswith("WITHOUT ROWID"), name


def test_after_the_destruction_no_file_holds_a_reference_a_sealed_ballot_or_a_key(sessions, keys, tmp_path):
    file = sqlite_only(sessions)
    box = make_box(sessions, keys, young=40, carers=40)
    for reference in box.codes:
        box.cast(reference, {"chosen": ["1", "4"]})
    with sessions.read() as session:
        urn = queries.urn_rows(session, box.id)
        traces = [
            trace for row in urn for trace in (row.sealed, row.enc_commit, row.slot.encode(), row.envelope_id.encode())
        ]
    traces += [f"{reference}-7QX".encode() for reference in box.codes]
    secret = keys.round(box.id)
    hidden = [secret.link, secret.pepper, secret.link.hex().encode(), secret.pepper.hex().encode()]

    def stored():
        return b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())

    before = stored()
    assert all(trace in before for trace in traces)
    assert hidden[2] in before
    finish(box)
    assert file.exists()
    after = stored()
    assert not [trace for trace in traces + hidden if trace in after]


def test_after_the_destruction_postgresql_holds_no_reference_either(sessions, keys):
    if sessions.url.startswith("sqlite"):
        pytest.skip("a matter of PostgreSQL's files and statistics")
    box = make_box(sessions, keys, young=40, carers=40)
    for reference in box.codes:
        box.cast(reference, {"chosen": ["1", "4"]})
    with sessions.writing.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    assert quoted(sessions) > 0
    finish(box)
    assert quoted(sessions) == 0
    with sessions.read() as session:
        size = text(
            "SELECT sum(pg_relation_size(c.oid)) FROM pg_class c WHERE relname IN ('urn', 'roll_link', 'dead_code')"
        )
        assert session.execute(size).scalar_one() == 0


def quoted(sessions):
    """How many columns of the vote the planner's statistics quote values of."""
    wanted = "tablename IN ('urn', 'roll_link', 'dead_code') AND attname <> 'round_id'"
    with sessions.read() as session:
        return session.execute(text(f"SELECT count(*) FROM pg_stats WHERE {wanted}")).scalar_one()  # noqa: S608 - our words


def test_a_reader_who_still_holds_the_old_pages_is_not_passed_over(sessions, keys):
    sqlite_only(sessions)
    box = make_box(sessions, keys)
    with sessions.writing.connect() as connection:
        raw = connection.connection.driver_connection
        raw.execute("PRAGMA busy_timeout = 50")
    with sessions.read() as session:
        session.execute(text("SELECT count(*) FROM voter")).scalar_one()
        box.cast("Y1", {"chosen": ["1"]})
        with pytest.raises((DatabaseBusy, sqlite3.OperationalError)):
            rewrite_database(sessions)
    rewrite_database(sessions)
