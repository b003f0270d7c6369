"""Clips are kept, replaced, taken out and put back, each with a line in the record, and forgotten after 30 days."""

from datetime import timedelta

import pytest
import sounds
from desk_rounds import BIDS_OPEN, make_desk_round

from pb.desk.queries.keeping import FORGOTTEN
from pb.media import actions, queries
from pb.media.rules import KEPT, ClipNotFound, Fault, Kind, Said, UnfitSound
from pb.record import queries as record
from pb.rounds.rules.phases import Phase

NOW = BIDS_OPEN + timedelta(days=1)
HELLO = Said("Hello.", "en-GB")
FIRST, SECOND = sounds.tone(hertz=440), sounds.tone(hertz=880)


@pytest.fixture
def desk(sessions, keys):
    return make_desk_round(sessions, keys, phase=Phase.BIDDING)


def keep(desk, content=FIRST, said=HELLO, kind=Kind.RECORDED, now=NOW):
    with desk.sessions.write() as session:
        actions.keep_clip(session, desk.id, said, kind, content, "cleo", now)


def remove(desk, now=NOW, said=HELLO):
    with desk.sessions.write() as session:
        actions.remove_clip(session, desk.id, said, "cleo", now)


def put_back(desk, now=NOW, said=HELLO):
    with desk.sessions.write() as session:
        actions.put_back_clip(session, desk.id, said, "cleo", now)


def heard(desk, said=HELLO):
    with desk.sessions.read() as session:
        address = queries.sounds(session, desk.id, said.language).of(said.words)
        return queries.content(session, address.removeprefix("/media/")) if address else None


def verbs(desk):
    with desk.sessions.read() as session:
        return [one.verb for one in record.entries(session, desk.id) if one.verb.startswith("Clip")]


def test_a_clip_is_heard_for_its_words_alone(desk):
    keep(desk)
    assert heard(desk) == ("audio/wav", FIRST)
    assert heard(desk, Said("Hello!", "en-GB")) is None
    assert heard(desk, Said("Hello.", "pl")) is None
    with desk.sessions.read() as session:
        assert queries.sounds(session, "another", "en-GB").of("Hello.") == ""


def test_a_new_clip_takes_the_place_of_the_old_one_which_can_be_put_back(desk):
    keep(desk)
    keep(desk, SECOND, now=NOW + timedelta(minutes=1))
    assert heard(desk) == ("audio/wav", SECOND)
    put_back(desk, NOW + timedelta(minutes=2))
    assert heard(desk) == ("audio/wav", FIRST)
    put_back(desk, NOW + timedelta(minutes=3))
    assert heard(desk) == ("audio/wav", SECOND)
    assert verbs(desk) == ["ClipKept", "ClipKept", "ClipPutBack", "ClipPutBack"]


def test_a_clip_that_was_taken_out_is_given_out_no_longer_and_can_be_put_back(desk):
    keep(desk)
    with desk.sessions.read() as session:
        digest = queries.sounds(session, desk.id, "en-GB").of("Hello.").removeprefix("/media/")
    remove(desk)
    assert heard(desk) is None
    with desk.sessions.read() as session:
        assert queries.content(session, digest) is None
    put_back(desk)
    assert heard(desk) == ("audio/wav", FIRST)
    assert verbs(desk) == ["ClipKept", "ClipRemoved", "ClipPutBack"]


def test_what_is_not_there_is_not_taken_out_nor_put_back(desk):
    with pytest.raises(ClipNotFound):
        remove(desk)
    with pytest.raises(ClipNotFound):
        put_back(desk)
    assert verbs(desk) == []


@pytest.mark.parametrize("content", [b"", sounds.PICTURE, sounds.MP3 + b"\x00" * 1_000_000])
def test_what_is_no_sound_is_refused_and_the_old_one_stays(desk, content):
    keep(desk)
    with pytest.raises(UnfitSound) as refused:
        keep(desk, content)
    assert refused.value.facts["fault"] in set(Fault)
    assert heard(desk) == ("audio/wav", FIRST)


def test_the_record_tells_the_beginning_of_long_words(desk):
    keep(desk, said=Said("word " * 100, "en-GB"))
    with desk.sessions.read() as session:
        told = record.newest_of(session, desk.id, "ClipKept").facts
    assert told == {"kind": "recorded", "language": "en-GB", "words": ("word " * 100)[:80] + "…"}


def test_thirty_days_after_it_was_taken_out_a_clip_is_forgotten_and_no_other(desk):
    keep(desk)
    keep(desk, SECOND, now=NOW + timedelta(hours=1))
    keep(desk, said=Said("Thank you.", "en-GB"))
    due = NOW + timedelta(hours=1) + KEPT
    with desk.sessions.read() as session:
        before = FORGOTTEN["clip"](session, due - timedelta(seconds=1))
        assert (before.rows, before.next_at) == (0, due)
        assert FORGOTTEN["clip"](session, due).rows == 1
    desk.run_clock(due)
    with desk.sessions.read() as session:
        assert len(queries.of_words(session, desk.id, HELLO)) == 1
        assert len(queries.standing(session, desk.id, "en-GB")) == 2
    with pytest.raises(ClipNotFound):
        put_back(desk, due)
