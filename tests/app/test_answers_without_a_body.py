"""Whoever asks for the head of a page is told what the page would be, without the page."""

import asyncio

import pytest

from pb.app.bodiless import bodiless_middleware


@pytest.mark.parametrize("house_at", ["http://testserver.local"], indirect=True, scope="module")
def test_the_head_of_every_page_is_that_of_the_page(house_at):
    faults = []
    for route in {route.path: route for route in house_at.every_route if route.method == "GET"}.values():
        path = route.at(house_at.places(route)[0])
        page, head = (house_at.ask(route.rightful, method, path, look=False) for method in ("GET", "HEAD"))
        faults += [f"{path}: a body of {len(head.body)} bytes"] * bool(head.body)
        faults += [f"{path}: {page.status}, and {head.status} for its head"] * (page.status != head.status)
        faults += [f"{path}: no length is told"] * bool(page.body and not int(head.headers.get("content-length", 0)))
        for name in ("content-type", "location", "cache-control"):
            faults += [f"{path}: another {name}"] * (page.headers.get(name) != head.headers.get(name))
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("house_at", ["http://testserver.local"], indirect=True, scope="module")
def test_the_head_of_what_only_takes_forms_is_refused(house_at):
    assert house_at.ask("nobody", "HEAD", "/sign-out", look=False).status == 405


def test_a_body_in_pieces_is_kept_back_whole():
    sent = []

    async def page(scope, receive, send):
        assert scope["method"] == "GET"
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"one", "more_body": True})
        await send({"type": "http.response.body", "body": b"two", "more_body": False})

    async def keep(message):
        sent.append(message)

    asyncio.run(bodiless_middleware(page)({"type": "http", "method": "HEAD"}, None, keep))
    assert [message.get("body") for message in sent] == [None, b"", b""]
    assert [message.get("more_body") for message in sent] == [None, True, False]
