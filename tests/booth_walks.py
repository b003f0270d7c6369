"""A voter's steps through the voting screens without JavaScript: the fields that each page would send."""

import secrets

from pb.ballots import queries as ballots
from pb.ballots.rules import read_body
from pb.keys import locking, sealing
from pb.roll.rules import grouped
from pb.rounds.rules.draft import BallotKind
from pb.seal import commit as commits

KINDS = {
    "approval": (BallotKind.APPROVAL, 2, 0),
    "stars": (BallotKind.STARS, 5, 3),
    "ranked": (BallotKind.RANKED, 3, 0),
    "faces": (BallotKind.FACES, 0, 0),
}


def enter(browser, box, reference="Y1", **kept):
    browser.get("/vote").post("/vote", {"voting_code": grouped(box.codes[reference]).lower(), **kept})
    return browser.follow() if browser.last.status_code == 303 else browser


def hidden(browser, name):
    return browser.page.all("input", name=name)[0].attributes["value"]


def ticked(browser):
    boxes = browser.page.all("input", name="chosen")
    return [one.attributes["value"] for one in boxes if "checked" in one.attributes]


def shown(browser):
    """The numbers of the bids on the page."""
    ids = [one.attributes.get("id", "") for tag in ("li", "div") for one in browser.page.all(tag)]
    return [name.removeprefix("bid-") for name in ids if name.startswith("bid-")]


def cast(browser, draft, envelope=None, **more):
    fields = {"draft": draft, "envelope": envelope or secrets.token_hex(16), "choice": "vote", **more}
    return browser.post("/vote/cast", fields)


def travelling(browser):
    """What travels with the marks from screen to screen, as the page holds it."""
    names = ("draft", "at", "seen", "shown", "of")
    fields = {one.attributes["name"]: one.attributes["value"] for one in browser.page.all("input", type="hidden")}
    return {name: fields[name] for name in names if name in fields}


def touch(browser, **fields):
    """One touch on the ballot, with everything that the page would send along."""
    return browser.post("/vote/ballot", {**travelling(browser), "chosen": ticked(browser), **fields}, status=200)


def walk(browser, *touches):
    """From the first page of the ballot to the check screen, with these fields posted on the way."""
    browser.get("/vote/ballot")
    for fields in touches:
        touch(browser, **fields)
    while browser.h1 != "Is this your vote?":
        touch(browser, go="next")
    return browser


def opened_marks(box, sessions, keys):
    """What the ballots in the urn say, opened with the round's key, as only a test may."""
    with sessions.read() as session:
        paper, rows = ballots.ballot_paper(session, box.view()), ballots.urn_rows(session, box.id)
    private = locking.unlock(keys, box.id).private
    bodies = [commits.unpad(sealing.open_sealed(private, box.id, row.sealed)) for row in rows]
    return [read_body(paper, body)[0] for body in bodies]
