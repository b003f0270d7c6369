"""Two of the three open the votes; one does not, with the key folder, the database and every copy in hand besides."""

import itertools
import json
from contextlib import suppress
from datetime import timedelta

import pytest
from ballot_rounds import CLOSES, DICE, NOON, make_box
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from figures import figure
from installations import everything_in, make_installation
from key_holders import NAMES, PAIRS, lock_box, make_sheets, pieces, rehearse, stored
from shamir_mnemonic import MnemonicError, Share, combine_mnemonics

from pb.ballots import queries
from pb.ballots.actions.destruction import destroy_keys
from pb.ballots.actions.listing import seal_list, set_dice
from pb.ballots.actions.opening import open_urn
from pb.ballots.rules import KeyDoesNotFit
from pb.keys import locking, sealing
from pb.keys.folder import KeyFolder, KeysMissing
from pb.keys.passphrases import (
    PassphraseMissing,
    PassphraseOfAnotherRound,
    PassphrasesDoNotFit,
    PassphraseVoid,
    SamePassphraseTwice,
    join,
    read,
)
from pb.keys.round_keys import CURVE, point_of, private_bytes, read_private
from pb.rounds.rules.phases import Phase

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
LATER = CLOSES + timedelta(hours=2)


@pytest.fixture
def box(sessions, keys):
    """A small round in which two people voted, and whose key three hold; `sheets` are their passphrases."""
    made = make_box(sessions, keys, young=1, carers=1)
    made.sheets = lock_box(made)
    vote(made)
    return made


def vote(box):
    for reference in box.codes:
        box.cast(reference, {"chosen": ["1", "4"]})


def close(box):
    box.set(phase=Phase.CLOSED)
    with box.sessions.write() as session:
        seal_list(session, box.keys, box.id, LATER)
        set_dice(session, box.id, DICE)
    box.set(phase=Phase.SEALED)


def open_with(box, *typed):
    """Open the votes with passphrases, as the act of two people does; how many were opened."""
    with box.sessions.write() as session:
        unlocked = locking.unlock(box.keys, box.id, typed) if typed else None
        return open_urn(session, box.keys, box.id, unlocked).opened


def opened(box):
    with box.sessions.read() as session:
        return queries.count_opened(session, box.id)


def sealed_ballots(box):
    with box.sessions.read() as session:
        return [row.sealed for row in queries.urn_rows(session, box.id)]


@pytest.mark.parametrize("pair", PAIRS)
def test_any_two_of_the_three_open_the_votes(box, pair):
    close(box)
    assert open_with(box, *(box.sheets[at] for at in pair)) == 2
    with box.sessions.read() as session:
        assert [one.marks for one in queries.opened_ballots(session, box.id)] == [{"chosen": ["1", "4"]}] * 2


def test_without_two_passphrases_nothing_is_opened(box):
    close(box)
    for typed in ([], ["", ""], box.sheets[:1], ["", box.sheets[1]], [*box.sheets[:1], ""]):
        with pytest.raises(PassphraseMissing):
            open_with(box, *typed)
    with pytest.raises(SamePassphraseTwice):
        open_with(box, box.sheets[2], box.sheets[2].upper())
    assert opened(box) == 0


def test_what_was_unlocked_once_is_not_remembered(box):
    close(box)
    assert locking.unlock(box.keys, box.id, box.sheets[:2]).holders == (1, 2)
    with pytest.raises(PassphraseMissing):
        open_with(box)
    assert box.keys.round(box.id).private is None


@ON_SQLITE
def test_passphrases_of_another_round_and_of_an_older_set_open_nothing(box, sessions, keys):
    other = make_box(sessions, keys, young=1, carers=1)
    foreign = lock_box(other)
    box.set(phase=Phase.REVIEW)
    newer = make_sheets(sessions, keys, box.id)
    for typed, why in [
        ([newer[0], foreign[1]], PassphraseOfAnotherRound),
        (foreign[:2], PassphraseOfAnotherRound),
        ([newer[0], box.sheets[1]], PassphraseVoid),
        (box.sheets[1:], PassphraseVoid),
    ]:
        with pytest.raises(why) as refused:
            locking.unlock(keys, box.id, typed)
        assert refused.value.facts == {"which": 1 if typed[0] not in newer else 2}


@ON_SQLITE
def test_a_forged_passphrase_whose_checksum_is_right_opens_nothing(box):
    true = Share.from_mnemonic(box.sheets[0])
    forged = Share(*list(vars(true).values())[:-1], bytes(len(true.value))).mnemonic()
    assert read(forged).mark == read(box.sheets[0]).mark
    with pytest.raises(PassphrasesDoNotFit):
        locking.unlock(box.keys, box.id, [forged, box.sheets[1]])


# --- the thief -----------------------------------------------------------------------------------------------------


def fields_of(folder):
    """Every text in every file of the key folder and its copies, as bytes where it is hexadecimal."""
    for file in sorted(folder.rglob("rounds/*.json")):
        for value in json.loads(file.read_bytes()).values():
            if isinstance(value, str):
                yield bytes.fromhex(value)


def keys_in(body):
    """The private keys that some bytes could be: as they are written, or the bare number."""
    for reading in (read_private, lambda number: ec.derive_private_key(int.from_bytes(number, "big"), CURVE)):
        with suppress(ValueError, TypeError):
            yield reading(body)


def guesses(sheets):
    """What a thief with these sheets takes for the secret: what they give together, and what each holds."""
    for some in [*([one] for one in sheets), sheets]:
        with suppress(MnemonicError):
            yield combine_mnemonics(some)
    for one in sheets:
        yield Share.from_mnemonic(one).value


def opened_by_a_thief(box, folder, sheets):
    """How many ballots somebody reads who has all files, the database, and these sheets."""
    found = list(fields_of(folder))
    candidates = [key for body in found for key in keys_in(body)]
    for secret, body, known in itertools.product(guesses(sheets), found, found):
        with suppress(InvalidTag, ValueError):
            candidates += keys_in(locking._cipher(secret, box.id).decrypt(body[:12], body[12:], known))
    return sum(any(opens(key, box.id, sealed) for key in candidates) for sealed in sealed_ballots(box))


def opens(key, round_id, sealed):
    try:
        return bool(sealing.open_sealed(key, round_id, sealed))
    except sealing.Unreadable:
        return False


def test_one_sheet_with_the_key_folder_its_copies_and_the_database_opens_no_ballot(box, tmp_path):
    box.keys.copy_round(box.id, tmp_path / "stick")
    assert len(list(tmp_path.rglob("rounds/*.json"))) == 2
    read_with = {at: opened_by_a_thief(box, tmp_path, [box.sheets[at]]) for at in range(3)}
    figure("S4", f"ballots read with the key folder, the database and one of three sheets: {sum(read_with.values())}")
    assert read_with == {0: 0, 1: 0, 2: 0}


def test_a_backup_is_made_of_such_a_round_and_holds_nothing_that_opens_it(tmp_path):
    here = make_installation("sqlite", tmp_path)
    opened = here.opened()
    box = make_box(opened, here.keys, young=1, carers=1)
    box.sheets = lock_box(box)
    vote(box)
    body = json.loads((here.settings.keys / "rounds" / f"{box.id}.json").read_bytes())
    (here.home / "poster.txt").write_text(f"The key of this round: {body['public']}")
    kept = b"".join(everything_in(here.back_up(NOON)).values())  # which would stop if it found a key
    private = private_bytes(locking.unlock(box.keys, box.id, box.sheets[:2]).private)
    assert body["public"].encode() in kept  # it is no secret: rules and posters name it
    hidden = [private, private.hex().encode(), bytes.fromhex(body["locked"]), body["locked"].encode()]
    assert not [one for one in [*hidden, *(piece.encode() for piece in pieces(box.sheets))] if one in kept]
    opened.close()


def test_the_same_thief_with_two_sheets_reads_all_and_needs_none_where_nobody_holds_the_key(box, sessions, tmp_path):
    assert opened_by_a_thief(box, tmp_path, box.sheets[:2]) == 2
    other = make_box(sessions, KeyFolder(tmp_path / "plain"), young=1, carers=1)
    vote(other)
    assert opened_by_a_thief(other, tmp_path / "plain", []) == 2


def test_nothing_that_opens_the_votes_is_stored_anywhere(box, tmp_path):
    box.keys.copy_round(box.id, tmp_path / "stick")
    box.set(phase=Phase.REVIEW)
    rehearse(box.sessions, box.keys, box.id, *box.sheets[:2])
    private = locking.unlock(box.keys, box.id, box.sheets[:2]).private
    secret = join([read(box.sheets[0]), read(box.sheets[1])])
    number = private.private_numbers().private_value.to_bytes(32, "big")
    raw = [secret, number, private_bytes(private), *(Share.from_mnemonic(one).value for one in box.sheets)]
    hidden = [*raw, *(one.hex().encode() for one in raw), *(piece.encode() for piece in pieces(box.sheets))]
    everything = stored(box.sessions, tmp_path)
    assert NAMES[1].encode() in everything
    assert point_of(private.public_key()).hex().encode() in everything
    assert not [one for one in hidden if one in everything]


# --- the key and its file ------------------------------------------------------------------------------------------


def test_a_process_that_remembers_an_older_key_seals_to_the_one_that_was_frozen(sessions, keys):
    box = make_box(sessions, keys, young=1, carers=1)
    elsewhere = KeyFolder(keys.path)
    before = elsewhere.held(box.id).public_point
    box.sheets = lock_box(box)
    voters = [box.voter(reference).voter_id for reference in box.codes]
    assert elsewhere.held(box.id).public_point == before  # as a process does that has not looked at the disk since
    box.keys = elsewhere
    for voter in voters:
        box.cast_as(voter, {"chosen": ["2"]})
    assert elsewhere.held(box.id).public_point == before
    close(box)
    assert open_with(box, *box.sheets[:2]) == 2


@ON_SQLITE
def test_a_replaced_key_is_found_by_every_process_that_looks(sessions, keys):
    box = make_box(sessions, keys, young=1, carers=1)
    elsewhere, third = KeyFolder(keys.path), KeyFolder(keys.path)
    before = elsewhere.round(box.id).public_point
    assert third.held(box.id).public_point == before
    lock_box(box)
    third.let_go()
    assert elsewhere.round(box.id).public_point == third.held(box.id).public_point == keys.round(box.id).public_point
    assert before != keys.round(box.id).public_point


def test_another_key_than_the_frozen_one_opens_nothing_and_destroys_nothing(box):
    close(box)
    locking.do_without(box.keys, box.id)
    with pytest.raises(KeyDoesNotFit):
        open_with(box)
    assert (opened(box), box.in_urn()) == (0, 2)


@ON_SQLITE
def test_codes_and_slots_stay_what_they_were(sessions, keys):
    box = make_box(sessions, keys, young=1, carers=1)
    before, voter = keys.round(box.id), box.voter("Y1")
    lock_box(box)
    after = keys.round(box.id)
    assert (after.pepper, after.link) == (before.pepper, before.link)
    assert box.voter("Y1") == voter
    assert after.public_point != before.public_point


@ON_SQLITE
def test_a_file_of_an_earlier_version_is_read_as_before(sessions, keys):
    box = make_box(sessions, keys, young=1, carers=1)
    file = keys.path / "rounds" / f"{box.id}.json"
    body = json.loads(file.read_bytes())
    assert set(body) == {"copies", "link", "pepper", "private", "v"}
    assert body["v"] == 1
    vote(box)
    close(box)
    assert open_with(box) == 2
    assert json.loads(file.read_bytes()) == body


@ON_SQLITE
def test_a_locked_file_holds_what_casting_needs_and_no_private_key(box):
    body = json.loads((box.keys.path / "rounds" / f"{box.id}.json").read_bytes())
    assert set(body) == {"copies", "link", "locked", "pepper", "public", "sets", "v"}
    assert body["v"] == 2
    assert KeyFolder(box.keys.path).round(box.id).private is None


def test_when_the_keys_are_destroyed_in_every_copy_the_sheets_open_nothing(box, tmp_path):
    box.keys.copy_round(box.id, tmp_path / "stick")
    close(box)
    sealed = sealed_ballots(box)
    open_with(box, *box.sheets[1:])
    box.set(phase=Phase.OPENED)
    with box.sessions.write() as session:
        done = destroy_keys(session, box.keys, box.id)
    assert done.key_files == (f"{box.id}.json",) * 2
    with pytest.raises(KeysMissing):
        locking.unlock(box.keys, box.id, box.sheets[1:])
    assert not list(tmp_path.rglob("rounds/*.json"))
    assert len(sealed) == 2


@ON_SQLITE
def test_a_copy_stands_in_for_a_lost_file(box, tmp_path):
    box.keys.copy_round(box.id, tmp_path / "stick")
    (box.keys.path / "rounds" / f"{box.id}.json").unlink()
    box.keys = KeyFolder(tmp_path / "stick")
    close(box)
    assert open_with(box, *box.sheets[:2]) == 2
