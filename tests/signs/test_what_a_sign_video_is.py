"""Only videos that browsers play and captions that they can show are taken; files lie on a shelf by their digest."""

import hashlib
import os
import time

import pytest
import sounds

from pb.signs import shelf
from pb.signs.rules import LARGEST, MP4, WEBM, Fault, UnfitVideo, fault_of_captions, fault_of_video, media_type_of

FILM = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00" + b"\x00" * 60
CAPTIONS = (
    b"WEBVTT - a garden\n\n1\n00:00.000 --> 00:02.500 align:start\nHello.\n\n01:00:02.500 --> 01:00:04.000\nVote.\n"
)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (sounds.VIDEO, WEBM),
        (FILM, MP4),
        (sounds.WEBM, ""),
        (sounds.MP4, ""),
        (sounds.PICTURE, ""),
        (b"<html>", ""),
        (b"", ""),
    ],
)
def test_a_video_is_known_by_its_own_first_bytes_and_a_sound_alone_is_none(content, kind):
    assert media_type_of(content) == kind


def test_an_empty_a_foreign_and_a_too_large_file_are_told_apart():
    assert fault_of_video(b"") is Fault.EMPTY
    assert fault_of_video(sounds.PICTURE) is Fault.NOT_A_VIDEO
    assert fault_of_video(FILM.ljust(LARGEST, b"\0")) is None
    assert fault_of_video(FILM.ljust(LARGEST + 1, b"\0")) is Fault.TOO_LARGE


@pytest.mark.parametrize("content", [CAPTIONS, b"\xef\xbb\xbf" + CAPTIONS, CAPTIONS.replace(b"\n", b"\r\n")])
def test_captions_are_read_however_lines_end(content):
    assert fault_of_captions(content) is None


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault.NO_HEADING),
        (b"1\n00:00:00,000 --> 00:00:02,000\nHello\n", Fault.NO_HEADING),
        (b"WEBVTTX\n\n00:00.000 --> 00:01.000\nHello\n", Fault.NO_HEADING),
        (b"WEBVTT\n\nHello\n", Fault.NO_TIMES),
        (b"WEBVTT\n\n00:00,000 --> 00:01,000\nHello\n", Fault.NO_TIMES),
        (b"WEBVTT\n\n00:00.000 --> soon\nHello\n", Fault.NO_TIMES),
        (b"WEBVTT\n\n00:99.000 --> 01:00.000\nHello\n", Fault.NO_TIMES),
        (b"WEBVTT\n\n00:02.000 --> 00:01.000\nHello\n", Fault.BACKWARDS),
        (b"WEBVTT\n\n00:01.000 --> 00:01.000\nHello\n", Fault.BACKWARDS),
        ("WEBVTT\n\n00:00.000 --> 00:01.000\nżółw\n".encode("cp1250"), Fault.NOT_TEXT),
        (CAPTIONS.ljust(100_001, b"\n"), Fault.TOO_LARGE),
    ],
)
def test_what_browsers_would_drop_without_a_word_is_refused(content, fault):
    assert fault_of_captions(content) is fault


def test_a_video_lies_on_the_shelf_once_and_only_its_owner_reads_it(tmp_path):
    kept = shelf.put(tmp_path, sounds.VIDEO)
    assert shelf.put(tmp_path, sounds.VIDEO) == kept
    place = shelf.find(tmp_path, kept.digest, WEBM)
    assert kept.digest == hashlib.sha256(sounds.VIDEO).hexdigest()
    assert place.read_bytes() == sounds.VIDEO
    assert place.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in (tmp_path / "signs").iterdir()] == [f"{kept.digest}.webm"]
    assert shelf.find_any(tmp_path, kept.digest) == kept
    assert shelf.find(tmp_path, kept.digest, MP4) is None
    assert shelf.find_any(tmp_path, f"../{place.name}") is None


def test_what_is_no_video_is_not_put_on_the_shelf(tmp_path):
    with pytest.raises(UnfitVideo):
        shelf.put(tmp_path, sounds.PICTURE)
    assert not (tmp_path / "signs").exists()


def test_a_file_comes_in_pieces(tmp_path):
    content = FILM + os.urandom(700_000)
    kept = shelf.put(tmp_path, content)
    place = shelf.find(tmp_path, kept.digest, MP4)
    assert b"".join(shelf.pieces(place, 0, kept.size)) == content
    assert b"".join(shelf.pieces(place, 5, 300_005)) == content[5:300_005]
    assert max(map(len, shelf.pieces(place, 0, kept.size))) <= 256 * 1024


def test_files_that_nobody_names_are_swept_away_after_a_day_and_no_others(tmp_path):
    named, fresh, old = (shelf.put(tmp_path, FILM + one) for one in (b"1", b"2", b"3"))
    long_ago = time.time() - 90_000
    for one in (named, old):
        os.utime(shelf.find(tmp_path, one.digest, MP4), (long_ago, long_ago))
    assert shelf.sweep(tmp_path, {named.digest}) == 1
    assert shelf.find_any(tmp_path, old.digest) is None
    assert shelf.find_any(tmp_path, named.digest)
    assert shelf.find_any(tmp_path, fresh.digest)
    assert shelf.sweep(tmp_path / "nowhere", set()) == 0
