"""A steward runs the tablets and the check-in of voting events, and neither sees nor does anything else at the desk.

Routes are found in the running application, so one that is added is tried without being named here.
"""

import pytest
from sqlalchemy import select
from tables import load
from whole_house import URL_ENCODED, encoded

from pb.people import guards

OTHERS = {guards.observer, guards.staff, guards.commissioner}
OWN = {guards.at_desk, guards.steward}
ON_SQLITE = pytest.mark.parametrize("house", ["sqlite"], indirect=True, scope="module")


def as_steward(house, route, place):
    body = encoded({"form_token": house.token("tess")}) if route.method != "GET" else None
    return house.ask("tess", route.method, route.at(place), body=body, kind=URL_ENCODED if body else "")


@ON_SQLITE
def test_every_other_page_and_form_of_the_desk_refuses_a_steward_and_says_where_to_go(house):
    tried, faults = 0, []
    for route in (one for one in house.every_route if one.guard in OTHERS):
        for place in house.places(route):
            reply = as_steward(house, route, place)
            good = (reply.status, reply.h1) == (403, "Stewards help at events") and "voting events" in reply.words
            faults += [f"{route.method} {reply.path}: {reply.status} {reply.h1}"] * (not good)
            tried += 1
    assert tried > 200
    assert not faults, "\n".join(faults)
    assert not house.changes()


@ON_SQLITE
def test_no_page_of_a_steward_tells_a_code_a_reference_an_address_a_bid_or_how_it_stands(house):
    tables = load().tables
    with house.sessions.read() as session:
        emails = {*session.scalars(select(tables["bidder"].c.email)), *session.scalars(select(tables["staff"].c.email))}
        voters = list(session.scalars(select(tables["voter"].c.voter_id)))
        digests = list(session.scalars(select(tables["voter"].c.code_digest)))
    codes = [str(code) for desk in house.rounds.values() for code in desk.codes.values()]
    references = sorted({reference for desk in house.rounds.values() for reference in desk.codes})
    titles = ["Sensory garden", "Film club", "Swimming", "Time bank", "Board games"]
    pages = [
        house.ask("tess", "GET", route.at(place), look=False).body.decode()
        for route in house.routes("GET")
        if route.guard in OWN
        for place in house.places(route)
        if not route.path.startswith("/desk/second-step")  # the square holds one's own address
    ]
    assert sum("Saturday" in one for one in pages) >= 5
    assert min(map(len, (emails, voters, digests, codes, references))) > 1
    secrets = [*emails, *voters, *digests, *codes, *references, *titles]
    assert not [one for one in secrets if any(one in page for page in pages)]


@ON_SQLITE
def test_what_a_steward_sees_leads_nowhere_that_refuses_them(house):
    targets, wrong = set(), []
    for route in (one for one in house.routes("GET") if one.guard in OWN):
        for place in house.places(route):
            page = house.ask("tess", "GET", route.at(place)).page
            targets |= {("GET", one.attributes.get("href", "").partition("#")[0]) for one in page.all("a")}
            targets |= {("POST", one.attributes["action"]) for one in page.all("form")}
    for method, path in sorted(one for one in targets if one[1].startswith("/") and one[1] != "/sign-out"):
        route = house.route_of(method, path.partition("?")[0])
        wrong += [f"{method} {path}"] * (not route.lets_in("tess"))
    assert len(targets) > 10
    assert not wrong


@ON_SQLITE
def test_an_observer_runs_no_event(house):
    for route in (one for one in house.every_route if one.guard is guards.steward):
        for place in house.places(route):
            body = encoded({"form_token": house.token("oli")}) if route.method != "GET" else None
            reply = house.ask("oli", route.method, route.at(place), body=body, kind=URL_ENCODED if body else "")
            assert reply.h1 == "Observers look on", reply.path
