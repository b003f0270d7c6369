"""The page on which commissioners add officers and agencies, and end an officer's access."""

import pytest
from pages import browser_of
from partnership import NOW, PASSWORD, make_partnership

from pb.people import actions, queries
from pb.people.rules import Role, SignInRefused
from pb.post import queries as post
from pb.record import queries as record
from pb.record.models import SITE_CHAIN

PEOPLE = "/desk/people"


@pytest.fixture
def office(sessions):
    return make_partnership(sessions)


@pytest.fixture
def browser(sessions, keys, office):
    with browser_of(sessions, keys, NOW) as opened:
        yield opened.sign_in("ada")


def officer(office, **changes):
    typed = {"name": "Dan Poole", "email": "Dan@partners.example", "agency": office.agencies["board"]}
    return typed | changes


def staff(browser):
    with browser.sessions.read() as session:
        return {one.email: one for one in queries.staff_list(session)}


def test_an_officer_is_added_and_gets_a_letter_without_any_secret(browser, office):
    browser.get(PEOPLE).post(PEOPLE, officer(office), status=303).follow()
    assert "They get a letter" in browser.text
    added = staff(browser)["dan@partners.example"]
    assert (added.name, added.role, added.agency) == ("Dan Poole", Role.OFFICER, "Brookfield ICB")
    with browser.sessions.read() as session:
        letter = post.outbox(session)[0]
    assert letter.to == "dan@partners.example"
    assert "/sign-in/password" in letter.body


@pytest.mark.parametrize("password", ["", PASSWORD])
def test_nobody_signs_in_as_an_officer_who_has_chosen_no_password(browser, office, password):
    browser.get(PEOPLE).post(PEOPLE, officer(office), status=303)
    with browser.sessions.read() as session, pytest.raises(SignInRefused):
        actions.recognise_staff(session, "dan@partners.example", password)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"email": "dan"}, "email"),
        ({"email": "cleo@partners.example"}, "email"),
        ({"agency": ""}, "agency"),
        ({"agency": "elsewhere"}, "agency"),
    ],
)
def test_what_will_not_do_is_said_beside_its_field_and_nothing_is_lost(browser, office, changes, field):
    before = staff(browser)
    browser.get(PEOPLE).post(PEOPLE, officer(office, **changes), status=422)
    assert list(browser.mistakes) == [field]
    if field != "email":
        assert browser.value("email") == "Dan@partners.example"
    assert staff(browser) == before


def test_an_agency_is_added_once(browser):
    fields = {"agency-name": "Brookfield  Schools Trust "}
    browser.get(PEOPLE).post(f"{PEOPLE}/agencies", fields, status=303).follow()
    assert "Brookfield Schools Trust" in browser.text
    browser.post(f"{PEOPLE}/agencies", fields, status=422)
    assert browser.mistakes == {"agency-name": "There is an agency of this name already"}
    browser.post(f"{PEOPLE}/agencies", {"agency-name": " "}, status=422)
    assert list(browser.mistakes) == ["agency-name"]


def test_an_officers_access_ends_everywhere_at_once(browser, office, sessions, keys):
    with browser_of(sessions, keys, NOW) as other:
        other.sign_in("cleo").get("/desk")
        path = f"{PEOPLE}/{office.ids['cleo']}"
        browser.get(path).post(f"{path}/ending", status=303).follow()
        assert "Has left" in browser.text
        other.get("/desk", status=303)
    with sessions.read() as session:
        assert record.head(session, SITE_CHAIN).verb == "StaffEnded"


@pytest.mark.parametrize("name", ["ada", "ben"])
def test_no_commissioner_is_ended_here_not_even_by_themselves(browser, office, name):
    path = f"{PEOPLE}/{office.ids[name]}"
    browser.get(path)
    assert f"{path}/ending" not in [one.attributes["action"] for one in browser.page.all("form")]
    browser.post(f"{path}/ending", status=404)
    assert staff(browser)[f"{name}@partners.example"].active


def test_ending_twice_says_that_there_is_nobody(browser, office):
    path = f"{PEOPLE}/{office.ids['cleo']}"
    browser.get(path).post(f"{path}/ending", status=303)
    browser.post(f"{path}/ending", status=404)


def test_officers_have_no_way_in(browser, office):
    browser.sign_in("cleo").get(PEOPLE, status=403)
    browser.post(PEOPLE, officer(office), status=403)
    assert "dan@partners.example" not in staff(browser)


def test_an_observer_is_asked_of_a_second_person_when_added_and_when_let_go(browser, office):
    browser.get(PEOPLE).post(PEOPLE, officer(office, role="observer"), status=303).follow()
    assert browser.h1 == "Add an observer"
    assert "dan@partners.example" not in staff(browser)
    office.join("oli", Role.OBSERVER, "board")
    path = f"{PEOPLE}/{office.ids['oli']}"
    browser.get(path).post(f"{path}/ending", status=303).follow()
    assert browser.h1 == "End the access of an observer"
    assert "Oli (Brookfield ICB)" in browser.text
    assert staff(browser)["oli@partners.example"].active


def test_a_steward_is_added_by_one_and_told_what_they_do_there(browser, office):
    browser.get(PEOPLE).post(PEOPLE, officer(office, role="steward"), status=303).follow()
    assert "They get a letter" in browser.text
    assert staff(browser)["dan@partners.example"].role is Role.STEWARD
    with browser.sessions.read() as session:
        letter = post.outbox(session)[0]
        assert record.head(session, SITE_CHAIN).facts["role"] == "steward"
    assert "made you a steward" in letter.body
    assert "check bids" not in letter.body
    assert "added Dan Poole as a steward" in browser.get("/desk/record").text


def test_a_stewards_access_ends_everywhere_at_once_by_one(browser, office, sessions, keys):
    office.join("tess", Role.STEWARD, "council")
    with browser_of(sessions, keys, NOW) as other:
        other.sign_in("tess").get("/desk")
        path = f"{PEOPLE}/{office.ids['tess']}"
        browser.get(path).post(f"{path}/ending", status=303).follow()
        assert not staff(browser)["tess@partners.example"].active
        other.get("/desk", status=303)
