"""Staff sign in with a password; a browser is known by a token of which only the digest is kept."""

import time
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from partnership import NOW, PASSWORD, make_partnership
from sqlalchemy import text

from pb.people import actions, passwords, queries
from pb.people.rules import PUBLIC, Role, SignInRefused

MINUTE = timedelta(minutes=1)


@pytest.fixture
def partnership(sessions):
    return make_partnership(sessions)


def viewer(partnership, token, now=NOW):
    with partnership.sessions.read() as session:
        return queries.viewer_of(session, token, now)


def touch(partnership, token, now):
    with partnership.sessions.write() as session:
        actions.touch(session, token, now)


def needs_touch(partnership, token, now):
    with partnership.sessions.read() as session:
        return queries.needs_touch(session, token, now)


def stored(partnership, what):
    with partnership.sessions.read() as session:
        return list(session.scalars(text(what)))


def test_a_signed_in_browser_belongs_to_its_person(partnership):
    ada = viewer(partnership, partnership.sign_in("ada"))
    assert (ada.staff_id, ada.name, ada.agency) == (partnership.ids["ada"], "Ada", "Brookfield Council")
    assert (ada.role, ada.is_commissioner, ada.is_bidder) == (Role.COMMISSIONER, True, False)
    assert ada.actor == "Ada (Brookfield Council)"
    cleo = viewer(partnership, partnership.sign_in("cleo"))
    assert (cleo.is_staff, cleo.is_commissioner) == (True, False)


def test_an_address_may_be_typed_in_capitals(partnership):
    assert viewer(partnership, partnership.sign_in(" ADA")).name == "Ada"


def test_composed_and_decomposed_letters_are_one_password(partnership):
    with partnership.sessions.write() as session:
        actions.add_staff(
            session,
            email="zoe@partners.example",
            name="Zoë",
            role=Role.OFFICER,
            agency_id=partnership.agencies["council"],
            password="zo\u00eb likes plums",
            actor="the tests",
            now=NOW,
        )
    assert viewer(partnership, partnership.sign_in("zoe", "zoe\u0308 likes plums")).name == "Zoë"


@pytest.mark.parametrize(("name", "password"), [("ada", PASSWORD + " "), ("ada", ""), ("nobody", PASSWORD), ("", "")])
def test_a_wrong_password_and_an_unknown_address_are_refused_alike(partnership, name, password):
    with pytest.raises(SignInRefused) as refusal:
        partnership.sign_in(name, password)
    assert refusal.value.facts == {}
    assert stored(partnership, "SELECT token_digest FROM sign_in") == []


def test_an_unknown_address_costs_the_work_of_a_known_one(partnership):
    def seconds(name):
        start = time.thread_time()
        with pytest.raises(SignInRefused):
            partnership.sign_in(name, "not the right password")
        return time.thread_time() - start

    seconds("nobody")
    known = min(seconds("ada") for _ in range(5))
    unknown = min(seconds("nobody") for _ in range(5))
    assert 0.5 < unknown / known < 2


def test_only_the_digest_of_a_token_is_kept_and_every_sign_in_has_its_own(partnership):
    first, second = partnership.sign_in("ada"), partnership.sign_in("ada")
    assert len({first, second}) == 2
    digests = stored(partnership, "SELECT token_digest FROM sign_in")
    assert len(digests) == 2
    assert not {first, second} & set(digests)
    assert all(viewer(partnership, token).name == "Ada" for token in (first, second))
    assert viewer(partnership, digests[0]) is PUBLIC


def test_signing_in_again_ends_what_the_browser_had_before(partnership):
    old = partnership.sign_in("ada")
    new = partnership.sign_in("cleo", previous=old)
    assert viewer(partnership, old) is PUBLIC
    assert viewer(partnership, new).name == "Cleo"


def test_a_token_that_nobody_was_given_belongs_to_the_public(partnership):
    assert viewer(partnership, "") is PUBLIC
    assert viewer(partnership, "x" * 43) is PUBLIC
    assert not needs_touch(partnership, "x" * 43, NOW)


def test_staff_are_signed_out_after_thirty_idle_minutes(partnership):
    token = partnership.sign_in("ada")
    assert viewer(partnership, token, NOW + 30 * MINUTE - timedelta(seconds=1)).name == "Ada"
    assert viewer(partnership, token, NOW + 30 * MINUTE) is PUBLIC


def test_a_browser_in_use_stays_signed_in(partnership):
    token = partnership.sign_in("ada")
    for minutes in range(20, 200, 20):
        assert needs_touch(partnership, token, NOW + minutes * MINUTE)
        touch(partnership, token, NOW + minutes * MINUTE)
        assert not needs_touch(partnership, token, NOW + minutes * MINUTE + timedelta(seconds=59))
    assert viewer(partnership, token, NOW + 200 * MINUTE).name == "Ada"


def test_one_that_was_idle_for_too_long_cannot_be_woken(partnership):
    token = partnership.sign_in("ada")
    touch(partnership, token, NOW + 30 * MINUTE)
    assert viewer(partnership, token, NOW + 31 * MINUTE) is PUBLIC


def test_sign_ins_that_are_over_are_deleted_at_the_next(partnership):
    partnership.sign_in("ada")
    partnership.sign_in("ben", now=NOW + 30 * MINUTE)
    assert len(stored(partnership, "SELECT token_digest FROM sign_in")) == 1


def test_signing_out_ends_this_browser_only(partnership):
    here, there = partnership.sign_in("ada"), partnership.sign_in("ada")
    for _ in range(2):
        with partnership.sessions.write() as session:
            actions.sign_out(session, here)
    assert viewer(partnership, here) is PUBLIC
    assert viewer(partnership, there).name == "Ada"


def test_an_outdated_hash_is_made_anew_at_the_next_sign_in(partnership):
    old = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with partnership.sessions.write() as session:
        session.execute(text("UPDATE staff SET password_hash = :old WHERE name = 'Ada'"), {"old": old})
    partnership.sign_in("ada")
    (fresh,) = stored(partnership, "SELECT password_hash FROM staff WHERE name = 'Ada'")
    assert passwords.is_outdated(old)
    assert not passwords.is_outdated(fresh)
    partnership.sign_in("ada")
    assert stored(partnership, "SELECT password_hash FROM staff WHERE name = 'Ada'") == [fresh]


def test_a_hash_that_is_none_lets_nobody_in(partnership):
    with partnership.sessions.write() as session:
        session.execute(text("UPDATE staff SET password_hash = 'x' WHERE name = 'Ada'"))
    with pytest.raises(SignInRefused):
        partnership.sign_in("ada")
