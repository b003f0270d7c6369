"""A clip belongs to exact words, and only sounds that browsers play are taken, known by their own bytes."""

import pytest
import sounds

from pb.media.rules import LARGEST, Fault, Said, Sounds, digest_of, fault_of, media_type_of, part_wanted


@pytest.mark.parametrize("same", ["Do you want this?", "  Do you\n want  this? "])
def test_white_space_does_not_make_other_words(same):
    assert digest_of(same) == digest_of("Do you want this?")


@pytest.mark.parametrize("other", ["Do you want this", "do you want this?", "Do you want these?", ""])
def test_one_letter_or_mark_more_or_less_makes_other_words(other):
    assert digest_of(other) != digest_of("Do you want this?")


def test_a_full_stop_at_the_end_is_not_heard():
    assert digest_of("Board games.") == digest_of("Board games")
    assert digest_of("Board. Games") != digest_of("Board Games")


def test_letters_that_are_written_in_two_ways_are_the_same_letters():
    assert digest_of("caf\u00e9") == digest_of("cafe\u0301")


def test_the_same_words_in_another_language_are_another_text():
    found = Sounds("en-GB", {("en-GB", digest_of("Pan")): "/media/1"})
    assert [found.of("Pan"), found.of("Pan", "pl"), found.of("Pane")] == ["/media/1", "", ""]
    assert Sounds("en-GB").of("Pan") == ""
    assert Said("Pan", "pl").digest == Said("Pan", "en-GB").digest  # the language stands beside the digest


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (sounds.tone(), "audio/wav"),
        (sounds.OGG, "audio/ogg"),
        (sounds.WEBM, "audio/webm"),
        (sounds.MP4, "audio/mp4"),
        (sounds.MP3, "audio/mpeg"),
        (sounds.MP3_WITH_TAG, "audio/mpeg"),
        (sounds.PICTURE, ""),
        (sounds.VIDEO, ""),
        (b"<html><script>alert(1)</script>", ""),
        (b"\xff\xff\xff\xff", ""),
        (b"\xff\xfb", ""),
        (b"OggS" + b"\x80theora" * 9, ""),
        (b"", ""),
    ],
)
def test_a_sound_is_known_by_its_own_first_bytes(content, kind):
    assert media_type_of(content) == kind


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault.EMPTY),
        (sounds.PICTURE, Fault.NOT_A_SOUND),
        (sounds.MP3.ljust(LARGEST, b"\x00"), None),
        (sounds.MP3.ljust(LARGEST + 1, b"\x00"), Fault.TOO_LARGE),
    ],
)
def test_an_empty_a_foreign_and_a_too_large_file_are_told_apart(content, fault):
    assert fault_of(content) is fault


@pytest.mark.parametrize(
    ("asked", "piece"),
    [
        ("", None),
        ("bytes=0-1", (0, 2)),
        ("bytes=0-", (0, 100)),
        ("bytes=40-", (40, 100)),
        ("bytes=90-500", (90, 100)),
        ("bytes=-10", (90, 100)),
        ("bytes=-500", (0, 100)),
        ("bytes=-0", (100, 100)),
        ("bytes=100-", (100, 100)),
        ("bytes=5-3", None),
        ("bytes=-", None),
        ("bytes=0-1,5-6", None),
        ("items=0-1", None),
        ("bytes=" + "9" * 16 + "-", None),
    ],
)
def test_the_piece_that_a_player_asks_for(asked, piece):
    found = part_wanted(asked, 100)
    assert found == piece or (piece and found[0] >= found[1] and piece[0] >= piece[1])
