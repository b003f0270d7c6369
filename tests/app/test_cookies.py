"""Every cookie has every limit that a browser knows, in the clear and over TLS, and only our own come in."""

import re

import pytest
from partnership import PASSWORD
from source_tree import modules
from whole_house import SAM, URL_ENCODED, encoded

from pb.app.cookies import LONGEST, let_in, limited
from pb.rounds.rules.phases import Phase
from pb.web import look

OWN = {"Sec-Fetch-Site": "same-origin"}


def named_in_the_code():
    """The names of all cookies, as constants of the rooms."""
    return {name for file in modules() for name in re.findall(r'"(pb_[a-z_]+)"', file.read_text(encoding="utf-8"))}


def given_out(house):
    """Every Set-Cookie of a walk through everything that gives one out or takes one back."""
    code = house.rounds[Phase.VOTING].codes["Y001"]
    sent = {"email": "ada@partners.example", "password": PASSWORD}
    steps = [
        ("nobody", "GET", "/", {}),
        ("nobody", "POST", "/easier", {"theme": "dark"}),
        ("nobody", "GET", "/easier", {}),
        ("nobody", "POST", "/easier", {"forget": ""}),
        ("nobody", "POST", "/vote", {"voting_code": code}),
        ("voter", "POST", "/vote/cast", {"draft": "1", "envelope": "e" * 32}),
        ("voter", "POST", "/vote/finish", {}),
        ("nobody", "POST", "/sign-in", sent),
        ("nobody", "POST", "/sign-in/password", {"email": sent["email"]}),
        ("nobody", "POST", "/bids/sign-in", {"email": SAM}),
        ("sam", "POST", "/sign-out", {}),
        ("nobody", "POST", "/tablet/joining", {}),
        ("steward", "POST", "/tablet/menu", {"do": "hand-over"}),
    ]
    found = []
    for person, method, path, fields in steps:
        body = encoded({"form_token": house.token(person), **fields})
        jar = {} if path == "/" else house.jars[person] | {"pb_notice": "look-kept"}
        reply = house.ask(person, method, path, body=body, kind=URL_ENCODED, headers=OWN, jar=jar, look=False)
        assert reply.status in {200, 303}, f"{path}: {reply.status}"
        found += reply.headers.get_list("set-cookie")
    house.restore()
    return found


def test_every_cookie_is_for_this_host_alone_and_out_of_reach_of_scripts(house_at):
    tls = house_at.origin.startswith("https:")
    found = given_out(house_at)
    for cookie in found:
        name, attributes = cookie.split("=", 1)[0], [part.strip().lower() for part in cookie.split(";")[1:]]
        assert name.startswith("__Host-pb_" if tls else "pb_"), cookie
        assert {"path=/", "httponly", "samesite=lax"} <= set(attributes), cookie
        assert ("secure" in attributes) == tls, cookie
        assert not any(part.startswith("domain") for part in attributes), cookie
        assert len([part for part in attributes if part.startswith("path")]) == 1, cookie
    assert {cookie.split("=", 1)[0].removeprefix("__Host-") for cookie in found} == named_in_the_code()


def test_a_cookie_that_another_host_of_the_domain_has_planted_is_none_of_ours(house_at):
    """Without the prefix a neighbour, or whoever sits on the line, could set it; over TLS it is not looked at."""
    tls = house_at.origin.startswith("https:")
    cookie = f"pb_sign_in={house_at.jars['ada']['pb_sign_in']}"
    reply = house_at.ask("nobody", "GET", "/desk", headers={"Cookie": cookie}, jar={})
    assert reply.status == (303 if tls else 200)


def test_people_are_known_by_their_cookies(house_at):
    assert house_at.ask("ada", "GET", "/desk").status == 200
    assert house_at.ask("voter", "GET", "/vote/ballot").status == 200


@pytest.mark.parametrize(
    ("secure", "sent", "seen"),
    [
        (False, [b"pb_look=a; other=b;pb_form=c"], b"pb_look=a; pb_form=c"),
        (False, [b"pb_look=a", b"pb_form=c"], b"pb_look=a; pb_form=c"),
        (True, [b"pb_look=a; __Host-pb_look=b; __Host-other=c"], b"pb_look=b"),
        (True, [b"__host-pb_look=b; __Host-pb_form=c"], b"pb_form=c"),
        (False, [b"pb_look=\xff; pb_form=\x00; pb_voter=a b; pb_notice=ok"], b"pb_notice=ok"),
        (False, [b"pb_look=" + b"x" * LONGEST + b"; pb_form=c"], b"pb_form=c"),
        (False, [b";;;=;=x;pb_form"], b"pb_form"),
        (False, [b"other=b"], None),
        (False, [], None),
    ],
)
def test_only_our_own_cookies_come_in(secure, sent, seen):
    headers = let_in([(b"host", b"a"), *((b"Cookie", value) for value in sent)], secure=secure)
    assert headers == [(b"host", b"a"), *([(b"cookie", seen)] if seen is not None else [])]


def test_what_a_room_says_of_path_and_domain_does_not_count():
    said = b"pb_x=a; Path=/vote; Domain=example.org; SameSite=None; Max-Age=60"
    assert limited(said, secure=True) == b"__Host-pb_x=a; Max-Age=60; Path=/; HttpOnly; SameSite=lax; Secure"
    assert limited(said, secure=False) == b"pb_x=a; Max-Age=60; Path=/; HttpOnly; SameSite=lax"


def test_no_cookie_is_longer_than_browsers_keep(house_at):
    assert max(len(cookie.split(";")[0]) for cookie in given_out(house_at)) <= LONGEST
    assert look.COOKIE in named_in_the_code()
