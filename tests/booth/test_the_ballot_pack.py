"""The ballot pack: everything that a ballot's screens are made of, in the voter's language, and nothing of a voter."""

import json

import pytest
from ballot_rounds import NOON, make_box
from booth_walks import enter
from jinja2 import DictLoader, Environment
from pages import browser_of

from pb.web.portable import NotPortable, portable


@pytest.fixture
def box(sessions, keys):
    return make_box(sessions, keys, limit=2)


@pytest.fixture
def browser(sessions, keys, box):
    with browser_of(sessions, keys, NOON) as opened:
        yield opened


def pack_of(browser):
    (place,) = [one for one in browser.get("/vote/ballot").page.all("div") if "data-pack" in one.attributes]
    return browser.get(place.attributes["data-pack"]).last.json(), json.loads(place.attributes["data-turn"])


def test_nobody_has_a_pack_without_an_open_ballot(browser):
    browser.get("/vote/pack.json", status=404)


def test_it_has_every_bid_every_screen_and_the_address_of_every_picture(browser, box):
    pack, turn = pack_of(enter(browser, box))
    assert [card["number"] for card in pack["cards"]] == sorted(turn["order"], key=int)
    assert {"booth/ballot.html", "booth/one.html", "booth/check.html"} <= pack["templates"]["screens"].keys()
    assert pack["limits"] == {"kind": "approval", "limit": 2, "most": 0}
    assert all(address.startswith("/static/") for address in pack["files"].values())


def test_it_holds_nothing_of_the_voter(browser, box):
    pack, turn = pack_of(enter(browser, box, "Y1"))
    another, other = pack_of(enter(browser, box, "C1"))
    assert pack == another
    assert turn["sitting"] != other["sitting"]
    assert turn["sitting"] not in json.dumps(pack)


def test_it_speaks_the_language_of_the_voter_with_a_form_for_each_number(browser, box):
    browser.get("/vote/language").post("/vote/easier", {"language": "pl", "screen": "code"}, status=303)
    pack, _ = pack_of(enter(browser, box))
    sentences, numbers = pack["words"]["sentences"], pack["words"]["numbers"]
    assert sentences["Is this your vote?"] == "Czy to twój głos?"
    assert len(numbers["Take one back first."]["forms"]) > 1
    assert pack["language"] == {"tag": "pl", "direction": "ltr"}


def written(**templates):
    return Environment(loader=DictLoader({f"{name}.html": text for name, text in templates.items()}), autoescape=True)


def test_macros_are_written_down_where_a_screen_needs_them_and_only_then():
    parts = "{% macro hello(name, mark='!') %}Hello {{ name }}{{ mark }}{% endmacro %}{% macro other() %}{% endmacro %}"
    ui = "{% import 'parts/x.html' as x %}{% set hello = x.hello %}"
    environment = Environment(
        loader=DictLoader(
            {
                "screen.html": "{% block a %}{{ ui.hello(who) }}{% endblock %}",
                "parts/ui.html": ui,
                "parts/x.html": parts,
            }
        ),
        autoescape=True,
    )
    found = portable(environment, ["screen.html"])
    assert found["macros"] == {
        "parts/x.html:hello": [[["name"], ["mark", "!"]], ["Hello ", ["=", ["v", "name"]], ["=", ["v", "mark"]]]]
    }
    assert found["screens"]["screen.html"]["blocks"] == {
        "a": [["=", ["macro", "parts/x.html:hello", [["v", "who"]], {}, None]]]
    }


@pytest.mark.parametrize("said", ["{% include 'a.html' %}", "{{ a * b }}", "{% do a.b() %}", "{{ a is even }}"])
def test_what_a_browser_could_not_render_is_refused_with_its_place(said):
    environment = written(screen="{% block a %}\n" + said + "{% endblock %}")
    environment.add_extension("jinja2.ext.do")
    with pytest.raises(NotPortable, match=r"screen\.html, line 2: \w+"):
        portable(environment, ["screen.html"])
