"""No form is taken but from a page of this site in this browser; whoever kept a page open too long loses nothing."""

import re
import secrets
from contextlib import contextmanager

import pytest
from whole_house import URL_ENCODED, encoded

from pb.rounds.rules.phases import Phase
from pb.web.forms import Form
from pb.web.protection import Sender, sender

SAFE = {"GET", "HEAD", "OPTIONS"}
OWN = {"Sec-Fetch-Site": "same-origin"}
KIND = ("Please send it once more", "Please press once more", "This page was open for too long", "Please start again")

pytestmark = pytest.mark.parametrize("house", ["sqlite"], indirect=True, scope="module")
"""No database has a part in it."""


@contextmanager
def changed_key(house):
    """The session key as it is after the operator has put another in its place; the old one comes back."""
    file = house.keys.path / "session.key"
    before = file.read_bytes()
    file.write_bytes(secrets.token_bytes(32))
    try:
        yield
    finally:
        file.write_bytes(before)


def unsafe(house):
    """(person, method, address) of every route that may change something, from the route table."""
    found = [route for route in house.every_route if route.method not in SAFE]
    assert len(found) > 30
    return [(route.rightful, route.method, route.at(house.places(route)[0])) for route in found]


def send(house, person, method, path, fields, headers=OWN):
    return house.ask(person, method, path, body=encoded(fields), kind=URL_ENCODED, headers=headers)


def refusals_of(house, fields_for, headers=OWN):
    """What is wrong with how all routes answer a form that is not genuine."""
    faults = []
    for person, method, path in unsafe(house):
        reply = send(house, person, method, path, fields_for(person), headers)
        what = f"{method} {path} as {person}"
        faults += [f"{what}: {reply.status} {reply.h1}"] * (reply.status != 403 or not reply.h1.startswith(KIND))
        faults += [f"{what}: changed {table}" for table in house.changes()]
        faults += [f"{what}: {reply.fault}"] * bool(reply.fault)
        house.restore()
    return "\n".join(faults)


@pytest.mark.parametrize("token", ["", "x" * 64, "é", "0" * 64])
def test_a_form_without_a_genuine_token_is_refused_everywhere(house, token):
    assert not refusals_of(house, lambda _: {"form_token": token} if token else {})


def test_a_form_with_the_token_of_another_browser_is_refused_everywhere(house):
    assert not refusals_of(house, lambda person: {"form_token": house.token("kim" if person != "kim" else "sam")})


def test_a_form_with_a_token_from_before_the_key_was_changed_is_refused_everywhere(house):
    tokens = {person: house.token(person) for person in house.jars}
    with changed_key(house):
        assert not refusals_of(house, lambda person: {"form_token": tokens[person]})


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_form_of_another_site_is_refused_everywhere_though_its_token_is_genuine(house, site):
    faults = []
    for person, method, path in unsafe(house):
        reply = send(house, person, method, path, {"form_token": house.token(person)}, {"Sec-Fetch-Site": site})
        faults += [f"{method} {path}: {reply.status}"] * (reply.status != 403 or "another site" not in reply.h1)
        faults += [f"{method} {path}: changed {table}" for table in house.changes()]
        house.restore()
    assert not faults


def test_after_the_key_was_changed_the_next_page_works_at_once(house):
    """A kiosk keeps its cookie for weeks; a page with its token is all that it needs."""
    with changed_key(house):
        page = house.ask("nobody", "GET", "/easier")
        token = page.page.all("input", name="form_token")[0].attributes["value"]
        reply = send(house, "nobody", "POST", "/easier", {"form_token": token, "theme": "dark"})
    assert reply.status == 303


def kept_form(reply):
    """The address and the fields of the form that a page offers to send once more."""
    form = next(one for one in reply.page.all("form") if one.attributes["action"] != "/sign-out")
    inputs = [one for one in reply.page.all("input") if form in one.around]
    return form.attributes["action"], [(one.attributes["name"], one.attributes["value"]) for one in inputs]


def test_what_was_typed_on_an_old_page_is_kept_and_sent_with_one_press(house):
    """A draft of an hour, sent after the keys were changed: nothing of it is typed again."""
    bid = house.things["drafts"][0]
    path, words = f"/bids/{bid}/idea", 'Lines\n\nof "words" & <more>\n'
    page = house.ask("sam", "GET", path)
    typed = {
        "rev": page.page.all("input", name="rev")[0].attributes["value"],
        "title": "Late night swimming",
        "sentence": "We swim late.",
        "what": words,
        "labels": [one.attributes["value"] for one in page.page.all("input", name="labels")][:2],
        "later": "",
    }
    with changed_key(house):
        refused = send(house, "sam", "POST", path, {"form_token": "old", **typed})
        action, fields = kept_form(refused)
        assert (refused.status, action) == (403, path)
        assert "What you typed is kept" in refused.words
        kept = as_lists(pair for pair in fields if pair[0] != "form_token")
        assert kept == {name: value if isinstance(value, list) else [value] for name, value in typed.items()}
        taken = house.ask("sam", "POST", action, body=encoded(as_lists(fields)), kind=URL_ENCODED, headers=OWN)
    assert "Late night swimming" in str(house.dump()["proposal"]), taken.words
    house.restore()


def as_lists(pairs):
    found = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def test_a_vote_on_an_old_page_is_kept_until_it_is_cast(house):
    """Key changed between the ballot and the cast: one press more, the code once more, and the same marks are there."""
    path = "/vote/cast"
    draft = {"draft": "1 2", "envelope": "e" * 32}
    code = house.rounds[Phase.VOTING].codes["Y001"]
    with changed_key(house):
        refused = send(house, "voter", "POST", path, {"form_token": "old", **draft})
        action, fields = kept_form(refused)
        assert action == path
        asked = send(house, "voter", "POST", action, as_lists(fields))
        assert "Your choices are kept" in asked.words
        assert asked.page.all("input", name="draft")[0].attributes["value"] == "1 2"
        token = asked.page.all("input", name="form_token")[0].attributes["value"]
        check = send(house, "voter", "POST", "/vote", {"form_token": token, "draft": "1 2", "voting_code": code})
    assert check.status == 200
    assert check.page.all("input", name="draft")[0].attributes["value"] == "1 2"
    house.restore()


def test_passwords_are_not_in_a_page_and_that_is_said(house):
    fields = {"email": "ada@partners.example", "password": "four plain unrelated words"}
    reply = send(house, "nobody", "POST", "/sign-in", fields)
    assert ("email", "ada@partners.example") in kept_form(reply)[1]
    assert b"unrelated" not in reply.body
    assert "passwords and passphrases cannot be kept" in reply.words


def test_files_are_not_in_a_page_and_that_is_said(house):
    path = f"/desk/rounds/{house.rounds[Phase.SETUP].view.slug}/roll"
    head = b'Content-Disposition: form-data; name="roll"; filename="roll.csv"'
    body = b"--x\r\n" + head + b"\r\n\r\nreference,electorate\r\n--x--\r\n"
    reply = house.ask("ada", "POST", path, body=body, kind="multipart/form-data; boundary=x", headers=OWN)
    assert reply.status == 403
    assert "Files, passwords and passphrases cannot be kept" in reply.words


@pytest.mark.parametrize(
    "headers",
    [{}, {"Sec-Fetch-Site": "none"}, {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": "//["}],
)
def test_what_may_come_from_elsewhere_is_never_offered_to_be_sent_again(house, headers):
    """Else another site could fill a form in and have it sent by a press on our own page."""
    reply = send(house, "sam", "POST", "/bids/sign-in", {"email": "evil@evil.example"}, headers)
    assert reply.status == 403
    assert b"evil@evil.example" not in reply.body
    assert "nothing was sent" in reply.words


def test_where_browsers_do_not_tell_the_site_the_origin_does(house):
    reply = send(house, "sam", "POST", "/bids/sign-in", {"email": "a@b.example"}, {"Origin": house.origin})
    assert ("email", "a@b.example") in kept_form(reply)[1]


def test_a_browser_without_cookies_gets_one_with_the_page_that_keeps_its_form(house):
    reply = house.ask("nobody", "POST", "/easier", body=b"theme=dark", kind=URL_ENCODED, headers=OWN, jar={})
    cookie = re.match(r"pb_form=(\w+)", reply.headers["set-cookie"])[1]
    action, fields = kept_form(reply)
    again = house.ask(
        "nobody", "POST", action, body=encoded(dict(fields)), kind=URL_ENCODED, headers=OWN, jar={"pb_form": cookie}
    )
    assert again.status == 303


def test_another_site_cannot_make_a_browser_forget_its_cookie(house):
    """Its form comes without cookies; a new one in answer would make every open page stale."""
    reply = house.ask("nobody", "POST", "/easier", body=b"theme=dark", kind=URL_ENCODED, jar={})
    assert "set-cookie" not in reply.headers


def test_more_than_any_form_of_ours_is_not_sent_back(house):
    reply = send(house, "nobody", "POST", "/easier", {"theme": "x" * 300_000})
    assert (reply.status, len(reply.body) < 20_000) == (403, True)


@pytest.mark.parametrize(
    ("site", "origin", "host", "who"),
    [
        ("same-origin", None, "a", Sender.OWN),
        ("same-origin", "https://evil.example", "a", Sender.OWN),
        ("cross-site", "https://a", "a", Sender.OTHER),
        ("same-site", "https://a", "a", Sender.OTHER),
        ("none", "https://a", "a", Sender.UNKNOWN),
        ("", "https://a", "a", Sender.UNKNOWN),
        (None, "https://a:8000", "a:8000", Sender.OWN),
        (None, "https://a.evil", "a", Sender.UNKNOWN),
        (None, "null", "null", Sender.UNKNOWN),
        (None, None, "", Sender.UNKNOWN),
        (None, "https://[", "a", Sender.UNKNOWN),
    ],
)
def test_who_sent_a_form(house, site, origin, host, who):
    assert sender(site, origin, host) is who


def test_what_nobody_sees_is_taken_out_of_what_is_typed(house):
    unseen = "\x00\x08\x1b\x7f\x9b\u00ad\u200b\u202a\u202e\u2066\u2069\ufeff\u2060"
    assert Form({"a": [f" Safe{unseen}place "]}).text("a") == "Safeplace"
    assert Form({"a": [f"{unseen}x", "y"]}).all("a") == ["x", "y"]


@pytest.mark.parametrize(
    "text", ["a\u200db", "می\u200cشود", "👩\u200d🦽", "🏴\U000e0067\U000e0062\U000e0065\U000e007f", "a\n\tb", "é"]
)
def test_what_scripts_and_emoji_are_made_of_stays(house, text):
    assert Form({"a": [text]}).text("a") == text
