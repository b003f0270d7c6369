"""Every table says how long it is kept, and no reference leads from a person to a ballot."""

from datetime import timedelta

import pytest
import tables

from pb.db.base import Table
from pb.db.retention import Ends, in_words
from pb.desk.queries.keeping import FORGOTTEN

tables.load()
MODELS = sorted([mapper.class_ for mapper in Table.registry.mappers], key=lambda model: model.__name__)
PEOPLE = {
    "voter",
    "roll_link",
    "dead_code",
    "staff",
    "bidder",
    "sign_in",
    "email_code",
    "second_factor",
    "recovery_code",
}
VOTES = {"urn", "ballot"}
# A round is what both sides belong to; knowing it tells nothing about a person.
COMMON = {"round"}


def neighbours():
    """Tables that a foreign key joins, in both directions, but for the common ones."""
    joined = {name: set() for name in Table.metadata.tables}
    for table in Table.metadata.tables.values():
        for key in table.foreign_keys:
            other = key.column.table.name
            if not {table.name, other} & COMMON:
                joined[table.name].add(other)
                joined[other].add(table.name)
    return joined


def reached(start):
    """Every table that can be walked to."""
    seen, todo, joined = set(), [start], neighbours()
    while todo:
        here = todo.pop()
        if here not in seen:
            seen.add(here)
            todo.extend(joined[here])
    return seen


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_table_says_how_long_it_is_kept_as_data_and_in_the_same_words(model):
    assert model.retention.words in " ".join((model.__doc__ or "").split())


def test_what_the_clock_forgets_is_declared_so_and_nothing_else_is():
    declared = {model.__tablename__ for model in MODELS if model.retention.ends is Ends.CLOCK}
    assert declared == set(FORGOTTEN)


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ({"minutes": 30}, "30 minutes"),
        ({"hours": 12}, "12 hours"),
        ({"days": 30}, "30 days"),
        ({"days": 365}, "a year"),
        ({"days": 731}, "two years"),
    ],
)
def test_periods_are_said_as_people_say_them(period, words):
    assert in_words(timedelta(**period)) == words


def test_no_path_of_references_joins_a_person_and_a_ballot():
    assert set(Table.metadata.tables) >= PEOPLE | VOTES
    assert not {person: reached(person) & VOTES for person in PEOPLE if reached(person) & VOTES}


def test_the_urn_refers_to_nothing():
    # PostgreSQL would lock the row referred to at each cast, and the lock leaves the transaction's number in it.
    assert not Table.metadata.tables["urn"].foreign_keys


@pytest.mark.parametrize("name", sorted(VOTES))
def test_nothing_that_a_vote_touches_holds_a_time_or_a_person(name):
    columns = set(Table.metadata.tables[name].columns.keys())
    expected = {"urn": {"round_id", "slot", "envelope_id", "rev", "channel", "enc_commit", "sealed"}}
    expected["ballot"] = {"round_id", "commit", "tracker", "electorate", "nonce", "marks"}
    assert columns == expected[name]


def test_no_voter_has_a_mark_for_having_voted():
    assert set(Table.metadata.tables["voter"].columns.keys()) == {"voter_id", "round_id", "electorate", "code_digest"}


def test_money_is_whole_pence_and_time_is_aware_in_every_column():
    kinds = {type(column.type).__name__ for table in Table.metadata.tables.values() for column in table.columns}
    assert kinds <= {"String", "Text", "Integer", "BigInteger", "Boolean", "LargeBinary", "Date", "UtcDateTime"}
