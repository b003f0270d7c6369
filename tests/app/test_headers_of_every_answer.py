"""Every answer of every route, and of what is no route, limits what a browser may do with it."""

import asyncio
import re

import pytest
from whole_house import URL_ENCODED, encoded

from pb.app.headers import ALWAYS, FOR_A_PAGE, headers_middleware
from pb.app.main import LARGEST_BODY
from pb.web import permissions

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND")
NOWHERE = (
    "/nothing",
    "/desk/nothing",
    "/static/0/nothing.js",
    "/.git/config",
    "/rounds//",
    "/%00",
    "/%FF",
)
SOURCE = re.compile(r"'self'|'none'")
MARKS = {permissions.CAMERA: b"data-code-ways", permissions.MICROPHONE: b"data-recorder"}
"""What stands on the pages that may use a device."""
WITHOUT_BODY = {
    permissions.CAMERA: re.compile(r"^HEAD /vote as "),
    permissions.MICROPHONE: re.compile(r"^HEAD .*/sound/[\w@]+/\w{64} as (?!nobody)"),
}
KEPT = re.compile(r"/static/|/media/[\w/]+ .*: 20[06]$")
YEAR = "max-age=31536000; includeSubDomains"

over_tls = pytest.mark.parametrize("house_at", ["https://testserver.local"], indirect=True, scope="module")


def faults_of(reply, what):
    """What an answer lacks."""
    headers = reply.headers
    wanted = dict(ALWAYS)
    for device, mark in MARKS.items():
        wanted |= FOR_A_PAGE[device] if mark in reply.body or WITHOUT_BODY[device].search(what) else {}
    faults = [f"{what}: {name} is {headers.get(name)}" for name in wanted if headers.get(name) != wanted[name]]
    faults += [f"{what}: no TLS asked for"] * (headers.get("strict-transport-security") != YEAR)
    faults += [f"{what}: kept by browsers"] * (headers.get("cache-control") != "no-store" and not KEPT.search(what))
    faults += [f"{what}: says what serves it"] * any(name in headers for name in ("server", "x-powered-by"))
    faults += [f"{what}: shared with other sites"] * any(name.startswith("access-control-") for name in headers)
    kind = headers.get("content-type", "")
    faults += [f"{what}: {kind} without its encoding"] * (kind.startswith("text/") and "charset=utf-8" not in kind)
    return faults + [f"{what}: {len(reply.body)} bytes of no kind"] * bool(reply.body and not kind)


@over_tls
def test_every_answer_carries_every_header(house_at):
    """Pages, redirects, files, refusals of a form without token, and methods that an address does not know."""
    faults, statuses = [], set()
    for route in {route.path: route for route in house_at.every_route}.values():
        for method in METHODS:
            for person in dict.fromkeys([route.rightful, *(["nobody"] if method in {"GET", "POST"} else [])]):
                reply = house_at.ask(person, method, route.at(house_at.places(route)[0]), look=False)
                faults += faults_of(reply, f"{method} {reply.path} as {person}: {reply.status}")
                statuses.add(reply.status)
    assert not faults, "\n".join(faults)
    assert {200, 204, 303, 403, 405} <= statuses


@over_tls
def test_what_leads_nowhere_is_answered_with_every_header(house_at):
    faults = []
    for path in NOWHERE:
        reply = house_at.ask("nobody", "GET", path, look=False)
        assert reply.status in {400, 404}, path
        faults += faults_of(reply, f"{path}: {reply.status}")
    body = encoded({"theme": "x" * (LARGEST_BODY + 1)})
    reply = house_at.ask("nobody", "POST", "/easier", body=body, kind=URL_ENCODED, look=False)
    assert reply.status == 413
    assert not faults + faults_of(reply, "too much")


@over_tls
def test_an_unknown_method_is_told_what_there_is(house_at):
    reply = house_at.ask("nobody", "DELETE", "/vote")
    assert reply.status == 405
    assert {"GET", "POST"} <= set(re.findall(r"[A-Z]+", reply.headers["allow"]))


def test_the_policy_names_no_other_host_and_nothing_unsafe():
    policy = dict(part.strip().split(" ", 1) for part in ALWAYS["Content-Security-Policy"].split(";"))
    assert all(SOURCE.fullmatch(source) for sources in policy.values() for source in sources.split())
    assert {name for name, sources in policy.items() if sources == "'none'"} == {
        "default-src",
        "object-src",
        "base-uri",
        "frame-ancestors",
    }


@over_tls
def test_no_page_asks_a_browser_for_anything_of_another_host(house_at):
    """Links may lead elsewhere; what a page loads or sends may not."""
    faults = []
    for route in house_at.routes("GET"):
        reply = house_at.ask(route.rightful, "GET", route.at(house_at.places(route)[0]))
        for one in reply.page.elements if reply.page else []:
            loaded = [one.attributes.get(name) or "" for name in ("src", "srcset", "action", "formaction", "poster")]
            loaded += [one.attributes.get("href") or ""] * (one.tag in {"link", "use", "image", "base"})
            faults += [
                f"{reply.path}: <{one.tag}> {address}" for address in loaded if "//" in address or ":" in address
            ]
    assert not faults, "\n".join(faults)


def test_a_page_may_use_one_device_and_no_route_can_ask_for_more():
    assert len({permissions.CAMERA, permissions.MICROPHONE, permissions.NOTHING}) == 3
    for one in (permissions.CAMERA, permissions.MICROPHONE):
        assert headers_given(one) == one
    for more in ("camera=*", permissions.CAMERA + ", microphone=(self)", ""):
        assert headers_given(more) == permissions.NOTHING


def headers_given(asked):
    """The permissions of an answer whose route asked for these."""
    sent = []

    async def answering(_scope, _receive, send):
        asked_for = [(b"Permissions-Policy", asked.encode())]
        await send({"type": "http.response.start", "status": 200, "headers": asked_for})

    async def send(message):
        sent.append(message)

    asyncio.run(headers_middleware(answering, secure=False)({"type": "http"}, None, send))
    (found,) = [value.decode() for name, value in sent[0]["headers"] if name.lower() == b"permissions-policy"]
    return found


@over_tls
@pytest.mark.parametrize(
    ("device", "pages"),
    [
        (permissions.CAMERA, {"/vote"}),
        (permissions.MICROPHONE, {"/desk/rounds/{slug:str}/sound/{tongue:str}/{said:str}"}),
    ],
)
def test_one_page_each_may_use_the_camera_and_the_microphone(house_at, device, pages):
    asking = {
        route.path
        for route in house_at.routes("GET")
        for person in ("nobody", route.rightful)
        if house_at.ask(person, "GET", route.at(house_at.places(route)[0]), look=False).headers[permissions.HEADER]
        == device
    }
    assert asking == pages


def test_what_fails_without_an_answer_is_answered_with_every_header():
    sent = []

    async def failing(_scope, _receive, _send):
        raise ValueError("K7Q2-9HXM-T4VR")

    async def send(message):
        sent.append(message)

    asyncio.run(headers_middleware(failing, secure=True)({"type": "http"}, None, send))
    headers = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    assert sent[0]["status"] == 500
    assert headers["strict-transport-security"] == YEAR
    assert {name.lower() for name in ALWAYS} | {"strict-transport-security", "cache-control"} <= set(headers)
    assert b"K7Q2" not in sent[1]["body"]


def test_nobody_is_told_to_use_tls_where_there_is_none():
    sent = []

    async def answering(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(message):
        sent.append(message)

    asyncio.run(headers_middleware(answering, secure=False)({"type": "http"}, None, send))
    assert b"strict-transport-security" not in {name.lower() for name, _ in sent[0]["headers"]}


def test_an_answer_that_breaks_off_is_not_answered_twice():
    sent = []

    async def breaking(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise OSError("broke off")

    async def send(message):
        sent.append(message)

    with pytest.raises(OSError, match="broke off"):
        asyncio.run(headers_middleware(breaking, secure=False)({"type": "http"}, None, send))
    assert len(sent) == 1
