"""The list, the dice, the opening, the destruction: each step in its order, and every ballot accounted for."""

import hashlib
from datetime import timedelta

import pytest
from ballot_rounds import CLOSES, DICE, NOON, make_box
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from figures import figure
from sqlalchemy import insert, update

from pb.ballots import queries
from pb.ballots.actions.destruction import destroy_keys
from pb.ballots.actions.listing import seal_list, set_dice
from pb.ballots.actions.opening import open_urn
from pb.ballots.actions.reissue import reissue
from pb.ballots.models import OpenedBallot, UrnRow
from pb.ballots.rules import (
    AlreadyOpened,
    DiceAlreadySet,
    DiceMalformed,
    DiceMissing,
    ListAlreadySealed,
    ListNotSealed,
    UrnDoesNotMatchRoll,
    VotingStillOpen,
    check_dice,
    list_statement,
)
from pb.keys import sealing
from pb.keys.copies import KeyCopyUnaccounted
from pb.roll import queries as voters
from pb.rounds.rules.draft import BallotKind
from pb.rounds.rules.phases import Phase, WrongPhase
from pb.seal import commit as commits
from pb.seal import listing

LATER = CLOSES + timedelta(hours=2)


@pytest.fixture
def box(sessions, keys):
    return make_box(sessions, keys, young=8, carers=5)


def seal(box):
    box.set(phase=Phase.CLOSED)
    with box.sessions.write() as session:
        done = seal_list(session, box.keys, box.id, LATER)
    box.set(phase=Phase.SEALED)
    return done


def throw(box):
    with box.sessions.write() as session:
        set_dice(session, box.id, DICE)


def open_box(box):
    with box.sessions.write() as session:
        done = open_urn(session, box.keys, box.id)
    box.set(phase=Phase.OPENED)
    return done


def destroy(box, told=None):
    with box.sessions.write() as session:
        return destroy_keys(session, box.keys, box.id, told)


def ballots(box):
    with box.sessions.read() as session:
        return queries.opened_ballots(session, box.id)


def sums(box):
    with box.sessions.read() as session:
        return queries.reconciliation(session, box.id)


def test_every_voter_finds_exactly_what_they_cast_by_their_tracker(sessions, keys):
    box = make_box(sessions, keys, young=24, carers=16, kind=BallotKind.STARS, limit=10, most=5)
    said = {
        reference: {"stars": {str(at % 12 + 1): at % 5 + 1, str((at + 5) % 12 + 1): 1}}
        for at, reference in enumerate(box.codes)
    }
    receipts = {reference: box.cast(reference, marks) for reference, marks in said.items()}
    seal(box)
    throw(box)
    assert open_box(box).opened == 40
    with sessions.read() as session:
        for reference, receipt in receipts.items():
            (found,) = queries.ballots_by_tracker(session, box.id, receipt.tracker.lower())
            assert (found.marks, found.commit) == (said[reference], receipt.commit)
            assert found.electorate == ("young-people" if reference.startswith("Y") else "parent-carers")
    figure(
        "V1", f"{sessions.writing.dialect.name}: {len(receipts)} voters of a round, {len(receipts)} found their ballots"
    )


def test_two_receipts_with_one_check_code_lead_to_both_ballots(box):
    alike = ["ab" * 7 + "00" * 25, "ab" * 7 + "ff" * 25]
    published = commits.trackers(alike)
    with box.sessions.write() as session:
        for commit in alike:
            values = {"electorate": "young-people", "nonce": "00" * 32, "marks": '{"chosen":[]}'}
            session.add(OpenedBallot(round_id=box.id, commit=commit, tracker=published[commit], **values))
    with box.sessions.read() as session:
        on_receipt = queries.ballots_by_tracker(session, box.id, commits.tracker(alike[0]))
        assert [ballot.commit for ballot in on_receipt] == alike
        for commit in alike:
            (one,) = queries.ballots_by_tracker(session, box.id, published[commit])
            assert one.commit == commit
        for typed in ("", "%", commits.tracker(alike[0])[:10], "0" * 12):
            assert queries.ballots_by_tracker(session, box.id, typed) == []


def test_opened_ballots_stand_in_the_order_of_their_commits_and_hash_to_them(box):
    for reference in box.codes:
        box.cast(reference, {"chosen": ["1"]})
    seal(box)
    throw(box)
    open_box(box)
    found = ballots(box)
    assert [ballot.commit for ballot in found] == sorted(ballot.commit for ballot in found)
    for ballot in found:
        body = f'{{"marks":{{"chosen":["1"]}},"nonce":"{ballot.nonce}","round":"{box.id}","v":1}}'
        assert hashlib.sha256(b"pb/ballot/v1|" + body.encode()).hexdigest() == ballot.commit


def test_the_sealed_list_names_every_standing_ballot_and_is_signed(box):
    kept = [box.cast(reference, {"chosen": []}) for reference in ("Y2", "C1")]
    box.cast("Y1", {"chosen": ["1"]})
    kept.append(box.cast("Y1", {"chosen": ["2"]}, rev=1))
    done = seal(box)
    assert done.by_electorate == {"parent-carers": 1, "young-people": 2}
    with box.sessions.read() as session:
        listed = queries.sealed_list(session, box.id)
    assert (listed.hash, listed.signature) == (done.hash, done.signature)
    assert sorted(receipt.commit for receipt in kept) == [commit for commit, _ in listing.read(listed.body.encode())]
    public = Ed25519PublicKey.from_public_bytes(box.keys.signing_public())
    public.verify(bytes.fromhex(done.signature), list_statement(box.id, done.hash))


def test_the_list_is_sealed_once_and_only_after_the_close(box):
    box.cast("Y1", {"chosen": ["1"]})
    with box.sessions.write() as session, pytest.raises(WrongPhase):
        seal_list(session, box.keys, box.id, LATER)
    box.set(phase=Phase.CLOSED)
    with box.sessions.write() as session, pytest.raises(VotingStillOpen):
        seal_list(session, box.keys, box.id, NOON)
    seal(box)
    box.set(phase=Phase.CLOSED)
    with box.sessions.write() as session, pytest.raises(ListAlreadySealed):
        seal_list(session, box.keys, box.id, LATER)


def test_a_row_that_belongs_to_nobody_blocks_the_list(box):
    box.cast("Y1", {"chosen": ["1"]})
    box.cast("Y2", {"chosen": ["1"]})
    with box.sessions.write() as session:
        first = queries.urn_rows(session, box.id)[0]
        session.execute(update(UrnRow).where(UrnRow.slot == first.slot).values(slot="0" * 64))
    with pytest.raises(UrnDoesNotMatchRoll) as refusal:
        seal(box)
    assert refusal.value.facts == {"strangers": 1, "unreadable": 0}


def test_a_row_whose_commit_was_altered_blocks_the_list(box):
    box.cast("Y1", {"chosen": ["1"]})
    with box.sessions.write() as session:
        session.execute(update(UrnRow).values(enc_commit=b"\x00" * 60))
    with pytest.raises(UrnDoesNotMatchRoll) as refusal:
        seal(box)
    assert refusal.value.facts == {"strangers": 0, "unreadable": 1}


@pytest.mark.parametrize("digits", ["", "1" * 19, "1" * 21, "1" * 19 + "x", "١" * 20, " " + "1" * 19])
def test_dice_are_twenty_digits(digits):
    with pytest.raises(DiceMalformed):
        check_dice(digits)


def test_dice_are_thrown_once_and_after_the_list(box):
    with box.sessions.write() as session, pytest.raises(ListNotSealed):
        set_dice(session, box.id, DICE)
    seal(box)
    throw(box)
    with box.sessions.write() as session, pytest.raises(DiceAlreadySet):
        set_dice(session, box.id, DICE)


def test_the_urn_opens_once_and_not_before_list_and_dice(box):
    box.cast("Y1", {"chosen": ["1"]})
    for phase in (Phase.VOTING, Phase.CLOSED):
        box.set(phase=phase)
        with box.sessions.write() as session, pytest.raises(WrongPhase):
            open_urn(session, box.keys, box.id)
    box.set(phase=Phase.SEALED)
    with box.sessions.write() as session, pytest.raises(ListNotSealed):
        open_urn(session, box.keys, box.id)
    seal(box)
    with box.sessions.write() as session, pytest.raises(DiceMissing):
        open_urn(session, box.keys, box.id)
    throw(box)
    open_box(box)
    box.set(phase=Phase.SEALED)
    with box.sessions.write() as session, pytest.raises(AlreadyOpened):
        open_urn(session, box.keys, box.id)


def change_sealed(box, reference, sealed):
    slot = sealing.slot(box.keys.round(box.id), box.voter(reference).voter_id)
    with box.sessions.write() as session:
        session.execute(update(UrnRow).where(UrnRow.slot == slot).values(sealed=sealed))


def sealed_of(box, reference):
    slot = sealing.slot(box.keys.round(box.id), box.voter(reference).voter_id)
    with box.sessions.read() as session:
        return next(row.sealed for row in queries.urn_rows(session, box.id) if row.slot == slot)


def test_what_cannot_be_counted_is_counted_as_such(box):
    for reference in ("Y1", "Y2", "Y3", "C1"):
        box.cast(reference, {"chosen": ["1"]})
    before = sealed_of(box, "Y2")
    box.cast("Y2", {"chosen": ["2"]}, rev=1)
    seal(box)
    throw(box)
    change_sealed(box, "Y1", b"\x01" * 200)  # cannot be decrypted
    change_sealed(box, "Y2", before)  # a true ballot that the list does not name
    change_sealed(box, "C1", sealed_of(box, "Y3"))  # another's ballot again
    done = open_box(box)
    assert (done.opened, done.unreadable, done.repeated) == (1, 2, 1)
    figures = sums(box)
    assert (figures.cast, figures.opened, figures.unreadable, figures.repeated) == (4, 1, 2, 1)
    assert figures.balances


def test_a_row_that_entered_the_urn_after_the_list_does_not_enter_the_count(box):
    box.cast("Y1", {"chosen": ["1"]})
    seal(box)
    throw(box)
    with box.sessions.write() as session:
        row = queries.urn_rows(session, box.id)[0]
        values = {name: getattr(row, name) for name in ("round_id", "envelope_id", "rev", "channel", "enc_commit")}
        session.execute(insert(UrnRow).values(slot="f" * 64, sealed=b"late" * 60, **values))
    done = open_box(box)
    assert (done.opened, done.unreadable) == (1, 1)
    assert not sums(box).balances


def test_the_sums_count_replaced_and_reissued_votes(box):
    box.cast("Y1", {"chosen": ["1"]})
    box.cast("Y1", {"chosen": ["2"]}, rev=1)
    box.cast("Y2", {"chosen": ["2"]})
    with box.sessions.write() as session:
        box.codes["Y2"] = reissue(session, box.keys, box.id, "Y2-7QX", "Ada", NOON).code
    box.cast("Y2", {"chosen": ["3"]})
    assert sums(box) is None
    seal(box)
    assert (sums(box).cast, sums(box).replaced) == (2, 2)


def test_a_round_without_a_ballot_comes_to_its_end(box):
    seal(box)
    throw(box)
    assert open_box(box).opened == 0
    assert sums(box).balances
    assert destroy(box).urn_rows == 0


def test_keys_are_not_destroyed_before_the_opening(box):
    box.cast("Y1", {"chosen": ["1"]})
    seal(box)
    with pytest.raises(WrongPhase):
        destroy(box)
    assert box.keys.has_round(box.id)
    assert box.in_urn() == 1


def test_destruction_takes_what_leads_back_to_people_and_leaves_the_other_rounds_alone(box):
    other = make_box(box.sessions, box.keys)
    other.cast("Y1", {"chosen": ["1"]})
    box.cast("Y1", {"chosen": ["1"]})
    with box.sessions.write() as session:
        reissue(session, box.keys, box.id, "Y2-7QX", "Ada", NOON)
    seal(box)
    throw(box)
    open_box(box)
    done = destroy(box)
    assert (done.urn_rows, done.roll_links, done.dead_codes) == (1, 13, 1)
    assert done.key_files == (f"{box.id}.json",)
    assert not box.keys.has_round(box.id)
    with box.sessions.read() as session:
        assert queries.ballots_in_urn(session, box.id) == 0
        assert voters.known_references(session, box.id) == set()
        assert queries.sealed_list(session, box.id).keys_destroyed
        assert len(queries.opened_ballots(session, box.id)) == 1
        assert voters.voter_by_code(session, box.keys, box.id, box.codes["Y3"]) is None
        assert voters.size_by_electorate(session, box.id) == {"parent-carers": 5, "young-people": 8}
    assert other.in_urn() == 1
    assert other.standing("Y1").rev == 1


def test_a_copy_of_the_keys_that_cannot_be_reached_stops_the_destruction_whole(box, tmp_path):
    box.cast("Y1", {"chosen": ["1"]})
    box.keys.register_copy(box.id, str(tmp_path / "unmounted" / "copy.json"))
    seal(box)
    throw(box)
    open_box(box)
    with pytest.raises(KeyCopyUnaccounted):
        destroy(box)
    assert box.in_urn() == 1
    assert box.keys.has_round(box.id)


def test_a_destruction_that_was_cut_off_after_the_keys_can_be_finished(box, tmp_path):
    seal(box)
    throw(box)
    open_box(box)
    box.keys.copy_round(box.id, tmp_path / "stick")
    box.keys.destroy_round(box.id)
    done = destroy(box)
    assert done.key_files == (f"{box.id}.json",) * 2
    assert done.copies == ({"fate": "destroyed", "place": str(tmp_path / "stick")},)


def test_a_lost_copy_is_attested_in_the_words_of_two_people_and_one_that_is_back_is_destroyed(box, tmp_path):
    told = {str(tmp_path / name): f"The {name} one was broken." for name in ("blue", "red")}
    for place in ("blue", "red"):
        box.keys.copy_round(box.id, tmp_path / place)
    (tmp_path / "red" / "rounds" / f"{box.id}.json").unlink()
    seal(box)
    throw(box)
    open_box(box)
    done = destroy(box, told)
    matter = "the file is not there any more"
    blue, red = told
    assert done.copies == (
        {"fate": "destroyed", "place": blue},
        {"fate": "attested", "matter": matter, "place": red, "words": "The red one was broken."},
    )
    assert done.key_files == (f"{box.id}.json",) * 2
