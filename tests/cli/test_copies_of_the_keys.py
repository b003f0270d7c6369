"""`pb backup-keys`: copies are registered before they are made, so that none outlives the keys of a published round."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from desk_rounds import AFTER, DURING, make_desk_round
from installations import everything_in, make_installation

from pb.cli.backups.key_copies import KeysMustLieApart, NoKeysYet, copy_keys
from pb.keys.copies import KeyCopyUnaccounted
from pb.keys.folder import KeyFolder
from pb.people.rules import Kind
from pb.rounds.rules.phases import Phase

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PB = Path(sys.executable).parent / "pb"


@pytest.fixture
def here(tmp_path):
    return make_installation("sqlite", tmp_path)


@pytest.fixture
def desk(here):
    opened = here.opened()
    yield make_desk_round(opened, here.keys, phase=Phase.OPENED, young=10, carers=10)
    opened.close()


def test_a_copy_can_stand_in_the_place_of_lost_keys(here, desk, tmp_path):
    before = here.keys.round(desk.id)
    signer = here.keys.signing_public()
    copy_keys(here.settings, tmp_path / "stick")
    found = KeyFolder(tmp_path / "stick")
    assert (found.round(desk.id).link, found.round(desk.id).pepper) == (before.link, before.pepper)
    assert found.round(desk.id).public_point == before.public_point
    assert found.signing_public() == signer
    assert not (tmp_path / "stick/session.key").exists()
    assert {oct(file.stat().st_mode & 0o777) for file in (tmp_path / "stick").rglob("*.*")} == {"0o600"}


def test_every_copy_knows_all_the_others(here, desk, tmp_path):
    first, second = tmp_path / "stick", tmp_path / "safe"
    copy_keys(here.settings, first)
    copy_keys(here.settings, second)
    copy_keys(here.settings, second)
    wanted = sorted(folder / "rounds" / f"{desk.id}.json" for folder in (first, second))
    for folder in (here.settings.keys, first, second):
        assert KeyFolder(folder).copies(desk.id) == wanted


def test_publishing_destroys_every_copy(here, desk, tmp_path):
    secret = here.keys.round(desk.id).pepper.hex().encode()
    for name in ("stick", "safe"):
        copy_keys(here.settings, tmp_path / name)
    assert sum(secret in body for body in everything_in(tmp_path).values()) == 3
    desk.agree(Kind.PUBLISH, now=AFTER)
    assert not [name for name, body in everything_in(tmp_path).items() if secret in body]


def test_a_copy_that_is_not_plugged_in_blocks_publishing_and_nothing_is_destroyed(here, desk, tmp_path):
    copy_keys(here.settings, tmp_path / "stick")
    act = desk.propose(Kind.PUBLISH, now=AFTER)
    (tmp_path / "stick").rename(tmp_path / "in a drawer")
    with pytest.raises(KeyCopyUnaccounted):
        desk.confirm(act, now=AFTER)
    assert here.keys.has_round(desk.id)
    assert desk.phase is Phase.OPENED
    (tmp_path / "in a drawer").rename(tmp_path / "stick")
    desk.confirm(act, now=AFTER)
    assert not here.keys.has_round(desk.id)
    assert not list((tmp_path / "stick/rounds").iterdir())


def test_copies_lie_apart_from_keys_data_and_backups(here, desk, tmp_path):
    backup = here.back_up(DURING, tmp_path / "elsewhere")
    unfit = [
        here.settings.keys,
        here.settings.keys / "copy",
        here.home,
        here.home / "copy",
        tmp_path,
        backup,
        backup / "x",
    ]
    for folder in unfit:
        with pytest.raises(KeysMustLieApart):
            copy_keys(here.settings, folder)
    assert here.keys.copies(desk.id) == []


def test_where_there_are_no_keys_nothing_is_copied(here, tmp_path):
    with pytest.raises(NoKeysYet):
        copy_keys(here.settings, tmp_path / "stick")
    assert not (tmp_path / "stick").exists()


def test_the_command_says_what_it_did_and_that_the_place_is_needed_again(here, desk, tmp_path):
    command = [PB, "backup-keys", tmp_path / "stick"]
    done = subprocess.run(command, env=os.environ | here.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "the signing key, and the keys of 1 round" in done.stdout
    assert "Bring this place back" in done.stdout
    assert here.keys.copies(desk.id) == [tmp_path / "stick/rounds" / f"{desk.id}.json"]
