"""Every file with the keys of a round is destroyed, or somebody says what became of it; cut off anywhere or not."""

import os
import shutil
import threading
from pathlib import Path

import pytest

from pb.keys import files
from pb.keys.copies import KeyCopyUnaccounted, State, unaccounted
from pb.keys.folder import KeyFolder, KeysMissing

ROUND = "0192round"


@pytest.fixture
def keys(tmp_path):
    folder = KeyFolder(tmp_path / "keys")
    folder.create_round(ROUND)
    return folder


@pytest.fixture
def sticks(keys, tmp_path):
    """Two copies: the folders in which they lie."""
    found = [tmp_path / "blue", tmp_path / "red"]
    for stick in found:
        keys.copy_round(ROUND, stick)
    return found


def copy_in(stick):
    return stick / "rounds" / f"{ROUND}.json"


def own_file(keys):
    return copy_in(keys.path)


def take_away(stick):
    stick.rename(stick.with_name(f"{stick.name} in a drawer"))


def delete_on(stick):
    copy_in(stick).unlink(missing_ok=True)


def states(keys):
    return [one.state for one in keys.key_files(ROUND)]


def files_with(secret, folder):
    return sorted(file for file in folder.rglob("*") if file.is_file() and secret in file.read_bytes())


def secret_of(keys):
    return keys.round(ROUND).pepper.hex().encode()


def test_every_copy_and_the_file_itself_are_destroyed(keys, sticks, tmp_path):
    secret = secret_of(keys)
    done = keys.destroy_round(ROUND)
    assert [(one.place, one.state, one.own) for one in done] == [
        (str(sticks[0]), State.DESTROYED, False),
        (str(sticks[1]), State.DESTROYED, False),
        (f"{keys.path} (the key folder)", State.DESTROYED, True),
    ]
    assert files_with(secret, tmp_path) == []
    assert not list(tmp_path.rglob("*.json"))


def test_what_is_left_says_where_copies_were_and_nothing_else(keys, sticks):
    keys.destroy_round(ROUND)
    (left,) = (file for file in keys.path.rglob("*") if file.is_file() and file.name != ".lock")
    assert left.stat().st_mode & 0o777 == 0o600
    told = left.read_text("utf-8")
    for known in (*map(copy_in, sticks), own_file(keys), "copies", "overwritten"):
        told = told.replace(str(known), "")
    assert set(told) <= set('{}[]":, ')


@pytest.mark.parametrize(("lose", "state"), [(take_away, State.AWAY), (delete_on, State.GONE)])
def test_a_copy_that_cannot_be_destroyed_stops_everything_until_somebody_says_what_became_of_it(
    keys, sticks, lose, state
):
    lose(sticks[1])
    for told in ((), (str(sticks[0]),), (str(copy_in(sticks[1])),)):
        with pytest.raises(KeyCopyUnaccounted) as refusal:
            keys.destroy_round(ROUND, told)
        assert refusal.value.facts["places"] == [str(sticks[1])]
    assert own_file(keys).exists()
    assert copy_in(sticks[0]).exists()
    done = keys.destroy_round(ROUND, [str(sticks[1])])
    assert [one.state for one in done] == [State.DESTROYED, state, State.DESTROYED]
    assert not copy_in(sticks[0]).exists()


def test_a_copy_that_was_accounted_for_and_is_back_is_destroyed_like_the_others(keys, sticks, tmp_path):
    secret = secret_of(keys)
    done = keys.destroy_round(ROUND, [str(stick) for stick in sticks])
    assert {one.state for one in done} == {State.DESTROYED}
    assert files_with(secret, tmp_path) == []


def test_a_copy_made_anew_where_one_was_deleted_is_there_again(keys, sticks):
    copy_in(sticks[0]).unlink()
    assert states(keys)[0] is State.GONE
    keys.copy_round(ROUND, sticks[0])
    assert set(states(keys)) == {State.THERE}


@pytest.mark.parametrize("locked", [lambda stick: copy_in(stick).parent, copy_in], ids=["its folder", "the file"])
def test_a_copy_that_may_not_be_written_cannot_be_destroyed(keys, sticks, monkeypatch, locked):
    may, kept = os.access, locked(sticks[0])  # the tests may run as root, who may write everywhere
    monkeypatch.setattr(os, "access", lambda file, how: may(file, how) and not (file == kept and how & os.W_OK))
    assert states(keys) == [State.AWAY, State.THERE, State.THERE]


def test_a_file_of_keys_that_somebody_deleted_takes_its_register_with_it_and_is_accounted_for(keys, sticks):
    own_file(keys).unlink()
    place = f"{keys.path} (the key folder)"
    with pytest.raises(KeyCopyUnaccounted) as refusal:
        keys.destroy_round(ROUND)
    assert refusal.value.facts["places"] == [place]
    assert [one.state for one in keys.destroy_round(ROUND, [place])] == [State.GONE]
    shutil.copy(copy_in(sticks[0]), own_file(keys))  # the advice: with the file the copies are known again
    assert states(keys) == [State.THERE] * 3


def test_a_damaged_file_of_keys_does_not_say_where_copies_are_so_it_is_accounted_for_and_destroyed(keys, sticks):
    own_file(keys).write_bytes(b'{"copies": ')
    place = f"{keys.path} (the key folder)"
    with pytest.raises(KeyCopyUnaccounted):
        keys.destroy_round(ROUND)
    assert own_file(keys).exists()
    (done,) = keys.destroy_round(ROUND, [place])
    assert done.matter
    assert not own_file(keys).exists()
    with pytest.raises(KeyCopyUnaccounted):  # nothing is known of its copies at a second try either
        keys.destroy_round(ROUND)


class PowerCut(Exception):
    """What a test raises where the power goes."""


def cut_at(step, monkeypatch, work):
    """Do something while the power goes before its nth step that reaches the disk; returns whether it did."""
    left = [step]

    def before(name, real):
        def stepping(*arguments, **named):
            left[0] -= 1
            if left[0] < 0:
                raise PowerCut(name)
            return real(*arguments, **named)

        return stepping

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", before("fsync", os.fsync))
        patch.setattr(Path, "unlink", before("unlink", Path.unlink))
        patch.setattr(Path, "replace", before("replace", Path.replace))
        try:
            work()
        except PowerCut:
            return True
    return False


def cuts(monkeypatch, tmp_path):
    """For each point at which a destruction can be cut off: a key folder in that state, its sticks and its secret."""
    step, cut = 0, True
    while cut:
        here = tmp_path / str(step)
        keys, sticks = KeyFolder(here / "keys"), [here / "blue", here / "red"]
        keys.create_round(ROUND)
        for stick in sticks:
            keys.copy_round(ROUND, stick)
        secret = secret_of(keys)
        cut = cut_at(step, monkeypatch, lambda: keys.destroy_round(ROUND))  # noqa: B023 - called at once
        yield KeyFolder(here / "keys"), sticks, secret, here
        step += 1
    assert step > 20


def test_a_destruction_that_was_cut_off_anywhere_is_finished_by_a_second_and_asks_nobody(monkeypatch, tmp_path):
    for keys, sticks, secret, here in cuts(monkeypatch, tmp_path):
        if not own_file(keys).exists():
            assert not any(copy_in(stick).exists() for stick in sticks)
        done = keys.destroy_round(ROUND)
        assert [one.state for one in done] == [State.DESTROYED] * 3
        assert files_with(secret, here) == []
        assert not list(here.rglob("*.json"))


@pytest.mark.parametrize("lose", [take_away, delete_on])
def test_wherever_it_was_cut_off_a_copy_that_was_readable_does_not_vanish_unasked(monkeypatch, tmp_path, lose):
    asked = []
    for keys, sticks, secret, _ in cuts(monkeypatch, tmp_path):
        for stick in sticks:
            readable = copy_in(stick).exists() and secret in copy_in(stick).read_bytes()
            lose(stick)
            asked.append(str(stick) in [one.place for one in unaccounted(keys.key_files(ROUND))])
            assert asked[-1] or not readable
    assert True in asked
    assert False in asked


def test_a_copy_that_is_made_after_a_destruction_was_cut_off_is_one_to_account_for(keys, sticks, monkeypatch):
    step = 0
    while copy_in(sticks[0]).exists():
        cut_at(step, monkeypatch, lambda: keys.destroy_round(ROUND))
        step += 1
    assert own_file(keys).exists()
    keys.copy_round(ROUND, sticks[0])
    take_away(sticks[0])
    with pytest.raises(KeyCopyUnaccounted):
        keys.destroy_round(ROUND)


def test_no_copy_is_made_while_keys_are_destroyed(keys, tmp_path):
    refused = []

    def copy():
        try:
            keys.copy_round(ROUND, tmp_path / "late")
        except KeysMissing as refusal:
            refused.append(refusal)

    late = threading.Thread(target=copy)
    with files.held(keys.path):
        late.start()
        late.join(0.05)
        assert late.is_alive()
        own_file(keys).unlink()
    late.join()
    assert refused
    assert not (tmp_path / "late").exists()


def test_a_place_whose_name_is_no_text_can_still_be_said(keys, tmp_path):
    place = Path(os.fsdecode(os.fsencode(tmp_path) + b"/st\xffick"))
    keys.copy_round(ROUND, place)
    place.rename(tmp_path / "drawer")
    (lost, _) = keys.key_files(ROUND)
    assert lost.place == f"{tmp_path}/st\\xffick"
    assert keys.destroy_round(ROUND, [lost.place])[0].state is State.AWAY
