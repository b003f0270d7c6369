"""Two rounds in which one voter of a small group chose otherwise look the same on each public page and in each file."""

import io
import re
import zipfile

import tables
from desk_rounds import AFTER, make_desk_round
from pages import browser_of
from whole_house import routes_of

from pb.db.engines import Sessions
from pb.keys.folder import KeyFolder
from pb.rounds.rules.phases import Phase

NUMBERS = ("1", "2", "3", "4")
OTHERS = {"/static/", "/media/", "/vote", "/sign-in", "/bids"}
"""Where addresses lead to nothing about a result."""

RANDOM = re.compile(r"[0-9a-f]{16,}|\b[0-9a-z]{16}\b|[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}|\b[0-9A-HJKMNP-TV-Z]{12}\b")
"""Ids, hashes, signatures, tokens and check codes."""


def everything_public(folder, choices):
    """All that a stranger is answered about a published round, by address; what is random in it is taken out."""
    folder.mkdir()
    sessions, keys = Sessions(f"sqlite:///{folder / 'pb.sqlite3'}"), KeyFolder(folder / "keys")
    tables.create(sessions)
    people = {name: sum(reference.startswith(name[0].upper()) for reference in choices) for name in ("young", "carers")}
    desk = make_desk_round(sessions, keys, phase=Phase.VOTING, voting=False, **people)
    for reference, chosen in choices.items():
        desk.vote(reference, *chosen)
    desk.publish()
    with browser_of(sessions, keys, AFTER) as browser:
        found = {path: without_chance(answer) for path, answer in answers(browser)}
    sessions.close()
    return found


def answers(browser):
    for route in routes_of(browser.client.app):
        if route.method == "GET" and route.door == "anyone" and not any(route.path.startswith(one) for one in OTHERS):
            path = route.path.replace("{slug:str}", "autumn-round")
            for each in [path.replace("{number:int}", number) for number in NUMBERS] if "{" in path else [path]:
                assert "{" not in each, f"{each}: nobody told this test how to fill it"
                answer = browser.client.get(each, follow_redirects=False)
                yield each, f"{answer.status_code}\n".encode() + answer.content


def without_chance(body):
    """The words of an answer, or of every file in it, with everything that is drawn by chance replaced."""
    status, _, rest = body.partition(b"\n")
    if rest.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(rest)) as packed:
            return {name: without_chance(b"\n" + packed.read(name)) for name in sorted(packed.namelist())}
    return RANDOM.sub("#", f"{status.decode()}\n{rest.decode('utf-8', 'replace')}")


def test_what_a_voter_of_a_small_group_chose_shows_nowhere(tmp_path):
    young = {f"Y{n:03}": ("1", "2") for n in range(1, 13)}
    carers = {f"C{n:03}": ("3",) for n in range(1, 10)}
    one = everything_public(tmp_path / "one", young | carers)
    other = everything_public(tmp_path / "other", young | carers | {"C004": ()})
    assert "/rounds/autumn-round/bundle.zip" in one
    assert len(one) > 20
    assert {path: [one[path], other[path]] for path in one if one[path] != other[path]} == {}


def test_in_a_round_of_large_groups_the_same_change_shows(tmp_path):
    """The control: the pages that are compared are those that would tell."""
    young = {f"Y{n:03}": ("1", "2") for n in range(1, 13)}
    carers = {f"C{n:03}": ("3",) for n in range(1, 11)}
    one = everything_public(tmp_path / "one", young | carers)
    other = everything_public(tmp_path / "other", young | carers | {"C004": ()})
    differing = {path for path in one if one[path] != other[path]}
    assert differing >= {"/rounds/autumn-round/results", "/rounds/autumn-round/bundle.zip"}
