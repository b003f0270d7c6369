"""`pb backup`: of one instant, checked before it counts, without keys, and harmless whatever happens to it."""

import json
import os
import resource
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from ballot_rounds import NOON, make_box
from installations import everything_in, make_installation, silent
from small_disk import small_disk
from sqlalchemy import text

from pb.cli.backups import manifest as lists
from pb.cli.backups import places
from pb.cli.backups.checking import check_backup
from pb.cli.backups.home_files import KeyOutsideItsFolder, LinkInDataFolder
from pb.cli.backups.manifest import BackupUnsound
from pb.cli.backups.places import NameTaken, PlaceUnfit
from pb.cli.backups.taking import NothingToBackUp, take_backup
from pb.keys.folder import KeyFolder
from pb.record import actions as record

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PB = Path(sys.executable).parent / "pb"


@pytest.fixture
def here(database_url, tmp_path):
    return make_installation(database_url, tmp_path)


@pytest.fixture
def sessions(here):
    opened = here.opened()
    yield opened
    opened.close()


def pb(here, *arguments, **more):
    command = [PB, *map(str, arguments)]
    return subprocess.run(
        command, env=os.environ | here.environment, capture_output=True, text=True, check=False, **more
    )


def leftovers(folder):
    return [place.name for place in folder.iterdir() if not place.name.startswith("backup-")]


def test_a_backup_says_what_is_in_it_and_every_file_of_it_has_a_hash(here, sessions):
    box = make_box(sessions, here.keys)
    box.cast("Y1", {"chosen": ["1"]})
    (here.home / "letters").mkdir()
    (here.home / "letters/one.eml").write_text("Dear Kim")
    made = check_backup(here.back_up(NOON), silent)
    assert made.made_at == NOON
    assert made.contents.rows["urn"] == 1
    assert made.contents.rows["voter"] == 6
    assert [(one.id, one.phase, one.keys) for one in made.rounds] == [(box.id, "voting", True)]
    assert made.chains[box.id].fault is None
    assert "home/letters/one.eml" in made.files
    assert {name for name in made.files if not name.startswith(("home/", "database"))} == set()


def test_votes_are_cast_while_a_backup_is_made_and_it_is_of_one_instant(here, sessions):
    box = make_box(sessions, here.keys, young=40, carers=0)
    box.cast("Y1", {"chosen": ["1"]})
    waiting = [f"Y{number}" for number in range(2, 41)]

    def vote_meanwhile(words):
        if words.startswith("Copying the database") and waiting:
            box.cast(waiting.pop(), {"chosen": ["2"]})

    _, made = take_backup(here.settings, here.settings.backups, NOON, vote_meanwhile)
    assert made.contents.rows["urn"] == 1
    assert box.in_urn() == 40 - len(waiting) > 1


def test_what_lives_for_minutes_is_never_copied(here, sessions):
    with sessions.write() as session:
        session.execute(text("INSERT INTO email_code VALUES ('kim@families.example', 'digest', '2026-09-01', 0)"))
        session.execute(text("INSERT INTO throttle_try (key, at) VALUES ('hash-of-an-address', '2026-09-01')"))
    stored = b"".join(everything_in(here.back_up(NOON)).values())
    assert b"kim@families.example" not in stored
    assert b"hash-of-an-address" not in stored


def test_no_byte_of_a_key_is_in_a_backup_even_if_keys_lie_in_the_data_folder(here, sessions):
    box = make_box(sessions, here.keys)
    here.keys.session(), here.keys.signing()
    assert here.settings.keys.is_relative_to(here.home)
    left_behind = KeyFolder(here.home / "old")  # a folder that somebody moved PB_KEYS away from
    left_behind.create_round("another")
    own = box.keys.round(box.id)
    secrets = [own.link, own.pepper, own.link.hex().encode(), own.pepper.hex().encode(), here.keys.session()]
    secrets += [(here.settings.keys / "signing.key").read_bytes(), left_behind.round("another").link.hex().encode()]
    there = b"".join(everything_in(here.home).values())
    assert sum(secret in there for secret in secrets) == 5  # all but the two that lie there as hexadecimal digits
    stored = b"".join(everything_in(here.back_up(NOON)).values())
    assert not [secret for secret in secrets if secret in stored]


def test_a_key_that_lies_about_in_the_data_folder_stops_the_backup(here, sessions):
    make_box(sessions, here.keys)
    key = next((here.settings.keys / "rounds").glob("*.json"))
    (here.home / "notes.txt").write_bytes(b"do not lose: " + key.read_bytes())
    with pytest.raises(KeyOutsideItsFolder):
        here.back_up(NOON)
    assert list(here.settings.backups.iterdir()) == []
    (here.home / "notes.txt").write_bytes(here.keys.session())
    with pytest.raises(KeyOutsideItsFolder):
        here.back_up(NOON)


def test_a_link_in_the_data_folder_is_not_left_out_in_silence(here, tmp_path):
    (here.home / "letters").symlink_to(tmp_path)
    with pytest.raises(LinkInDataFolder):
        here.back_up(NOON)


def test_a_backup_lies_nowhere_near_the_keys(here, tmp_path):
    here.keys.session()
    for where in (here.settings.keys, here.settings.keys / "mine"):
        with pytest.raises(PlaceUnfit):
            here.back_up(NOON, where)
    with pytest.raises(PlaceUnfit):
        here.back_up(NOON, tmp_path / "no such folder" / "mine")


def test_a_backup_overwrites_nothing(here, tmp_path):
    there = here.back_up(NOON, tmp_path / "mine")
    before = everything_in(there)
    with pytest.raises(NameTaken):
        here.back_up(NOON, tmp_path / "mine")
    (tmp_path / "file").write_text("x")
    with pytest.raises(NameTaken):
        here.back_up(NOON, tmp_path / "file")
    assert everything_in(there) == before


def test_a_database_without_an_installation_is_not_backed_up(here):
    here.do("DROP TABLE alembic_version")
    with pytest.raises(NothingToBackUp):
        here.back_up(NOON)
    assert list(here.settings.backups.iterdir()) == []


def test_a_record_that_was_tampered_with_is_backed_up_and_its_fault_noted(here, sessions):
    box = make_box(sessions, here.keys)
    here.do("UPDATE record_entry SET actor = 'nobody' WHERE seq = 1")
    assert check_backup(here.back_up(NOON), silent).chains[box.id].fault == 1


def flip(file, at):
    body = bytearray(file.read_bytes())
    body[at % len(body)] ^= 1
    file.write_bytes(bytes(body))


def test_a_backup_that_was_damaged_anywhere_is_found_out(here, sessions):
    make_box(sessions, here.keys)
    (here.home / "letter.eml").write_text("Dear Kim")
    there = here.back_up(NOON)
    for name in (name for name, body in sorted(everything_in(there).items()) if body):
        for at in (0, 7, -3):
            flip(there / name, at)
            with pytest.raises(BackupUnsound):
                check_backup(there, silent)
            flip(there / name, at)
    check_backup(there, silent)
    (there / "home/letter.eml").rename(there / "home/other.eml")
    with pytest.raises(BackupUnsound):
        check_backup(there, silent)


def test_a_list_that_was_made_to_fit_still_finds_rows_and_records_that_do_not(here, sessions):
    box = make_box(sessions, here.keys)
    there = here.back_up(NOON)
    made = lists.read(there)
    made.contents.rows["voter"] -= 1
    lists.write(there, made)
    with pytest.raises(BackupUnsound) as refusal:
        check_backup(there, silent)
    assert "voter" in refusal.value.facts["fault"] or "other rows" in refusal.value.facts["fault"]
    made.contents.rows["voter"] += 1
    made.chains[box.id] = lists.Chain(made.chains[box.id].entries, "0" * 64, None)
    lists.write(there, made)
    with pytest.raises(BackupUnsound) as refusal:
        check_backup(there, silent)
    assert "record" in refusal.value.facts["fault"]


def test_only_as_many_are_kept_as_were_asked_for_and_nothing_else_is_touched(here):
    for hour in range(4):
        here.back_up(NOON + timedelta(hours=hour))
    (here.settings.backups / "backup-notes").mkdir()
    (here.settings.backups / "before-0004-20260901T000000Z").mkdir()
    gone = places.prune(here.settings.backups, 2)
    assert [place.name for place in gone] == ["backup-20260907T120000Z", "backup-20260907T130000Z"]
    assert {place.name for place in here.settings.backups.iterdir()} == {
        "backup-20260907T140000Z",
        "backup-20260907T150000Z",
        "backup-notes",
        "before-0004-20260901T000000Z",
    }


def test_two_at_once_do_not_harm_each_other(here, sessions):
    make_box(sessions, here.keys)
    made, faults = [], []

    def back_up():
        try:
            made.append(here.back_up(NOON))
            places.prune(here.settings.backups, 3)
        except Exception as fault:  # noqa: BLE001 - told below
            faults.append(fault)

    threads = [threading.Thread(target=back_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert len(set(made)) == 4
    assert leftovers(here.settings.backups) == []
    for place in places.backups_in(here.settings.backups):
        check_backup(place, silent)


def test_a_full_disk_leaves_nothing_behind_and_the_older_backup_untouched(here, sessions):
    make_box(sessions, here.keys)
    here.settings.backups.mkdir()
    older = here.back_up(NOON)
    before = everything_in(older)

    def small_files():
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    (here.home / "film.webm").write_bytes(bytes(50_000))
    done = pb(here, "backup", "--keep", "1", preexec_fn=small_files)
    assert done.returncode == 2, done.stdout
    assert done.stderr.startswith("pb: ")
    assert done.stderr.count("\n") == 1
    assert places.backups_in(here.settings.backups) == [older]
    assert leftovers(here.settings.backups) == []
    assert everything_in(older) == before


def test_a_tiny_disk_that_is_full_is_one_line(here, sessions, tmp_path):
    make_box(sessions, here.keys)
    (here.home / "film.webm").write_bytes(bytes(100_000))
    disk = tmp_path / "tiny"
    disk.mkdir()
    with small_disk(disk, "64k"):
        done = pb(here, "backup", disk)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.count("\n") == 1
        assert "full" in done.stderr or "space" in done.stderr
        assert list(disk.iterdir()) == []


def test_a_backup_that_is_killed_leaves_the_older_ones_and_is_cleared_away_later(here, sessions):
    make_box(sessions, here.keys)
    older = here.back_up(NOON)
    abandoned = here.settings.backups / ".making-backup-x"
    abandoned.mkdir()
    (abandoned / "database.sqlite3").write_bytes(b"half")
    here.back_up(NOON + timedelta(hours=1))
    assert abandoned.exists(), "somebody may be at work there"
    os.utime(abandoned, (0, 0))
    here.back_up(NOON + timedelta(hours=2))
    assert not abandoned.exists()
    assert places.backups_in(here.settings.backups)[0] == older


def test_a_folder_somebody_works_in_is_not_cleared_away(here):
    here.settings.backups.mkdir()
    with places.making(here.settings.backups / "backup-slow") as folder:
        os.utime(folder, (0, 0))
        here.back_up(NOON)
        assert folder.exists()


@ON_SQLITE
def test_the_command_backs_up_into_the_folder_of_the_settings_and_prunes_last(here):
    here.back_up(NOON)
    with here.opened().write() as session:
        record.append(session, "site", "the tests", "TeaBrewed", {}, NOON)
        session.execute(text("UPDATE record_entry SET actor = 'nobody'"))
    done = pb(here, "backup", "--keep", "1")
    assert done.returncode == 0, done.stderr
    assert "Look at the record of site: entry 1 does not fit" in done.stdout
    assert "Backed up and checked" in done.stdout
    assert len(places.backups_in(here.settings.backups)) == 1
    assert json.loads((here.home / places.NOTE).read_text())["place"] == str(
        places.backups_in(here.settings.backups)[0]
    )


@ON_SQLITE
@pytest.mark.parametrize("arguments", [["--keep", "0"], ["nowhere/at/all"]])
def test_bad_input_is_one_line_and_status_2(here, arguments):
    done = pb(here, "backup", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1


def test_only_their_owner_can_read_backups(here):
    there = here.back_up(NOON)
    (here.home / "letter.eml").write_text("Dear Kim")
    there = here.back_up(NOON + timedelta(hours=1))
    assert {oct(place.stat().st_mode & 0o777) for place in (there, *there.rglob("*"))} == {"0o700", "0o600"}
