"""Sheets are made, tried, made anew and given up before voting opens, and stay as they are from then on."""

import json
import threading

import pytest
from ballot_rounds import make_box
from desk_rounds import AFTER, ENDS, make_desk_round
from key_holders import ADA, NAMES, do_without, holders, lock_box, make_sheets, rehearse, shows, try_all
from partnership import NOW, present

from pb.desk import actions as confirming
from pb.desk.queries import overviews
from pb.desk.rules.tasks import tasks
from pb.holders import actions
from pb.holders.rules import NOT_OURS, NoKeyHolders, SheetsMadeMeanwhile, check_fit, listed, told
from pb.keys import locking
from pb.keys.folder import KeyCopyAway, KeyFolder
from pb.keys.passphrases import PassphraseMissing, PassphrasesDoNotFit, PassphraseVoid
from pb.people.rules import ActChanged, Kind, Role, SecondFactorNeeded
from pb.record import queries as record
from pb.rounds.rules.opening import RoundNotReady
from pb.rounds.rules.phases import Phase, RulesFrozen

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def box(sessions, keys):
    return make_box(sessions, keys, young=1, carers=1, phase=Phase.REVIEW)


@pytest.fixture
def desk(sessions, keys):
    return make_desk_round(sessions, keys, phase=Phase.REVIEW, young=1, carers=1)


def entries(sessions, round_id):
    with sessions.read() as session:
        return [(one.verb, one.facts) for one in record.entries(session, round_id)]


def tried(sessions, round_id):
    return [one.number for one in holders(sessions, round_id) if one.tried_at]


def test_sheets_can_be_made_before_there_is_a_roll(sessions, keys):
    setting_up = make_desk_round(sessions, keys, phase=Phase.SETUP)
    assert not keys.has_round(setting_up.id)
    sheets = make_sheets(sessions, keys, setting_up.id)
    assert rehearse(sessions, keys, setting_up.id, *sheets[:2]) == NAMES[:2]


def test_the_record_names_the_holders_and_holds_no_word_of_theirs(box, sessions, keys):
    sheets = make_sheets(sessions, keys, box.id)
    rehearse(sessions, keys, box.id, sheets[2], sheets[0])
    do_without(sessions, keys, box.id)
    assert entries(sessions, box.id)[-3:] == [
        ("KeySheetsMade", {"holders": NAMES}),
        ("KeySheetsTried", {"holders": [NAMES[0], NAMES[2]]}),
        ("KeyHoldersLeftOut", {}),
    ]
    assert not shows(json.dumps(entries(sessions, box.id)), sheets)


def test_making_sheets_anew_voids_all_that_there_were_and_nobody_has_tried_the_new(box, sessions, keys):
    before = make_sheets(sessions, keys, box.id)
    try_all(sessions, keys, box.id, before)
    assert tried(sessions, box.id) == [1, 2, 3]
    after = make_sheets(sessions, keys, box.id, names=["A", "B", "C"])
    assert tried(sessions, box.id) == []
    assert [one.name for one in holders(sessions, box.id)] == ["A", "B", "C"]
    for typed in (before[:2], [after[0], before[1]]):
        with pytest.raises(PassphraseVoid):
            rehearse(sessions, keys, box.id, *typed)
    assert rehearse(sessions, keys, box.id, *after[:2]) == ["A", "B"]


def test_a_page_that_is_loaded_again_does_not_void_what_was_just_printed(box, sessions, keys):
    sheets = make_sheets(sessions, keys, box.id, seen="none")
    with pytest.raises(SheetsMadeMeanwhile):
        make_sheets(sessions, keys, box.id, seen="none")
    rehearse(sessions, keys, box.id, *sheets[:2])


@ON_SQLITE
def test_who_makes_sheets_has_shown_the_second_step(box, sessions, keys):
    with sessions.write() as session, pytest.raises(SecondFactorNeeded):
        actions.make_sheets(session, keys, box.id, NAMES, "none", ADA, NOW)
    assert keys.round(box.id).private is not None


def test_doing_without_gives_a_key_that_nobody_must_unlock(box, sessions, keys):
    sheets = make_sheets(sessions, keys, box.id)
    do_without(sessions, keys, box.id)
    assert holders(sessions, box.id) == []
    assert locking.unlock(keys, box.id).holders == ()
    with pytest.raises(NoKeyHolders):
        do_without(sessions, keys, box.id)
    with pytest.raises(NoKeyHolders):
        rehearse(sessions, keys, box.id, *sheets[:2])
    make_sheets(sessions, keys, box.id)
    with pytest.raises(PassphraseVoid):  # it is remembered which sets there were
        rehearse(sessions, keys, box.id, *sheets[:2])


def test_from_the_opening_of_the_vote_nothing_of_it_changes(box, sessions, keys):
    sheets = lock_box(box)
    before = (keys.path / "rounds" / f"{box.id}.json").read_bytes()
    for act in (
        lambda: make_sheets(sessions, keys, box.id),
        lambda: do_without(sessions, keys, box.id),
        lambda: rehearse(sessions, keys, box.id, *sheets[:2]),
    ):
        with pytest.raises(RulesFrozen):
            act()
    assert (keys.path / "rounds" / f"{box.id}.json").read_bytes() == before
    assert tried(sessions, box.id) == []


@ON_SQLITE
def test_copies_of_the_keys_are_told_of_the_new_key(box, sessions, keys, tmp_path):
    keys.copy_round(box.id, tmp_path / "stick")
    sheets = make_sheets(sessions, keys, box.id)
    assert locking.unlock(KeyFolder(tmp_path / "stick"), box.id, sheets[:2]).holders == (1, 2)
    assert keys.copies(box.id) == [tmp_path / "stick/rounds" / f"{box.id}.json"]


@ON_SQLITE
def test_a_copy_that_cannot_be_told_stops_it_whole(box, sessions, keys, tmp_path):
    keys.copy_round(box.id, tmp_path / "stick")
    before = keys.round(box.id).public_point
    (tmp_path / "stick").rename(tmp_path / "in a drawer")
    with pytest.raises(KeyCopyAway):
        make_sheets(sessions, keys, box.id)
    assert keys.round(box.id).public_point == before
    assert holders(sessions, box.id) == []


def test_a_rehearsal_with_sheets_of_a_key_that_is_not_the_round_s_does_not_work(box, sessions, keys):
    make_sheets(sessions, keys, box.id)
    newer = locking.lock(keys, box.id)  # as if the database had not kept what was made
    with pytest.raises(PassphrasesDoNotFit):
        rehearse(sessions, keys, box.id, *newer[:2])
    assert tried(sessions, box.id) == []


# --- opening the vote ----------------------------------------------------------------------------------------------


def test_voting_does_not_open_before_every_passphrase_has_worked(desk, sessions, keys):
    sheets = make_sheets(sessions, keys, desk.id)
    for typed, left in [(None, NAMES), (sheets[:2], NAMES[2:])]:
        if typed:
            rehearse(sessions, keys, desk.id, *typed)
        with pytest.raises(RoundNotReady) as refused:
            desk.propose(Kind.OPEN_VOTING)
        blocks = refused.value.facts["blocks"]
        assert len(blocks) == len(left)
        assert all(name[4:] in block for name, block in zip(left, blocks, strict=True))
        assert {block.mended_at for block in blocks} == {"/key-holders/rehearsal"}
    rehearse(sessions, keys, desk.id, *sheets[1:])
    desk.agree(Kind.OPEN_VOTING)
    assert desk.phase is Phase.VOTING
    assert desk.view.public_key == keys.round(desk.id).public_point.hex()


def test_two_people_agree_on_who_holds_the_key(desk, sessions, keys):
    try_all(sessions, keys, desk.id, make_sheets(sessions, keys, desk.id))
    act = desk.propose(Kind.OPEN_VOTING)
    assert desk.acts()[0].effect["holders"] == NAMES
    try_all(sessions, keys, desk.id, make_sheets(sessions, keys, desk.id, names=["A", "B", "C"]))
    with pytest.raises(ActChanged):
        desk.confirm(act)


def test_sheets_that_do_not_fit_the_key_keep_the_vote_closed(desk, sessions, keys):
    try_all(sessions, keys, desk.id, make_sheets(sessions, keys, desk.id))
    locking.lock(keys, desk.id)  # as if its transaction had failed, or an older database had been restored
    with pytest.raises(RoundNotReady) as refused:
        desk.propose(Kind.OPEN_VOTING)
    assert refused.value.facts["blocks"] == [NOT_OURS]
    try_all(sessions, keys, desk.id, make_sheets(sessions, keys, desk.id))
    desk.agree(Kind.OPEN_VOTING)


@ON_SQLITE
def test_a_locked_key_that_the_database_knows_nothing_of_keeps_it_closed_too(desk, keys):
    locking.lock(keys, desk.id)
    with pytest.raises(RoundNotReady):
        desk.propose(Kind.OPEN_VOTING)


def test_the_key_is_not_replaced_while_it_is_being_frozen(desk, sessions, keys):
    act = desk.propose(Kind.OPEN_VOTING)
    refused = []

    def make():
        try:
            make_sheets(sessions, keys, desk.id, seen="none")
        except RulesFrozen as refusal:
            refused.append(refusal)

    other = threading.Thread(target=make)
    shown = desk.acts()[0].effect_hash
    with sessions.write() as session:
        confirming.confirm(session, keys, act, shown, present(desk.ben, NOW), NOW)
        other.start()
        other.join(0.3)
    other.join()
    assert refused
    assert keys.round(desk.id).public_point.hex() == desk.view.public_key


def test_the_whole_road_of_a_round_with_key_holders(sessions, keys):
    desk = make_desk_round(sessions, keys, phase=Phase.REVIEW, young=10, carers=10)
    sheets = make_sheets(sessions, keys, desk.id)
    try_all(sessions, keys, desk.id, sheets)
    desk.agree(Kind.OPEN_VOTING)
    desk.vote_all()
    desk.run_clock(ENDS)
    desk.agree(Kind.SEAL_LIST, now=AFTER)
    desk.throw()
    act = desk.propose(Kind.OPEN_URN, now=AFTER)
    with pytest.raises(PassphraseMissing):
        desk.confirm(act, now=AFTER)
    assert desk.phase is Phase.SEALED
    assert desk.acts()  # the proposal stands: nothing of the refused confirmation was kept
    desk.confirm(act, now=AFTER, passphrases=[sheets[2], sheets[0]])
    assert desk.phase is Phase.OPENED
    assert [one for one in entries(sessions, desk.id) if one[0] in {"KeyUnlocked", "UrnOpened"}] == [
        ("KeyUnlocked", {"holders": [NAMES[0], NAMES[2]]}),
        ("UrnOpened", {"opened": 20, "repeated": 0, "unreadable": 0}),
    ]
    desk.agree(Kind.PUBLISH, now=AFTER)
    desk.explain()
    desk.run_clock(AFTER)
    assert desk.phase is Phase.PUBLISHED
    assert not keys.has_round(desk.id)


# --- words ---------------------------------------------------------------------------------------------------------


@ON_SQLITE
def test_everybody_is_told_in_two_sentences_who_holds_the_key(box, sessions, keys):
    assert told([]) == ""
    make_sheets(sessions, keys, box.id)
    assert told(holders(sessions, box.id)) == (
        "Three hold the key to the votes of this round: the commissioner, the parent carer forum and the young "
        "people’s group. Two of them must be there to open the votes."
    )
    assert listed(["The Forum", "Theo’s group"]) == "the Forum and Theo’s group"


@ON_SQLITE
def test_sheets_fit_only_the_key_for_which_they_were_made(box, sessions, keys):
    make_sheets(sessions, keys, box.id)
    there = holders(sessions, box.id)
    assert check_fit([], "aa", locked=False) == []
    assert check_fit(there, there[0].opens, locked=True) == []
    for odd in ([], "aa", True), (there, "aa", True), (there, there[0].opens, False):
        assert check_fit(odd[0], odd[1], locked=odd[2]) == [NOT_OURS]


def task_of(sessions, desk):
    with sessions.read() as session:
        found = overviews.overview(session, desk.view, NOW)
    all_of_them = tasks(found.round.phase, found.round.slug, found.figures, role=Role.COMMISSIONER)
    return next((one.title, one.status) for one in all_of_them if one.href.endswith("/key-holders"))


@ON_SQLITE
def test_the_tasks_of_a_round_say_how_far_it_is(desk, sessions, keys):
    assert task_of(sessions, desk) == ("Key holders (optional)", "Not used")
    sheets = make_sheets(sessions, keys, desk.id)
    assert task_of(sessions, desk) == ("Key holders", "0 of 3 passphrases tried")
    try_all(sessions, keys, desk.id, sheets)
    assert task_of(sessions, desk) == ("Key holders", "All passphrases tried")
