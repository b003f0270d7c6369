"""Bidders sign in by a six-digit code sent to their address; there is nothing else to remember."""

import threading
from datetime import timedelta

import pytest
from partnership import NOW
from sqlalchemy import text

from pb.people import actions, queries
from pb.people.rules import PUBLIC, EmailUnfit, SignInRefused, code_digest, is_the_code
from pb.post import queries as post

AMAL = "amal@example.org"
MINUTE = timedelta(minutes=1)


def letter(code):
    return f"Your code is {code}", f"Type {code} on the page that asks for it."


def send(sessions, email=AMAL, now=NOW):
    """Send a code and return it, as found in the newest letter."""
    with sessions.write() as session:
        actions.send_email_code(session, email, now, letter)
    with sessions.read() as session:
        return post.outbox(session)[0].subject.split()[-1]


def sign_in(sessions, code, email=AMAL, now=NOW, previous=""):
    with sessions.write() as session:
        return actions.sign_in_bidder(session, email, code, now, previous)


def sign_in_kindly(sessions, code):
    """As a page does that shows the form again: the refusal is caught and the transaction committed."""
    with sessions.write() as session:
        try:
            return actions.sign_in_bidder(session, AMAL, code, NOW)
        except SignInRefused:
            return ""


def viewer(sessions, token, now=NOW):
    with sessions.read() as session:
        return queries.viewer_of(session, token, now)


def stored(sessions, what):
    with sessions.read() as session:
        return list(session.scalars(text(what)))


def wrong(code):
    """A code of six digits that is not this one."""
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_the_code_signs_in_and_the_first_time_makes_a_bidder(sessions):
    code = send(sessions)
    assert len(code) == 6
    assert stored(sessions, "SELECT email FROM bidder") == []
    bidder = viewer(sessions, sign_in(sessions, code))
    assert (bidder.email, bidder.is_bidder, bidder.is_staff) == (AMAL, True, False)
    assert bidder.actor == f"bidder {bidder.bidder_id}"
    with sessions.read() as session:
        assert queries.bidder_email(session, bidder.bidder_id) == AMAL


def test_the_same_person_comes_back_however_they_type_address_and_code(sessions):
    first = viewer(sessions, sign_in(sessions, send(sessions)))
    code = send(sessions, " Amal@EXAMPLE.org", NOW + MINUTE)
    again = viewer(sessions, sign_in(sessions, f" {code[:3]} {code[3:]} ", "AMAL@example.org ", NOW + MINUTE), NOW)
    assert again.bidder_id == first.bidder_id
    assert stored(sessions, "SELECT email FROM bidder") == [AMAL]


def test_a_known_and_an_unknown_address_get_a_letter_alike(sessions):
    sign_in(sessions, send(sessions))
    send(sessions, now=NOW + MINUTE)
    send(sessions, "badia@example.org", NOW + 2 * MINUTE)
    with sessions.read() as session:
        newest = post.outbox(session)[:2]
    assert [one.to for one in newest] == ["badia@example.org", AMAL]
    assert len({len(one.body) for one in newest}) == 1


def test_what_is_no_address_gets_no_letter(sessions):
    with pytest.raises(EmailUnfit), sessions.write() as session:
        actions.send_email_code(session, "amal", NOW, letter)
    with pytest.raises(SignInRefused):
        sign_in(sessions, "123456", "amal")


def test_the_code_is_kept_as_a_digest_salted_with_the_address(sessions):
    code = send(sessions)
    (digest,) = stored(sessions, "SELECT code_digest FROM email_code")
    assert digest == code_digest(AMAL, code) != code_digest("badia@example.org", code)
    assert is_the_code(AMAL, code, digest)
    assert not is_the_code(AMAL, wrong(code), digest)


def test_a_code_works_once(sessions):
    code = send(sessions)
    sign_in(sessions, code)
    with pytest.raises(SignInRefused):
        sign_in(sessions, code)
    assert stored(sessions, "SELECT email FROM email_code") == []


def test_a_code_works_for_its_own_address_only_even_where_its_digest_was_copied(sessions):
    code = send(sessions)
    send(sessions, "badia@example.org", NOW + MINUTE)
    with sessions.write() as session:
        session.execute(text("UPDATE email_code SET code_digest = :digest"), {"digest": code_digest(AMAL, code)})
    with pytest.raises(SignInRefused):
        sign_in(sessions, code, "badia@example.org")
    assert viewer(sessions, sign_in(sessions, code)).email == AMAL


def test_a_new_code_takes_the_place_of_the_old(sessions):
    old = send(sessions)
    new = send(sessions, now=NOW + MINUTE)
    assert len(stored(sessions, "SELECT email FROM email_code")) == 1
    if old != new:
        with pytest.raises(SignInRefused):
            sign_in(sessions, old)
    assert viewer(sessions, sign_in(sessions, new)).is_bidder


def test_a_code_lasts_thirty_minutes(sessions):
    code = send(sessions)
    with pytest.raises(SignInRefused):
        sign_in(sessions, code, now=NOW + 30 * MINUTE)
    assert sign_in(sessions, code, now=NOW + 30 * MINUTE - timedelta(seconds=1))


def test_a_code_that_is_too_old_is_deleted_with_the_next_letter(sessions):
    send(sessions)
    send(sessions, "badia@example.org", NOW + 30 * MINUTE)
    assert stored(sessions, "SELECT email FROM email_code") == ["badia@example.org"]


def test_the_fifth_try_may_be_right_and_the_sixth_may_not(sessions):
    code = send(sessions)
    for _ in range(4):
        assert sign_in_kindly(sessions, wrong(code)) == ""
    assert viewer(sessions, sign_in_kindly(sessions, code)).is_bidder
    code = send(sessions, now=NOW + MINUTE)
    for _ in range(5):
        assert sign_in_kindly(sessions, wrong(code)) == ""
    assert sign_in_kindly(sessions, code) == ""
    assert viewer(sessions, sign_in_kindly(sessions, send(sessions, now=NOW + 2 * MINUTE))).is_bidder


def test_a_refusal_that_rolls_back_counts_its_try_all_the_same(sessions):
    code = send(sessions)
    for tried in range(1, 6):
        with pytest.raises(SignInRefused):
            sign_in(sessions, wrong(code))
        assert stored(sessions, "SELECT tries FROM email_code") == [tried]
    with pytest.raises(SignInRefused):
        sign_in(sessions, code)


def test_one_code_at_two_browsers_at_once_signs_in_one(sessions):
    code = send(sessions)
    tokens = []

    def browser():
        tokens.append(sign_in_kindly(sessions, code))

    threads = [threading.Thread(target=browser) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(tokens) == 4
    assert sum(token != "" for token in tokens) == 1


def test_bidders_are_signed_out_after_twelve_idle_hours(sessions):
    token = sign_in(sessions, send(sessions))
    late = NOW + timedelta(hours=12)
    assert viewer(sessions, token, late - MINUTE).is_bidder
    assert viewer(sessions, token, late) is PUBLIC
    with sessions.write() as session:
        actions.touch(session, token, late - MINUTE)
    assert viewer(sessions, token, late).is_bidder


def test_signing_in_again_ends_what_the_browser_had_before(sessions):
    old = sign_in(sessions, send(sessions))
    new = sign_in(sessions, send(sessions, "badia@example.org", NOW + MINUTE), "badia@example.org", previous=old)
    assert viewer(sessions, old) is PUBLIC
    assert viewer(sessions, new).email == "badia@example.org"
