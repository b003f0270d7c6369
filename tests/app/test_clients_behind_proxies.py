"""Whose browser a request comes from, directly and through proxies."""

import ipaddress
from datetime import UTC, datetime

import pytest
from litestar.testing import TestClient
from pages import browser_of
from partnership import PASSWORD, make_partnership

from pb.app.main import create_app
from pb.app.proxies import client_address
from pb.core.settings import BadSetting, read_settings

OURS = (ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_network("2001:db8::1"))
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("198.51.100.7", "", "198.51.100.7"),
        ("198.51.100.7", "203.0.113.9", "198.51.100.7"),
        ("10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "1.2.3.4, 203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "1.2.3.4, 203.0.113.9 ,10.0.0.2", "203.0.113.9"),
        ("10.0.0.1", "10.0.0.3,10.0.0.2", "10.0.0.3"),
        ("2001:db8::1", "2001:db8::77", "2001:db8::77"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "203.0.113.9, <script>", "10.0.0.1"),
        ("10.0.0.1", ",,,", "10.0.0.1"),
        ("a.socket", "203.0.113.9", "a.socket"),
    ],
)
def test_only_what_our_own_proxies_say_is_believed(peer, forwarded, address):
    assert client_address(peer, forwarded, OURS) == address


def test_nobody_is_believed_where_no_proxy_is_named():
    assert client_address("10.0.0.1", "203.0.113.9", ()) == "10.0.0.1"


@pytest.mark.parametrize("text", ["proxy.example", "10.0.0.1/8", "10.0.0"])
def test_a_setting_that_names_no_address_is_refused(text, tmp_path):
    with pytest.raises(BadSetting, match="PB_TRUSTED_PROXIES"):
        read_settings({"PB_HOME": str(tmp_path), "PB_TRUSTED_PROXIES": text})


def heard_from(peer, app):
    async def heard(scope, receive, send):
        await app(scope | {"client": (peer, 5000)}, receive, send)

    return heard


@pytest.mark.parametrize(("trusted", "statuses"), [("", {422, 429}), ("127.0.0.0/8", {422})])
def test_many_people_behind_one_proxy_do_not_lock_each_other_out(sessions, keys, tmp_path, trusted, statuses):
    environment = {"PB_HOME": str(tmp_path), "PB_KEYS": str(keys.path), "PB_DATABASE_URL": sessions.url}
    app = create_app(read_settings(environment | {"PB_TRUSTED_PROXIES": trusted}), lambda: NOW)
    app.asgi_handler = heard_from("127.0.0.1", app.asgi_handler)
    seen = set()
    with TestClient(app) as browser:
        token = browser.get("/sign-in").text.partition('name="form_token" value="')[2].partition('"')[0]
        for number in range(40):
            typed = {"form_token": token, "email": f"{number}@families.example", "code": "000000"}
            headers = {"X-Forwarded-For": f"203.0.113.{number}"}
            browser.cookies.set("pb_code_for", f"{number}@families.example", path="/bids")
            seen.add(browser.post("/bids/code", data=typed, headers=headers, follow_redirects=False).status_code)
    assert seen == statuses


def test_wrong_passwords_from_elsewhere_keep_nobody_out_who_has_the_right_one(sessions, keys):
    make_partnership(sessions)
    with browser_of(sessions, keys, NOW, PB_TRUSTED_PROXIES="127.0.0.0/8") as browser:
        app = browser.client.app
        app.asgi_handler = heard_from("127.0.0.1", app.asgi_handler)

        def tried(password, client, status):
            browser.client.headers["x-forwarded-for"] = client
            browser.post("/sign-in", {"email": "ada@partners.example", "password": password}, status=status)

        for _ in range(10):
            tried("wrong", "203.0.113.9", 422)
        tried(PASSWORD, "203.0.113.9", 429)
        tried(PASSWORD, "198.51.100.7", 303)
