"""Sounds over HTTP: by the digest of their bytes, kept for ever, in pieces for players that ask for pieces."""

from datetime import timedelta

import pytest
import sounds
from desk_rounds import BIDS_OPEN, make_desk_round
from pages import browser_of

from pb.media import actions, queries
from pb.media.rules import Kind, Said
from pb.rounds.rules.phases import Phase

NOW = BIDS_OPEN + timedelta(days=1)
HELLO = Said("Hello.", "en-GB")
TONE = sounds.tone()


@pytest.fixture
def desk(sessions, keys):
    return make_desk_round(sessions, keys, phase=Phase.BIDDING)


@pytest.fixture
def client(sessions, keys, desk):
    with browser_of(sessions, keys, NOW) as opened:
        yield opened.client


def keep(desk, content=TONE):
    with desk.sessions.write() as session:
        actions.keep_clip(session, desk.id, HELLO, Kind.UPLOADED, content, "cleo", NOW)
    with desk.sessions.read() as session:
        return queries.sounds(session, desk.id, "en-GB").of("Hello.")


@pytest.mark.parametrize(
    ("content", "kind"), [(TONE, "audio/wav"), (sounds.OGG, "audio/ogg"), (sounds.MP4, "audio/mp4")]
)
def test_a_sound_comes_whole_with_its_kind_and_may_be_kept_for_ever(client, desk, content, kind):
    answer = client.get(keep(desk, content))
    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (200, content, kind)
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["accept-ranges"] == "bytes"


def test_what_caches_keep_carries_nobodys_cookie(client, desk):
    assert "set-cookie" not in client.get(keep(desk)).headers


@pytest.mark.parametrize(
    ("asked", "first", "end"), [("bytes=0-1", 0, 2), ("bytes=10-", 10, None), ("bytes=-5", -5, None)]
)
def test_a_player_gets_the_piece_that_it_asks_for(client, desk, asked, first, end):
    answer = client.get(keep(desk), headers={"Range": asked})
    assert answer.status_code == 206
    assert answer.content == TONE[first:end]
    begin = first % len(TONE)
    assert answer.headers["content-range"] == f"bytes {begin}-{begin + len(answer.content) - 1}/{len(TONE)}"
    assert answer.headers["content-length"] == str(len(answer.content))


def test_a_piece_that_lies_outside_is_refused_and_several_pieces_come_as_the_whole(client, desk):
    address = keep(desk)
    outside = client.get(address, headers={"Range": "bytes=999999-"})
    assert (outside.status_code, outside.headers["content-range"]) == (416, f"bytes */{len(TONE)}")
    assert outside.headers["cache-control"] == "no-store"
    assert client.get(address, headers={"Range": "bytes=0-1,4-5"}).content == TONE


def test_an_unknown_address_and_a_sound_that_was_taken_out_lead_nowhere(client, desk):
    address = keep(desk)
    with desk.sessions.write() as session:
        actions.remove_clip(session, desk.id, HELLO, "cleo", NOW)
    for one in (address, "/media/" + "0" * 64, "/media/..%2Fpb"):
        answer = client.get(one)
        assert answer.status_code == 404, one
        assert answer.headers["cache-control"] == "no-store"
