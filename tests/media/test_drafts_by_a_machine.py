"""A program of the installation reads words aloud: asked for by staff, made soon after, and refused in words."""

import os
import sys
import time
from datetime import timedelta

import pytest
import sounds
from desk_rounds import BIDS_OPEN, make_desk_round

from pb.jobs import queries as jobs
from pb.media import actions, drafting, queries
from pb.media.drafting import NotDrafted, draft_due, read_aloud
from pb.media.rules import Kind, Said
from pb.rounds.rules.phases import Phase

NOW = BIDS_OPEN + timedelta(days=1)
HELLO = Said("Hello. It’s “you”; $(rm -rf x)", "en-GB")
READS = """
import pathlib, sys
language, file = sys.argv[1:]
words = sys.stdin.buffer.read()
pathlib.Path(__file__).with_name("heard").write_bytes(language.encode() + b" " + words)
pathlib.Path(file).write_bytes(pathlib.Path(__file__).with_name("tone.wav").read_bytes())
"""


@pytest.fixture
def program(tmp_path):
    """A command that reads aloud: a real program, whose script a test may replace."""
    script = tmp_path / "speak.py"
    script.write_text(READS, encoding="utf-8")
    (tmp_path / "tone.wav").write_bytes(sounds.tone())
    return (sys.executable, "-S", str(script), "{language}", "{file}")


@pytest.fixture
def desk(sessions, keys):
    return make_desk_round(sessions, keys, phase=Phase.BIDDING)


def wish(desk, said=HELLO):
    with desk.sessions.write() as session:
        actions.wish_draft(session, desk.id, said, "cleo", NOW)


def state(desk, said=HELLO):
    with desk.sessions.read() as session:
        clips = queries.standing(session, desk.id, said.language)
        wishes = queries.wishes(session, desk.id, said.language)
        return clips.get(said.digest), wishes.get(said.digest), jobs.waiting(session)


def test_the_program_gets_the_language_and_the_words_and_writes_the_sound(program, tmp_path):
    assert read_aloud(program, HELLO) == sounds.tone()
    assert (tmp_path / "heard").read_text(encoding="utf-8") == f"en-GB {HELLO.words}"


def test_a_wish_becomes_a_draft_once(desk, program):
    wish(desk)
    wish(desk)
    assert draft_due(desk.sessions, program, lambda: NOW) == 1
    clip, left, waiting = state(desk)
    assert (clip.kind, clip.made_by, left, waiting) == (Kind.DRAFTED, "cleo", None, [])
    assert draft_due(desk.sessions, program, lambda: NOW) == 0


def test_without_a_program_wishes_wait(desk):
    wish(desk)
    assert draft_due(desk.sessions, (), lambda: NOW) == 0
    assert state(desk)[1].fault == ""
    desk.run_clock(NOW)
    assert state(desk)[1].fault == ""


def test_the_clock_leaves_wishes_in_hand_alone_and_another_process_does_not_make_them_twice(desk, program):
    wish(desk)
    with desk.sessions.write() as session:
        held = drafting.jobs.take(session, drafting.Work.DRAFT, state(desk)[1].id, NOW)
    assert held
    desk.run_clock(NOW)
    assert draft_due(desk.sessions, program, lambda: NOW) == 0
    assert draft_due(desk.sessions, program, lambda: NOW + timedelta(hours=1)) == 1


def test_a_house_that_closes_begins_no_draft(desk, program):
    wish(desk)
    assert draft_due(desk.sessions, program, lambda: NOW, lambda: True) == 0


def test_a_person_who_is_faster_is_not_overwritten(desk, program, tmp_path):
    wish(desk)
    with desk.sessions.read() as session:
        (waiting,) = queries.wishes_due(session)
    with desk.sessions.write() as session:
        actions.keep_clip(session, desk.id, HELLO, Kind.RECORDED, sounds.tone(hertz=220), "nia", NOW)
    assert drafting._draft(desk.sessions, program, waiting, lambda: NOW)
    assert state(desk)[0].kind is Kind.RECORDED


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("import sys; sys.exit(3)", "The program ended with the status 3. Does it know this language?"),
        ("", "The program made no sound. Does it have a voice for this language?"),
        ("import sys; open(sys.argv[2], 'wb').write(b'x' * 90)", "What the program wrote is no sound"),
        ("import sys; open(sys.argv[2], 'wb').write(b'ID3' + bytes(1_000_001))", "The sound is larger than 1 MB."),
    ],
)
def test_what_goes_wrong_is_told_beside_the_words_and_not_tried_again_unasked(desk, program, tmp_path, script, said):
    (tmp_path / "speak.py").write_text(script, encoding="utf-8")
    wish(desk)
    assert draft_due(desk.sessions, program, lambda: NOW) == 0
    clip, left, waiting = state(desk)
    assert clip is None
    assert left.fault.startswith(said)
    assert waiting == []
    (tmp_path / "speak.py").write_text(READS, encoding="utf-8")
    assert draft_due(desk.sessions, program, lambda: NOW) == 0
    wish(desk)
    assert draft_due(desk.sessions, program, lambda: NOW) == 1


def test_a_program_that_is_not_there_is_told():
    with pytest.raises(NotDrafted, match="does not start: No such file"):
        read_aloud(("speaks-nowhere", "{file}"), HELLO)


def test_a_program_that_takes_too_long_is_ended_with_all_that_it_started(program, tmp_path, monkeypatch):
    child = "import time, pathlib; time.sleep(3); pathlib.Path('late').touch()"
    script = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {child!r}]); time.sleep(60)"
    (tmp_path / "speak.py").write_text(script, encoding="utf-8")
    began = time.monotonic()
    with pytest.raises(NotDrafted, match="longer than 1 seconds"):
        read_aloud(program, HELLO, seconds=1)
    assert time.monotonic() - began < 10
    time.sleep(3)
    assert not os.path.exists("late")  # noqa: PTH110 - where the program ran


def test_the_program_gets_none_of_the_settings(program, tmp_path, monkeypatch):
    monkeypatch.setenv("PB_SMTP_URL", "smtp://user:secret@host:25")
    (tmp_path / "speak.py").write_text(
        "import os, pathlib; pathlib.Path(__file__).with_name('heard').write_text(repr(dict(os.environ)))",
        encoding="utf-8",
    )
    with pytest.raises(NotDrafted):
        read_aloud(program, HELLO)
    assert "PB_" not in (tmp_path / "heard").read_text(encoding="utf-8")
