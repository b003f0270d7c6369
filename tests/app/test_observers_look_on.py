"""An observer sees what is done, and neither does any of it nor learns a secret.

Routes and forms are found in the running application, so one that is added is tried without being named here.
"""

import pytest
from desk_rounds import AFTER
from sqlalchemy import select
from tables import load
from whole_house import URL_ENCODED, encoded

from pb.people import guards
from pb.people.rules import Kind
from pb.rounds.rules.phases import Phase

ON_SQLITE = pytest.mark.parametrize("house", ["sqlite"], indirect=True, scope="module")
OWN = {"sign_in", "second_factor", "recovery_code", "staff", "letter", "record_entry"}
"""The tables that an observer's own account is in, and what tells of it."""


def unsafe(house):
    return house.routes("POST", "PUT", "PATCH", "DELETE")


def send(house, route, place, fields=None):
    body = encoded((fields or {}) | {"form_token": house.token("oli")})
    return house.ask("oli", route.method, route.at(place), body=body, kind=URL_ENCODED)


@pytest.mark.parametrize("house", ["sqlite", "postgresql"], indirect=True, scope="module")
def test_every_route_that_changes_the_desk_refuses_an_observer(house):
    tried, faults = 0, []
    for route in (one for one in unsafe(house) if one.guard in {guards.steward, guards.staff, guards.commissioner}):
        for place in house.places(route):
            reply = send(house, route, place)
            faults += [f"{reply.path}: {reply.status} {reply.h1}"] * (reply.h1 != "Observers look on")
            tried += 1
    assert tried > 100
    assert not faults, "\n".join(faults)
    assert not house.changes()


@ON_SQLITE
def test_whatever_else_an_observer_sends_only_their_own_account_changes(house):
    others, changed_own = staff_but(house, "oli"), False
    for route in (one for one in unsafe(house) if one.guard in {guards.at_desk, guards.observer}):
        for fields in ({}, {"end": "all"}, {"code": "123456", "second_step_code": "123456"}):
            send(house, route, {}, fields)
            changed = set(house.changes())
            changed_own = changed_own or bool(changed)
            assert changed <= OWN, route.path
            assert staff_but(house, "oli") == others, route.path
            house.restore()
    assert changed_own


def staff_but(house, name):
    table = load().tables["staff"]
    with house.sessions.read() as session:
        others = session.execute(select(table).where(table.c.email != f"{name}@partners.example"))
        return sorted(map(repr, others.all()))


def seen_by(house, person):
    """Every page and file that this person can get, in one text."""
    found = []
    for route in house.routes("GET"):
        for place in house.places(route) if route.lets_in(person) else []:
            reply = house.ask(person, "GET", route.at(place), look=False)
            found.append(reply.body.decode("utf-8", "replace") if reply.status == 200 else "")
    return "\n".join(found)


@ON_SQLITE
def test_no_page_tells_an_observer_a_code_a_reference_an_address_or_whose_ballot_is_whose(house):
    with house.sessions.read() as session:
        tables = load().tables
        voters = list(session.execute(select(tables["voter"].c.voter_id, tables["voter"].c.code_digest)))
        slots = [*session.scalars(select(tables["urn"].c.slot)), *session.scalars(select(tables["urn"].c.envelope_id))]
        emails = list(session.scalars(select(tables["bidder"].c.email)))
        digests = list(
            session.scalars(select(tables["sign_in"].c.token_digest).where(tables["sign_in"].c.staff_id.is_(None)))
        )
    codes = [code for desk in house.rounds.values() for code in desk.codes.values()]
    references = sorted({reference for desk in house.rounds.values() for reference in desk.codes})
    secrets = [*map(str, codes), *references, *slots, *emails, *digests, *(part for row in voters for part in row)]
    seen = seen_by(house, "oli")
    assert "The chain is whole" in seen  # the pages were there
    assert not [one for one in secrets if one in seen]
    assert min(map(len, (codes, references, slots, emails, voters))) > 1


@ON_SQLITE
def test_an_observer_learns_the_result_when_everybody_does(house):
    desk = house.rounds[Phase.OPENED]
    path = f"/desk/acts/{desk.propose(Kind.PUBLISH, now=AFTER)}"
    told = {
        person: [house.ask(person, "GET", at) for at in (path, f"{desk.path}/acts", desk.path)]
        for person in ("ada", "oli")
    }
    house.restore()
    titles = ("Sensory garden", "Film club", "Swimming", "Time bank")
    funded = [title for title in titles if title in told["ada"][0].words]
    assert funded
    for reply in told["oli"][:2]:
        assert "told when the result is published" in reply.words
    assert not [title for reply in told["oli"][:2] for title in titles if title in reply.words]
    assert house.ask("oli", "GET", f"{desk.path}/tally").status == 403
    assert house.ask("ada", "GET", f"{desk.path}/tally").status == 200


@ON_SQLITE
def test_what_an_observer_sees_leads_nowhere_that_refuses_them(house):
    refused, links = [], set()
    for route in (one for one in house.routes("GET") if one.guard in {guards.at_desk, guards.observer}):
        for place in house.places(route):
            reply = house.ask("oli", "GET", route.at(place))
            assert reply.status in {200, 404, 409}, f"{reply.path}: {reply.status}"
            if reply.page:
                links |= {
                    one.attributes.get("href", "").partition("#")[0].partition("?")[0] for one in reply.page.all("a")
                }
    for link in sorted(one for one in links if one.startswith("/")):
        status = house.ask("oli", "GET", link, look=False).status
        refused += [f"{link}: {status}"] * (status not in {200, 303})
    assert len(links) > 20
    assert not refused


@ON_SQLITE
def test_an_observer_sees_phases_acts_the_sealed_list_and_its_sums(house):
    sealed, opened = house.rounds[Phase.SEALED], house.rounds[Phase.OPENED]
    words = house.ask("oli", "GET", sealed.path).words
    assert "The list is sealed" in words
    assert "Hash of the sealed list of ballots" in words
    assert "On the sealed list 6" in words
    assert "Opened and counted 6" in house.ask("oli", "GET", opened.path).words
    acts = house.ask("oli", "GET", f"{opened.path}/acts").words
    assert "Both agreed" in acts
    assert "Agreed to byBen (Brookfield ICB)" in acts
    assert "Hash of the effect" in acts
    home = house.ask("oli", "GET", "/desk").words
    assert "You observe" in home
