"""Schemas that look secret and are not, each with the channel that gives it away.

Random keys, no reference to a person, sometimes not even a time: what many would call anonymous.
"""

import hashlib
import os
import random
import secrets
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

from sqlalchemy import create_engine, text

from .knowledge import Coming, Prize, Watcher
from .reading import Evidence

MORNING = datetime(2026, 9, 7, 9, tzinfo=UTC)


def a_morning(people):
    """People who come one minute after the other, and their ballots: (watcher, prizes, whose is whose)."""
    comings, prizes, truth = [], [], {}
    for at in range(people):
        group, commit = f"group {at % 2}", secrets.token_hex(32)
        time = MORNING + timedelta(minutes=at)
        comings.append(Coming(f"REF-{secrets.token_hex(6)}", secrets.token_hex(6).upper(), group, (time,)))
        prizes.append(Prize(commit, group, (commit,), (bytes.fromhex(commit),)))
        truth[comings[-1].reference] = commit
    return Watcher(tuple(comings), secrets.token_hex(8)), prizes, truth


def mixed(things):
    """The same in another order, which tells nothing."""
    found = list(things)
    random.SystemRandom().shuffle(found)
    return found


def uuid():
    return secrets.token_hex(16)


# --- SQLite --------------------------------------------------------------------------------------------------------


def hidden_numbers(sql, voted):
    sql("CREATE TABLE ballot (id TEXT PRIMARY KEY, mark TEXT)")
    for _, commit in voted:
        sql("INSERT INTO ballot VALUES (?, ?)", uuid(), commit)
    sql("VACUUM")


def a_time_in_each_row(sql, voted):
    sql("CREATE TABLE ballot (id TEXT PRIMARY KEY, mark TEXT, cast_at TEXT) WITHOUT ROWID")
    for one, commit in mixed(voted):
        sql("INSERT INTO ballot VALUES (?, ?, ?)", uuid(), commit, f"{one.times[0]:%Y-%m-%d %H:%M:%S}")


def a_number_of_seconds(sql, voted):
    sql("CREATE TABLE ballot (id TEXT PRIMARY KEY, mark TEXT, version INTEGER) WITHOUT ROWID")
    for one, commit in mixed(voted):
        sql("INSERT INTO ballot VALUES (?, ?, ?)", uuid(), commit, int(one.times[0].timestamp() * 1000))


def keys_that_grow(sql, voted):
    sql("CREATE TABLE ballot (id TEXT PRIMARY KEY, mark TEXT) WITHOUT ROWID")
    for one, commit in mixed(voted):
        sql("INSERT INTO ballot VALUES (?, ?)", f"{int(one.times[0].timestamp()):012x}{secrets.token_hex(10)}", commit)


def a_receipt_on_the_roll(sql, voted):
    sql("CREATE TABLE person (reference TEXT PRIMARY KEY, receipt TEXT) WITHOUT ROWID")
    sql("CREATE TABLE ballot (receipt TEXT PRIMARY KEY, mark TEXT) WITHOUT ROWID")
    for one, commit in mixed(voted):
        receipt = uuid()
        sql("INSERT INTO person VALUES (?, ?)", one.reference, receipt)
        sql("INSERT INTO ballot VALUES (?, ?)", receipt, commit)


def a_digest_without_a_pepper(sql, voted):
    sql("CREATE TABLE ballot (digest TEXT PRIMARY KEY, mark TEXT) WITHOUT ROWID")
    for one, commit in mixed(voted):
        sql("INSERT INTO ballot VALUES (?, ?)", hashlib.sha256(one.code.encode()).hexdigest(), commit)


SQLITE = {
    hidden_numbers: "by hidden_rowid",
    a_time_in_each_row: "times in cast_at",
    a_number_of_seconds: "times in version",
    keys_that_grow: "by id",
    a_receipt_on_the_roll: "values that rows share",
    a_digest_without_a_pepper: "digests that can be guessed",
}


def in_sqlite(build, voted, folder):
    """What is stored of such a schema."""
    with closing(sqlite3.connect(folder / "naive.sqlite3", isolation_level=None)) as opened:
        opened.execute("PRAGMA synchronous=OFF")
        build(lambda words, *values: opened.execute(words, values), voted)
    return Evidence().add_folder("naive", folder)


# --- files ---------------------------------------------------------------------------------------------------------


def a_line_for_each_request(folder, voted):
    lines = [f"{one.times[0]:%Y-%m-%dT%H:%M:%SZ} POST /vote 200 receipt={commit}" for one, commit in voted]
    (folder / "access.log").write_text("\n".join(lines))


def appended_to_a_file(folder, voted):
    (folder / "journal").write_bytes(b"".join(secrets.token_bytes(9) + bytes.fromhex(commit) for _, commit in voted))


def a_file_for_each(folder, voted):
    for one, commit in mixed(voted):
        file = folder / uuid()
        file.write_text(commit)
        os.utime(file, (one.times[0].timestamp(),) * 2)


FILES = {
    a_line_for_each_request: "times in line",
    appended_to_a_file: "bytes of naive/journal",
    a_file_for_each: "times of files",
}


def in_files(build, voted, folder):
    """What is stored by a program that keeps files."""
    build(folder, voted)
    return Evidence().add_folder("naive", folder)


# --- PostgreSQL ----------------------------------------------------------------------------------------------------


def heap_order(sql, voted):
    sql("CREATE TABLE ballot (id text PRIMARY KEY, mark text)")
    for _, commit in voted:
        sql("INSERT INTO ballot VALUES (:a, :b)", a=uuid(), b=commit)


def hidden_transactions(sql, voted):
    """The rows are put in the order of their random keys, and still each has the number of its transaction."""
    heap_order(sql, voted)
    sql("CLUSTER ballot USING ballot_pkey")


def a_mark_on_the_roll(sql, voted):
    """Whoever has voted is marked in the transaction of their ballot: the two rows share its number."""
    sql("CREATE TABLE person (reference text PRIMARY KEY, voted bool)")
    sql("CREATE TABLE ballot (id text PRIMARY KEY, mark text)")
    for one, _ in voted:
        sql("INSERT INTO person VALUES (:a, false)", a=one.reference)
    for one, commit in mixed(voted):
        marked = "WITH marked AS (UPDATE person SET voted = true WHERE reference = :a)"
        sql(f"{marked} INSERT INTO ballot VALUES (:b, :c)", a=one.reference, b=uuid(), c=commit)  # noqa: S608 - ours
    sql("VACUUM FULL FREEZE")


def a_time_of_the_database(sql, voted):
    sql("CREATE TABLE ballot (id text PRIMARY KEY, mark text, at timestamptz)")
    for one, commit in mixed(voted):
        sql("INSERT INTO ballot VALUES (:a, :b, :c)", a=uuid(), b=commit, c=one.times[0])


POSTGRESQL = {
    heap_order: "by hidden_ctid",
    hidden_transactions: "by hidden_xmin",
    a_mark_on_the_roll: "values that rows share",
    a_time_of_the_database: "times in at",
}


def in_postgresql(build, voted, url):
    """What is stored of such a schema; each statement is a transaction."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as opened:
        for table in ("person", "ballot"):
            opened.execute(text(f"DROP TABLE IF EXISTS {table} CASCADE"))
        build(lambda words, **values: opened.execute(text(words), values), voted)
    engine.dispose()
    return Evidence().add_postgresql("naive", url)
