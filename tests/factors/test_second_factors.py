"""Second factors as they are stored and shown: each code once, secrets never in clear, the lost one reset."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest
import telephones
from partnership import NOW, make_partnership
from sqlalchemy import text
from telephones import SECRET, STEP, code

from pb.db.rewrite import rewrite_database
from pb.factors import queries
from pb.factors.actions import second_factor
from pb.factors.rules import NoSecondFactor, SecondStepRefused
from pb.keys.factors import FactorUnreadable
from pb.keys.folder import KeyFolder
from pb.people import actions as people
from pb.people import queries as staff
from pb.people.rules import HALF_LIFE, PUBLIC, StaffNotFound
from pb.post import queries as post
from pb.record import queries as record
from pb.record.models import SITE_CHAIN

MINUTE = timedelta(minutes=1)


class Office:
    """Ada with a telephone, and the shortest words for what happens to it."""

    def __init__(self, sessions, keys):
        self.sessions, self.keys, self.people = sessions, keys, make_partnership(sessions)
        self.ada = self.people.ids["ada"]

    def set_up(self, token="", now=NOW):
        token = token or self.people.sign_in("ada", now=now)
        with self.sessions.write() as session:
            return second_factor.set_up(session, self.keys, token, SECRET, code(now), now)

    def half(self, now=NOW):
        return self.people.sign_in("ada", now=now)

    def show(self, token, typed, now=NOW):
        with self.sessions.write() as session:
            return second_factor.pass_second_step(session, self.keys, token, typed, now)

    def viewer(self, token, now=NOW):
        with self.sessions.read() as session:
            return staff.viewer_of(session, token, now)

    def letters(self):
        with self.sessions.read() as session:
            return [letter.subject for letter in post.outbox(session)]

    def entries(self):
        with self.sessions.read() as session:
            return record.entries(session, SITE_CHAIN)


@pytest.fixture
def office(sessions, keys):
    return Office(sessions, keys)


@pytest.fixture
def later():
    """When the code that set the factor up is past."""
    return NOW + 5 * MINUTE


def test_setting_up_gives_ten_codes_a_new_token_a_letter_and_a_line_of_the_record(office):
    before = office.half()
    codes, after = office.set_up(before)
    assert len(set(codes)) == 10
    assert office.viewer(before) is PUBLIC
    viewer = office.viewer(after)
    assert (viewer.has_second_factor, viewer.second_step_at) == (True, NOW)
    assert office.letters() == ["Your second step for Choose Together is set up"]
    assert office.entries()[-1].verb == "SecondFactorSetUp"
    assert not [one for one in [SECRET, *codes] if one in str([entry.body for entry in office.entries()])]


def test_a_wrong_first_code_sets_nothing_up(office):
    token = office.half()
    with office.sessions.write() as session, pytest.raises(SecondStepRefused):
        second_factor.set_up(session, office.keys, token, SECRET, code(NOW + 5 * STEP), NOW)
    assert office.viewer(token).has_second_factor is False
    assert office.letters() == []


def test_setting_up_signs_out_all_other_browsers(office):
    elsewhere, here = office.half(), office.half()
    _, here = office.set_up(here)
    assert office.viewer(elsewhere) is PUBLIC
    assert office.viewer(here).name == "Ada"


def test_with_the_password_alone_nobody_is_signed_in_any_more(office, later):
    office.set_up()
    half = office.half(later)
    assert office.viewer(half, later) is PUBLIC
    with office.sessions.read() as session:
        assert staff.half_signed_in(session, half, later).name == "Ada"
        assert [one.begun_at for one in staff.sign_ins(session, office.ada, later)] == [NOW]


def test_the_code_signs_in_and_the_token_of_before_is_worthless(office, later):
    office.set_up()
    half = office.half(later)
    whole = office.show(half, code(later), later)
    assert whole != half
    assert office.viewer(half, later) is PUBLIC
    assert office.viewer(whole, later).second_step_at == later


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_code_is_taken_once_even_a_step_early_or_late(office, later, steps):
    office.set_up()
    typed = code(later + steps * STEP)
    office.show(office.half(later), typed, later)
    with pytest.raises(SecondStepRefused):
        office.show(office.half(later), typed, later)


def test_after_a_later_code_no_earlier_one_is_taken(office, later):
    office.set_up()
    office.show(office.half(later), code(later + STEP), later)
    for steps in (-1, 0):
        with pytest.raises(SecondStepRefused):
            office.show(office.half(later), code(later + steps * STEP), later)
    again = later + 2 * STEP
    assert office.viewer(office.show(office.half(again), code(again), again), again).name == "Ada"


def test_the_code_that_set_it_up_is_used_up_too(office):
    office.set_up()
    with pytest.raises(SecondStepRefused):
        office.show(office.half(), code(NOW))


def test_of_browsers_that_show_one_code_at_once_one_gets_in(office, later):
    office.set_up()
    halves, got = [office.half(later) for _ in range(4)], []

    def browser(token):
        try:
            got.append(office.show(token, code(later), later))
        except SecondStepRefused:
            got.append("")

    threads = [threading.Thread(target=browser, args=(half,)) for half in halves]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(bool(one) for one in got) == 1


def test_half_a_sign_in_waits_ten_minutes_for_the_second_step(office, later):
    office.set_up()
    half, too_late = office.half(later), later + HALF_LIFE
    with pytest.raises(SecondStepRefused):
        office.show(half, code(too_late), too_late)
    in_time = too_late - timedelta(seconds=1)
    assert office.show(half, code(in_time), in_time)


def test_a_recovery_code_works_once_and_its_person_gets_a_letter(office, later):
    codes, _ = office.set_up()
    whole = office.show(office.half(later), codes[3].lower().replace("-", " "), later)
    assert office.viewer(whole, later).second_step_at == later
    with office.sessions.read() as session:
        assert queries.recovery_left(session, office.ada) == 9
    assert "A recovery code was used" in office.letters()
    assert office.entries()[-1].facts == {"left": 9, "staff": office.ada}
    with pytest.raises(SecondStepRefused):
        office.show(office.half(later), codes[3], later)
    assert office.show(office.half(later), codes[4], later)


def test_a_recovery_code_of_somebody_else_is_none(office, later):
    codes, _ = office.set_up()
    with office.sessions.write() as session:
        telephones.give(session, office.keys, office.people.ids["ben"], NOW)
    with pytest.raises(SecondStepRefused):
        office.show(office.people.sign_in("ben", now=later), codes[0], later)


def test_new_recovery_codes_make_the_old_ones_worthless(office, later):
    old, _ = office.set_up()
    with office.sessions.write() as session:
        fresh = second_factor.replace_recovery_codes(session, office.keys, office.ada, later)
    with pytest.raises(SecondStepRefused):
        office.show(office.half(later), old[0], later)
    assert office.show(office.half(later), fresh[0], later)


def test_a_browser_that_nobody_signed_in_with_has_no_second_step(office):
    office.set_up()
    for token in ("", "x" * 43):
        with pytest.raises(SecondStepRefused):
            office.show(token, code(NOW + MINUTE), NOW + MINUTE)


def test_neither_the_secret_nor_a_recovery_code_is_in_any_file_of_the_database(office, request):
    if "sqlite" not in request.node.name:
        pytest.skip("reads the files of SQLite")
    codes, _ = office.set_up()
    rewrite_database(office.sessions)
    files = Path(office.sessions.url.removeprefix("sqlite:///")).parent.glob("pb.sqlite3*")
    stored = b"".join(file.read_bytes() for file in files)
    assert office.ada.encode() in stored
    assert SECRET.encode() not in stored
    assert not [one for one in codes if one.encode() in stored or one.replace("-", "").encode() in stored]


def test_a_secret_that_is_moved_to_another_persons_row_opens_nothing(office, later):
    office.set_up()
    ben = office.people.ids["ben"]
    with office.sessions.write() as session:
        telephones.give(session, office.keys, ben, NOW)
        of_ada = session.scalar(text("SELECT sealed FROM second_factor WHERE staff_id = :ada"), {"ada": office.ada})
        moved = text("UPDATE second_factor SET sealed = :sealed WHERE staff_id = :ben")
        session.execute(moved, {"sealed": of_ada, "ben": ben})
    with pytest.raises(FactorUnreadable):
        office.show(office.people.sign_in("ben", now=later), code(later), later)


def test_another_key_folder_is_said_to_be_another_one(office, later, tmp_path):
    office.set_up()
    half = office.half(later)
    with office.sessions.write() as session, pytest.raises(FactorUnreadable):
        second_factor.pass_second_step(session, KeyFolder(tmp_path / "other"), half, code(later), later)


def test_a_reset_signs_out_everywhere_and_leaves_the_password_alone(office, later):
    codes, token = office.set_up()
    with office.sessions.write() as session:
        second_factor.reset(session, office.ada, "the tests", later)
    assert office.viewer(token, later) is PUBLIC
    assert office.viewer(office.half(later), later).has_second_factor is False
    assert office.entries()[-1].verb == "SecondFactorReset"
    assert office.letters().count("Your second step for Choose Together was reset") == 1
    with office.sessions.read() as session:
        assert queries.factor_of(session, office.ada) is None
        assert queries.recovery_left(session, office.ada) == 0
    with office.sessions.write() as session, pytest.raises(NoSecondFactor):
        second_factor.reset(session, office.ada, "the tests", later)
    assert codes


def test_nobody_is_reset_who_does_not_work_here(office):
    with office.sessions.write() as session, pytest.raises(StaffNotFound):
        second_factor.reset(session, "nobody", "the tests", NOW)


def test_what_one_had_who_has_left_is_found_and_forgotten(office):
    office.set_up()
    with office.sessions.write() as session:
        assert queries.of_leavers(session) == []
        people.end_staff(session, office.ada, "the tests", NOW)
        assert queries.of_leavers(session) == [office.ada]
        second_factor.forget(session, queries.of_leavers(session))
        assert queries.staff_with_factor(session) == []
        assert queries.recovery_left(session, office.ada) == 0
