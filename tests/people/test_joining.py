"""Agencies, staff and their passwords."""

import pytest
from partnership import NOW, PASSWORD, make_partnership
from sqlalchemy import text

from pb.people import actions, queries
from pb.people.rules import (
    PUBLIC,
    AgencyNameTaken,
    AgencyNotFound,
    EmailTaken,
    EmailUnfit,
    NameUnfit,
    PasswordIsTheEmail,
    PasswordTooLong,
    PasswordTooShort,
    Role,
    SignInRefused,
    StaffNotFound,
    check_password,
)
from pb.record import queries as record
from pb.record.models import SITE_CHAIN


@pytest.fixture
def partnership(sessions):
    return make_partnership(sessions)


def add(partnership, **changes):
    values = {"email": "dan@partners.example", "name": "Dan", "role": Role.OFFICER, "password": PASSWORD}
    values |= {"agency_id": partnership.agencies["council"], "actor": "Ada (Brookfield Council)", "now": NOW}
    with partnership.sessions.write() as session:
        return actions.add_staff(session, **(values | changes))


def test_staff_and_agencies_are_listed_by_name(partnership):
    with partnership.sessions.read() as session:
        listed = [(one.name, one.role, one.agency, one.active) for one in queries.staff_list(session)]
        agencies = queries.agencies(session)
    assert listed == [
        ("Ada", Role.COMMISSIONER, "Brookfield Council", True),
        ("Ben", Role.COMMISSIONER, "Brookfield ICB", True),
        ("Cleo", Role.OFFICER, "Brookfield Council", True),
    ]
    assert [name for _, name in agencies] == ["Brookfield Council", "Brookfield ICB"]


def test_the_record_tells_who_joined_without_an_address(partnership):
    with partnership.sessions.read() as session:
        entries = record.entries(session, SITE_CHAIN)
        assert record.first_fault(session, SITE_CHAIN) is None
    assert [entry.verb for entry in entries] == ["AgencyAdded"] * 2 + ["StaffAdded"] * 3
    assert entries[-1].facts["name"] == "Cleo"
    assert "@" not in str([entry.body for entry in entries])


def test_names_and_addresses_are_known_however_they_are_typed(partnership):
    with pytest.raises(EmailTaken):
        add(partnership, email="  Ada@Partners.EXAMPLE ")
    with pytest.raises(AgencyNameTaken), partnership.sessions.write() as session:
        actions.add_agency(session, " Brookfield   Council ", "the tests", NOW)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"name": "  "}, NameUnfit),
        ({"name": "D" * 121}, NameUnfit),
        ({"email": "dan"}, EmailUnfit),
        ({"email": "dan@partners"}, EmailUnfit),
        ({"email": "dan@partners.example\nBcc: x@y.example"}, EmailUnfit),
        ({"email": "d" * 250 + "@partners.example"}, EmailUnfit),
        ({"agency_id": "nowhere"}, AgencyNotFound),
        ({"password": "eleven char"}, PasswordTooShort),
        ({"password": "x" * 1001}, PasswordTooLong),
        ({"password": " Dan@partners.example"}, PasswordIsTheEmail),
    ],
)
def test_values_that_will_not_do_are_refused_and_nothing_is_stored(partnership, changes, refusal):
    with pytest.raises(refusal):
        add(partnership, **changes)
    with partnership.sessions.read() as session:
        assert queries.staff_by_email(session, "dan@partners.example") is None


def test_a_password_of_twelve_characters_will_do():
    check_password("x" * 12, "dan@partners.example")


def test_a_password_refusal_says_how_to_mend_it():
    assert all("choose" in refusal.__doc__ for refusal in (PasswordTooShort, PasswordTooLong, PasswordIsTheEmail))


def test_a_password_is_kept_as_argon2id_and_nowhere_else(partnership, tmp_path):
    person = {"role": Role.OFFICER, "agency_id": partnership.agencies["council"], "password": PASSWORD}
    with partnership.sessions.write() as session:
        for name in ("Dee", "Eve"):
            actions.add_staff(session, email=f"{name}@x.example", name=name, actor="the tests", now=NOW, **person)
    with partnership.sessions.read() as session:
        kept = list(session.scalars(text("SELECT password_hash FROM staff")))
    assert len(set(kept)) == 3  # the hash of the partnership, and two with salts of their own
    assert all(one.startswith("$argon2id$v=19$m=19456,t=2,p=1$") for one in kept)
    if partnership.sessions.url.startswith("sqlite"):
        stored = b"".join(file.read_bytes() for file in tmp_path.glob("pb.sqlite3*"))
        assert PASSWORD.encode() not in stored


def test_staff_who_leave_are_signed_out_at_once_and_stay_out(partnership):
    token = partnership.sign_in("ben")
    with partnership.sessions.write() as session:
        actions.end_staff(session, partnership.ids["ben"], "Ada (Brookfield Council)", NOW)
    with partnership.sessions.read() as session:
        assert queries.viewer_of(session, token, NOW) is PUBLIC
        assert [one.name for one in queries.staff_list(session) if not one.active] == ["Ben"]
        assert record.head(session, SITE_CHAIN).verb == "StaffEnded"
    with pytest.raises(SignInRefused):
        partnership.sign_in("ben")
    with pytest.raises(StaffNotFound), partnership.sessions.write() as session:
        actions.end_staff(session, partnership.ids["ben"], "Ada (Brookfield Council)", NOW)
