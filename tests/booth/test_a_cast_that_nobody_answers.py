"""Where nobody knows whether a vote was saved, the voter is told so, and is asked to try again."""

import secrets
from contextlib import closing

import pytest
from ballot_rounds import NOON, make_box
from cut_line import Line
from pages import browser_of

from pb.db.engines import Sessions
from pb.roll.rules import grouped


@pytest.mark.parametrize("database_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True)
def test_a_vote_whose_fate_is_unknown_is_not_called_lost_and_trying_again_finds_it(sessions, database_url, keys):
    box = make_box(sessions, keys)
    with (
        closing(Line(database_url, passes=True, comes_back=False)) as line,
        closing(Sessions(line.url())) as over,
        browser_of(over, keys, NOON) as browser,
    ):
        browser.get("/vote").post("/vote", {"voting_code": grouped(box.codes["Y1"])}).follow()
        sent = {"draft": "1 2", "envelope": secrets.token_hex(16), "choice": "vote"}
        browser.post("/vote/cast", sent, status=503)
        assert browser.h1 == "We do not know if your vote was saved."
        assert "Nothing was counted" not in browser.text
        line.comes_back = True
        again = {name: browser.page.all("input", name=name)[0].attributes["value"] for name in sent}
        browser.post("/vote/cast", again, status=303).follow()
        assert browser.h1 == "Thank you. Your vote is in."
    assert box.in_urn() == 1
