"""A round whose voters say yes, a bit or no, from its settings to a bundle that bare Python recounts."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from desk_rounds import AFTER, make_desk_round
from pages import browser_of, rows

from pb.ballots import queries as ballots
from pb.rounds.rules.draft import BallotKind
from pb.rounds.rules.phases import Phase
from pb.seal import bundle

ROOT = Path(__file__).resolve().parents[2]
RESULT = "/rounds/round-of-faces"


@pytest.fixture(scope="module")
def published(kept):
    """Ten young people said yes to 1 and a bit to 2, eleven parent carers yes to 3 and five of them a bit to 4."""
    sessions, keys = kept
    faces = {"ballot_kind": BallotKind.FACES, "ballot_limit": 0, "name": "Round of faces"}
    desk = make_desk_round(sessions, keys, phase=Phase.PUBLISHED, young=10, carers=11, **faces)
    with browser_of(sessions, keys, AFTER) as browser:
        yield browser, desk


def test_the_result_says_how_many_said_yes_and_how_many_a_bit(published):
    browser, _ = published
    browser.get(f"{RESULT}/results")
    assert "10 people said yes." in browser.text
    assert "5 people said a bit." in browser.text
    heads, *told = (row[2:] for row in rows(browser) if row[0].startswith(("Bid", "Time bank", "Swimming")))
    assert heads == ["Young people", "Parent carers", "People", "Yes", "A bit", "Points"]
    assert ["0 of 10", "5 of 11", "5", "0", "5", "5"] in told
    assert ["0 of 10", "11 of 11", "11", "11", "0", "22"] in told
    browser.get(f"{RESULT}/rules")
    assert "Each voter says yes, a bit or no to each bid." in browser.text


def test_a_voter_finds_every_answer_again_even_the_no(published):
    browser, desk = published
    with desk.sessions.read() as session:
        codes = [one.tracker for one in ballots.opened_ballots(session, desk.id)]
    found = []
    for code in codes:
        browser.post(f"{RESULT}/ballot", {"code": code}, status=200)
        found.append(dict(row[:2] for row in rows(browser)[1:]))
    assert found.count({"Sensory garden": "yes", "Film club": "a bit", "Swimming": "no"}) == 10
    assert found.count({"Swimming": "yes", "Sensory garden": "no", "Film club": "no"}) == 6
    assert found.count({"Swimming": "yes", "Time bank": "a bit", "Sensory garden": "no", "Film club": "no"}) == 5


def test_bare_python_counts_the_bundle_again_and_the_file_for_others_says_scoring(published, tmp_path):
    browser, _ = published
    packed = browser.client.get(f"{RESULT}/bundle.zip").content
    (tmp_path / "bundle.zip").write_bytes(packed)
    command = [sys.executable, "-S", "-m", "pb.recount", str(tmp_path / "bundle.zip")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    with zipfile.ZipFile(io.BytesIO(packed)) as files:
        assert files.read(bundle.BALLOTS).count(b'"no"') == 10 + 2 * 11
        text = files.read(bundle.PABULIB).decode()
    assert "vote_type;scoring" in text
    assert "max_points;2" in text
