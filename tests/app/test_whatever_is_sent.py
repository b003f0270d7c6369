"""Nothing that can be sent makes the house fail: every answer is below 500 and carries every header.

Requests are made up from the route table and the names of fields that the code reads, and handed to the application
as a server would, byte by byte. A schema-driven fuzzer would have nothing to read: the site speaks forms and pages, and
has no schema but its route table.
"""

import asyncio
import re

import pytest
from figures import figure
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from source_tree import modules
from whole_house import encoded

from pb.app.headers import ALWAYS, FOR_A_PAGE

FEW, MANY = 250, 30_000
METHODS = ["GET", "POST", "POST", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "get", "X"]
FIELD = re.compile(r'(?:\.(?:text|has|all|file|named)\(|mistakes, )"([a-z][\w-]*)')
VALUES = ["", "0", "-1", "1/0", "9" * 30, "1e309", "nan", "٣", "\x00", "\ud800", "a" * 5000, "../../etc/passwd", "%s%n"]
VALUES += [
    "'; DROP TABLE round; --",
    "//evil.example",
    "\r\nSet-Cookie: a=b",
    "1 2 3",
    "1:5",
    "on",
    "2026-13-45",
    "25:61",
]
TYPES = [
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "application/json",
]
TYPES += [
    "text/plain",
    "application/xml",
    "application/x-www-form-urlencoded; charset=utf-7",
    "x",
    "",
    ";",
    "a/b; boundary=",
]
ENCODINGS = ["gzip", "br", "identity", "deflate, gzip", "x"]

on_both = pytest.mark.parametrize("house", ["sqlite", "postgresql"], indirect=True, scope="module")


def names_of_fields():
    """Every name of a field that the code reads, and some rows of those that come in rows."""
    found = {name for file in modules() for name in FIELD.findall(file.read_text(encoding="utf-8"))}
    return sorted(found | {"what-1", "amount-1", "name-1", "share-1", "rev", "stars-1", "touch", "labels"})


TEXTS = st.one_of(st.sampled_from(VALUES), st.text(max_size=60))
RAW = st.binary(max_size=200)
PAIRS = st.dictionaries(st.sampled_from(names_of_fields()), TEXTS, max_size=8)
PARTS = st.one_of(TEXTS, RAW.map(lambda raw: raw.decode("latin-1"))).map(
    lambda part: part.encode("utf-8", "replace").decode()
)
HEADERS = st.lists(
    st.one_of(
        st.tuples(st.just(b"content-type"), st.sampled_from(TYPES).map(str.encode)),
        st.tuples(st.just(b"content-encoding"), st.sampled_from(ENCODINGS).map(str.encode)),
        st.tuples(st.sampled_from([b"accept", b"accept-encoding", b"range", b"referer", b"origin", b"host"]), RAW),
        st.tuples(st.sampled_from([b"x-forwarded-for", b"hx-request", b"x-form-token", b"if-none-match"]), RAW),
        st.tuples(st.just(b"sec-fetch-site"), st.sampled_from([b"same-origin", b"cross-site", b"\xff", b""])),
        st.tuples(st.just(b"cookie"), st.one_of(RAW, RAW.map(lambda raw: b"pb_voter=" + raw))),
        st.tuples(
            st.sampled_from([b"cookie", b"accept", b"x-a"]),
            st.integers(1, 60).map(lambda n: b"pb_look=a;" * 2**n if n < 14 else b"x" * 4096),
        ),
    ),
    max_size=5,
)


@st.composite
def requests(draw, house):
    """(person, method, path, query, headers, body): now and then a proper one, so that handlers are reached."""
    route = draw(st.sampled_from(house.every_route))
    place = draw(st.sampled_from(house.places(route)))
    place = {name: draw(st.one_of(st.just(value), st.just(value), PARTS)) for name, value in place.items()}
    person = draw(st.sampled_from([route.rightful, route.rightful, *house.jars]))
    method = draw(st.one_of(st.just(route.method), st.sampled_from(METHODS)))
    path = filled(route.path, place) if draw(st.integers(0, 9)) else "/" + draw(PARTS)
    query = draw(st.one_of(st.just(b""), RAW, PAIRS.map(lambda pairs: encoded(safe(pairs)))))
    fields = safe(draw(PAIRS)) | ({"form_token": house.token(person)} if draw(st.integers(0, 4)) else {})
    body = draw(st.one_of(st.just(encoded(fields)), st.just(encoded(fields)), st.just(in_parts(fields)), RAW))
    kind = TYPES[1] if body.startswith(b"--x") else TYPES[0]
    headers = [(b"content-type", kind.encode())] if draw(st.integers(0, 5)) else []
    return person, method, path, query, [*headers, *draw(HEADERS)], body


def filled(path, place):
    for name, value in place.items():
        path = re.sub(rf"\{{{name}:\w+\}}", lambda _: str(value), path)  # noqa: B023 - used at once
    return path


def safe(pairs):
    """Half characters as a browser would send them."""
    return {name: value.encode("utf-8", "replace").decode() for name, value in pairs.items()}


def in_parts(fields):
    parts = [
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()
    ]
    file = '--x\r\nContent-Disposition: form-data; name="roll"; filename="../a.csv"\r\n\r\n=1+1,"\r\n'
    return "".join([*parts, file, "--x--\r\n"]).encode()


async def answer(app, method, path, query, headers, body):
    """(status, headers) of one request handed over as a server does; an exception that comes out is a failure."""
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode("utf-8", "surrogatepass"),
        "query_string": query,
        "root_path": "",
        "headers": headers,
        "client": ("192.0.2.7", 4711),
        "server": ("testserver.local", 80),
        "app": app,
        "state": {},
        "extensions": {},
    }
    sent, told, answered = [], False, asyncio.Event()

    async def receive():
        nonlocal told
        if told:
            await answered.wait()  # a server tells that the line is closed when all was said
            return {"type": "http.disconnect"}
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message):
        sent.append(message)
        if message["type"] == "http.response.body" and not message.get("more_body"):
            answered.set()

    await asyncio.wait_for(app(scope, receive, send), 60)
    begins = [message for message in sent if message["type"] == "http.response.start"]
    assert len(begins) == 1
    return begins[0]["status"], {name.decode().lower(): value.decode("latin-1") for name, value in begins[0]["headers"]}


def faults_of(status, headers):
    faults = [f"{status}"] * (status >= 500 and status != 503)
    wanted = ALWAYS | FOR_A_PAGE.get(headers.get("permissions-policy"), {})  # which page may is another test's matter
    return faults + [f"no {name}" for name in wanted if headers.get(name.lower()) != wanted[name]]


@on_both
def test_nothing_that_can_be_sent_makes_the_house_fail(house, long_run):
    with asyncio.Runner() as runner:

        @settings(
            max_examples=MANY if long_run else FEW if house.is_sqlite else FEW // 5,
            deadline=None,
            derandomize=not long_run,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(requests(house))
        def whatever(made):
            person, method, path, query, headers, body = made
            cookie = "; ".join(f"{name}={value}" for name, value in house.jars[person].items()).encode()
            sent = [(b"host", b"testserver.local"), (b"cookie", cookie), *headers]
            status, answered = runner.run(answer(house.app, method, path, query, sent, body))
            house.restore()
            assert not faults_of(status, answered)

        whatever()
    tried = MANY if long_run else FEW if house.is_sqlite else FEW // 5
    figure(
        "A1",
        f"{tried:,} requests made up by chance, on {'SQLite' if house.is_sqlite else 'PostgreSQL'}: 0 made it fail",
    )


def test_a_failure_would_be_seen():
    assert faults_of(500, {name.lower(): value for name, value in ALWAYS.items()})
    assert faults_of(200, {})
