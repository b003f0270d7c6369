"""What the desk publishes can be recounted by bare Python, whole or with ballots withheld."""

import io
import subprocess
import sys
import zipfile
from itertools import islice, product
from pathlib import Path

import pytest
from desk_rounds import make_desk_round

from pb.results import queries as results
from pb.rounds.rules.phases import Phase
from pb.seal import bundle, listing

ROOT = Path(__file__).resolve().parents[2]


def recount(body, folder):
    (folder / "bundle.zip").write_bytes(body)
    command = [sys.executable, "-S", "-m", "pb.recount", str(folder / "bundle.zip")]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def bundles(desk):
    with desk.sessions.read() as session:
        view = desk.view
        shown = results.published(session, view)
        return results.public_bundle(session, desk.id), results.audit_bundle(session, desk.id), shown


@pytest.mark.parametrize("floor", [10])
def test_a_round_with_large_groups_is_published_with_its_ballots(sessions, keys, tmp_path, floor):
    desk = make_desk_round(sessions, keys, phase=Phase.PUBLISHED, young=floor, carers=floor + 1)
    public, audit, shown = bundles(desk)
    assert shown.is_public
    assert public == audit
    done = recount(public, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    with zipfile.ZipFile(io.BytesIO(public)) as packed:
        assert set(bundle.with_ballots(bundle.NEWEST)) <= set(packed.namelist())


def test_a_round_with_a_small_group_gives_its_ballots_to_auditors_alone(sessions, keys, tmp_path):
    desk = make_desk_round(sessions, keys, phase=Phase.PUBLISHED, young=12, carers=9)
    public, audit, shown = bundles(desk)
    assert not shown.is_public
    assert public != audit
    with zipfile.ZipFile(io.BytesIO(public)) as packed:
        assert not set(bundle.with_ballots(bundle.NEWEST)) & set(packed.namelist())
        listed = bundle.read_file(bundle.LIST, packed.read(bundle.LIST))
        assert listed["salt"] == ""
        assert all(len(veil) == 64 for _, veil in listed["pairs"])
    assert not tells_an_electorate(listed)
    assert set(shown.shown["outcome"]) == {"cost", "winners"}
    for body in (public, audit):
        done = recount(body, tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr


def tells_an_electorate(listed):
    """Whether the hash of a list can be worked out by trying which ballots are of which group."""
    commits, groups = [commit for commit, _ in listed["pairs"]], ("young-people", "parent-carers")
    tries = (zip(commits, chosen, strict=True) for chosen in product(groups, repeat=len(commits)))
    return any(listing.list_hash(pairs) == listed["hash"] for pairs in islice(tries, 20_000))


def test_which_group_a_ballot_is_of_could_be_tried_out_if_electorates_were_hashed_as_they_are():
    pairs = [("0a" * 32, "young-people"), ("0b" * 32, "parent-carers")]
    assert tells_an_electorate({"pairs": pairs, "hash": listing.list_hash(pairs)})
    assert not tells_an_electorate({"pairs": pairs, "hash": listing.list_hash(pairs, "5a" * 32)})


def test_one_bit_of_a_published_bundle_changed_is_found(sessions, keys, tmp_path):
    desk = make_desk_round(sessions, keys, phase=Phase.PUBLISHED, young=10, carers=10)
    public, _, _ = bundles(desk)
    with zipfile.ZipFile(io.BytesIO(public)) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    files[bundle.BALLOTS] = files[bundle.BALLOTS].replace(b'"1"', b'"2"', 1)
    altered = io.BytesIO()
    with zipfile.ZipFile(altered, "w") as packed:
        for name, body in files.items():
            packed.writestr(name, body)
    assert recount(altered.getvalue(), tmp_path).returncode in {1, 2}
