"""The record cannot be rewritten quietly, and acts at once do not break it."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from figures import figure
from sqlalchemy import delete, update

from pb.record import queries
from pb.record.actions import append
from pb.record.models import SITE_CHAIN, RecordEntry
from pb.seal.canonical import NotCanonical
from pb.seal.chain import START

NOW = datetime(2026, 3, 2, 9, 30, 0, 250, tzinfo=UTC)
LENGTH = 6


class ActFails(Exception):
    """What the act of an entry fails with."""


@pytest.fixture
def written(sessions):
    """A chain of six entries and another beside it."""
    with sessions.write() as session:
        for number in range(1, LENGTH + 1):
            facts = {"proposal": number, "title": "Café – “calm” space"}
            append(session, "round", "Ada (Council)", "ProposalAdmitted", facts, NOW + timedelta(minutes=number))
        append(session, SITE_CHAIN, "Ada (Council)", "AgencyAdded", {}, NOW)
    return sessions


def fault(sessions, noted=""):
    with sessions.read() as session:
        return queries.first_fault(session, "round", noted)


def tamper(sessions, statement):
    with sessions.write() as session:
        session.execute(statement)


def entry(number):
    return (RecordEntry.chain == "round", RecordEntry.seq == number)


def test_entries_come_back_as_they_were_written_in_order_and_chained(written):
    with written.read() as session:
        found = queries.entries(session, "round")
        assert queries.head(session, "round") == found[-1]
        assert queries.head(session, "nothing") is None
        assert len(queries.entries(session, SITE_CHAIN)) == 1
    assert [one.seq for one in found] == list(range(1, LENGTH + 1))
    assert found[0].previous == START
    assert [one.previous for one in found[1:]] == [one.hash for one in found[:-1]]
    assert found[2].at == NOW + timedelta(minutes=3)
    assert (found[2].actor, found[2].verb) == ("Ada (Council)", "ProposalAdmitted")
    assert found[2].facts == {"proposal": 3, "title": "Café – “calm” space"}
    assert found[0].body["at"] == "2026-03-02T09:31:00.000250Z"


def test_an_untouched_record_has_no_fault_and_an_empty_one_neither(written):
    with written.read() as session:
        hashes = [one.hash for one in queries.entries(session, "round")]
        assert queries.first_fault(session, "nothing") is None
    assert fault(written) is None
    assert all(fault(written, noted) is None for noted in hashes)


@pytest.mark.parametrize("number", range(1, LENGTH + 1))
@pytest.mark.parametrize(
    "change",
    [
        {"facts": '{"proposal":99,"title":"Café – “calm” space"}'},
        {"facts": '{ "proposal": 1 }'},
        {"facts": "[]"},
        {"actor": "Bob (Council)"},
        {"verb": "ProposalRefused"},
        {"at": NOW},
        {"previous": "f" * 64},
        {"hash": "0" * 64},
    ],
    ids=["facts", "facts-rewritten", "facts-of-another-kind", "actor", "verb", "instant", "previous", "hash"],
)
def test_an_altered_entry_is_found(written, number, change):
    tamper(written, update(RecordEntry).where(*entry(number)).values(**change))
    assert fault(written) == number


@pytest.mark.parametrize("number", range(1, LENGTH))
def test_a_deleted_entry_is_found(written, number):
    tamper(written, delete(RecordEntry).where(*entry(number)))
    assert fault(written) == number


def test_swapped_entries_are_found(written):
    for source, target in [(2, 0), (4, 2), (0, 4)]:
        tamper(written, update(RecordEntry).where(*entry(source)).values(seq=target))
    assert fault(written) == 2


def test_a_record_cut_off_at_the_end_is_found_by_who_noted_its_head(written):
    with written.read() as session:
        noted = queries.head(session, "round").hash
    tamper(written, delete(RecordEntry).where(*entry(LENGTH)))
    assert fault(written) is None
    assert fault(written, noted) == LENGTH


def test_a_record_written_anew_is_found_by_who_noted_any_hash_of_it(written):
    with written.read() as session:
        noted = queries.entries(session, "round")[1].hash
    tamper(written, delete(RecordEntry).where(RecordEntry.chain == "round"))
    with written.write() as session:
        append(session, "round", "Ada (Council)", "ProposalRefused", {}, NOW)
    assert fault(written) is None
    assert fault(written, noted) == 2
    figure("V3", f"{written.writing.dialect.name}: a record that was written anew is found by who noted one hash")


def test_an_act_that_fails_leaves_no_entry(written):
    def act_that_fails():
        with written.write() as session:
            append(session, "round", "Ada (Council)", "RoundChanged", {}, NOW)
            raise ActFails

    with pytest.raises(ActFails):
        act_that_fails()
    with written.read() as session:
        assert queries.head(session, "round").seq == LENGTH


def test_facts_that_are_not_plain_values_are_refused(sessions):
    with pytest.raises(NotCanonical), sessions.write() as session:
        append(session, "round", "Ada (Council)", "RoundChanged", {"share": 0.5}, NOW)


def test_acts_at_once_make_one_whole_chain(sessions):
    faults = []

    def act(name):
        try:
            for number in range(5):
                with sessions.write() as session:
                    append(session, "round", name, "RoundChanged", {"number": number}, NOW)
        except Exception as problem:  # noqa: BLE001 - a thread's error would be lost
            faults.append(problem)

    threads = [threading.Thread(target=act, args=(name,)) for name in ("Ada", "Ben", "Cleo", "Dan")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert fault(sessions) is None
    with sessions.read() as session:
        assert queries.head(session, "round").seq == 20
