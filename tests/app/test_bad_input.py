"""Whatever is sent to whatever address: a clear page with the right status, nothing half-written, never a bug's page.

The routes and forms are found in the running application, so what is added is tried without being named here.
"""

import re

import pytest
from figures import figure
from whole_house import PEOPLE, URL_ENCODED, Raw, encoded

MEGABYTE = "word " * 210_000
ODD = {
    "a null": Raw("a%00b"),
    "bytes that are no text": Raw("%FF%FE%80"),
    "half a character": Raw("%ED%A0%80"),
    "control characters": Raw("%1B%5B31m%07%08%E2%80%AE%EF%BF%BF"),
    "a character outside the basic plane": Raw("%F0%9F%98%80"),
    "a formula": "=HYPERLINK(1)",
    "a tag": "<script>alert(1)</script>",
    "a huge number": "9" * 400,
    "a small number": "-0.0000000001",
    "digits that are not ASCII": "٣²",
}
ODD_IN_A_DATABASE = ("a null", "half a character", "a character outside the basic plane", "a huge number")
"""What PostgreSQL takes otherwise than SQLite, where a field lets it through."""

on_sqlite = pytest.mark.parametrize("house", ["sqlite"], indirect=True, scope="module")
"""For what no database has a part in."""

FOREIGN = re.compile(r"(?i)javascript:|(https?:)?[/\\\\]{2}evil")
REFUSING = {400, 403, 404, 405, 409, 413, 422, 429}


@pytest.fixture(scope="module")
def forms(house):
    found = [form for shapes in house.find_forms().values() for form in shapes]
    house.restore()
    return found


def faults_of(house, reply, what):
    """What is wrong with an answer: a bug, words that say nothing, something stored although it was refused."""
    faults = [f"{what}: {reply.fault}"] * bool(reply.fault)
    if reply.status >= 500:
        faults.append(f"{what}: {reply.status}")
    if reply.status in REFUSING:
        faults += [f"{what}: {reply.status} without a page"] * (not reply.page or len(reply.words) < 40)
        faults += [f"{what}: refused with {reply.status}, yet changed {table}" for table in house.changes()]
    house.restore()
    return faults


@on_sqlite
def test_every_form_of_the_house_is_on_some_page(house, forms):
    sent_by_scripts = {"/tablet/seen"}
    assert {route.path for route in house.routes("POST")} - sent_by_scripts == {form.route.path for form in forms}


def test_every_form_can_be_sent_empty(house, forms):
    faults = []
    for form in forms:
        token = {"form_token": house.token(form.person)}
        for fields in (token, token | dict.fromkeys(form.fields, "")):
            reply = house.ask(form.person, "POST", form.path, body=encoded(fields), kind=URL_ENCODED)
            faults += faults_of(house, reply, f"{form.path} empty")
    assert not faults, "\n".join(faults)


@on_sqlite
def test_every_field_can_hold_a_megabyte(house, forms):
    faults = []
    for form in forms:
        for name in form.fields:
            reply = house.press(form, **{name: MEGABYTE})
            stored = house.dump() if house.changes() else {}
            faults += faults_of(house, reply, f"{form.path}: a megabyte in {name}")
            faults += [f"{form.path}: a megabyte in {name} was stored"] * (MEGABYTE[:200] in str(stored))
    assert not faults, "\n".join(faults)


def test_every_field_can_hold_anything(house, forms):
    """All fields of a form at once, and each by itself: what is wrong with one may hide what another would do."""
    faults = []
    for form in forms:
        for what, value in ODD.items():
            each = [[name] for name in form.fields] if house.is_sqlite or what in ODD_IN_A_DATABASE else []
            for names in (form.fields, *each):
                reply = house.press(form, **dict.fromkeys(names, value))
                faults += faults_of(house, reply, f"{form.path}: {what} in {', '.join(names)}")
    assert not faults, "\n".join(faults)


@on_sqlite
def test_no_form_breaks_on_a_body_that_is_no_form(house, forms):
    bodies = [
        (b'{"a": [1', "application/json"),
        (b"\x00\xff" * 500, "application/octet-stream"),
        (b"--x\r\nContent-Disposition: form-data; name=", "multipart/form-data; boundary=x"),
        (b"", "multipart/form-data"),
        (b"a=1&" * 20_000, URL_ENCODED),
        (b"%%%=%%%&&&==", URL_ENCODED),
    ]
    faults = []
    for form in {form.route.path: form for form in forms}.values():
        for body, kind in bodies:
            reply = house.ask(form.person, "POST", form.path, body=body, kind=kind)
            what = f"{form.path}: {body[:20]!r} as {kind}"
            faults += [f"{what}: taken with {reply.status}"] * (reply.status not in REFUSING)
            faults += faults_of(house, reply, what)
    assert not faults, "\n".join(faults)


@on_sqlite
def test_no_form_is_taken_without_the_token_of_this_browser(house, forms):
    faults = []
    for form in forms:
        for token in ({}, {"form_token": "x" * 43}, {"form_token": house.token("kim")}):
            fields = form.fields | token
            reply = house.ask(form.person, "POST", form.path, body=encoded(fields), kind=URL_ENCODED)
            faults += [f"{form.path}: {reply.status} without its token"] * (reply.status != 403)
            faults += faults_of(house, reply, form.path)
    assert not faults, "\n".join(faults)


@on_sqlite
def test_nobody_uses_a_form_that_is_not_for_them(house, forms):
    faults = []
    for form in forms:
        for person in (person for person in PEOPLE if not form.route.lets_in(person)):
            fields = form.fields | {"form_token": house.token(person)}
            reply = house.ask(person, "POST", form.path, body=encoded(fields), kind=URL_ENCODED)
            faults += [f"{form.path}: {person} got {reply.status}"] * (reply.status != 403)
            faults += [f"{form.path}: {person} changed {table}" for table in house.changes()]
            faults += faults_of(house, reply, f"{form.path} as {person}")
    assert not faults, "\n".join(faults)


@on_sqlite
def test_nobody_sees_a_page_that_is_not_for_them(house):
    faults, asked = [], 0
    for route in house.routes("GET"):
        for person in (person for person in PEOPLE if not route.lets_in(person)):
            for place in house.places(route):
                reply = house.ask(person, "GET", route.at(place))
                away = reply.status == 303 and "sign-in" in reply.headers["location"]
                faults += [f"{reply.path}: {person} got {reply.status}"] * (reply.status != 403 and not away)
                asked += 1
    assert not faults, "\n".join(faults)
    figure("A1", f"{asked:,} pages asked for by {len(PEOPLE)} kinds of people whom they are not for: 0 shown")


def test_ids_that_belong_to_something_else_lead_nowhere(house, forms):
    """A contribution of another round, a bid that was never sent, somebody else's bid."""
    faults = []
    fields = {form.route.path: form.fields for form in forms}
    for route in house.routes("GET", "POST"):
        places = house.foreign(route)
        if "{proposal_id" in route.path and "{slug" not in route.path:
            places += [{**place, **bid} for place in house.places(route) for bid in house.things["bids of kim"]]
        for place in places:
            body = encoded(fields.get(route.path, {}) | {"form_token": house.token(route.rightful)})
            reply = house.ask(route.rightful, route.method, route.at(place), body=body, kind=URL_ENCODED)
            faults += [f"{route.method} {reply.path}: {reply.status}, not 404"] * (reply.status != 404)
            faults += faults_of(house, reply, f"{route.method} {reply.path}")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    "part", ["0" * 32, "nothing", "a" * 5_000, "é", Raw("%00"), Raw("%FF"), Raw("..%2F..%2Fetc"), "-1", "9" * 30]
)
def test_addresses_that_lead_to_nothing_say_so(house, forms, part):
    faults = []
    fields = {form.route.path: form.fields for form in forms}
    for route in house.routes("GET", "POST"):
        place = house.places(route)[0]
        for name in place:
            body = encoded(fields.get(route.path, {}) | {"form_token": house.token(route.rightful)})
            address = route.at({**place, name: part})
            reply = house.ask(route.rightful, route.method, address, body=body, kind=URL_ENCODED)
            if route.path.startswith("/static/") or reply.status in {400, 404, 405}:
                faults += faults_of(house, reply, f"{route.method} {address[:80]}")
            else:
                faults.append(f"{route.method} {address[:80]}: {reply.status}, not 404")
    assert not faults, "\n".join(faults)


@on_sqlite
@pytest.mark.parametrize(
    "query", ["", "%00", "%FF%FE", "-1", "9" * 40, "//evil.example/", "/\\evil.example", "javascript:alert(1)", "<b>"]
)
def test_pages_bear_any_query(house, query):
    faults = []
    for route in house.routes("GET"):
        for name in (*route.queries, "next", "page", "status", "notice"):
            address = f"{route.at(house.places(route)[0])}?{name}={query}"
            reply = house.ask(route.rightful, "GET", address)
            faults += faults_of(house, reply, address)
            faults += [f"{address}: {table} changed" for table in house.changes()]
            faults += [f"{address}: leads to {to}" for to in destinations(reply) if FOREIGN.match(to)]
    assert not faults, "\n".join(faults)


def destinations(reply):
    """Where an answer sends the browser, and where the links and forms of its page lead."""
    elements = reply.page.elements if reply.page else []
    found = [one.attributes.get(name) or "" for one in elements for name in ("href", "action")]
    return [reply.headers.get("location", "/"), *found]
