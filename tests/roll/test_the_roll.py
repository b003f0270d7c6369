"""Importing, reissuing and revoking on a real database."""

import pytest
from ballot_rounds import NOON, make_box
from sqlalchemy import text

from pb.roll import actions, queries
from pb.roll.rules import Code, ReferenceUnknown, RollRefused, RollRow, new_code
from pb.rounds.rules.phases import Phase, RulesFrozen, WrongPhase


@pytest.fixture
def box(sessions, keys):
    return make_box(sessions, keys)


def by_code(box, code):
    with box.sessions.read() as session:
        return queries.voter_by_code(session, box.keys, box.id, code)


def import_rows(box, *rows):
    with box.sessions.write() as session:
        return actions.import_roll(session, box.keys, box.id, [RollRow(*row) for row in rows], "Ada", NOON)


def test_an_issued_code_finds_its_voter_and_only_in_its_round(box):
    voter = by_code(box, box.codes["Y1"])
    assert (voter.round_id, voter.electorate) == (box.id, "young-people")
    other = make_box(box.sessions, box.keys)
    assert by_code(other, box.codes["Y1"]) is None
    with box.sessions.read() as session:
        assert queries.find_voter_by_code_any_round(session, box.keys, other.codes["C2"]).round_id == other.id
        assert queries.find_voter_by_code_any_round(session, box.keys, new_code()) is None


def test_a_code_of_a_round_that_is_not_open_yet_is_not_found_by_the_door_of_all_rounds(box):
    box.set(phase=Phase.REVIEW)
    with box.sessions.read() as session:
        assert queries.find_voter_by_code_any_round(session, box.keys, box.codes["Y1"]) is None


def test_codes_are_kept_as_digests_only(box, tmp_path):
    if box.sessions.url.startswith("sqlite"):
        stored = b"".join(file.read_bytes() for file in tmp_path.glob("pb.sqlite3*"))
        assert b"Y1-7QX" in stored
        assert not any(code.encode() in stored for code in box.codes.values())


def test_a_second_import_adds_the_new_ones_and_leaves_the_others_their_codes(box):
    box.set(phase=Phase.REVIEW)
    issued = import_rows(box, ("Y1-7QX", "young-people"), ("Y9-7QX", "young-people"))
    assert [code.partner_ref for code in issued] == ["Y9-7QX"]
    assert by_code(box, box.codes["Y1"]) is not None
    with box.sessions.read() as session:
        assert queries.size_by_electorate(session, box.id) == {"parent-carers": 3, "young-people": 4}


def test_one_bad_row_keeps_all_rows_out(box):
    box.set(phase=Phase.REVIEW)
    for bad in [("Amina Khan", "young-people"), ("K2", "staff"), ("K1", "young-people"), ("", "staff")]:
        with pytest.raises(RollRefused):
            import_rows(box, ("K1", "young-people"), bad)
    with box.sessions.read() as session:
        assert "K1" not in queries.known_references(session, box.id)


def test_the_roll_is_frozen_when_voting_opens(box):
    with pytest.raises(RulesFrozen):
        import_rows(box, ("K1", "young-people"))


def test_a_revoked_code_an_unknown_one_and_a_mistyped_one_are_the_same(box):
    with box.sessions.write() as session:
        actions.revoke(session, box.id, "Y1-7QX", "Ada", NOON)
    assert by_code(box, box.codes["Y1"]) is None
    assert by_code(box, new_code()) is None
    assert by_code(box, Code("nonsense")) is None
    with box.sessions.read() as session:
        assert queries.size_by_electorate(session, box.id)["young-people"] == 2
        assert queries.is_dead(session, box.keys, box.id, box.codes["Y1"])
        assert not queries.is_dead(session, box.keys, box.id, box.codes["Y2"])


def test_revoking_needs_a_known_reference_and_an_open_round(box):
    with box.sessions.write() as session, pytest.raises(ReferenceUnknown):
        actions.revoke(session, box.id, "nobody", "Ada", NOON)
    box.set(phase=Phase.CLOSED)
    with box.sessions.write() as session, pytest.raises(WrongPhase):
        actions.revoke(session, box.id, "Y1-7QX", "Ada", NOON)


def test_voter_ids_are_random_and_say_nothing_of_the_order_of_the_file(box):
    with box.sessions.read() as session:
        ids = session.execute(text("SELECT voter_id FROM voter")).scalars().all()
    assert len(set(ids)) == 6
    assert all(len(voter_id) == 32 for voter_id in ids)
